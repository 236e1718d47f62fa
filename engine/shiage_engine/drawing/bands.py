"""Bands: a picture a few rows at a time, where a step takes many bytes for each pixel that it works on."""

from __future__ import annotations

from collections.abc import Iterator

from ..limits import BAND


def bands(shape: tuple[int, ...], pixels: int | None = None) -> Iterator[slice]:
    """The rows of `shape`, (H, W, ...) or (N,), some at a time: about `pixels` (BAND), one row at least."""
    width = shape[1] if len(shape) > 1 else 1
    at_once = max((pixels or BAND) // max(width, 1), 1)
    for start in range(0, shape[0], at_once):
        yield slice(start, start + at_once)
