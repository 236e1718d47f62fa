"""Patches of line art: how a frame is seen, where patches are cut, and where in the drawing they lie.

Maejima et al. 2024, section 4.1: patches are cut where the line art has corners, since blank ones say nothing; and
section 4.2: each pixel of a patch knows its place relative to the center of gravity of the corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ...drawing.inks import inks, shrunk, shrunk_size
from ...drawing.line_art import LineArt

QUALITY = 0.02  # of a corner, beside the best of the frame
MOST_CORNERS = 4000
SAMPLINGS = ("corners", "random")
FIRST_LOOK = 512  # pixels of the longer side when it is found out how far a drawing spreads


@dataclass(frozen=True)
class PatchParams:
    """How patches are cut, since the paper's tables are lost.

    Size and spread are chosen by experiment on drawn shots: in equal time, patches of 32 pixels did better than of
    48, and a spread of 90 pixels better than of 60.
    """

    size: int = 32  # pixels of an edge, as seen; twice as large, steps take four times as long
    spread: float = 90.0  # pixels, as seen, of the spread of the corners; larger drawings are seen smaller
    sampling: str = "corners"  # of SAMPLINGS
    has_position: bool = True  # whether pixels know their place
    has_traces: bool = True  # whether color trace lines are told from black ones


@dataclass(frozen=True)
class Seen:
    """A frame as patches are cut from it, scaled down; coordinates are (x, y) in its pixels."""

    ink: np.ndarray  # u8 (h, w, C): a channel for each kind of ink, or one for all
    corners: np.ndarray  # f32 (N, 2), the strongest first, N at least 1
    center: np.ndarray  # f32 (2,): the center of gravity of the corners
    scale: float  # of a pixel of the drawing

    @property
    def spread(self) -> float:
        """Root mean square distance of the corners from their center, in pixels; at least 1."""
        return max(float(np.sqrt(((self.corners - self.center) ** 2).sum(1).mean())), 1.0)


def see(art: LineArt, params: PatchParams, scale: float) -> Seen:
    """A drawing as it is seen at `scale` (at most 1)."""
    size = shrunk_size(art.ink.shape, scale)
    if params.has_traces:
        return seen_of(inks(art, size), scale)
    return seen_of(shrunk(art.ink, size, cv2.INTER_AREA)[..., None], scale)


def seen_of(ink: np.ndarray, scale: float) -> Seen:
    """A frame whose ink, u8 (h, w, C), has been shrunk already."""
    corners = find_corners(ink.max(axis=2))
    return Seen(ink, corners, corners.mean(0), scale)


def find_corners(ink: np.ndarray, apart: float = 3.0) -> np.ndarray:
    """Corners of a drawing, u8 (h, w), at least `apart` pixels from one another: f32 (N, 2) of (x, y).

    Shi and Tomasi 1994, to all appearance the detector of the paper (its list of references is lost). A drawing
    without corners has one, in its middle.
    """
    found = cv2.goodFeaturesToTrack(ink, MOST_CORNERS, QUALITY, apart)
    if found is None or not len(found):
        return np.array([[ink.shape[1] / 2, ink.shape[0] / 2]], np.float32)
    return found.reshape(-1, 2).astype(np.float32)


def scale_for(arts: Sequence[LineArt], params: PatchParams) -> float:
    """The scale at which the corners of no drawing spread farther than `params` say; at most 1."""
    looks = [see(art, params, min(1.0, FIRST_LOOK / max(art.ink.shape))) for art in arts]
    return min(1.0, params.spread / max(seen.spread / seen.scale for seen in looks))
