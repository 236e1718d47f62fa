"""How often which color lies in which region, counted without a list of all pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..limits import PATCHES
from .bands import bands

COLOR_BITS = np.uint64(32)


class Tally(NamedTuple):
    """Pairs of a region and a color with the number of their pixels, in order of region, then of color: (N,) each."""

    region: np.ndarray  # i64
    color: np.ndarray  # u32
    pixels: np.ndarray  # i64

    def keys(self) -> np.ndarray:
        """Each pair as one number, rising: u64 (N,)."""
        return _keys(self.region, self.color)


def tally_colors(regions: np.ndarray, colors: np.ndarray, counts: np.ndarray) -> Tally:
    """The colors of each region, of the pixels that count.

    `regions`: i32 (H, W); `colors`: u32 (H, W), see `paint.packed_colors`; `counts`: bool (H, W). Raises InputError
    where there are more than PATCHES pairs.
    """
    keys, pixels = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    for rows in bands(regions.shape):
        here, length = _runs(regions[rows].ravel(), colors[rows].ravel(), counts[rows].ravel())
        keys, of_run = np.unique(np.concatenate([keys, here]), return_inverse=True)
        pixels = np.bincount(of_run, np.concatenate([pixels, length]), len(keys)).astype(np.int64)
        if len(keys) > PATCHES:
            raise InputError(
                f"The paint of one frame has more than {PATCHES} patches of color: paint it flat, without noise."
            )
    return Tally((keys >> COLOR_BITS).astype(np.int64), keys.astype(np.uint32), pixels)


def most_frequent(tally: Tally, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The color of most pixels of each region, u32 (count,), of equally many the greatest; the number of its pixels,
    i64 (count,), and of the region's, f64 (count,). 0 of regions that are not in `tally`.
    """
    color, pixels = np.zeros(count, np.uint32), np.zeros(count, np.int64)
    rising = np.argsort(tally.pixels, kind="stable")
    region = tally.region[rising]
    color[region] = tally.color[rising]
    pixels[region] = tally.pixels[rising]
    return color, pixels, np.bincount(tally.region, tally.pixels, count)


def places(tally: Tally, regions: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """The place in `tally` of some pixels' pairs, which are in it: i64 (N,). `regions`: i32 (N,); `colors`: u32."""
    return np.searchsorted(tally.keys(), _keys(regions, colors))


def _keys(regions: np.ndarray, colors: np.ndarray) -> np.ndarray:
    return regions.astype(np.uint64) << COLOR_BITS | colors.astype(np.uint64)


def _runs(region: np.ndarray, color: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs of pixels that count, of one region and one color: keys and lengths, (N,) each."""
    changes = (region[1:] != region[:-1]) | (color[1:] != color[:-1]) | (counts[1:] != counts[:-1])
    start = np.append(0, np.flatnonzero(changes) + 1)[: region.size]
    length = np.diff(start, append=region.size)
    counted = counts[start]
    start = start[counted]
    return _keys(region[start], color[start]), length[counted]
