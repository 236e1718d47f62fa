"""A region map as runs: stretches of one region along a row. There are some fifty times fewer runs than pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .bands import bands


@dataclass(frozen=True)
class Runs:
    """All stretches of equal id in a region map, row by row; each array is (N,)."""

    count: int  # regions and the line: R + 1
    start: np.ndarray  # i32, as all: index of the first pixel in the flattened map
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
        y, x = np.divmod(start, max(regions.shape[1], 1))
        small = (numbers.astype(np.int32) for numbers in (start, length, regions.ravel()[start], x, y))
        return cls(count, *small)

    def pieces(self) -> Iterator[Runs]:
        """The same, some at a time: what is counted of runs takes many bytes for each."""
        for some in bands(self.start.shape):
            yield Runs(
                self.count, *(part[some] for part in (self.start, self.length, self.region, self.x, self.y))
            )

    def add(self, total: np.ndarray, values: np.ndarray) -> None:
        """Add `values`, one for each run, to the `total` of its region, f64 (R + 1,)."""
        np.add.at(total, self.region, values)

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
