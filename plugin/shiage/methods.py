"""The methods to choose from, as the engine tells them, and what each has to be given. No Krita here."""

import json
import unicodedata
from typing import Any, Dict, FrozenSet, List, NamedTuple, Sequence, Tuple

REFERENCES, CHARACTER = "references", "character"  # what a method may need
UNFIT = frozenset(("Cc", "Cs", "Zl", "Zp"))  # categories of letters: control characters, ends of lines
NAMELESS = "Name the character: Shiage colors from what it has learned of one."


class Method(NamedTuple):
    """One way to color; `title` and `hint` are for painters."""

    name: str
    title: str
    hint: str = ""
    needs: FrozenSet[str] = frozenset()
    takes: FrozenSet[str] = frozenset()  # what may be given besides
    characters: Tuple[str, ...] = ()  # of whom the engine has learned

    @property
    def asks_for_character(self) -> bool:
        return CHARACTER in self.needs | self.takes


AUTO = Method("auto", "Automatic", "The method that is best for most animations", frozenset({REFERENCES}))


def read(told: Dict[str, Any]) -> Tuple[Method, ...]:
    """The methods of an engine's answer, AUTO before them; what is not understood is passed over."""
    found = [_read(name, entry) for name, entry in told.items() if isinstance(entry, dict)]
    return (AUTO, *found)


def load(text: str) -> Tuple[Method, ...]:
    """As `read`, from what was remembered as JSON."""
    try:
        told = json.loads(text)
    except ValueError:
        told = {}
    return read(told if isinstance(told, dict) else {})


def _read(name: str, entry: Dict[str, Any]) -> Method:
    title, hint = entry.get("title"), entry.get("hint")
    return Method(
        name,
        title if isinstance(title, str) and title else name,
        hint if isinstance(hint, str) else "",
        frozenset(_texts(entry.get("needs", [REFERENCES]))),
        frozenset(_texts(entry.get("takes"))),
        tuple(_texts(entry.get("characters"))),
    )


def _texts(value: object) -> List[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def find(methods: Sequence[Method], name: str) -> Method:
    """The method of that name; AUTO where this engine has none."""
    return next((method for method in methods if method.name == name), AUTO)


def is_name(text: str, longest: int) -> bool:
    """Can this be the name of a character: not too long, no control characters, no path in it?"""
    is_fit = all(unicodedata.category(letter) not in UNFIT for letter in text)
    return len(text) <= longest and is_fit and not set(text) & set("/\\")
