"""Brush: how far from the lines the paint of a reference frame is what was meant.

Painters brush over lines, stop short of them, and have soft edges. Near lines paint then says little: a pixel may
have the color of the region beside it, a mixed color, or none. How near is told by the frame as a whole: by how often
pixels at each distance from the lines have the color that their region has in its middle.
"""

from __future__ import annotations

import cv2
import numpy as np

from .bands import bands
from .color_tally import most_frequent, tally_colors
from .paint import UNPAINTED, spread

MIDDLE = 6  # pixels from the lines: what is so far from them, or farther, is a region's middle
SOFT_MIDDLE = 12  # the same, where edges are so soft that they go on to MIDDLE
LEAST_MIDDLE = 8  # pixels of a middle, at least
# Outside of the margin, the share of pixels that have their region's color is at least so much of that in the middle.
ALIKE = 0.9


def depth(regions: np.ndarray) -> np.ndarray:
    """How far each pixel of a region map, i32 (H, W), is from the lines: f32 (H, W), in pixels."""
    return cv2.distanceTransform((regions > 0).view(np.uint8), cv2.DIST_L2, 3)


def margin(packed: np.ndarray, regions: np.ndarray, away: np.ndarray, counts: np.ndarray) -> int:
    """The pixels from the lines at which paint can be relied on, 1 to SOFT_MIDDLE; 1: everywhere.

    `packed`: u32 (H, W), the paint; `away`: as `depth`; `counts`: bool (H, W), pixels to look at. Regions whose
    middle is unpainted are left out: background is the same up to the lines whatever the brush.
    """
    found = _margin(packed, regions, away, counts, middle=MIDDLE)
    if found < MIDDLE:
        return found
    # What goes on into the middle is a wide soft edge, of mixed colors, or flat: a color of its own, as a shadow is.
    found = _margin(packed, regions, away, counts, middle=SOFT_MIDDLE, is_meant=_is_flat(packed))
    return found if found < SOFT_MIDDLE else 1


def _margin(
    packed: np.ndarray,
    regions: np.ndarray,
    away: np.ndarray,
    counts: np.ndarray,
    *,
    middle: int,
    is_meant: np.ndarray | None = None,
) -> int:
    """The first distance from which on pixels have the color of the middle, or are meant, bool (H, W); 1 to `middle`,
    which is how far the middle is from the lines.
    """
    count = int(regions.max(initial=0)) + 1
    in_middle = counts & (away >= middle - 0.5)  # which is `middle`, rounded
    color, of_color, pixels_in_middle = most_frequent(tally_colors(regions, packed, in_middle), count)
    is_told = (pixels_in_middle >= LEAST_MIDDLE) & (color != UNPAINTED)
    pixels, has_color = np.zeros((2, middle + 1), np.int64)
    pixels[middle], has_color[middle] = pixels_in_middle[is_told].sum(), of_color[is_told].sum()
    if is_meant is not None:
        meant = tally_colors(regions, packed, in_middle & is_meant)
        has_color[middle] += meant.pixels[is_told[meant.region] & (meant.color != color[meant.region])].sum()
    for rows in bands(regions.shape):
        near = counts[rows] & (away[rows] > 0) & ~in_middle[rows]
        region, ring = regions[rows][near], np.rint(away[rows][near]).astype(int)
        is_alike = packed[rows][near] == color[region]
        if is_meant is not None:
            is_alike |= is_meant[rows][near]
        pixels += np.bincount(ring[is_told[region]], minlength=middle + 1)
        has_color += np.bincount(ring[is_told[region] & is_alike], minlength=middle + 1)
    share = has_color / np.maximum(pixels, 1)
    unlike = np.flatnonzero(share[1:middle] < ALIKE * share[middle])
    return int(unlike[-1]) + 2 if len(unlike) else 1


def _is_flat(packed: np.ndarray) -> np.ndarray:
    """Pixels, bool (H, W), in a square of 2 x 2 of one color."""
    is_same = np.zeros(packed.shape, np.uint8)
    corner = packed[:-1, :-1]
    is_same[:-1, :-1] = (corner == packed[1:, :-1]) & (corner == packed[:-1, 1:]) & (corner == packed[1:, 1:])
    return cv2.dilate(is_same, np.ones((2, 2), np.uint8), anchor=(1, 1)).view(bool)


def beside_like(winner: np.ndarray, sure: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """Which regions have the color of a region beside them that is sure: bool (R + 1,).

    `winner`: u32 (R + 1,), each region's color; `sure`: bool (R + 1,).
    """
    grown = spread(regions)
    found = np.zeros(len(winner), bool)
    for one, other in ((grown[1:], grown[:-1]), (grown[:, 1:], grown[:, :-1])):
        meets = one != other
        for here, there in ((one[meets], other[meets]), (other[meets], one[meets])):
            found[here[sure[there] & (winner[here] == winner[there])]] = True
    return found
