"""Locks between programs: a file that only one of them holds. The system frees it when its holder dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import IO, Iterator, Optional

from .paths import PRIVATE_FILE

# What systems say of a disk that knows no locks, such as some network folders.
NO_LOCKS = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP))


class Locked(Exception):
    """Another program holds the lock."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold the lock `path`, a file that is gone afterwards; yields whether it is held for sure.

    (It is not on a disk that knows no locks.) Raises Locked at once where another program holds it, and OSError
    where the file cannot be made.
    """
    try:
        file = take(path)
        if file is None:
            with contextlib.suppress(OSError):
                path.unlink()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        yield file is not None
    finally:
        if file is not None:
            _give_back(path, file)


def take(path: Path) -> Optional[IO[bytes]]:
    """Hold the lock `path` until the file that is returned is closed; None on a disk that knows no locks.

    Raises Locked where another program holds it, OSError where it cannot be opened.
    """
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        file = os.fdopen(os.open(str(path), flags, PRIVATE_FILE), "r+b")
        try:
            _lock(file.fileno())
            if is_at(path, file):
                return file
        except OSError as error:
            file.close()
            if error.errno in NO_LOCKS:
                return None
            raise Locked(str(path)) from error
        file.close()  # the holder before us removed it: another program may hold a new one


def is_at(path: Path, file: IO[bytes]) -> bool:
    """Whether `path` still is the open file, and not removed or replaced."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    """Raises OSError where another program holds the lock."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 (Windows only)

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 (not on Windows)

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _give_back(path: Path, file: IO[bytes]) -> None:
    """Remove the file while it is held, so that nobody takes one that is about to go; Windows removes none open."""
    if sys.platform == "win32":
        file.close()
    with contextlib.suppress(OSError):
        path.unlink()
    file.close()
