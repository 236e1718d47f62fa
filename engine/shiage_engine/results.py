"""What a job gives out: painted frames, previews on the way, and a report at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PaintedFrame:
    """One finished frame."""

    time: int
    color: np.ndarray  # u8 RGBA (H, W, 4): the full paint, before withdrawal
    withdrawn: np.ndarray  # bool (H, W)
    confidence: (
        np.ndarray
    )  # u8 (H, W): 1..255 in a region, the line split among the regions beside it; 0 nowhere
    region_map: np.ndarray  # i32 (H, W): the region of each pixel, the line split among the regions beside it
    region_confidence: np.ndarray  # f32 (R + 1,) in [0, 1]: what `confidence` shows, exactly
    regions: int
    coverage: float  # share of the regions that are painted
    seconds: float


@dataclass(frozen=True)
class FrameResult:
    """One colored frame as data; pictures are made from it at the edge."""

    time: int
    region_map: np.ndarray  # i32 (H, W): the region of each pixel, the line split among the regions beside it
    labels: np.ndarray  # u16 (R + 1,): index into the palette
    confidence: np.ndarray  # f32 (R + 1,) in [0, 1]
    painted_steps: np.ndarray
    """u8 (R + 1,): at how many of ACCURACIES, from the lowest on, the region is painted; PAINTED: the painter's
    own."""
    palette: np.ndarray  # u8 (K, 4) RGBA
    seconds: float


@dataclass(frozen=True)
class Preview:
    """How a frame would be painted as things stand."""

    time: int
    picture: np.ndarray  # u8 RGBA (h, w, 4), as `drawing.preview.small_picture` makes it


@dataclass(frozen=True)
class FrameReport:
    """What is worth keeping of a painted frame when its pixels are gone."""

    time: int
    regions: int
    coverage: float
    seconds: float


@dataclass(frozen=True)
class Report:
    """What a job came to."""

    method: str
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    frames: tuple[FrameReport, ...]
