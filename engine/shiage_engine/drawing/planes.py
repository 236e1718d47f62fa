"""Planes: arrays converted to and from the pixel buffers of Krita."""

from __future__ import annotations

import cv2
import numpy as np


def rgba_of_bgra(bgra: np.ndarray) -> np.ndarray:
    """From Krita's order of channels to ours: u8 (H, W, 4)."""
    return cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA)


def bgra_of_rgba(rgba: np.ndarray) -> np.ndarray:
    """From our order of channels to Krita's: u8 (H, W, 4)."""
    return cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA)


def heat(confidence: np.ndarray) -> np.ndarray:
    """The heat map of `confidence`, u8 (H, W), 0..255: u8 BGRA (H, W, 4).

    From red (low) over yellow to blue-green (high), which color-blind painters can tell apart too. Two thirds opaque,
    so that the drawing shows through; transparent where confidence is 0, outside all regions.
    """
    return _heat_colors()[confidence]


def mask(withdrawn: np.ndarray) -> np.ndarray:
    """Krita's transparency mask of `withdrawn`, bool (H, W): u8 (H, W), 0 hides the paint, 255 shows it."""
    return np.where(withdrawn, 0, 255).astype(np.uint8)


def _heat_colors() -> np.ndarray:
    """The colors of confidence 0..255: u8 BGRA (256, 4). Most change in the upper half, where thresholds lie."""
    stops = (0, 128, 205, 255)
    blue, green, red = (40, 40, 60, 170), (30, 110, 215, 160), (200, 235, 250, 20)
    scale = np.arange(256)
    channels = [np.interp(scale, stops, values) for values in (blue, green, red)]
    colors = np.stack([*channels, np.full(256, 170)], axis=1).round().astype(np.uint8)
    colors[0] = 0
    return colors
