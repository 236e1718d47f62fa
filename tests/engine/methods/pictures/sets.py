"""A set of one tiny shot on disk, and a shot in memory, for tests of networks of pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from shiage_engine.drawing.packed import Packed
from shiage_engine.methods.pictures.training_shots import PictureShot

SIDE = 48


def frame(shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Ink and label ids of two boxes beside each other, moved by `shift`: u8 (SIDE, SIDE) each."""
    label = np.ones((SIDE, SIDE), np.uint8)
    ink = np.zeros((SIDE, SIDE), np.uint8)
    for number, left in enumerate((6, 22)):
        at = (left + shift, 10), (left + shift + 16, 38)
        cv2.rectangle(label, *at, number + 2, cv2.FILLED)
        cv2.rectangle(label, *at, 0, 2)
        cv2.rectangle(ink, *at, 255, 2)
    return ink, label


def write_set(folder: Path, frames: int = 4) -> Path:
    """Write the set with its shot "one"; returns the set's folder."""
    for plane in ("line", "label"):
        (folder / "one" / plane).mkdir(parents=True)
    for time in range(frames):
        ink, label = frame(time)
        cv2.imwrite(str(folder / "one" / "line" / f"{time:04d}.png"), 255 - ink)
        cv2.imwrite(str(folder / "one" / "label" / f"{time:04d}.png"), label)
    return folder


def shot(frames: int = 4) -> PictureShot:
    """The same shot in memory, lines not spread: labels 0, 1 and 2."""
    drawn = [frame(time) for time in range(frames)]
    labels = np.stack([np.maximum(label, 1) - 1 for _, label in drawn]).astype(np.uint8)
    return PictureShot(Packed.of(labels), Packed.of(np.stack([ink for ink, _ in drawn])), 3)
