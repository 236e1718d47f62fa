"""Where the pictures of a cel lie, and which drawing of the timesheet each of them is.

Beside the timesheet, or in a folder of its name there, the pictures of cel A are in A/line and A/color, or in line/A
and color/A, or directly in line and color; line art may be in A as well. There drawing 3 may be called 3, 0003, A3,
A_0003 or c012_A0003; in folders that all cels share, the cel's name has to be in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ...errors import InputError
from ..images import SUFFIXES
from ..roles import LINE


def plain(name: str, cel: str, is_shared: bool = False) -> str | None:
    """The shortest spelling of a drawing's name: "A_0003", "A3" and "0003" of cel A are "3".

    None where it is not of this cel, which has to be told by the name where all cels share a folder.
    """
    name, cel = (unicodedata.normalize("NFC", text).strip().casefold() for text in (name, cel))
    gap = r"[\W_]+" if cel[-1:].isdigit() else r"[\W_]*"
    with_cel = re.fullmatch(rf"(?:.*[\W_])?{re.escape(cel)}{gap}([^\W_].*)", name) if cel else None
    if with_cel is None and is_shared:
        return None
    name = with_cel[1] if with_cel is not None else name
    number = re.fullmatch(r"0*(\d.*)", name) or re.search(r"0*(\d+)$", name)
    return number[1] if number is not None else name


def pictures(root: Path, cel: str, role: str) -> dict[str, Path]:
    """The pictures of a cel for `role`, by the plain names of their drawings.

    Raises InputError where two are of the same drawing.
    """
    found: dict[str, Path] = {}
    for folder, is_shared in _folders(root, cel, role):
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
                continue
            drawing = plain(path.stem, cel, is_shared)
            if drawing is None:
                continue
            other = found.setdefault(drawing, path)
            if other != path:
                raise InputError(f"{other} and {path} are the same drawing of cel {cel}: remove one.")
    return found


def _folders(root: Path, cel: str, role: str) -> Iterator[tuple[Path, bool]]:
    """The folders that may hold them, and whether all cels share them."""
    own, shared = folder_in(root, cel), folder_in(root, role)
    within = [(folder, name) for folder, name in ((own, role), (shared, cel)) if folder is not None]
    yield from ((found, False) for folder, name in within if (found := folder_in(folder, name)) is not None)
    if shared is not None:
        yield shared, True
    if own is not None and role == LINE:
        yield own, False


def folder_in(parent: Path, name: str) -> Path | None:
    """The folder of that name, in capitals or not. What a timesheet says is looked for, and never made a path."""
    name = unicodedata.normalize("NFC", name).casefold()
    return next(
        (
            path
            for path in sorted(parent.iterdir())
            if unicodedata.normalize("NFC", path.name).casefold() == name and path.is_dir()
        ),
        None,
    )
