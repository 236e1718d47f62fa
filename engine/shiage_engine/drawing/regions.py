"""Regions: connected areas of paper bounded by lines."""

from __future__ import annotations

import cv2
import numpy as np

from . import gaps
from .line_art import BLACK, BLUE, GREEN, RED, LineArt

FULL = 0.98  # this share of a line's pixels has no more ink than what counts as its full strength
SPECK = 10  # a region of at most so many pixels is a speck: too small to have a say of its own


def segment(art: LineArt, largest_gap: int = 4) -> np.ndarray:
    """The region map of a drawing: i32 (H, W), 0 the line, 1..R consecutive.

    Regions are the 4-connected areas between lines; where lines leave an opening of at most `largest_gap`
    pixels, the areas on its two sides are regions of their own (0: openings stay open).
    """
    is_paper = (~is_line(art)).astype(np.uint8)
    _, regions = cv2.connectedComponents(is_paper, connectivity=4, ltype=cv2.CV_32S)
    if largest_gap > 0:
        regions = gaps.close(regions, largest_gap)
    return regions


def is_line(art: LineArt) -> np.ndarray:
    """Where lines bound regions: bool (H, W).

    The edge of a line lies where it has half the ink that its kind has at full strength in this drawing, so
    that a hard line, a soft one and one of pale pencil all have the width they are seen with.
    """
    line = np.zeros(art.ink.shape, bool)
    for kind in (BLACK, BLUE, RED, GREEN):
        is_kind = (art.kind == kind).astype(np.uint8)
        histogram = cv2.calcHist([art.ink], [0], is_kind, [256], [0, 256]).ravel()
        full = int(np.searchsorted(histogram.cumsum(), FULL * histogram.sum()))
        line |= (is_kind > 0) & (art.ink >= (full + 1) // 2)
    return line


def areas(regions: np.ndarray) -> np.ndarray:
    """The pixels of each region: i64 (R + 1,), the line's first."""
    return np.bincount(regions.ravel(), minlength=1)


def specks(regions: np.ndarray) -> np.ndarray:
    """Which regions are specks: bool (R + 1,), the line not."""
    small = areas(regions) <= SPECK
    small[0] = False
    return small
