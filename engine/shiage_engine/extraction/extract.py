"""The line art of colored pictures: by the network, tile by tile, or by filters that learned nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import cv2
import numpy as np
import torch

from ..drawing.paper import over
from ..errors import InputError
from ..files.images import SUFFIXES, read_image, write_image
from ..files.saving import new_folder
from ..learning.precision import quick
from ..methods.pictures.tensors import picture_tensor
from ..progress import Progress
from .network import LineNetwork

TILE = 512  # pixels of a side that are looked at a time, without the margin
WHITE = 255
Extractor = Callable[[np.ndarray], np.ndarray]  # the ink, u8 (H, W), of a picture, u8 RGB (H, W, 3)
CANNY = (60.0, 150.0)  # thresholds of the gradient
# XDoG (Winnemoeller et al. 2012), with the values of Cao et al.'s configuration.
SIGMA, WIDER, SHARPNESS, EPSILON, STEEPNESS = 0.4, 4.5, 19.0, 0.01, 1e9


def by_network(network: LineNetwork) -> Extractor:
    """The network's ink; memory is that of one tile, whatever the picture's size."""

    def extract(picture: np.ndarray) -> np.ndarray:
        margin, (height, width) = network.params.margin, picture.shape[:2]
        wide = cv2.copyMakeBorder(picture, *(margin,) * 4, cv2.BORDER_REPLICATE)
        ink = np.zeros((height, width), np.uint8)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                part = wide[top : top + TILE + 2 * margin, left : left + TILE + 2 * margin]
                with torch.inference_mode(), quick("cpu"):
                    logits = network(picture_tensor(np.ascontiguousarray(part))[None])[0, 0]
                inner = torch.sigmoid(logits[margin:-margin, margin:-margin])
                ink[top : top + TILE, left : left + TILE] = (255 * inner).round().to(torch.uint8).numpy()
        return ink

    return extract


def canny(picture: np.ndarray) -> np.ndarray:
    """Canny's edges: u8 (H, W), 0 or 255."""
    return np.asarray(cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), *CANNY))


def xdog(picture: np.ndarray) -> np.ndarray:
    """The ink of extended differences of Gaussians: u8 (H, W)."""
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float64) / 255
    fine, coarse = (cv2.GaussianBlur(gray, (0, 0), sigma) for sigma in (SIGMA, WIDER * SIGMA))
    edges = (1 + SHARPNESS) * fine - SHARPNESS * coarse
    lightness = np.where(edges >= EPSILON, 1, 1 + np.tanh(STEEPNESS * (edges - EPSILON)))
    return (255 * (1 - np.clip(lightness, 0, 1))).round().astype(np.uint8)


def extract_folder(folder: Path, out: Path, extract: Extractor) -> Generator[Progress, None, int]:
    """Write the line art, black on white, of every picture in a folder to OUT under its name; returns how many.

    Raises InputError where there are none, where two have one name, and where `out` holds anything already.
    """
    pictures = sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    if not pictures:
        raise InputError(f"There are no pictures in {folder}: put colored frames there, as PNG.")
    files = {path.stem: path for path in pictures}
    for path in pictures:
        if files[path.stem] != path:
            raise InputError(f"{path} and {files[path.stem]} have one name: rename one of them.")
    with new_folder(out) as growing:
        for number, path in enumerate(pictures):
            yield Progress(number / len(pictures), "Looking for lines")
            ink = extract(over(read_image(path), WHITE))
            write_image(growing / f"{path.stem}.png", _black_on_white(ink))
    return len(pictures)


def f1(found: np.ndarray, true: np.ndarray, line: int = 128) -> float:
    """How well found ink is true ink, both u8 (H, W), within one pixel: the harmonic mean of precision and recall."""
    own, other = found >= line, true >= line
    if not own.any() or not other.any():
        return float(own.any() == other.any())
    near = np.ones((3, 3), np.uint8)
    around_own, around_other = (cv2.dilate(plane.astype(np.uint8), near) > 0 for plane in (own, other))
    precision, recall = around_other[own].mean(), around_own[other].mean()
    return float(2 * precision * recall / max(precision + recall, 1e-9))


def _black_on_white(ink: np.ndarray) -> np.ndarray:
    opaque = np.full_like(ink, 255)
    return cv2.merge([255 - ink, 255 - ink, 255 - ink, opaque])
