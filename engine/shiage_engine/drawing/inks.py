"""Line art as input of networks: a channel for each kind of ink."""

from __future__ import annotations

import cv2
import numpy as np

from .line_art import BLACK, KINDS, LineArt

CHANNELS = KINDS - 1  # black, blue, red, green


def inks(art: LineArt, size: tuple[int, int]) -> np.ndarray:
    """The ink of each kind, u8 (h, w, CHANNELS), scaled down to `size`, (h, w)."""
    channels = [np.where(art.kind == kind, art.ink, 0).astype(np.uint8) for kind in range(BLACK, KINDS)]
    return shrunk(np.stack(channels, 2), size, cv2.INTER_AREA)


def shrunk_size(hw: tuple[int, ...], shrink: float) -> tuple[int, int]:
    """(H, W) times `shrink`, rounded; no side is less than 1."""
    height, width = (max(round(side * shrink), 1) for side in hw[:2])
    return height, width


def shrunk(image: np.ndarray, size: tuple[int, int], how: int = cv2.INTER_NEAREST) -> np.ndarray:
    """`image`, (H, W) or (H, W, C), resized to `size`, (h, w); `how`: OpenCV's interpolation."""
    if image.shape[:2] == size:
        return image
    return cv2.resize(image, size[::-1], interpolation=how)
