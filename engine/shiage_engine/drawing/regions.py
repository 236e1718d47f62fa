"""Regions: connected areas of paper bounded by lines."""

from __future__ import annotations

import cv2
import numpy as np

from . import gaps
from .line_art import KINDS, PAPER, LineArt

FULL = 0.98  # quantile of a line's ink that counts as its full strength
FAINT = 0.25  # share of the full ink from which on a pixel bounds no region, but closes gaps
SPECK = 10  # pixels; a region of at most so many is a speck: too small to be described well


def segment(art: LineArt, largest_gap: int = gaps.DEFAULT_GAP) -> np.ndarray:
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
    """`regions`, i32 (H, W), split at openings up to twice `largest_gap` wide, through which a color may leak.

    Such an opening may be meant, or be a gap. So the areas behind it become regions of their own, whose ids follow
    those of `regions`; they are suspects of a leak, which the painter has to look at.
    """
    return gaps.close(regions, is_line(art, FAINT), 2 * largest_gap) if largest_gap > 0 else regions


def is_line(art: LineArt, strength: float = 0.5) -> np.ndarray:
    """Where there is line: bool (H, W).

    A pixel is line from the share `strength` of the full ink of its kind in this drawing on, see FULL. Thus hard
    lines, soft ones and those of a pale pencil all have the width that the eye sees.
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
    """The number of pixels of each region that have each label, i64 (R + 1, K); or the sums of `weights`, f64.

    `regions`, `labels`: ids and labels of some pixels, of one shape, as `weights`; `shape`: (R + 1, K).
    """
    rows, count = shape
    pairs = regions.ravel() * np.int64(count) + labels.ravel()
    return np.bincount(pairs, None if weights is None else weights.ravel(), rows * count).reshape(shape)


def areas(regions: np.ndarray) -> np.ndarray:
    """The number of pixels of each region: i64 (R + 1,), the line's first."""
    return np.bincount(regions.ravel(), minlength=1)


def specks(regions: np.ndarray) -> np.ndarray:
    """Which regions are specks: bool (R + 1,); [0], the line, is not."""
    small = areas(regions) <= SPECK
    small[0] = False
    return small
