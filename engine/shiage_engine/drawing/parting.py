"""Parting: what the paint of a reference frame says about openings in its lines.

Where a region of an open drawing holds flat paint of two colors that meet along a short way, there is an opening
between them, and the region is two. Colors that meet along a long way, or one longer than the area of one of them is
wide, are shadow or pattern, and part nothing; nor does paint of more than MOST_PARTS parts, as checks are.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .bands import bands
from .regions import areas

SQUARE = np.ones((3, 3), np.uint8)
LONGEST = 8  # widths of the widest opening along which two parts of a region meet, at most
NARROWEST = 2.0  # widths of the narrower of two parts along which they meet, at most
MOST_PARTS = 64  # of a region


class _Pieces(NamedTuple):
    """Connected flat paint 1..N, 2 pixels from other paint and from lines; 0 stands for none."""

    number: np.ndarray  # i32 (H, W)
    region: np.ndarray  # i32 (N + 1,); 0 of pieces whose pixels are fewer than `opening`
    color: np.ndarray  # u32 (N + 1,)
    area: np.ndarray  # i64 (N + 1,)
    width: np.ndarray  # f32 (N + 1,): pixels, of the largest ball in the paint


def part_by_paint(regions: np.ndarray, packed: np.ndarray, opening: int) -> np.ndarray:
    """`regions`, i32 (H, W), with those parted whose paint has several colors on the sides of openings.

    `packed`: the frame's paint, u32 (H, W), see `paint.packed_colors`; `opening`: pixels, the widest that there is.
    The largest part keeps the region's id, others get the next free ones. Equal to `regions` where nothing is parted.
    """
    pieces = _pieces(regions, packed, opening)
    grown = _grown(regions, pieces)
    if grown is None:
        return regions
    part = _parts(grown, pieces, LONGEST * opening)
    size = np.bincount(part, pieces.area)
    order = np.argsort(-size[part], kind="stable")
    _, first = np.unique(pieces.region[order], return_index=True)
    is_kept = np.zeros(len(size), bool)
    is_kept[part[order[first]]] = True  # the largest of each region
    is_new = np.bincount(part[grown[grown > 0]], minlength=len(size)) > 0
    region_of = np.zeros(len(size), np.int32)
    region_of[part] = pieces.region
    is_new &= np.bincount(region_of[is_new], minlength=int(regions.max()) + 1)[region_of] <= MOST_PARTS
    is_new &= ~is_kept
    new_id = np.zeros(len(size), np.int32)
    new_id[is_new] = int(regions.max()) + 1 + np.arange(int(is_new.sum()))
    found = new_id[part].take(grown)
    return np.where(found > 0, found, regions)


def _pieces(regions: np.ndarray, packed: np.ndarray, smallest: int) -> _Pieces:
    """The flat paint of a frame."""
    changes = np.zeros(regions.shape, np.uint8)
    for one, other in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        differ = (regions[one] != regions[other]) | (packed[one] != packed[other])
        changes[one] |= differ
        changes[other] |= differ
    is_flat = (regions > 0) & (cv2.dilate(changes, SQUARE) == 0)
    count, number = cv2.connectedComponents(is_flat.view(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    away = cv2.distanceTransform(1 - changes, cv2.DIST_L2, 5)
    region, color = np.zeros(count, np.int32), np.zeros(count, np.uint32)
    radius = np.zeros(count, np.float32)
    for rows in bands(regions.shape):
        region[number[rows]], color[number[rows]] = regions[rows], packed[rows]
        np.maximum.at(radius, number[rows], away[rows])
    area = areas(number, count)
    region[area < smallest] = 0
    region[0] = 0
    return _Pieces(number, region, color, area, 2 * radius)


def _grown(regions: np.ndarray, pieces: _Pieces) -> np.ndarray | None:
    """The piece that is nearest to each pixel of the regions of several colors, 0 elsewhere: i32 (H, W).

    None where there are no such regions.
    """
    count = int(regions.max(initial=0)) + 1
    known = np.flatnonzero(pieces.region)
    colors = np.unique(np.stack([pieces.region[known], pieces.color[known]]).astype(np.int64), axis=1)[0]
    is_mixed = np.bincount(colors, minlength=count) > 1
    if not is_mixed.any():
        return None
    is_core = is_mixed[pieces.region].take(pieces.number)
    _, nearest = cv2.distanceTransformWithLabels(
        (~is_core).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    # OpenCV labels the pixels of cores 1, 2, ... in raster order.
    grown = pieces.number[is_core][nearest - 1]
    is_own = is_mixed.take(regions) & (pieces.region.take(grown) == regions)
    return np.where(is_own, grown, 0)


def _parts(grown: np.ndarray, pieces: _Pieces, longest: float) -> np.ndarray:
    """The part of each piece, i32 (N + 1,): pieces that touch are one if they have one color or meet a long way."""
    meeting = [
        np.stack([grown[one], grown[other]])[:, grown[one] != grown[other]]
        for one, other in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1]))
    ]
    pairs, length = np.unique(np.sort(np.concatenate(meeting, axis=1), axis=0), axis=1, return_counts=True)
    one, other = pairs
    is_one = pieces.region[one] == pieces.region[other]
    most = np.minimum(longest, NARROWEST * np.minimum(pieces.width[one], pieces.width[other]))
    is_one &= (pieces.color[one] == pieces.color[other]) | (length > most)
    one, other = one[is_one], other[is_one]
    count = len(pieces.region)
    joined = coo_array((np.ones(len(one), bool), (one, other)), shape=(count, count))
    part: np.ndarray = connected_components(joined, directed=False)[1]
    return part
