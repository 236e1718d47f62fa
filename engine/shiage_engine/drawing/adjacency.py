"""Adjacency: which regions touch, along how much of which kind of line."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.sparse import coo_array, csr_array

from .line_art import BLACK, BLUE, GREEN, KINDS, RED

BORDER_KINDS = (BLACK, BLUE, RED, GREEN)


@dataclass(frozen=True)
class Adjacency:
    """Border lengths between regions, in pixels; symmetric, empty diagonal, row and column 0 (the line) empty."""

    by_kind: tuple[csr_array, ...]  # one (R + 1, R + 1) f32 for each of BORDER_KINDS

    @property
    def total(self) -> csr_array:
        """Border lengths over lines of every kind: f32 (R + 1, R + 1)."""
        return csr_array(sum(self.by_kind[1:], start=self.by_kind[0]))


def nearest_region(regions: np.ndarray) -> np.ndarray:
    """Give each line pixel the id of the region closest to it: i32 (H, W), without 0 where there is any region."""
    if not regions.any():
        return regions.copy()
    on_line = (regions == 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(on_line, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    owner = np.zeros(int(nearest.max()) + 1, np.int32)
    inside = on_line == 0
    owner[nearest[inside]] = regions[inside]
    return owner[nearest]


def touching(nearest: np.ndarray, kind: np.ndarray) -> Adjacency:
    """Borders of a map from `nearest_region`; `kind` u8 (H, W) says which ink lies on them.

    A border pixel pair counts as a trace line if either of its pixels is one, else as black.
    """
    count = int(nearest.max(initial=0)) + 1
    pairs = [_pairs(nearest, kind, axis) for axis in (0, 1)]
    first, second, ink = (np.concatenate(part) for part in zip(*pairs, strict=True))
    lengths = []
    for border_kind in BORDER_KINDS:
        here = ink == border_kind
        ends = (np.concatenate([first[here], second[here]]), np.concatenate([second[here], first[here]]))
        ones = np.ones(len(ends[0]), np.float32)
        lengths.append(coo_array((ones, ends), shape=(count, count)).tocsr())
    return Adjacency(tuple(lengths))


def _pairs(nearest: np.ndarray, kind: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighboring pixels along `axis` that belong to different regions: ids, ids, kind of the line between."""
    size = nearest.shape[axis]
    before, after = np.arange(size - 1), np.arange(1, size)
    a, b = nearest.take(before, axis), nearest.take(after, axis)
    differ = a != b
    ink = np.maximum(kind.take(before, axis)[differ], kind.take(after, axis)[differ])
    return a[differ], b[differ], np.clip(ink, BLACK, KINDS - 1)
