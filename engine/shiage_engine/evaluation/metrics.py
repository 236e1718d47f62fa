"""Figures of one frame and of many, as BasicPBC and DACoN define them, and those of withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..drawing.regions import SPECK

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound="DataclassInstance")
CLICKS_TO_FILL, CLICKS_TO_CORRECT = 1, 2  # a wrong region has to be found before it is filled


@dataclass(frozen=True)
class Figures:
    """Shares in [0, 1] but where something else is said; NaN where there was nothing to count."""

    region_accuracy: float  # of regions over 10 px
    all_region_accuracy: float
    pixel_accuracy: float
    foreground_accuracy: float  # by area, of what is painted in truth
    background_iou: float
    speck_accuracy: float  # of regions of at most 10 px
    trace_accuracy: float  # of regions over 10 px that touch a trace line
    sliver_accuracy: float  # of the slivers among those
    flicker: float  # of regions over 10 px tracked from the frame before, whose color changed without cause
    raw_flicker: float  # mean change of the same regions' mean color in the raw picture, in OKLab; no share
    coverage: float  # painted share of regions over 10 px
    selective_accuracy: float  # of those painted
    clicks: float  # to finish the regions over 10 px, per region painted in truth; may exceed 1


@dataclass(frozen=True)
class Ranking:
    """Regions to rank by confidence, one entry a region, each array (N,)."""

    confidence: np.ndarray  # f32, in [0, 1]
    right: np.ndarray  # f64, how much of `weight` is right
    weight: np.ndarray  # f64


@dataclass(frozen=True)
class Regions:
    """The regions of one frame that have a truth, one entry a region, each array (N,)."""

    area: np.ndarray  # i64, pixels
    right: np.ndarray  # bool: painted, before withdrawal, in the color of the truth
    in_figure: np.ndarray  # bool: painted in truth
    blank: np.ndarray  # bool: left unpainted by the method itself, as background
    withdrawn: np.ndarray  # bool
    confidence: np.ndarray  # f32, in [0, 1]
    at_trace: np.ndarray  # bool: touches a trace line
    is_thin: np.ndarray  # bool: nowhere wider than a few pixels
    change: np.ndarray  # i8, of `tracking`: CHANGED or KEPT since the frame before, or UNTRACKED
    # f32, of `tracking`: change of the shown color since the frame before, in OKLab, or NaN.
    shift: np.ndarray

    @property
    def large(self) -> np.ndarray:
        """Which regions are larger than specks: bool (N,)."""
        return self.area > SPECK

    @property
    def ranking(self) -> Ranking:
        """The regions over 10 px, each counting once."""
        right = self.right[self.large].astype(np.float64)
        return Ranking(self.confidence[self.large], right, np.ones(len(right)))

    @property
    def figures(self) -> Figures:
        right, large, outside = self.right, self.large, ~self.in_figure
        kept = large & ~self.withdrawn
        return Figures(
            region_accuracy=share(right[large]),
            all_region_accuracy=share(right),
            pixel_accuracy=share(right, self.area),
            foreground_accuracy=share(right[self.in_figure], self.area[self.in_figure]),
            background_iou=share(
                (outside & self.blank)[outside | self.blank], self.area[outside | self.blank]
            ),
            speck_accuracy=share(right[~large]),
            trace_accuracy=share(right[large & self.at_trace]),
            sliver_accuracy=share(right[large & self.at_trace & self.is_thin]),
            flicker=share(self.change[large & (self.change >= 0)] == 1),
            raw_flicker=mean_of(self.shift[large]),
            coverage=share(~self.withdrawn[large]),
            selective_accuracy=share(right[kept]),
            clicks=self._clicks(),
        )

    def _clicks(self) -> float:
        """Clicks to finish the painted frame, divided by those to fill each region by hand."""
        is_blank = self.blank | self.withdrawn
        to_do = np.where(is_blank, CLICKS_TO_FILL * self.in_figure, CLICKS_TO_CORRECT * ~self.right)[
            self.large
        ].sum()
        by_hand = (self.large & self.in_figure).sum()
        return float(to_do / by_hand) if by_hand else float("nan")


def mean(figures: Sequence[F]) -> F:
    """The mean of each figure over those in which it is not NaN; `figures` may not be empty."""
    kind = type(figures[0])
    columns = {field.name: [getattr(one, field.name) for one in figures] for field in fields(kind)}
    return kind(**{name: mean_of(values) for name, values in columns.items()})


def mean_of(values: Sequence[float] | np.ndarray) -> float:
    """The mean of those that are numbers; NaN where none is."""
    known = np.array(values, float)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")


def share(counts: np.ndarray, weight: np.ndarray | None = None) -> float:
    """The share of `counts`, bool (N,), that is true, by `weight` (N,); NaN where there is nothing."""
    if not len(counts) or (weight is not None and not weight.sum()):
        return float("nan")
    return float(np.average(counts, weights=weight))
