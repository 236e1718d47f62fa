"""A folder that grows: hidden until all is written, and removed by the next one where its program died."""

import contextlib
import os
import re
import secrets
import shutil
from pathlib import Path
from typing import Iterator

from .client.protocol.locks import Locked, locked

OURS = re.compile(r"(\.shiage\.[0-9a-f]{16})\.(growing|lock)")


@contextlib.contextmanager
def growing(folder: str) -> Iterator[str]:
    """A new hidden folder in `folder`, to write into and then to rename; under its first name it is gone afterwards.

    Those that programs which died left in `folder` are removed first. Raises OSError.
    """
    _sweep(folder)
    stem = os.path.join(folder, f".shiage.{secrets.token_hex(8)}")
    with locked(Path(f"{stem}.lock")):
        try:
            os.mkdir(f"{stem}.growing")
            yield f"{stem}.growing"
        finally:
            shutil.rmtree(f"{stem}.growing", ignore_errors=True)


def _sweep(folder: str) -> None:
    """Remove what grew here and whose lock nobody holds."""
    found = filter(None, map(OURS.fullmatch, os.listdir(folder)))
    for stem in sorted({match[1] for match in found}):
        path = os.path.join(folder, stem)
        with contextlib.suppress(Locked, OSError), locked(Path(f"{path}.lock")) as is_sure:
            if is_sure:
                shutil.rmtree(f"{path}.growing", ignore_errors=True)


def rename(growing: str, place: str) -> str:
    """Give the folder that grew the name `place`, or the first free one after it; returns that. Raises OSError."""
    number, name = 1, place
    while os.path.lexists(name) or not _is_given(growing, name):
        number += 1
        name = f"{place} {number}"
    return name


def _is_given(growing: str, name: str) -> bool:
    """False where another program took the name just now."""
    try:
        os.rename(growing, name)
    except OSError:
        if os.path.lexists(name):
            return False
        raise
    return True
