"""The colored frames of a character, as the U-net learns from them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ...drawing import line_art, palette, regions
from ...drawing.inks import inks, shrunk, shrunk_size
from ...drawing.packed import Packed
from ...drawing.shot import UNKNOWN, Frame
from ...errors import InputError
from ...files.shots import ShotFiles, open_shot
from ...lazy import Lazy
from ...progress import Progress
from .variants import Variants

LARGEST_GAP = 4  # pixels, as for frames to color
MOST_COLORS = 1024  # of a character, more than any has: a folder of photographs is no set of shots


@dataclass(frozen=True)
class Painting:
    """A colored frame, shrunk; compressed, for a character may have a thousand."""

    inks: Packed  # u8 (h, w, 4), see `drawing.inks`
    labels: Packed  # i16 (h, w): index into the palette, or UNKNOWN: the line, and regions of no single color
    regions: Packed  # i32 (h, w): the region of each pixel, 0 the line


@dataclass(frozen=True)
class Paintings:
    """All colored frames of a character."""

    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent: the exact colors of all shots
    variants: Variants  # which of them are one label
    frames: Sequence[Painting]
    shrink: float  # how many times as long a side is here than in the drawing, in (0, 1]
    shots: Sequence[str]  # names


def read_paintings(folders: Sequence[Path], size: int) -> Generator[Progress, None, Paintings]:
    """Read every colored frame of the shots in `folders`, each with line/ and color/.

    All are shrunk alike, so that half of them are no longer than `size` pixels: a character is drawn at one size
    through all shots. Colors are the same when all channels are. Raises InputError where there is nothing to learn.
    """
    shots = shot_folders(folders)
    files = [(shot, of_shot) for shot in shots if (of_shot := open_shot(shot)).colors]
    sides = [max(of_shot.lines[next(iter(of_shot.colors))].shape[:2]) for _, of_shot in files]
    shrink = min(1.0, size / float(np.median(sides))) if sides else 1.0
    of_color: dict[tuple[int, ...], int] = {(0, 0, 0, 0): 0}
    frames: list[Painting] = []
    colors_of: list[np.ndarray] = []
    for number, (shot, of_shot) in enumerate(files):
        yield Progress(number / len(files), f"Reading {shot.name}")
        of_frames, colors = _read_shot(shot, of_shot, shrink, of_color)
        frames += of_frames
        colors_of.append(colors)
    if len(of_color) == 1:
        raise InputError(f"The shots in {_names(folders)} hold no paint: color their frames first.")
    palette_ = np.array([*of_color], np.uint8)
    variants = Variants.of_shots(palette_, colors_of)
    return Paintings(palette_, variants, frames, shrink, [shot.name for shot, _ in files])


def shot_folders(folders: Sequence[Path]) -> list[Path]:
    """Each folder that is a shot, and the shots in those that are not, by name. Raises InputError where none is."""
    found = {
        path
        for folder in map(Path.resolve, folders)
        for path in (folder, *folder.glob("*"))
        if _is_shot(path)
    }
    if not found:
        raise InputError(f"There are no colored shots in {_names(folders)}: they need line/ and color/.")
    return sorted(found, key=lambda path: (path.name, path))


def _is_shot(path: Path) -> bool:
    return not path.name.startswith(".") and (path / "line").is_dir() and (path / "color").is_dir()


def _names(folders: Sequence[Path]) -> str:
    return ", ".join(map(str, folders))


def _read_shot(
    shot: Path, files: ShotFiles, shrink: float, of_color: dict[tuple[int, ...], int]
) -> tuple[list[Painting], np.ndarray]:
    """The colored frames of one shot, and which colors it has; those that are new are added to `of_color`."""
    frames = {time: _read_frame(shot, files, time) for time in files.colors}
    times = [*frames]
    colors, labels, _ = palette.read_references(
        Lazy(times, lambda time: files.colors[time]),
        Lazy(times, lambda time: frames[time].line_art),
        Lazy(times, lambda time: frames[time].regions),
    )
    index = np.array([of_color.setdefault(tuple(color), len(of_color)) for color in colors.tolist()])
    if len(of_color) > MOST_COLORS:
        raise InputError(f"The shots have over {MOST_COLORS} colors: train on flat paint of one character.")
    known = [np.where(of_frame == UNKNOWN, UNKNOWN, index[of_frame]) for of_frame in labels.values()]
    return [_painting(frames[time], of, shrink) for time, of in zip(labels, known, strict=True)], index


def _read_frame(shot: Path, files: ShotFiles, time: int) -> Frame:
    line = files.lines[time]
    if files.colors[time].shape != line.shape:
        name = f"{files.names[time]}.png"
        raise InputError(f"{shot / 'color' / name} is not of the size of {shot / 'line' / name}.")
    art = line_art.read(line)
    return Frame.of(time, art, regions.segment(art, LARGEST_GAP))


def _painting(frame: Frame, labels: np.ndarray, shrink: float) -> Painting:
    """`labels`: by region, i32 (R + 1,)."""
    art, map_ = frame.line_art, frame.regions
    size = shrunk_size(map_.shape, shrink)
    label_of = np.r_[UNKNOWN, labels[1:]].astype(np.int16)
    near = shrunk(map_, size, cv2.INTER_NEAREST)
    return Painting(Packed.of(inks(art, size)), Packed.of(label_of[near]), Packed.of(near))
