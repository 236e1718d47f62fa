"""Paint: from labels of regions to pixels. Paint runs under the lines, to their middle."""

from __future__ import annotations

import cv2
import numpy as np

from .bands import bands

# Colors as `packed_colors` gives them.
UNPAINTED = 0  # every transparent one
WHITE = 0xFFFFFFFF  # opaque
LEAST_PAINT = 1 << 24  # what is less is transparent
REACH = 3  # pixels around the lines: more than the two that OpenCV steps at once


def spread(regions: np.ndarray) -> np.ndarray:
    """The region map with each line pixel given to the nearest region: i32 (H, W).

    0 only where a drawing has no region at all. Paint from both sides meets in the middle of a line.
    """
    height, width = regions.shape
    left, top, inked_width, inked_height = cv2.boundingRect((regions == 0).view(np.uint8))
    # The nearest region is never beyond the pixel after the lines.
    rows = slice(max(top - REACH, 0), min(top + inked_height + REACH, height))
    columns = slice(max(left - REACH, 0), min(left + inked_width + REACH, width))
    result = regions.copy()
    box = result[rows, columns]
    line = box == 0
    if line.all():
        return result
    _, nearest = cv2.distanceTransformWithLabels(
        line.view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    region_of_label = box[~line]  # OpenCV labels the pixels of regions 1, 2, ... in raster order
    box[line] = region_of_label[nearest[line] - 1]
    return result


def fill(spread_regions: np.ndarray, labels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The paint of a frame, u8 RGBA (H, W, 4).

    `labels`: (R + 1,), the index in `palette`, u8 (K, 4), of each region's color.
    """
    color_of = np.ascontiguousarray(palette[labels]).view(np.uint32).ravel()
    return of_pixels(color_of, spread_regions).view(np.uint8).reshape(*spread_regions.shape, 4)


def of_pixels(of_region: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """For each pixel of a map, i32 (H, W), what its region has in `of_region`, (R + 1,): (H, W)."""
    result: np.ndarray = np.empty(regions.shape, of_region.dtype)
    for rows in bands(regions.shape):
        result[rows] = of_region.take(regions[rows])  # faster than indexing
    return result


def packed_colors(rgba: np.ndarray) -> np.ndarray:
    """The colors of u8 RGBA (..., 4) as single numbers: u32 (...), a copy.

    Transparent pixels are UNPAINTED, whatever their color channels hold.
    """
    packed: np.ndarray = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
    return packed * (packed >= LEAST_PAINT)  # else UNPAINTED
