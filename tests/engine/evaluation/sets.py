"""A small set with truth, on disk."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from shiage_engine.files.images import write_image
from tests.engine.shots import BLUE, HEIGHT, RED, WIDTH, color, line

LINE, UNPAINTED, IS_RED, IS_BLUE, NO_TRUTH = 0, 1, 2, 3, 255
IDS = {RED: IS_RED, BLUE: IS_BLUE}


def write_shot(folder: Path, frames: int = 3) -> None:
    """A shot of `frames` frames, with the truth that ByArea finds."""
    for name in ("line", "color", "label"):
        (folder / name).mkdir(parents=True)
    for time in range(frames):
        paint = color(time)
        label = np.full((HEIGHT, WIDTH), UNPAINTED, np.uint8)
        for rgba, number in IDS.items():
            label[(paint == rgba).all(2)] = number
        label[(line(time)[..., 0] == 0)] = LINE
        write_image(folder / "line" / f"{time:04d}.png", line(time))
        write_image(folder / "color" / f"{time:04d}.png", paint)
        write_image(folder / "label" / f"{time:04d}.png", label)
    labels = [{"id": number, "rgb": rgba[:3], "name": str(number)} for rgba, number in IDS.items()]
    labels.append({"id": UNPAINTED, "rgb": [255, 255, 255], "name": "nothing"})
    (folder / "palette.json").write_text(json.dumps({"labels": labels}))
