"""The methods to choose from, as the engine tells them, and what each has to be given. No Krita here."""

import json
from typing import Any, Dict, FrozenSet, List, NamedTuple, Sequence, Tuple

REFERENCES, CHARACTER = "references", "character"  # what a method may need
CALIBRATED = "calibrated"  # the rule of withdrawal that keeps to the accuracy the painter asks for
NAMELESS = "Name the character: Shiage colors from what it has learned of one."


class Method(NamedTuple):
    """One way to color; `title` and `hint` are for painters."""

    name: str
    title: str
    hint: str = ""
    needs: FrozenSet[str] = frozenset()
    takes: FrozenSet[str] = frozenset()  # what may be given besides
    characters: Tuple[str, ...] = ()  # of whom the engine has learned
    rule: str = CALIBRATED  # what it leaves unpainted by

    @property
    def asks_for_character(self) -> bool:
        return CHARACTER in self.needs | self.takes


AUTO = Method("auto", "Automatic", "The method that is best for most animations", frozenset({REFERENCES}))


def read(told: Dict[str, Any]) -> Tuple[Method, ...]:
    """The methods of an engine's answer, AUTO before them; what is not understood is passed over.

    The first is what AUTO does; it asks who is drawn only where that helps, once a character is known.
    """
    found = [_read(name, entry) for name, entry in told.items() if isinstance(entry, dict)]
    best = found[0] if found else AUTO
    auto = AUTO._replace(takes=best.takes, characters=best.characters) if best.characters else AUTO
    return (auto, *found)


def load(text: str) -> Tuple[Method, ...]:
    """As `read`, from what was remembered as JSON."""
    try:
        told = json.loads(text)
    except ValueError:
        told = {}
    return read(told if isinstance(told, dict) else {})


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
    )


def standing(chosen: Method, methods: Sequence[Method], character: str, is_painted: bool) -> Method:
    """The chosen method as it is now: the automatic one colors a known character where nothing is painted, too."""
    knowing = [one for one in methods if REFERENCES not in one.needs and character in one.characters]
    if chosen.name != AUTO.name or character not in chosen.characters or not knowing:
        return chosen
    return chosen._replace(needs=frozenset(), rule=chosen.rule if is_painted else knowing[0].rule)


def _texts(value: object) -> List[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def find(methods: Sequence[Method], name: str) -> Method:
    """The method of that name; the automatic one, which stands first, where this engine has none."""
    return next((method for method in methods if method.name == name), methods[0])
