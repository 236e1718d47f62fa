"""Line art as a network of pixels sees it: a channel for each kind of ink."""

from __future__ import annotations

import cv2
import numpy as np

from .line_art import BLACK, KINDS, LineArt

CHANNELS = KINDS - 1  # black, blue, red, green


def inks(art: LineArt, size: tuple[int, int]) -> np.ndarray:
    """How much of each kind of ink lies on a pixel: u8 (h, w, CHANNELS), shrunk to `size`, (h, w)."""
    apart = [np.where(art.kind == kind, art.ink, 0).astype(np.uint8) for kind in range(BLACK, KINDS)]
    return shrunk(np.stack(apart, 2), size, cv2.INTER_AREA)


def shrunk_size(hw: tuple[int, ...], shrink: float) -> tuple[int, int]:
    """The size of a frame `hw`, (H, W), whose sides are `shrink` times as long; no side is less than 1."""
    height, width = (max(round(side * shrink), 1) for side in hw[:2])
    return height, width


def shrunk(image: np.ndarray, size: tuple[int, int], how: int = cv2.INTER_NEAREST) -> np.ndarray:
    """`image`, (H, W) or (H, W, C), brought to `size`, (h, w)."""
    if image.shape[:2] == size:
        return image
    return cv2.resize(image, size[::-1], interpolation=how)
