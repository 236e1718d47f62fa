"""Names of characters or shots whose weights are kept, as painters give them."""

import unicodedata

LONGEST_NAME = 80  # characters
UNFIT = frozenset(("Cc", "Cs", "Zl", "Zp"))  # categories of letters: control characters, ends of lines
SEPARATORS = frozenset("/\\")


def composed(name: str) -> str:
    """The name as it is compared: composed (NFC), without blanks around it. "" is no name, and sound.

    Raises ValueError, with a sentence for painters, for a name that is too long, or has control characters or
    path separators.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The character's name is too long: take at most {LONGEST_NAME} letters.")
    if any(unicodedata.category(letter) in UNFIT for letter in name):
        raise ValueError("The character's name has control characters: take letters, digits and blanks.")
    if SEPARATORS & set(name):
        raise ValueError("The character's name has a slash: take letters, digits and blanks.")
    return name
