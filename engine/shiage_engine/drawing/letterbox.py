"""Letterbox: a frame scaled down to the working size of a network, the rest of its sides filled up."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.sparse import csr_array

from .bands import bands

STRIDE = 16  # sides of the working size are multiples of this


@dataclass(frozen=True)
class Letterbox:
    """Where a frame of `frame` pixels lies in a picture of the working size: at its top left, as `inside`."""

    frame: tuple[int, int]  # height, width
    inside: tuple[int, int]
    size: tuple[int, int]

    @classmethod
    def of(cls, frame: tuple[int, ...], longest: int) -> Letterbox:
        """For a frame of (H, W) pixels, whose longer side becomes `longest` where it is more; the ratio is kept."""
        height, width = frame[:2]
        scale = min(1.0, longest / max(height, width))
        inside = (max(round(height * scale), 1), max(round(width * scale), 1))
        return cls((height, width), inside, (_whole(inside[0]), _whole(inside[1])))

    def beside(self, frame: tuple[int, ...], is_fitted: bool = False) -> Letterbox:
        """Where another frame, no larger than this one, lies in a picture of the same size, at the same scale.

        `is_fitted`: it is of any size, and fills as much of this one's place as its ratio allows.
        """
        height, width = frame[:2]
        down, across = (inside / side for inside, side in zip(self.inside, self.frame, strict=True))
        if is_fitted:
            down = across = min(self.inside[0] / height, self.inside[1] / width)
        inside = max(round(height * down), 1), max(round(width * across), 1)
        return Letterbox((height, width), inside, self.size)

    def shrink(self, plane: np.ndarray, filled: float, how: int = cv2.INTER_AREA) -> np.ndarray:
        """`plane`, (H, W) or (H, W, C), at the working size, of the same type; the rest is `filled`."""
        small = plane
        if self.inside != self.frame:
            small = cv2.resize(plane, self.inside[::-1], interpolation=how)
        result = np.full((*self.size, *plane.shape[2:]), filled, plane.dtype)
        result[: self.inside[0], : self.inside[1]] = small.reshape(*self.inside, *plane.shape[2:])
        return result

    def shares(self, regions: np.ndarray) -> csr_array:
        """How the pixels of each region are spread over the cells of the working size.

        `regions`: i32 (H, W), 0 the line. Returns a sparse f32 (R + 1, cells) whose rows sum to one; cells in raster
        order. The line's row is empty. One tally of the frame: votes are never enlarged to its size.
        """
        (height, width), (rows, columns) = self.frame, self.inside
        row_of = np.arange(height) * rows // height
        column_of = np.arange(width) * columns // width
        found = []  # of each band, where a region lies in a cell, and with how many pixels
        for band in bands(regions.shape):
            cells = row_of[band, None] * self.size[1] + column_of
            pairs = regions[band].astype(np.int64) * (self.size[0] * self.size[1]) + cells
            found.append(np.unique(pairs[regions[band] > 0], return_counts=True))
        values, pixels = (np.concatenate(parts) for parts in zip(*found, strict=True))
        count = int(regions.max(initial=0)) + 1
        region, cell = np.divmod(values, self.size[0] * self.size[1])
        tally = csr_array((pixels, (region, cell)), shape=(count, self.size[0] * self.size[1]))
        tally.sum_duplicates()  # cells that two bands share
        area = np.repeat(tally.sum(1), np.diff(tally.indptr))
        tally.data = (tally.data / area).astype(np.float32)
        return tally


def _whole(side: int) -> int:
    return -(-side // STRIDE) * STRIDE
