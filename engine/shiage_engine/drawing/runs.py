"""A region map as runs: stretches of one region along a row. There are some fifty times fewer runs than pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Runs:
    """All stretches of equal id in a region map, row by row; each array is (N,)."""

    count: int  # regions and the line: R + 1
    start: np.ndarray  # index of the first pixel in the flattened map
    length: np.ndarray
    region: np.ndarray
    x: np.ndarray  # of the first pixel
    y: np.ndarray

    @classmethod
    def of(cls, regions: np.ndarray, count: int) -> Runs:
        """`regions`: i32 (H, W) with ids below `count`."""
        begins = np.ones(regions.shape, bool)
        begins[:, 1:] = regions[:, 1:] != regions[:, :-1]
        start = np.flatnonzero(begins)
        length = np.diff(start, append=regions.size)
        y, x = np.divmod(start, regions.shape[1])
        return cls(count, start, length, regions.ravel()[start], x, y)

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sums over the runs of each region: f64 (R + 1,). `values`: one for each run."""
        return np.bincount(self.region, values, self.count)

    def greatest(self, values: np.ndarray) -> np.ndarray:
        """Greatest value among the runs of each region, 0 without any: f64 (R + 1,). `values`: not negative."""
        result = np.zeros(self.count)
        np.maximum.at(result, self.region, values)
        return result

    def extent(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Greatest `high` minus least `low` by region; 1 where a region has no pixel: f64 (R + 1,)."""
        least = np.full(self.count, np.iinfo(np.int64).max)
        np.minimum.at(least, self.region, low)
        return np.maximum(self.greatest(high) - least, 1.0)
