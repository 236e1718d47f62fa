"""A shot on disk: folders line, color, label and part, palette.json and meta.json."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from shiage_engine.files.saving import growing_name, naming, write_text

from ..page.canvas import Frame
from .shot import Shot

# Flat areas need no filter, which costs most of the time.
FAST = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]


def shot_folder(out: Path, seed: int) -> Path:
    """The folder of the shot of `seed` in `out`."""
    return out / f"g{seed:06d}"


def write_shot(out: Path, shot: Shot) -> None:
    """Draw `shot` and write it, under another name until it is complete."""
    folder = shot_folder(out, shot.seed)
    growing = growing_name(folder)
    try:
        for plane in ("line", "color", "label", "part"):
            (growing / plane).mkdir(parents=True)
        drawings = [_Pending(growing, f"{index:04d}.png", drawn) for index, drawn in enumerate(shot.draw())]
        palette = np.array(shot.paints.colors, np.uint8)
        for drawing in drawings:
            drawing.write(palette)
        _describe(growing, shot, [drawing.regions for drawing in drawings])
        growing.rename(folder)
    finally:
        shutil.rmtree(growing, ignore_errors=True)


class _Pending:
    """A frame whose colors are written later: the palette is complete when all frames are drawn."""

    def __init__(self, folder: Path, name: str, drawn: Frame) -> None:
        self._folder, self._name, self._label = folder, name, drawn.label
        _write(folder / "line" / name, drawn.line)
        _write(folder / "part" / name, drawn.part)
        self.regions = cv2.connectedComponents((drawn.label > 0).astype(np.uint8), connectivity=4)[0] - 1

    def write(self, palette: np.ndarray) -> None:
        opaque = np.column_stack([palette[:, ::-1], np.full(len(palette), 255, np.uint8)])
        opaque[:2] = 0
        _write(self._folder / "color" / self._name, opaque[self._label])
        indexed = Image.fromarray(self._label)
        indexed.putpalette(palette.tobytes())
        path = self._folder / "label" / self._name
        with naming(path):
            indexed.save(path, compress_level=1)


def _write(path: Path, pixels: np.ndarray) -> None:
    """Write a PNG; raises InputError where the disk is full, which OpenCV does not report."""
    with naming(path):
        path.write_bytes(cv2.imencode(".png", pixels, FAST)[1].tobytes())


def _describe(folder: Path, shot: Shot, regions: list[int]) -> None:
    labels = [
        {
            "id": index,
            "rgb": list(color),
            "name": ("line", "background")[index] if index < 2 else f"color_{index}",
        }
        for index, color in enumerate(shot.paints.colors)
    ]
    write_text(folder / "palette.json", json.dumps({"labels": labels}, indent=1) + "\n")
    meta = {
        "source": "shiage generate",
        "seed": shot.seed,
        "frames": shot.frames,
        "size": [shot.size, shot.size],
        "cast": shot.cast,
        "style": asdict(shot.style) | {"pen": shot.style.pen._asdict()},
        "paper": 128 if shot.style.pen.soft else 250,
        "palette": len(shot.paints.colors),
        "regions_mean": float(np.mean(regions)),
        "regions_max": int(max(regions)),
    }
    write_text(folder / "meta.json", json.dumps(meta, indent=1) + "\n")
