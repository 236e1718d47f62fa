"""Small drawings written as text, for tests."""

from __future__ import annotations

import numpy as np

COLORS = {
    ".": (255, 255, 255, 255),
    "#": (0, 0, 0, 255),
    "b": (0, 0, 255, 255),
    "r": (255, 0, 0, 255),
    "o": (128, 128, 128, 255),  # ink 127: just under half
    "q": (191, 191, 191, 255),  # ink 64: a quarter
    " ": (0, 0, 0, 0),
}


def picture(*rows: str, **more: tuple[int, int, int, int]) -> np.ndarray:
    """u8 RGBA (H, W, 4): one letter a pixel, of COLORS or `more`."""
    colors = COLORS | more
    return np.array([[colors[letter] for letter in row] for row in rows], np.uint8)


def ring(size: int, opening: int, thickness: int = 3, soft: int = 255) -> np.ndarray:
    """A square outline in the middle of u8 RGBA (size, size, 4), its upper side open over `opening` pixels;
    there `soft` is the shade of the paper."""
    ink = np.full((size, size), 255, np.uint8)
    low, high = size // 4, size - size // 4
    ink[low:high, low:high] = 0
    ink[low + thickness : high - thickness, low + thickness : high - thickness] = 255
    left = (size - opening) // 2
    ink[low : low + thickness, left : left + opening] = soft
    return np.stack([ink, ink, ink, np.full_like(ink, 255)], axis=2)
