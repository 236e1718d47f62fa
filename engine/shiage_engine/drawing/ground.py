"""Ground: where the trapped ball of gap closing may roll in a drawing (see `gaps`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from .paint import of_pixels
from .regions import reaching_edge
from .windows import Window

SMALL_BALL = 8  # pixels of radius: up to which eroding with a ball is faster than measuring all distances
FEW = 8  # regions: so many are looked for one by one
NEARLY = 1e-3  # pixels: what is so much too near is so by rounding


@dataclass(frozen=True)
class Ground:
    """The lines in the box of a drawing, and what regions between them are open."""

    line: np.ndarray  # bool (h, w): faint ones included
    is_open: np.ndarray  # bool (h, w): in a region that reaches the frame's edge, or any if `everywhere`
    everywhere: bool

    @classmethod
    def of(cls, regions: np.ndarray, line: np.ndarray, box: tuple[slice, slice], everywhere: bool) -> Ground:
        """Of whole maps, (H, W)."""
        inside = regions[box]
        is_open = inside > 0
        if not everywhere:
            reaches = reaching_edge(regions)
            ids = np.flatnonzero(reaches)
            is_open = of_pixels(reaches, inside) if len(ids) > FEW else _are_one_of(inside, ids)
        return cls(np.ascontiguousarray(line[box]), is_open, everywhere)

    def within(self, window: Window) -> Ground:
        """A part of it."""
        return Ground(self.line[window.index], self.is_open[window.index], self.everywhere)

    @cached_property
    def is_free(self) -> np.ndarray:
        """Where the ball may be: u8 (h, w), 0 or 1."""
        return (self.is_open & ~self.line).view(np.uint8)

    @cached_property
    def distance(self) -> np.ndarray:
        """From each pixel to the nearest one where the ball may not be: f32 (h, w)."""
        return cv2.distanceTransform(self.is_free, cv2.DIST_L2, 5)

    @cached_property
    def pieces(self) -> np.ndarray:
        """The 4-connected areas where the ball may be, between faint lines too: i32 (h, w), 0 elsewhere."""
        return cv2.connectedComponents(self.is_free, connectivity=4, ltype=cv2.CV_32S)[1]

    def core(self, radius: float) -> np.ndarray:
        """Where the center of a ball of `radius` can be: bool (h, w)."""
        if self.everywhere or radius > SMALL_BALL:
            return self.distance > radius + NEARLY
        return cv2.erode(self.is_free, _ball(radius)).view(bool)


def _are_one_of(regions: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Which pixels of a map, i32 (h, w), are of one of a few regions: bool (h, w)."""
    result = np.zeros(regions.shape, bool)
    for region in ids:
        result |= regions == region
    return result


def _ball(radius: float) -> np.ndarray:
    """The pixels at most `radius` from the middle one, as distances are measured: u8 (N, N)."""
    side = 2 * int(radius) + 3
    around = np.ones((side, side), np.uint8)
    around[side // 2, side // 2] = 0
    return (cv2.distanceTransform(around, cv2.DIST_L2, 5) <= radius + NEARLY).astype(np.uint8)
