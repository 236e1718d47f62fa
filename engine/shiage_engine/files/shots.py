"""A shot on disk: SHOT/line/NNNN.png for all frames and SHOT/color/NNNN.png for the reference frames.

NNNN is a frame's number; a name may begin with something else, as frame0000.png or A_0001.tga do.

SHOT/sheet/NAME.png may hold model sheets: colored drawings that are no frame of the shot, of any size, with lines and
paint in one picture; or, apart, SHOT/sheet/line/NAME.png and SHOT/sheet/color/NAME.png.

SHOT/hint/NNNN.png may hold dabs of color on any of the others, transparent elsewhere, and SHOT/closing/NNNN.png
strokes that close regions of any frame and are no lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..drawing.model_sheets import ModelSheet
from ..errors import InputError
from ..lazy import Lazy
from .images import SUFFIXES, read_image
from .shot_notes import ShotNotes, read_notes

SHEET = "sheet"  # the folder of model sheets


@dataclass(frozen=True)
class ShotFiles:
    """The frames of a shot folder by time; pictures are read at each access."""

    names: Mapping[int, str]  # file names without suffix: "0007"
    lines: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4)
    colors: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4) of the reference frames
    notes: ShotNotes = field(default_factory=ShotNotes)
    hints: Mapping[int, np.ndarray] = field(default_factory=dict)  # dabs of color, u8 RGBA (H, W, 4)
    closings: Mapping[int, np.ndarray] = field(default_factory=dict)  # strokes, u8 RGBA (H, W, 4)
    sheets: Mapping[str, ModelSheet] = field(default_factory=dict)  # by name


def open_shot(folder: Path, references: Sequence[str] | None = None) -> ShotFiles:
    """The shot in `folder`; `references`: names of its reference frames, or else all that have a color file.

    Raises InputError where there is no such shot.
    """
    if not (folder / "line").is_dir():
        raise InputError(
            f"There is no folder {folder / 'line'}: put the line art there, as 0000.png, 0001.png ..."
        )
    lines, colors = _numbered(folder / "line"), _numbered(folder / "color")
    if not lines:
        raise InputError(
            f"There is no line art in {folder / 'line'}: put it there, as 0000.png, 0001.png ..."
        )
    if references is not None:
        colors = {_time(name): _reference(folder, name, colors) for name in references}
    for time in sorted(colors.keys() - lines.keys()):
        raise InputError(
            f"{colors[time]} has no line art: put {colors[time].name} into {folder / 'line'} as well."
        )
    hints, closings = _numbered(folder / "hint"), _numbered(folder / "closing")
    for path in (of[time] for of in (hints, closings) for time in sorted(of.keys() - lines.keys())):
        raise InputError(f"{path} has no line art: put {path.name} into {folder / 'line'} as well.")
    names = {time: path.stem for time, path in lines.items()}
    return ShotFiles(
        names,
        Lazy(lines, lambda time: read_image(lines[time])),
        Lazy(colors, lambda time: read_image(colors[time])),
        read_notes(folder, names),
        Lazy(hints, lambda time: read_image(hints[time])),
        Lazy(closings, lambda time: read_image(closings[time])),
        open_sheets(folder / SHEET),
    )


def open_sheets(folder: Path) -> Mapping[str, ModelSheet]:
    """The model sheets in a folder by name, pictures read at each access; none where there is no folder.

    Raises InputError where lines or paint of one lack, or two have one name.
    """
    whole, lines, colors = (_named(folder / part) for part in ("", "line", "color"))
    for name in sorted(lines.keys() ^ colors.keys()):
        has, lacks = (lines, "color") if name in lines else (colors, "line")
        raise InputError(
            f"{has[name]} has no picture in {folder / lacks}: put {has[name].name} there as well."
        )
    for name in sorted(whole.keys() & lines.keys()):
        raise InputError(f"{whole[name]} and {lines[name]} are one model sheet by name: rename one of them.")

    def read(name: str) -> ModelSheet:
        if name in whole:
            return ModelSheet(None, read_image(whole[name]))
        return ModelSheet(read_image(lines[name]), read_image(colors[name]))

    return Lazy(sorted({**whole, **lines}), read)


def _named(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by name; none where there is no folder."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file():
            if path.stem in files:
                raise InputError(
                    f"{files[path.stem].name} and {path.name} in {folder} have one name: rename one."
                )
            files[path.stem] = path
    return files


def _numbered(folder: Path) -> dict[int, Path]:
    """The pictures of a folder by frame number, in order; none where there is no folder."""
    if not folder.is_dir():
        return {}
    files: dict[int, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            other = files.setdefault(_time(path.stem, path), path)
            if other != path:
                raise InputError(f"{other.name} and {path.name} in {folder} are the same frame: remove one.")
    return dict(sorted(files.items()))


def _time(name: str, where: object = "") -> int:
    if "\n" in name:
        raise InputError(f"{str(where) or name!r} has a line break in its name: rename it.")
    number = re.search("[0-9]+$", name)
    if number is None:
        raise InputError(f"{str(where) or repr(name)} is no frame number: name frames 0000, 0001 ...")
    return int(number.group())


def _reference(folder: Path, name: str, colors: Mapping[int, Path]) -> Path:
    if _time(name) not in colors:
        raise InputError(
            f"Reference frame {name} is not in {folder / 'color'}: color it first or leave it out."
        )
    return colors[_time(name)]
