"""Paint: from labels of regions to pixels. Paint runs under the lines, to their middle."""

from __future__ import annotations

import cv2
import numpy as np


def spread(regions: np.ndarray) -> np.ndarray:
    """The region map with each line pixel given to the nearest region: i32 (H, W).

    0 only where a drawing has no region at all. Paint from both sides meets in the middle of a line.
    """
    line = (regions == 0).astype(np.uint8)
    if line.all():
        return np.zeros_like(regions)
    _, nearest = cv2.distanceTransformWithLabels(line, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    region_of = np.zeros(int(nearest.max()) + 1, np.int32)
    is_paper = line == 0
    region_of[nearest[is_paper]] = regions[is_paper]
    return region_of[nearest]


def fill(spread_regions: np.ndarray, labels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The paint of a frame, u8 RGBA (H, W, 4).

    `labels`: (R + 1,), the index in `palette`, u8 (K, 4), of each region's color.
    """
    color_of = np.ascontiguousarray(palette[labels]).view(np.uint32).ravel()
    return color_of[spread_regions].view(np.uint8).reshape(*spread_regions.shape, 4)
