"""Place and size of regions, and distances between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...drawing.regions import areas

SIZE = 0.1  # the distance, in diagonals of the frame, for which an area e times as large counts


@dataclass(frozen=True)
class Places:
    """The regions 1..R of a frame: f64 (R, 3), column, row and size, in diagonals of the frame."""

    of: np.ndarray

    @classmethod
    def read(cls, regions: np.ndarray) -> Places:
        """`regions`: i32 (H, W), 0 the line, 1..R."""
        area = areas(regions)
        height, width = regions.shape
        rows = np.repeat(np.arange(height, dtype=np.float64), width)
        columns = np.tile(np.arange(width, dtype=np.float64), height)
        sums = [np.bincount(regions.ravel(), axis, len(area)) for axis in (columns, rows)]
        full = np.maximum(area, 1)
        diagonal = np.hypot(height, width)
        x, y = (total / full / diagonal for total in sums)
        return cls(np.stack([x, y, SIZE * np.log(full)], 1)[1:])

    def distances(self, others: Places) -> np.ndarray:
        """How far each region is from each of `others`, in place and size: f64 (R, S)."""
        squared = (self.of**2).sum(1)[:, None] + (others.of**2).sum(1) - 2 * self.of @ others.of.T
        return np.sqrt(np.maximum(squared, 0))
