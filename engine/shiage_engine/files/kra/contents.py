"""The files in a document of Krita, a zip: as large as they may be, and what is said where they are broken."""

from __future__ import annotations

import errno
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from ...errors import InputError, is_shortage
from ...limits import MIB, PICTURE_PIXELS

TEXT_BYTES = 16 * MIB  # of one of its XML files; a tree of it takes some ten times that
NO_PLACE = errno.EINVAL  # what the system says of a file in the document that lies before its first byte
TILES_BYTES = 5 * PICTURE_PIXELS  # of the pixels of one layer


class naming:
    """Raises what a broken file leads to as InputError that names the file.

    A class, since mypy takes what `contextmanager` makes for one that may go on after an error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        broken = (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            LookupError,  # a file is missing, or text of an unknown encoding
            EOFError,
            RuntimeError,  # it is encrypted, of an unknown kind, or its groups are too deep
            ElementTree.ParseError,
        )
        if error is None or isinstance(error, InputError) or is_shortage(error):
            return
        if isinstance(error, broken) or (isinstance(error, OSError) and error.errno == NO_PLACE):
            raise InputError(
                f"{self._path} cannot be read as a document of Krita, it is none, cut short or broken: save it again."
            ) from error


def content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A file in the document of at most `most` bytes, which is known before it is unpacked."""
    with archive.open(name) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise ValueError(f"{name} is too large")
    return found


def xml(archive: zipfile.ZipFile, name: str) -> bytes:
    """An XML file in the document."""
    found = content(archive, name, TEXT_BYTES)
    if b"<!ENTITY" in found or b"\0" in found:  # which could make much of little; zeros: UTF-16
        raise ValueError(f"{name} has entities, or is not in UTF-8")
    return found
