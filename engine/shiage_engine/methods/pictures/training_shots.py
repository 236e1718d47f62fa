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
from ...files.arrays import read_arrays, write_arrays
from ...files.images import read_ids, read_image
from ...files.labelled_shots import (
    BACKGROUND,
    LINE,
    NO_TRUTH,
    drawings,
    is_newer,
    labelled_shots,
    truth_of,
)
from ...files.saving import owned, sweep
from ...progress import Progress

VERSION = "1"  # of the prepared files; raised when they change
ARRAYS = ("labels", "inks", "colors")  # in each


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

    Files in the folder `cache` are used again while they are newer than the shot. Raises InputError where there is no
    shot, and while another program prepares some there.
    """
    shots, prepared = labelled_shots(folders), []
    with owned(cache) as is_sure:
        if is_sure:
            sweep(cache)
        for number, (name, shot) in enumerate(shots.items()):
            if number % 20 == 0:
                yield Progress(number / len(shots), "Preparing the shots")
            prepared.append(_prepared(shot, size, cache / f"{name}-{size}-{VERSION}.npz"))
    return prepared


def _prepared(shot: Path, size: int, cache: Path) -> PictureShot:
    lines = drawings(shot)
    if all(is_newer(cache, line) for line in lines):
        arrays = read_arrays(cache, ARRAYS)
        return PictureShot(Packed.of(arrays["labels"]), Packed.of(arrays["inks"]), int(arrays["colors"]))
    labels, inks = (np.stack(planes) for planes in zip(*(_frame(line, size) for line in lines), strict=True))
    used, labels = np.unique(labels, return_inverse=True)
    if used[0] != 0:  # label 0 is "left unpainted", also where everything is painted
        labels += 1
    colors = int(labels.max()) + 1
    labels = labels.reshape(inks.shape).astype(np.uint8)
    write_arrays(cache, {"labels": labels, "inks": inks, "colors": np.array(colors)})
    return PictureShot(Packed.of(labels), Packed.of(inks), colors)


def _frame(line: Path, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels, 0 for left unpainted, and ink of one drawing: u8 (h, w) each."""
    art = line_art.read(read_image(line))
    truth = read_ids(truth_of(line), art.ink.shape)
    ids = np.where(truth == NO_TRUTH, LINE, truth).astype(np.int32)
    flat = np.maximum(spread(ids) - BACKGROUND, 0).astype(np.uint8)
    box = Letterbox.of(flat.shape, size)
    return box.shrink(flat, 0, cv2.INTER_NEAREST), box.shrink(art.ink, 0)
