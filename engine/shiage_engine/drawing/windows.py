"""Windows: parts of a picture, where it is enough to look at some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Window:
    """Some rows and columns of a picture, from even ones on."""

    box: tuple[int, int, int, int]  # first row, the one after the last, and the same of columns
    shape: tuple[int, int]  # of the picture

    @classmethod
    def around(cls, box: Sequence[int], margin: int, shape: tuple[int, ...]) -> Window:
        """With a margin around a box, as far as there is any."""
        top, bottom, left, right = box
        rows = max(top - margin, 0) & ~1, min(bottom + margin, shape[0])
        return cls((*rows, max(left - margin, 0) & ~1, min(right + margin, shape[1])), (shape[0], shape[1]))

    @property
    def area(self) -> int:
        top, bottom, left, right = self.box
        return (bottom - top) * (right - left)

    @property
    def index(self) -> tuple[slice, slice]:
        return slice(*self.box[:2]), slice(*self.box[2:])

    def without_edge(self, is_in: np.ndarray, margin: int) -> np.ndarray:
        """A map of the window, bool (h, w), without what lies so near to where the picture goes on beyond it."""
        top, bottom, left, right = self.box
        result = is_in.copy()
        result[: margin * (top > 0)] = False
        result[:, : margin * (left > 0)] = False
        result[len(is_in) - margin * (bottom < self.shape[0]) :] = False
        result[:, is_in.shape[1] - margin * (right < self.shape[1]) :] = False
        return result

    def goes_on(self, y: np.ndarray, x: np.ndarray, margin: np.ndarray) -> bool:
        """Whether the picture goes on beyond the window nearer to any place in it than its `margin`, (N,)."""
        top, bottom, left, right = self.box
        height, width = self.shape
        is_near = np.zeros(len(y), bool)
        for is_cut, away in (
            (top > 0, y - top),
            (bottom < height, bottom - 1 - y),
            (left > 0, x - left),
            (right < width, right - 1 - x),
        ):
            is_near |= is_cut & (away < margin)
        return bool(is_near.any())
