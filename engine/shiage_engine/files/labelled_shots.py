"""Shots to learn from: folders with line/ and label/, as `shiage generate` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError

LINE, BACKGROUND, NO_TRUTH = 0, 1, 255  # ids in label/: no region; left unpainted; not known


def labelled_shots(folders: Sequence[Path]) -> dict[str, Path]:
    """The shots in `folders`, by a name that no other has, in order of path.

    Raises InputError where there is none, and where two would have the same name.
    """
    found = {line.parent.resolve() for folder in folders for line in folder.glob("*/line") if line.is_dir()}
    shots = sorted(shot for shot in found if not shot.name.startswith("."))  # hidden: not complete yet
    if not shots:
        raise InputError(
            f"There are no shots in {', '.join(map(str, folders))}: make some with shiage generate first."
        )
    named = {f"{shot.parent.name}-{shot.name}": shot for shot in shots}
    if len(named) < len(shots):
        raise InputError("Two of the folders have the same name: rename one.")
    return named


def drawings(shot: Path) -> list[Path]:
    """The line art of a shot, in order. Raises InputError where there is none."""
    lines = sorted(line for line in (shot / "line").glob("*.png") if not line.name.startswith("."))
    if not lines:
        raise InputError(f"There is no line art in {shot / 'line'}: put it there or remove the shot.")
    return lines


def truth_of(line: Path) -> Path:
    """The file in label/ of a drawing in line/."""
    return line.parents[1] / "label" / line.name


def is_newer(file: Path, line: Path) -> bool:
    """Whether `file` was made after the drawing `line` and its truth."""
    sources = [path for path in (line, truth_of(line)) if path.exists()]
    return file.exists() and file.stat().st_mtime_ns >= max(path.stat().st_mtime_ns for path in sources)
