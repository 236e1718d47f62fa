"""Distance field of a drawing: how far each pixel is from the nearest line (after SketchyGAN; LAVC, section 3.1)."""

from __future__ import annotations

import cv2
import numpy as np

LINE = 128  # ink from which on a pixel is line
REACH = 1 / 16  # of the longer side, where the field is cut off


def distance_field(ink: np.ndarray, line: int = LINE) -> np.ndarray:
    """f32 (H, W) in [0, 1] of `ink`, u8 (H, W): 0 on a line, 1 from a sixteenth of the longer side on.

    `line`: ink from which on a pixel is line; less in a drawing that was scaled down, where lines are pale.

    Cut off at a fixed distance and not scaled to its own maximum, so that a frame with an empty corner has the field
    of its neighbors. 1 everywhere where there is no line.
    """
    reach = max(ink.shape) * REACH
    is_paper = (ink < line).astype(np.uint8)
    if is_paper.all():
        return np.ones(ink.shape, np.float32)
    away = cv2.distanceTransform(is_paper, cv2.DIST_L2, 5)
    result: np.ndarray = np.minimum(away / reach, 1).astype(np.float32)
    return result
