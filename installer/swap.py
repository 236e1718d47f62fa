"""Replaces files and folders atomically: after an interruption the old or the new one is complete."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from pathlib import Path


def beside(path: Path, suffix: str) -> Path:
    """The name under which `path` is prepared (`new`) or set aside (`old`): hidden, since `shiage.old` may be a copy
    that somebody made.
    """
    return path.with_name(f".{path.name}.{suffix}")


def write_file(path: Path, content: bytes) -> None:
    """Write `path` atomically: it has either its former content or all of the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new"):  # of an installer that died
        left.unlink()
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, new)
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def replace_folder(path: Path) -> None:
    """Put the folder prepared as `path`.new in the place of `path`."""
    heal(path)
    old = beside(path, "old")
    if path.exists():
        os.rename(path, old)
    os.rename(beside(path, "new"), path)
    shutil.rmtree(old, ignore_errors=True)


def heal(path: Path) -> None:
    """Clean up after an interrupted `replace_folder`; `path` is complete afterwards if it was before."""
    old = beside(path, "old")
    if old.exists() and not path.exists():
        os.rename(old, path)
    shutil.rmtree(old, ignore_errors=True)


def discard_new(path: Path) -> None:
    """Remove the folder that was prepared for `path` and never used."""
    shutil.rmtree(beside(path, "new"), ignore_errors=True)


def check_replaceable(path: Path) -> str:
    """Why `path` may not be replaced, in a sentence; empty where it may."""
    if path.is_symlink():
        return f"{path} is a symbolic link: remove it, and run this again."
    if path.exists() and hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
        return f"{path} belongs to another user: run this as that user, or remove it first."
    return ""
