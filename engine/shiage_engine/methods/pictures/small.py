"""Frames at the working size of a network of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        """A frame in its box."""
        return cls(box, box.shrink(frame.line_art.ink, 0), box.shrink(frame.spread, 0, cv2.INTER_NEAREST))

    def labels(self, of_region: np.ndarray) -> np.ndarray:
        """The label of each pixel, i32 (h, w), of those of regions, i32 (R + 1,); 0 around the frame."""
        labels: np.ndarray = of_region[self.cells]
        labels[self.cells == 0] = 0
        return labels


def box_of(frame: Frame, among: Sequence[Frame], longest: int) -> Letterbox:
    """Where a frame lies at the working size, in a picture that has the same size for all of `among`.

    Frames of the cut are seen at one scale, each at its top left, since what is drawn in them is; their largest sides
    together become `longest` at most. A model sheet may be drawn at any scale: it is seen as large as there is place.
    """
    shapes = [one.packed_ink.shape for one in among if one.time >= 0] or [
        one.packed_ink.shape for one in among
    ]
    whole = Letterbox.of((max(height for height, _ in shapes), max(width for _, width in shapes)), longest)
    return whole.beside(frame.packed_ink.shape, is_fitted=frame.time < 0)
