"""A picture of the regions of a drawing: what would be painted as one, what was closed, and what is doubtful."""

from __future__ import annotations

import cv2
import numpy as np

from .regions import specks
from .segmentation import Segmented

CLOSING = (255, 0, 255)  # RGB of closed openings
SUSPECT = (255, 255, 255)  # RGB of the stripes over suspects of a leak
SPECK = (255, 0, 0)
GOLDEN = 0.618034  # turns of hue between one region and the next, so that neighbors differ
STRIPES = 8  # pixels from one stripe to the next


def region_picture(found: Segmented) -> np.ndarray:
    """Each region in a color of its own, lines black: u8 RGB (H, W, 3).

    Closed openings are magenta, suspects of a leak have white stripes, and specks are red.
    """
    regions = found.regions
    colors = _colors(int(regions.max(initial=0)) + 1)
    colors[specks(regions)] = SPECK
    picture = colors[regions]
    y, x = np.ogrid[: regions.shape[0], : regions.shape[1]]
    picture[(regions >= found.suspect) & ((x + y) % STRIPES < STRIPES // 4)] = SUSPECT
    thickness = 1 + min(regions.shape) // 400
    starts, ends = (np.rint(places).astype(int) for places in (found.closings.start, found.closings.end))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        cv2.line(picture, start, end, CLOSING, thickness)
    return picture


def _colors(count: int) -> np.ndarray:
    """A bright color for each region, the line's, which is black, first: u8 RGB (count, 3)."""
    hue = (np.arange(count) * GOLDEN % 1 * 180).astype(np.uint8)
    light = np.where(np.arange(count) % 2, 235, 200).astype(np.uint8)
    hsv = np.stack([hue, np.full(count, 110, np.uint8), light], 1)[None]
    colors = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0].astype(np.uint8)
    colors[0] = 0
    return colors
