"""Small drawings written as text, for tests."""

from __future__ import annotations

import cv2
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


def figure(size: int, thickness: float = 2.5) -> np.ndarray:
    """A small figure of closed, anti-aliased black lines on white: u8 RGBA (size, size, 4).

    Its regions: the background, a head with two eyes and a mouth, a body with a belt, and two legs.
    """
    fine = 4
    ink = np.full((size * fine, size * fine), 255, np.uint8)
    unit, width = size * fine / 100, round(thickness * fine)

    def at(x: int, y: int) -> tuple[int, int]:
        return round(x * unit), round(y * unit)

    for low, high in (((30, 48), (70, 80)), ((30, 62), (70, 68)), ((34, 80), (46, 94)), ((54, 80), (66, 94))):
        cv2.rectangle(ink, at(*low), at(*high), 0, width)
    cv2.circle(ink, at(50, 30), round(22 * unit), 255, -1)
    for x, y, radius in ((50, 30, 22), (42, 26, 5), (58, 26, 5), (50, 42, 4)):
        cv2.circle(ink, at(x, y), round(radius * unit), 0, width)
    small = cv2.resize(ink, (size, size), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return np.stack([small, small, small, np.full_like(small, 255)], axis=2)
