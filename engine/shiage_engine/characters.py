"""Names of characters or shots whose weights are kept, as painters give them."""

from __future__ import annotations

from .errors import InputError
from .protocol.names import composed


def checked_name(name: str) -> str:
    """The name as it is compared (see `protocol.names`); raises InputError for one that is not sound."""
    try:
        return composed(name)
    except ValueError as error:
        raise InputError(str(error)) from error
