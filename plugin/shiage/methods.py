"""The methods to choose from, as the engine lists them, and the inputs that each needs. No Krita here."""

from typing import Any, Dict, FrozenSet, List, NamedTuple, Sequence, Tuple

from .client.protocol.json_text import parse_json

REFERENCES, CHARACTER, HINTS = "references", "character", "hints"  # the inputs that a method may need
CALIBRATED = "calibrated"  # the rule of withdrawal that goes by the target accuracy
NOTHING_GIVEN = "Paint a frame on the paint layer, or put dabs of color on a hint layer (Add hint layer)."
NO_CHARACTER = "Name the character: Shiage colors from what it has learned of one."


class Method(NamedTuple):
    """One way to color; `title` and `hint` are for painters."""

    name: str
    title: str
    hint: str = ""
    needs: FrozenSet[str] = frozenset()
    takes: FrozenSet[str] = frozenset()  # optional inputs
    characters: Tuple[str, ...] = ()  # those that the engine has weights of
    rule: str = CALIBRATED  # how it decides what to withdraw
    needs_any: FrozenSet[str] = frozenset()  # inputs of which one at least is needed

    @property
    def asks_for_character(self) -> bool:
        return CHARACTER in self.needs | self.takes

    def has_any(self, has_references: bool, has_hints: bool, has_character: bool) -> bool:
        """Is there one of the inputs of which it needs any?"""
        given = {REFERENCES: has_references, HINTS: has_hints, CHARACTER: has_character}
        return not self.needs_any or any(given.get(name, False) for name in self.needs_any)


AUTO = Method("auto", "Automatic", "The method that is best for most animations", frozenset({REFERENCES}))


def read(entries: Dict[str, Any]) -> Tuple[Method, ...]:
    """AUTO and the methods of an engine's `messages.Methods`; entries and keys that are not understood are ignored.

    AUTO runs the first of them, so it takes a character's name where that one does and a character is known.
    """
    found = [_read(name, entry) for name, entry in entries.items() if isinstance(entry, dict)]
    best = found[0] if found else AUTO
    auto = AUTO._replace(takes=best.takes, characters=best.characters) if best.characters else AUTO
    return (auto, *found)


def load(text: str) -> Tuple[Method, ...]:
    """As `read`, from the JSON in Krita's settings."""
    try:
        entries = parse_json(text)
    except ValueError:
        entries = {}
    return read(entries if isinstance(entries, dict) else {})


def _read(name: str, entry: Dict[str, Any]) -> Method:
    title, hint, rule = entry.get("title"), entry.get("hint"), entry.get("rule")
    return Method(
        name,
        title if isinstance(title, str) and title else name,
        hint if isinstance(hint, str) else "",
        frozenset(_texts(entry.get("needs", [REFERENCES]))),
        frozenset(_texts(entry.get("takes"))),
        tuple(_texts(entry.get("characters"))),
        rule if isinstance(rule, str) else CALIBRATED,
        frozenset(_texts(entry.get("needs_any"))),
    )


def in_effect(
    chosen: Method, methods: Sequence[Method], character: str, is_painted: bool, has_hints: bool = False
) -> Method:
    """The chosen method, with the needs and the rule that it has for this line layer.

    Where AUTO knows the character, or has hints, it needs no painted frame: without one it runs a method that needs
    none.
    """
    if chosen.name == AUTO.name and has_hints and not is_painted:
        hinted = [one for one in methods if HINTS in one.needs_any]
        if hinted:
            return chosen._replace(needs=frozenset(), rule=hinted[0].rule)
    unreferenced = [one for one in methods if REFERENCES not in one.needs and character in one.characters]
    if chosen.name != AUTO.name or character not in chosen.characters or not unreferenced:
        return chosen
    return chosen._replace(needs=frozenset(), rule=chosen.rule if is_painted else unreferenced[0].rule)


def _texts(value: object) -> List[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def find(methods: Sequence[Method], name: str) -> Method:
    """The method of that name; AUTO, which comes first, where this engine has none of that name."""
    return next((method for method in methods if method.name == name), methods[0])
