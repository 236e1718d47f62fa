"""Pictures in other colors: each color of a palette is exchanged, all others stay."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .bands import bands

Color = tuple[int, int, int]  # RGB
RGB, ALPHA = np.array([[255, 255, 255, 0], [0, 0, 0, 255]], np.uint8).view(np.uint32).ravel()


def recolored(rgba: np.ndarray, exchange: Mapping[Color, Color]) -> np.ndarray:
    """The picture, u8 RGBA (H, W, 4), with each color of `exchange` in place of the one before it; a copy.

    Only what has exactly such a color is exchanged, whatever its opacity, which stays: so the soft rim of a stroke
    follows, while lines, and pixels in which two colors are mixed, are as they were.
    """
    result = np.ascontiguousarray(rgba).copy()
    if exchange:
        before, after = _packed(list(exchange)), _packed(list(exchange.values()))
        order = np.argsort(before)
        for rows in bands(rgba.shape):
            flat = result[rows].reshape(-1, 4).view(np.uint32).ravel()
            flat[:] = _exchanged(flat, before[order], after[order])
    return result


def _exchanged(pixels: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The same for packed pixels, u32 (N,), by stretches of one color; `before` is sorted."""
    begins = np.ones(pixels.shape, bool)
    np.not_equal(pixels[1:], pixels[:-1], out=begins[1:])
    start = np.flatnonzero(begins)
    stretch = pixels[start]
    place = np.minimum(np.searchsorted(before, stretch & RGB), len(before) - 1)
    is_meant = (before[place] == stretch & RGB) & (stretch & ALPHA != 0)
    stretch = np.where(is_meant, after[place] | (stretch & ALPHA), stretch)
    return np.repeat(stretch, np.diff(start, append=len(pixels)))


def _packed(colors: list[Color]) -> np.ndarray:
    """u32 (N,), with alpha 0."""
    rgba = np.zeros((len(colors), 4), np.uint8)
    rgba[:, :3] = colors
    return rgba.view(np.uint32).ravel()
