"""Names of characters or shots whose weights are kept, as painters give them."""

from __future__ import annotations

import unicodedata

from .errors import InputError
from .protocol.messages import LONGEST_NAME

SEPARATORS = "/\\"


def checked_name(name: str) -> str:
    """The name as it is compared: composed (NFC), without blanks around it. "" is no name, and sound.

    Raises InputError for a name that is too long, or has control characters or path separators.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if len(name) > LONGEST_NAME:
        raise InputError(f"The character's name is too long: take at most {LONGEST_NAME} letters.")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        raise InputError("The character's name has control characters: take letters, digits and blanks.")
    if any(letter in SEPARATORS for letter in name):
        raise InputError("The character's name has a slash: take letters, digits and blanks.")
    return name
