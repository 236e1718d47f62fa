"""What goes wrong in a drawing: gaps in its lines, specks of ink and of bare paper."""

from __future__ import annotations

import cv2
import numpy as np

from .canvas import Frame
from .chance import Rng


def with_flaws(drawn: Frame, rng: Rng, gaps: int, specks: int) -> Frame:
    """`drawn` with holes in its lines, and specks of ink and of bare paper; only `gaps` open a line."""
    if not gaps and not specks:
        return drawn
    line, shown = drawn.line, drawn.label.copy()
    below, places = labels_below(drawn), np.argwhere(drawn.label == 0)
    for index in range(gaps + specks):
        is_gap, in_ink = index < gaps, rng.random() < 0.5
        place, anywhere = rng.random(), rng.integers(0, len(line), 2)
        y, x = places[int(place * len(places))] if len(places) and (is_gap or in_ink) else anywhere
        spot = np.zeros(shown.shape, np.uint8)
        cv2.circle(spot, (int(x), int(y)), int(rng.integers(is_gap, 2 + is_gap)), 1, -1)
        around = cv2.dilate(spot, np.ones((3, 3), np.uint8)) > 0
        if is_gap or not shown[around].any():
            line[spot > 0] = 255
            shown[spot > 0] = below[spot > 0]
        else:
            line[spot > 0] = 0
            shown[spot > 0] = 0
    return drawn._replace(label=shown)


def labels_below(drawn: Frame) -> np.ndarray:
    """u8 (H, W): the label of the nearest painted place, for pixels of the line."""
    ink = (drawn.label == 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(ink, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    of_pixel = np.zeros(int(nearest.max()) + 1, np.uint8)
    of_pixel[nearest[ink == 0]] = drawn.label[ink == 0]
    return np.asarray(of_pixel[nearest])
