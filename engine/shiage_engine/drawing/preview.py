"""A small picture of a painted frame, shown while a job runs."""

from __future__ import annotations

import cv2
import numpy as np

from . import paint
from .inks import shrunk, shrunk_size
from .shot import Frame

EDGE = 320  # pixels of the longer side, at most


def small_picture(frame: Frame, labels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The painted frame with its line art on white paper: u8 RGBA (h, w, 4), opaque, its longer side EDGE at most.

    `labels`: (R + 1,), the index in `palette`, u8 (K, 4) RGBA, of each region's color. Unpainted regions are white.
    """
    regions, ink = frame.regions, frame.line_art.ink
    size = shrunk_size(regions.shape, min(1.0, EDGE / max(regions.shape)))
    color = paint.fill(shrunk(regions, size), labels, palette).astype(np.float32)
    opacity = color[..., 3:] / 255
    light = 1 - shrunk(ink, size, cv2.INTER_AREA)[..., None] / 255
    picture = (color[..., :3] * opacity + 255 * (1 - opacity)) * light
    return np.dstack([np.rint(picture).astype(np.uint8), np.full(size, 255, np.uint8)])
