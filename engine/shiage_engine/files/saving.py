"""Saving: a file is replaced as a whole or not at all, and what a program that died left behind is swept.

What grows has a name of its own, hidden and beside its place: ".NAME.<16 hex digits>.growing". Whoever holds the lock
of a place (`owned`) knows that such files there are of programs that died. Standard library only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import InputError
from ..protocol.locks import Locked, locked

GROWING, FORMER = "growing", "former"
FULL = (errno.ENOSPC, errno.EDQUOT)
MIB = 1 << 20


def growing_name(path: Path) -> Path:
    """A new name beside `path` for what will replace it; unique also where several machines share the disk."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.{GROWING}")


def leftovers(path: Path, kind: str = GROWING) -> list[Path]:
    """What lies beside `path` under names that `growing_name` gave. `kind`: GROWING, or FORMER: what was replaced."""
    return _named(path.parent, re.escape(path.name), kind)


def sweep(folder: Path) -> None:
    """Remove whatever was growing in `folder`. For the holder of the lock that all who write there take."""
    for path in _named(folder, ".+", GROWING):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def owned(path: Path) -> Iterator[bool]:
    """Hold the lock of the file or folder `path`, which need not exist: the only one who writes it.

    Files that earlier ones left unfinished are removed. Yields whether it is held for sure, see `locks.locked`: only
    then anything else that was growing there is left over, too. Raises InputError where another program writes it.
    """
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_sure = held.enter_context(locked(path.with_name(f".{path.name}.lock")))
            for left in leftovers(path) if is_sure else ():
                if left.is_file():
                    left.unlink()
        except Locked as error:
            raise InputError(
                f"Another program of Shiage is writing {path}: wait until it has ended, or choose another name."
            ) from error
        except OSError as error:
            raise InputError(_refusal(path, error, f"Cannot write into {path.parent}")) from error
        yield is_sure


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Raise OSErrors of what is written to `path` as InputError, which names it and says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(_refusal(path, error, f"{path} cannot be written")) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, in place of an older one: at every moment one of them is whole. Raises InputError.

    For the holder of a lock of the file or its folder, who sweeps what an earlier one left unfinished.
    """
    growing = growing_name(path)
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with growing.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            growing.replace(path)
        except BaseException:
            growing.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """As `write_bytes`, in UTF-8; holds the lock of the file meanwhile."""
    with owned(path):
        write_bytes(path, text.encode())


def _named(folder: Path, name: str, kind: str) -> list[Path]:
    form = re.compile(rf"\.{name}\.[0-9a-f]+\.{kind}")
    try:
        return sorted(path for path in folder.iterdir() if form.fullmatch(path.name))
    except FileNotFoundError:
        return []


def _refusal(path: Path, error: OSError, what: str) -> str:
    """Why the disk refuses `what`, in a sentence."""
    if error.errno not in FULL:
        return f"{what}: {error.strerror or error}."
    disk = next(parent for parent in path.absolute().parents if os.path.ismount(parent))
    free = shutil.disk_usage(disk).free / MIB
    return f"{what}: the disk {disk} is full ({free:.0f} MiB are free). Remove what you do not need from it."
