"""Frames at the working size of a network of pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ...drawing.letterbox import Letterbox
from ...drawing.shot import Frame


@dataclass(frozen=True)
class SmallFrame:
    """One frame at a working size."""

    box: Letterbox
    ink: np.ndarray  # u8 (h, w)
    cells: np.ndarray  # i32 (h, w): the region of each cell, spread over the lines; 0 around the frame

    @classmethod
    def of(cls, frame: Frame, box: Letterbox) -> SmallFrame:
        """A frame of any size in a box of another's proportions: it is stretched to fill that."""
        if box.frame != frame.packed_ink.shape:
            box = replace(box, frame=(frame.packed_ink.shape[0], frame.packed_ink.shape[1]))
        return cls(box, box.shrink(frame.line_art.ink, 0), box.shrink(frame.spread, 0, cv2.INTER_NEAREST))

    def labels(self, of_region: np.ndarray) -> np.ndarray:
        """The label of each pixel, i32 (h, w), of those of regions, i32 (R + 1,); 0 around the frame."""
        labels: np.ndarray = of_region[self.cells]
        labels[self.cells == 0] = 0
        return labels
