"""What a job gives out: colored frames as data, previews on the way, and a report at the end.

Pictures are made from a frame's data when they are asked for, at the edge: files, evaluation, the wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .drawing import paint
from .drawing.regions import areas


@dataclass(frozen=True)
class FrameResult:
    """One colored frame as data: which label each region has, and how sure that is."""

    time: int
    region_map: np.ndarray  # i32 (H, W): the region of each pixel, the line split among the regions beside it
    labels: np.ndarray  # u16 (R + 1,): index into the palette
    confidence: np.ndarray  # f32 (R + 1,) in [0, 1]: how likely the label is right; the line's is 0
    # u8 (R + 1,): at how many of the protocol's ACCURACIES, from the lowest on, the region is painted;
    # PAINTED: it has the painter's own paint or answer.
    painted_steps: np.ndarray
    withdrawn: np.ndarray  # bool (R + 1,): left unpainted at the accuracy that was asked for; never the line
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    seconds: float

    @property
    def regions(self) -> int:
        """The number of regions, R."""
        return len(self.labels) - 1

    @cached_property
    def areas(self) -> np.ndarray:
        """The pixels of each region, i64 (R + 1,)."""
        return areas(self.region_map, len(self.labels))

    @property
    def coverage(self) -> float:
        """The share of the regions that is not withdrawn."""
        return 1 - float(self.withdrawn[1:].mean()) if self.regions else 1.0

    @property
    def area_coverage(self) -> float:
        """The share of the area to be painted (label above 0) that is not withdrawn."""
        area = self.areas * (self.labels > 0)
        return float((area * ~self.withdrawn).sum() / area.sum()) if area.any() else 1.0

    def color(self) -> np.ndarray:
        """The full paint, as if nothing was withdrawn: u8 RGBA (H, W, 4)."""
        return paint.fill(self.region_map, self.labels, self.palette)

    def visible(self) -> np.ndarray:
        """The paint without what is withdrawn: u8 RGBA (H, W, 4)."""
        pixels = self.color()
        pixels[self.withdrawn_pixels()] = 0
        return pixels

    def withdrawn_pixels(self) -> np.ndarray:
        """bool (H, W)."""
        return paint.of_pixels(self.withdrawn, self.region_map)

    def confidence_pixels(self) -> np.ndarray:
        """u8 (H, W): 1..255 in a region, 0 where the frame has none."""
        shade = np.rint(1 + 254 * self.confidence).astype(np.uint8)
        shade[0] = 0
        return paint.of_pixels(shade, self.region_map)


@dataclass(frozen=True)
class ShownFrame:
    """A target frame as the painter saw it."""

    digest: str  # of the areas of its regions: another drawing has others
    labels: np.ndarray  # i64 (R + 1,), into the palette of `Shown`
    painted_steps: np.ndarray  # u8 (R + 1,), as in FrameResult


@dataclass(frozen=True)
class Shown:
    """A result as the painter saw it: what is painted in it stays, in results that are made from it."""

    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    frames: Mapping[int, ShownFrame]  # by time


@dataclass(frozen=True)
class Preview:
    """How a frame would be painted as things stand."""

    time: int
    picture: np.ndarray  # u8 RGBA (h, w, 4), as `drawing.preview.small_picture` makes it


@dataclass(frozen=True)
class FrameReport:
    """What is worth keeping of a colored frame when its pixels are gone."""

    time: int
    regions: int
    coverage: float  # share of the regions that is painted
    area_coverage: float  # share of the area to be painted that is
    seconds: float


@dataclass(frozen=True)
class HintReport:
    """What the dabs of color on one frame came to."""

    time: int
    regions: int  # whose color they say
    mixed: int  # with dabs of two colors, which say nothing


@dataclass(frozen=True)
class DisagreementReport:
    """Two references that paint the same part of the drawing in different colors."""

    times: tuple[int, int]
    colors: np.ndarray  # u8 (2, 4) RGBA

    @property
    def hex_colors(self) -> list[str]:
        """Both colors as #3366cc."""
        return ["#" + bytes(color[:3].tolist()).hex() for color in self.colors]


@dataclass(frozen=True)
class Report:
    """What a job came to."""

    method: str
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    frames: tuple[FrameReport, ...]
    finished: Sequence[int] = ()  # times of the references whose unpainted regions stay unpainted
    partial: Sequence[int] = ()  # times of the references whose unpainted regions were colored
    hints: tuple[HintReport, ...] = ()  # of the frames that had a drawing with hints
    disagreements: tuple[DisagreementReport, ...] = ()
    sheets: tuple[str, ...] = ()  # names of the model sheets that taught
