"""Masks and outlines in pixels, for every canvas."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from .curves import Points

SHIFT = 3  # fractional bits of the coordinates that OpenCV fills and strokes
Window = tuple[slice, slice]  # rows and columns


def fixed(path: Points, shift: int = SHIFT) -> np.ndarray:
    """`path` in OpenCV's fixed-point numbers, i32 (N, 2)."""
    return np.rint(path * (1 << shift)).astype(np.int32)


def window_around(outlines: Sequence[Points], shape: tuple[int, ...], margin: int) -> Window:
    """The pixels of an image of `shape` that hold `outlines` and a margin around them; may be empty."""
    limit = np.array(shape[1::-1])
    low = np.min([outline.min(0) for outline in outlines], 0)
    high = np.max([outline.max(0) for outline in outlines], 0)
    left, top = start = np.clip(np.floor(low).astype(int) - margin, 0, limit)
    right, bottom = np.clip(np.ceil(high).astype(int) + margin + 1, start, limit)
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def union(outlines: Sequence[Points], shape: tuple[int, ...], shift: int = SHIFT) -> np.ndarray:
    """u8 of `shape`: 1 inside any of `outlines`."""
    mask = np.zeros(shape, np.uint8)
    for outline in outlines:
        cv2.fillPoly(mask, [fixed(outline, shift)], 1, shift=shift)
    return mask


def borders(mask: np.ndarray) -> Sequence[np.ndarray]:
    """The outlines of what is 1 in a u8 mask, holes included, every pixel of them: each i32 (N, 1, 2)."""
    return cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)[0]


def dense(outline: Points, step: float = 3.0) -> Points:
    """A closed outline with a point at least every `step` pixels."""
    closed = np.concatenate([outline, outline[:1]])
    lengths = np.hypot(*np.diff(closed, axis=0).T)
    counts = np.maximum(np.ceil(lengths / step), 1)
    places = np.concatenate([index + np.arange(count) / count for index, count in enumerate(counts)])
    index = np.arange(len(closed))
    return np.stack([np.interp(places, index, closed[:, 0]), np.interp(places, index, closed[:, 1])], 1)


def runs(flags: np.ndarray) -> list[slice]:
    """The stretches of True in bool (N,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
