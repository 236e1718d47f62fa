"""Regions: connected areas of paper bounded by lines."""

from __future__ import annotations

import cv2
import numpy as np

from . import gaps
from .line_art import KINDS, PAPER, LineArt

FULL = 0.98  # this share of a line's pixels has no more ink than what counts as its full strength
FAINT = 0.25  # a line of so much of the full ink is there all the same, and closes gaps
SPECK = 10  # a region of at most so many pixels is a speck: too small to have a say of its own


def segment(art: LineArt, largest_gap: int = 4) -> np.ndarray:
    """The region map of a drawing: i32 (H, W), 0 the line, 1..R consecutive.

    Regions are the 4-connected areas between lines; where lines leave an opening of at most `largest_gap`
    pixels, the areas on its two sides are regions of their own (0: openings stay open).
    """
    is_paper = (~is_line(art)).astype(np.uint8)
    _, regions = cv2.connectedComponents(is_paper, connectivity=4, ltype=cv2.CV_32S)
    if largest_gap > 0:
        regions = gaps.close(regions, is_line(art, FAINT), largest_gap)
    return regions


def split_suspects(regions: np.ndarray, art: LineArt, largest_gap: int) -> np.ndarray:
    """`regions`, i32 (H, W), with those split that may leak: through an opening up to twice `largest_gap` wide.

    Who drew such an opening may have meant it, so the areas behind it, whose ids follow those of `regions`, are
    suspects of a leak: regions of their own, but none to be painted without a look.
    """
    return gaps.close(regions, is_line(art, FAINT), 2 * largest_gap) if largest_gap > 0 else regions


def is_line(art: LineArt, strength: float = 0.5) -> np.ndarray:
    """Where there is line: bool (H, W).

    The edge of a line lies where it has the share `strength` of the ink of its kind at its fullest in this
    drawing. Thus a hard line, a soft one and one of pale pencil all have the width they are seen with.
    """
    inked = np.flatnonzero(art.kind != PAPER)
    shade = art.kind.ravel()[inked] * np.int64(256) + art.ink.ravel()[inked]
    up_to = np.bincount(shade, minlength=KINDS * 256).reshape(KINDS, 256).cumsum(axis=1)
    full = (up_to < FULL * up_to[:, -1:]).sum(axis=1)
    line = np.zeros(art.ink.size, bool)
    line[inked] = (np.arange(256) >= np.ceil(strength * full)[:, None]).ravel()[shade]
    return line.reshape(art.ink.shape)


def tally(
    regions: np.ndarray, labels: np.ndarray, shape: tuple[int, int], weights: np.ndarray | None = None
) -> np.ndarray:
    """How many pixels of each region have each label: i64 of `shape`, (R + 1, K); sums of `weights` if given, f64.

    `regions`, `labels`: whole numbers, of the same pixels; so are `weights`.
    """
    rows, count = shape
    pairs = regions.ravel() * np.int64(count) + labels.ravel()
    return np.bincount(pairs, None if weights is None else weights.ravel(), rows * count).reshape(shape)


def areas(regions: np.ndarray) -> np.ndarray:
    """The pixels of each region: i64 (R + 1,), the line's first."""
    return np.bincount(regions.ravel(), minlength=1)


def specks(regions: np.ndarray) -> np.ndarray:
    """Which regions are specks: bool (R + 1,), the line not."""
    small = areas(regions) <= SPECK
    small[0] = False
    return small
