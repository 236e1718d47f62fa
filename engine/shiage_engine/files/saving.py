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
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import InputError
from ..protocol.locks import Locked, locked

GROWING, FORMER = "growing", "former"
NOT_OURS = "is not of Shiage"
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
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            _remove(path)


@contextlib.contextmanager
def owned(path: Path) -> Iterator[bool]:
    """Hold the lock of the file or folder `path`, which need not exist: the only one who writes it.

    Files that earlier ones left unfinished are removed. Yields whether it is held for sure, see `locks.locked`: only
    then anything else that was growing there is left over, too. Raises InputError where another program writes it.
    """
    lock = path.with_name(f".{path.name}.lock")
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_sure = held.enter_context(locked(lock))
            for left in leftovers(path) if is_sure else ():
                if left.is_file():
                    _remove(left)
        except Locked as error:
            raise InputError(
                f"Another program of Shiage is writing {path}: wait until it has ended, or choose another name."
            ) from error
        except OSError as error:
            if isinstance(error, PermissionError) and error.filename == str(lock) and os.path.lexists(lock):
                raise InputError(
                    f"Another user is writing {path}, or was when the program ended: choose another name, or have "
                    f"{lock.name} removed."
                ) from error
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
    with _grown(path, content) as growing:
        growing.replace(path)


@contextlib.contextmanager
def _grown(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a file beside `path`, safe on the disk, which is removed where what is done with it fails."""
    growing = growing_name(path)
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with growing.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            yield growing
        except BaseException:
            growing.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """As `write_bytes`, in UTF-8; holds the lock of the file meanwhile."""
    with owned(path):
        write_bytes(path, text.encode())


def check_place(path: Path, is_ours: Callable[[Path], bool]) -> None:
    """Raise InputError unless a file may be written to `path`: where none is, or one of which `is_ours` holds.

    For a place that the user named, before the work whose outcome goes there.
    """
    place = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    if place.is_dir():
        raise InputError(f"{path} cannot be written, it is a folder: name a file.")
    if place.parent.is_dir() and not os.access(place.parent, os.W_OK):
        raise InputError(f"{path} cannot be written, its folder is closed to you: choose another folder.")
    if os.path.lexists(place) and not (place.is_file() and is_ours(place)):
        raise InputError(
            f"{path} is not known as a file of Shiage, or was changed since: remove it, or choose another name."
        )


def write_ours(path: Path, content: bytes, is_ours: Callable[[Path], bool]) -> None:
    """Write a file to a place that the user named, in place of none or of one of which `is_ours` holds.

    As `write_bytes`, and holds the lock of the file meanwhile. Where another program has written one there since
    `check_place`, or the system does not let it be replaced, that stays, this one is kept beside it, and InputError
    raised, which says so.
    """
    path = Path(os.path.realpath(path))
    with owned(path):
        put_ours(path, content, is_ours)


def put_ours(path: Path, content: bytes, is_ours: Callable[[Path], bool]) -> None:
    """The same for the holder of the lock of the file."""
    why = NOT_OURS
    with _grown(path, content) as growing:
        if path.is_file() and is_ours(path):
            try:
                growing.replace(path)
                return
            except PermissionError as error:  # of another user, or open in another program
                why = f"cannot be replaced ({error.strerror})"
        kept = put(growing, path)
    _say_where(kept, path, why)


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A hidden folder to write into, which gets the name `path` when all is written.

    That is the name of nothing, or of an empty folder: else InputError is raised. Where another program has written
    something there meanwhile, that stays, what was written is kept beside it, and InputError raised, which says so.
    """
    path = Path(os.path.realpath(path))
    _check_empty(path)
    with owned(path) as is_sure:
        for left in leftovers(path) if is_sure else ():
            shutil.rmtree(left, ignore_errors=True)
        growing = growing_name(path)
        try:
            with naming(growing):
                growing.mkdir()
            yield growing
            with naming(path):
                kept = put(growing, path)
        finally:
            shutil.rmtree(growing, ignore_errors=True)
    _say_where(kept, path)


def _check_empty(path: Path) -> None:
    if os.path.lexists(path) and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path} holds something already: choose an empty folder, or a new one.")


def _say_where(kept: Path, path: Path, why: str = NOT_OURS) -> None:
    """Raise InputError where what was to be at `path` is kept elsewhere; `why` what is there stays."""
    if kept != path:
        raise InputError(f"{path} {why} and was left as it is: what was to be there is in {kept}.")


def put(growing: Path, path: Path) -> Path:
    """Give a file or folder that grew the name `path`, where nothing has it, else the first free one beside it.

    `path` may be an empty folder, too. Beside OUT.json is OUT.2.json; beside a folder OUT it is OUT.2. Returns the
    name that it got.
    """
    stem, suffix = (path.name, "") if growing.is_dir() else (path.stem, path.suffix)
    number, place = 1, path
    while not _is_given(growing, place):
        number += 1
        place = path.with_name(f"{stem}.{number}{suffix}")
    return place


def _is_given(growing: Path, place: Path) -> bool:
    """Rename `growing` unless something has the name: then nothing is changed, and False returned."""
    if growing.is_dir():
        with contextlib.suppress(OSError):
            place.rmdir()  # where it is an empty folder
    try:
        if growing.is_dir() or sys.platform == "win32":  # which replace nothing
            growing.rename(place)
        else:
            os.link(growing, place)
            growing.unlink()
    except OSError:
        if os.path.lexists(place):
            return False
        if growing.is_dir() or sys.platform == "win32":
            raise
        growing.rename(place)  # a disk without links
    return True


def _remove(left: Path) -> None:
    """Remove a file that is left over; one that may not be removed, as another user's, does no harm."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        left.unlink()


def _named(folder: Path, name: str, kind: str) -> list[Path]:
    """What has such a name; never links, since none is ours, and what they point to is somebody's."""
    form = re.compile(rf"\.{name}\.[0-9a-f]+\.{kind}")
    try:
        inside = sorted(path for path in folder.iterdir() if form.fullmatch(path.name))
    except FileNotFoundError:
        return []
    return [path for path in inside if not path.is_symlink()]


def _refusal(path: Path, error: OSError, what: str) -> str:
    """Why the disk refuses `what`, in a sentence."""
    if error.errno not in FULL:
        return f"{what}: {error.strerror or error}."
    disk = next(parent for parent in path.absolute().parents if os.path.ismount(parent))
    free = shutil.disk_usage(disk).free / MIB
    return f"{what}: the disk {disk} is full ({free:.0f} MiB are free). Remove what you do not need from it."
