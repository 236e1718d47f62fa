"""Regions: connected areas of paper bounded by lines."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from . import gaps
from .line_art import KINDS, PAPER, LineArt

FULL = 0.98  # quantile of a line's ink that counts as its full strength
HALF = 0.5  # share of the full ink from which on a pixel bounds regions
FAINT = 0.25  # share of the full ink from which on a pixel bounds no region, but closes gaps
SPECK = 10  # pixels; a region of at most so many is a speck: too small to be described well


def segment(art: LineArt, largest_gap: int = gaps.DEFAULT_GAP) -> np.ndarray:
    """The region map of a drawing: i32 (H, W), 0 the line, 1..R consecutive.

    Regions are the 4-connected areas between lines; where lines leave an opening of at most `largest_gap`
    pixels, the areas on its two sides are regions of their own (0: openings stay open).
    """
    line, faint_line = _lines(art, (HALF, FAINT))
    regions = _between(line)
    return gaps.close(regions, faint_line, largest_gap) if largest_gap > 0 else regions


def segment_with_suspects(art: LineArt, largest_gap: int) -> tuple[np.ndarray, int]:
    """The region map of `segment`, i32 (H, W), with suspects of a leak split off, and the first id of a suspect.

    An opening up to twice `largest_gap` wide, through which a color may leak, may be meant, or be a gap. So the areas
    behind it become regions of their own, whose ids follow those of `segment`; the painter has to look at them.
    """
    line, faint_line = _lines(art, (HALF, FAINT))
    regions = _between(line)
    if largest_gap == 0:
        return regions, int(regions.max(initial=0)) + 1
    sure, parted = gaps.close_in_turn(regions, faint_line, (largest_gap, 2 * largest_gap))
    return parted, int(sure.max(initial=0)) + 1


def _between(line: np.ndarray) -> np.ndarray:
    """The 4-connected areas between lines, bool (H, W): i32 (H, W), 0 the line, 1.. in raster order."""
    height, width = line.shape
    left, top, inked_width, inked_height = cv2.boundingRect(line.view(np.uint8))
    # Beyond the lines, with a margin of one pixel, all goes on as it is at the margin.
    rows = slice(max(top - 1, 0), min(top + inked_height + 1, height))
    columns = slice(max(left - 1, 0), min(left + inked_width + 1, width))
    is_paper = (~line[rows, columns]).view(np.uint8)
    _, regions = cv2.connectedComponents(is_paper, connectivity=4, ltype=cv2.CV_32S)
    around = (rows.start, height - rows.stop, columns.start, width - columns.stop)
    return cv2.copyMakeBorder(regions, *around, cv2.BORDER_REPLICATE)


def _lines(art: LineArt, strengths: Sequence[float]) -> list[np.ndarray]:
    """Where there is line, bool (H, W), for each of `strengths`.

    A pixel is line from the share `strength` of the full ink of its kind in this drawing on, see FULL. Thus hard
    lines, soft ones and those of a pale pencil all have the width that the eye sees.
    """
    inked = np.flatnonzero(art.kind != PAPER)
    shade = art.kind.ravel()[inked] * np.int64(256) + art.ink.ravel()[inked]
    up_to = np.bincount(shade, minlength=KINDS * 256).reshape(KINDS, 256).cumsum(axis=1)
    full = (up_to < FULL * up_to[:, -1:]).sum(axis=1)
    lines = []
    for strength in strengths:
        line = np.zeros(art.ink.shape, bool)
        line.ravel()[inked] = (np.arange(256) >= np.ceil(strength * full)[:, None]).ravel()[shade]
        lines.append(line)
    return lines


def tally(
    regions: np.ndarray, labels: np.ndarray, shape: tuple[int, int], weights: np.ndarray | None = None
) -> np.ndarray:
    """The number of pixels of each region that have each label, i64 (R + 1, K); or the sums of `weights`, f64.

    `regions`, `labels`: ids and labels of some pixels, of one shape, as `weights`; `shape`: (R + 1, K).
    """
    rows, count = shape
    pairs = regions.ravel() * np.int64(count) + labels.ravel()
    return np.bincount(pairs, None if weights is None else weights.ravel(), rows * count).reshape(shape)


def areas(regions: np.ndarray, count: int = 1) -> np.ndarray:
    """The number of pixels of each region: i64 (R + 1,), the line's first; of at least `count` regions."""
    flat = regions.ravel()
    if not flat.size:
        return np.zeros(count, np.int64)
    end = np.append(np.flatnonzero(flat[1:] != flat[:-1]), flat.size - 1)  # of runs: far fewer than pixels
    lengths = np.diff(end, prepend=-1)
    return np.bincount(flat[end], lengths, count).astype(np.int64)  # sums below 2 ** 53 are exact


def specks(regions: np.ndarray) -> np.ndarray:
    """Which regions are specks: bool (R + 1,); [0], the line, is not."""
    return specks_by_area(areas(regions))


def specks_by_area(area: np.ndarray) -> np.ndarray:
    """The same, from `areas`: bool (R + 1,)."""
    is_speck = area <= SPECK
    is_speck[0] = False
    return is_speck
