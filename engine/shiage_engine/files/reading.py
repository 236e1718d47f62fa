"""Reading what others wrote: regular files of a bounded size, so that nothing waits or grows without end."""

from __future__ import annotations

import stat
from pathlib import Path

from ..errors import InputError
from ..limits import FILE_BYTES, MIB


def check_file(path: Path, most: int = FILE_BYTES) -> None:
    """Raise InputError unless `path` is a regular file of at most `most` bytes: pipes and devices may never end."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if not stat.S_ISREG(found.st_mode):
        raise InputError(f"{path} cannot be read: it is no file.")
    if found.st_size > most:
        raise InputError(f"{path} is larger than {most // MIB} MiB: choose another file.")


def read_file(path: Path) -> bytes:
    """The content of a file; raises InputError where it cannot be read, see `check_file`."""
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def read_text(path: Path) -> str:
    """The same, of UTF-8 text."""
    try:
        return read_file(path).decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read: it is no text in UTF-8.") from error
