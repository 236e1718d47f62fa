"""Patches of line art: the scale at which drawings are cut into patches, and the corners where patches are cut.

Maejima et al. 2024, section 4.1: patches are cut where the line art has corners, since blank ones say nothing; and
section 4.2: each pixel of a patch knows its place relative to the center of gravity of the corners.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from ...drawing.inks import inks, shrunk, shrunk_size
from ...drawing.line_art import LineArt

QUALITY = 0.02  # least strength of a corner, as a share of the strongest one's in the drawing
MOST_CORNERS = 4000
MEASURED_EDGE = 512  # pixels of the longer side at which the spread of a drawing's corners is measured


@dataclass(frozen=True)
class PatchParams:
    """How patches are cut, since the paper's tables are lost.

    Size and spread are chosen by experiment on drawn shots: in equal time, patches of 32 pixels did better than of
    48, and a spread of 90 pixels better than of 60. Both are in pixels of the scaled drawing.
    """

    size: int = 32  # pixels of an edge, a multiple of 4; at twice the size a step takes four times as long
    spread: float = 90.0  # largest spread of the corners; larger drawings are scaled down to it
    sampling: Literal["corners", "random"] = "corners"  # where the patches of a lesson are cut
    has_position: bool = True  # whether pixels know their place
    has_traces: bool = True  # whether color trace lines are told from black ones


@dataclass(frozen=True)
class ScaledDrawing:
    """A drawing scaled down to be cut into patches; coordinates are (x, y) in pixels of the scaled drawing."""

    ink: np.ndarray  # u8 (h, w, C): a channel for each kind of ink, or one for all
    corners: np.ndarray  # f32 (N, 2), the strongest first, N at least 1
    center: np.ndarray  # f32 (2,): the center of gravity of the corners
    scale: float  # its sides are this many times as long as those of the drawing, in (0, 1]

    @classmethod
    def of(cls, ink: np.ndarray, scale: float) -> ScaledDrawing:
        """The drawing of `ink`, u8 (h, w, C), which has been scaled already."""
        corners = find_corners(ink.max(axis=2))
        return cls(ink, corners, corners.mean(0), scale)

    @property
    def spread(self) -> float:
        """Root mean square distance of the corners from their center, in pixels; at least 1."""
        return max(float(np.sqrt(((self.corners - self.center) ** 2).sum(1).mean())), 1.0)


def scale_drawing(art: LineArt, params: PatchParams, scale: float) -> ScaledDrawing:
    """The drawing scaled down to `scale`, in (0, 1]."""
    size = shrunk_size(art.ink.shape, scale)
    if params.has_traces:
        return ScaledDrawing.of(inks(art, size), scale)
    return ScaledDrawing.of(shrunk(art.ink, size, cv2.INTER_AREA)[..., None], scale)


def find_corners(ink: np.ndarray, apart: float = 3.0) -> np.ndarray:
    """Corners of a drawing, u8 (h, w), at least `apart` pixels from one another: f32 (N, 2) of (x, y).

    Shi and Tomasi 1994, to all appearance the detector of the paper (its list of references is lost). A drawing
    without corners has one, in its middle.
    """
    found = cv2.goodFeaturesToTrack(ink, MOST_CORNERS, QUALITY, apart)
    if found is None or not len(found):
        return np.array([[ink.shape[1] / 2, ink.shape[0] / 2]], np.float32)
    return found.reshape(-1, 2).astype(np.float32)


def scale_for(arts: Sequence[LineArt], params: PatchParams, most_pixels: int) -> float:
    """The largest scale, at most 1, at which the corners of no drawing spread farther than `params.spread`.

    And at which no drawing of their size has more than `most_pixels`.
    """
    largest = max(art.ink.size for art in arts)
    fitting = math.sqrt(most_pixels / largest)
    measured = [scale_drawing(art, params, min(1.0, MEASURED_EDGE / max(art.ink.shape))) for art in arts]
    return min(1.0, fitting, params.spread / max(drawing.spread / drawing.scale for drawing in measured))
