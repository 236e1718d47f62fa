"""Arrays compressed in memory: line art and region maps are mostly flat."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

SHORTEST_RUN = 8  # values, the mean; where runs are shorter, zlib packs better
LONGEST_RUN = 1 << 15  # so that lengths are u16


@dataclass(frozen=True)
class Packed:
    """One array, losslessly compressed (zlib level 1: some 15 ms and 1/20 of the bytes for a 1080p region map)."""

    data: bytes
    dtype: np.dtype
    shape: tuple[int, ...]

    @classmethod
    def of(cls, array: np.ndarray) -> Packed:
        return cls(zlib.compress(np.ascontiguousarray(array).data, 1), array.dtype, array.shape)

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return len(self.data)

    def unpack(self) -> np.ndarray:
        """A copy of the array, writable."""
        return np.frombuffer(bytearray(zlib.decompress(self.data)), self.dtype).reshape(self.shape)


@dataclass(frozen=True)
class PackedRuns:
    """One array as runs of equal values: for a 1080p region map 2 ms, 1 ms back, and 1/40 of the bytes."""

    values: np.ndarray  # (N,), of the smallest type that holds them
    lengths: np.ndarray  # u16 (N,)
    dtype: np.dtype
    shape: tuple[int, ...]

    @classmethod
    def of(cls, array: np.ndarray) -> PackedRuns | Packed:
        """`array`: whole numbers, none negative; where it has too many runs it is `Packed` instead."""
        flat = array.ravel()
        changes = flat[1:] != flat[:-1]
        changes[LONGEST_RUN - 1 :: LONGEST_RUN] = True
        start = np.flatnonzero(changes) + 1
        if SHORTEST_RUN * len(start) >= flat.size:
            return Packed.of(array)
        start = np.append(0, start)
        values, lengths = flat[start], np.diff(start, append=flat.size).astype(np.uint16)
        return cls(values.astype(np.min_scalar_type(values.max())), lengths, array.dtype, array.shape)

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return self.values.nbytes + self.lengths.nbytes

    def unpack(self) -> np.ndarray:
        """A copy of the array, writable."""
        return np.repeat(self.values.astype(self.dtype), self.lengths).reshape(self.shape)
