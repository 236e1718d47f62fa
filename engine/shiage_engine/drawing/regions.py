"""Regions: connected areas of paper bounded by lines, and what is measured of a region map."""

from __future__ import annotations

import cv2
import numpy as np

from .bands import bands

SPECK = 10  # pixels; a region of at most so many is a speck: too small to be described well


def between(line: np.ndarray) -> np.ndarray:
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


def pieces(line: np.ndarray) -> np.ndarray:
    """The 8-connected pieces of lines, bool (H, W): i32 (H, W), 0 between them."""
    # Together with `areas` three times as fast as connectedComponentsWithStats.
    return cv2.connectedComponents(line.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)[1]


def piece_areas(line: np.ndarray) -> np.ndarray:
    """The number of pixels of each 8-connected piece of lines, bool (H, W): i64 (N,)."""
    first, last = runs(line)
    piece = pieces(line).ravel()[first]
    return np.bincount(piece, last - first + 1)[1:].astype(np.int64)


def runs(is_in: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last pixels of the runs in each row of a map, bool (H, W): flat indices, i64 (N,) each."""
    height, width = is_in.shape
    apart = np.zeros((height, width + 1), bool)
    apart[:, 1:] = is_in  # so that no run goes on in the next row
    flat = np.append(apart.ravel(), False)
    first, end = (1 + np.flatnonzero(flat[1:] != flat[:-1])).reshape(-1, 2).T
    skipped = first // (width + 1) + 1
    return first - skipped, end - 1 - skipped


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
    total = np.zeros(max(count, int(regions.max(initial=0)) + 1), np.int64)
    flat = regions.ravel()
    for some in bands(flat.shape):
        part = flat[some]
        # Ends of runs, which are far fewer than pixels.
        end = np.append(np.flatnonzero(part[1:] != part[:-1]), part.size - 1)
        lengths = np.diff(end, prepend=-1)
        total += np.bincount(part[end], lengths, len(total)).astype(np.int64)  # sums below 2 ** 53 are exact
    return total


def consecutive(regions: np.ndarray) -> np.ndarray:
    """A region map, i32 (H, W), with ids that no pixel has left out: itself where there are none."""
    is_there = areas(regions) > 0
    if is_there[1:].all():
        return regions
    new_id = np.cumsum(is_there[1:], dtype=np.int32)
    renumbered: np.ndarray = np.append(np.int32(0), new_id).take(regions)
    return renumbered


def reaching_edge(regions: np.ndarray) -> np.ndarray:
    """Regions that touch the frame's edge: bool (R + 1,)."""
    reaches = np.zeros(int(regions.max(initial=0)) + 1, bool)
    for edge in (regions[:1], regions[-1:], regions[:, :1], regions[:, -1:]):
        reaches[edge] = True
    reaches[0] = False
    return reaches


def specks(regions: np.ndarray) -> np.ndarray:
    """Which regions are specks: bool (R + 1,); [0], the line, is not."""
    return specks_by_area(areas(regions))


def specks_by_area(area: np.ndarray) -> np.ndarray:
    """The same, from `areas`: bool (R + 1,)."""
    is_speck = area <= SPECK
    is_speck[0] = False
    return is_speck
