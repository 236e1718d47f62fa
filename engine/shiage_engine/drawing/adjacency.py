"""Adjacency: which regions touch, along how much of which kind of line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array, csr_array

from .line_art import BLACK, BLUE, GREEN, KINDS, PAPER, RED

BORDER_KINDS = (BLACK, BLUE, RED, GREEN)


@dataclass(frozen=True)
class Adjacency:
    """Border lengths between regions, in pixels; symmetric, empty diagonal, row and column 0 (the line) empty."""

    by_kind: tuple[csr_array, ...]  # one (R + 1, R + 1) f32 for each of BORDER_KINDS

    @property
    def black(self) -> csr_array:
        """Border lengths over black lines: f32 (R + 1, R + 1), as the others."""
        return self.by_kind[0]

    @cached_property
    def trace(self) -> csr_array:
        """Those over trace lines of any color."""
        return csr_array(sum(self.by_kind[2:], start=self.by_kind[1]))

    @cached_property
    def total(self) -> csr_array:
        """Those over lines of every kind."""
        return csr_array(self.black + self.trace)


def touching(spread: np.ndarray, kind: np.ndarray) -> Adjacency:
    """Borders of a region map from `paint.spread`; `kind`: u8 (H, W), the ink at each pixel.

    A border pixel pair counts as a trace line if either of its pixels is one, else as black.
    """
    count = int(spread.max(initial=0)) + 1
    pairs = [_pairs(spread, kind, axis) for axis in (0, 1)]
    first, second, ink = (np.concatenate(part) for part in zip(*pairs, strict=True))
    ink = np.clip(ink, BLACK, KINDS - 1)
    lengths = []
    for border_kind in BORDER_KINDS:
        here = ink == border_kind
        ends = (np.concatenate([first[here], second[here]]), np.concatenate([second[here], first[here]]))
        ones = np.ones(len(ends[0]), np.float32)
        lengths.append(coo_array((ones, ends), shape=(count, count)).tocsr())
    return Adjacency(tuple(lengths))


def across_openings(spread: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """The regions that touch where nothing is drawn between them: ids, i32 (N, 2), each two once, the lower first.

    `spread`, `kind`: as for `touching`.
    """
    pairs = [np.stack(_pairs(spread, kind, axis)) for axis in (0, 1)]
    first, second, ink = np.concatenate(pairs, axis=1)
    ids = np.sort(np.stack([first, second], axis=1)[ink == PAPER], axis=1)
    return np.unique(ids, axis=0)


def _pairs(spread: np.ndarray, kind: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighboring pixels along `axis` that belong to different regions: ids, ids, kind of the ink between."""
    before, after = ((slice(None),) * axis + (some,) for some in (slice(-1), slice(1, None)))
    differ = spread[before] != spread[after]
    ink = np.maximum(kind[before][differ], kind[after][differ])
    return spread[before][differ], spread[after][differ], ink
