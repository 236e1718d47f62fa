"""The names that painters give to characters whose weights are kept."""

import unicodedata

LONGEST_NAME = 80  # characters
REFUSED = frozenset(("Cc", "Cs", "Zl", "Zp"))  # Unicode categories: control characters, line separators
SEPARATORS = frozenset("/\\")


def composed(name: str) -> str:
    """The name in the form that is compared and stored: NFC, without blanks around it. "" is valid: no name.

    Raises ValueError, with a sentence for painters, for a name that is too long, or has control characters or
    path separators.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The character's name is too long: take at most {LONGEST_NAME} letters.")
    if any(unicodedata.category(letter) in REFUSED for letter in name):
        raise ValueError("The character's name has control characters: take letters, digits and blanks.")
    if SEPARATORS & set(name):
        raise ValueError("The character's name has a slash: take letters, digits and blanks.")
    return name
