"""Pictures and shots on disk, for tests."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.engine.shots import color, line


def save(path: Path, pixels: np.ndarray) -> None:
    """Write u8 or u16 pixels, gray or RGB(A), as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if pixels.ndim == 3:
        pixels = pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]
    path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())


def write_shot(folder: Path) -> Path:
    """A shot of three frames, the first and the last colored; returns its folder."""
    for number in range(3):
        save(folder / "line" / f"{number:04d}.png", line(number))
    save(folder / "color" / "0000.png", color())
    save(folder / "color" / "0002.png", color(2))
    return folder
