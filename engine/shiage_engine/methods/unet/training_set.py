"""The training set of a character's U-net: the colored frames of its shots."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ...drawing import line_art, palette
from ...drawing.gaps import DEFAULT_GAP
from ...drawing.inks import inks, shrunk, shrunk_size
from ...drawing.packed import Packed
from ...drawing.segmentation import segment
from ...drawing.shot import UNKNOWN, Frame
from ...errors import InputError
from ...files.shots import ShotFiles, open_shot
from ...lazy import Lazy
from ...progress import Progress
from .variants import Variants

MOST_COLORS = 1024  # of a character; more are no flat paint, but photographs, say


@dataclass(frozen=True)
class TrainingFrame:
    """A colored frame, scaled down; compressed, since a character may have a thousand."""

    inks: Packed  # u8 (h, w, 4), see `drawing.inks`
    labels: Packed  # i16 (h, w): index into the palette, or UNKNOWN: the line, and regions of no single color
    regions: Packed  # i32 (h, w): the region of each pixel, 0 the line


@dataclass(frozen=True)
class TrainingSet:
    """All colored frames of a character, scaled down alike."""

    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent: the exact colors of all shots
    variants: Variants  # which of these colors share a label
    frames: Sequence[TrainingFrame]
    shrink: float  # sides are this many times as long as those of the drawing, in (0, 1]
    shots: Sequence[str]  # their names


def read_training_set(folders: Sequence[Path], size: int) -> Generator[Progress, None, TrainingSet]:
    """Read every colored frame of the shots in `folders`, each with line/ and color/.

    All are scaled down alike, until half of them have no side longer than `size` pixels: a character is drawn at one
    size in all shots. Raises InputError where there is nothing to learn.
    """
    shots = shot_folders(folders)
    files = [(shot, of_shot) for shot in shots if (of_shot := open_shot(shot)).colors]
    sides = [max(of_shot.lines[next(iter(of_shot.colors))].shape[:2]) for _, of_shot in files]
    shrink = min(1.0, size / float(np.median(sides))) if sides else 1.0
    of_color: dict[tuple[int, ...], int] = {(0, 0, 0, 0): 0}
    frames: list[TrainingFrame] = []
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
    return TrainingSet(palette_, variants, frames, shrink, [shot.name for shot, _ in files])


def shot_folders(folders: Sequence[Path]) -> list[Path]:
    """The folders that are shots and the shots inside `folders`, in order of name. Raises InputError for none."""
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
) -> tuple[list[TrainingFrame], np.ndarray]:
    """The colored frames of one shot, and the indices of its colors, i64 (N,).

    `of_color`: the index of each color known so far, RGBA; new ones are added.
    """
    frames = {time: _read_frame(shot, files, time) for time in files.colors}
    times = [*frames]
    read = palette.read_references(
        Lazy(times, lambda time: files.colors[time]),
        Lazy(times, lambda time: frames[time].line_art),
        Lazy(times, lambda time: frames[time].regions),
        dict.fromkeys(times, True),
    )
    index = np.array([of_color.setdefault(tuple(color), len(of_color)) for color in read.palette.tolist()])
    if len(of_color) > MOST_COLORS:
        raise InputError(f"The shots have over {MOST_COLORS} colors: train on flat paint of one character.")
    own = [np.where(of_frame == UNKNOWN, UNKNOWN, index[of_frame]) for of_frame in read.labels.values()]
    return [
        _training_frame(frames[time], of_frame, shrink)
        for time, of_frame in zip(read.labels, own, strict=True)
    ], index


def _read_frame(shot: Path, files: ShotFiles, time: int) -> Frame:
    line = files.lines[time]
    if files.colors[time].shape != line.shape:
        name = f"{files.names[time]}.png"
        raise InputError(f"{shot / 'color' / name} is not of the size of {shot / 'line' / name}.")
    art = line_art.read(line)
    return Frame.of(time, art, segment(art, DEFAULT_GAP))


def _training_frame(frame: Frame, labels: np.ndarray, shrink: float) -> TrainingFrame:
    """`labels`: by region, i32 (R + 1,)."""
    art, region_map = frame.line_art, frame.regions
    size = shrunk_size(region_map.shape, shrink)
    label_of = np.r_[UNKNOWN, labels[1:]].astype(np.int16)
    small = shrunk(region_map, size, cv2.INTER_NEAREST)
    return TrainingFrame(Packed.of(inks(art, size)), Packed.of(label_of[small]), Packed.of(small))
