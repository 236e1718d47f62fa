"""Shots to train networks of pictures on: prepared once as small label maps and ink, then held in memory."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ...drawing import line_art
from ...drawing.letterbox import Letterbox
from ...drawing.packed import Packed
from ...drawing.paint import spread
from ...errors import InputError
from ...files.images import read_ids, read_image
from ...progress import Progress

LINE, BACKGROUND, NO_TRUTH = 0, 1, 255  # ids in label/: no region; left unpainted; not known
VERSION = "1"  # of the prepared files; raised when they change


@dataclass(frozen=True)
class PictureShot:
    """A shot whose truth is known, scaled down. Labels are 0 (left unpainted) to K - 1."""

    labels: Packed  # u8 (T, h, w), spread under the lines
    inks: Packed  # u8 (T, h, w)
    colors: int  # K

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.labels.shape[0]


def prepare(folders: Sequence[Path], size: int, cache: Path) -> Generator[Progress, None, list[PictureShot]]:
    """Every shot of sets with line/ and label/, its longer side scaled to `size` pixels.

    Files in `cache` are used again while they are newer than the shot. Raises InputError where there is no shot.
    """
    found = {line.parent.resolve() for folder in folders for line in folder.glob("*/line") if line.is_dir()}
    shots = sorted(shot for shot in found if not shot.name.startswith("."))  # hidden: not complete yet
    if not shots:
        raise InputError(
            f"There are no shots in {', '.join(map(str, folders))}: make some with shiage generate first."
        )
    prepared = []
    for number, shot in enumerate(shots):
        if number % 20 == 0:
            yield Progress(number / len(shots), "Preparing the shots")
        prepared.append(_prepared(shot, size, cache / f"{shot.parent.name}-{shot.name}-{size}-{VERSION}.npz"))
    return prepared


def _prepared(shot: Path, size: int, cache: Path) -> PictureShot:
    lines = sorted(line for line in (shot / "line").glob("*.png") if not line.name.startswith("."))
    if not lines:
        raise InputError(f"There is no line art in {shot / 'line'}: put it there or remove the shot.")
    newest = max(path.stat().st_mtime_ns for path in lines)
    if cache.exists() and cache.stat().st_mtime_ns >= newest:
        with np.load(cache) as arrays:
            return PictureShot(Packed.of(arrays["labels"]), Packed.of(arrays["inks"]), int(arrays["colors"]))
    labels, inks = (np.stack(planes) for planes in zip(*(_frame(line, size) for line in lines), strict=True))
    used, labels = np.unique(labels, return_inverse=True)
    if used[0] != 0:  # label 0 is "left unpainted", also where everything is painted
        labels += 1
    colors = int(labels.max()) + 1
    labels = labels.reshape(inks.shape).astype(np.uint8)
    cache.parent.mkdir(parents=True, exist_ok=True)
    growing = cache.with_suffix(".growing.npz")
    np.savez_compressed(growing, labels=labels, inks=inks, colors=colors)
    growing.replace(cache)
    return PictureShot(Packed.of(labels), Packed.of(inks), colors)


def _frame(line: Path, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels, 0 for left unpainted, and ink of one drawing: u8 (h, w) each."""
    art = line_art.read(read_image(line))
    truth = read_ids(line.parents[1] / "label" / line.name, art.ink.shape)
    ids = np.where(truth == NO_TRUTH, LINE, truth).astype(np.int32)
    flat = np.maximum(spread(ids) - BACKGROUND, 0).astype(np.uint8)
    box = Letterbox.of(flat.shape, size)
    return box.shrink(flat, 0, cv2.INTER_NEAREST), box.shrink(art.ink, 0)
