"""Figures of one frame and of many, as the field counts them (BasicPBC, DACoN), and what withdrawal adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from ..drawing.regions import SPECK

BACKGROUND = 0  # as RGBA packed into one number: left unpainted


@dataclass(frozen=True)
class Figures:
    """Shares in [0, 1]; NaN where there was nothing to count."""

    region_accuracy: float  # of regions over 10 px
    all_region_accuracy: float
    pixel_accuracy: float
    foreground_accuracy: float  # by area, of what is painted in truth
    background_iou: float
    coverage: float  # painted share of regions over 10 px
    selective_accuracy: float  # of those painted


def judge(truth: np.ndarray, painted: np.ndarray, area: np.ndarray, withdrawn: np.ndarray) -> Figures:
    """The figures of a frame, from one entry a region, each array (N,).

    `truth`, `painted`: colors packed as u32; `area`: pixels; `withdrawn`: bool.
    """
    right = truth == painted
    large = area > SPECK
    is_figure = truth != BACKGROUND
    both = (~is_figure) & (painted == BACKGROUND)
    either = (~is_figure) | (painted == BACKGROUND)
    kept = large & ~withdrawn
    return Figures(
        region_accuracy=_share(right[large]),
        all_region_accuracy=_share(right),
        pixel_accuracy=_share(right, area),
        foreground_accuracy=_share(right[is_figure], area[is_figure]),
        background_iou=_share(both[either], area[either]),
        coverage=_share(~withdrawn[large]),
        selective_accuracy=_share(right[kept]),
    )


def mean(figures: Sequence[Figures]) -> Figures:
    """The mean of each figure over those that have it."""
    columns = {name.name: [getattr(one, name.name) for one in figures] for name in fields(Figures)}
    return Figures(**{name: _mean(np.array(values, float)) for name, values in columns.items()})


def _mean(values: np.ndarray) -> float:
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")


def _share(right: np.ndarray, weight: np.ndarray | None = None) -> float:
    if not len(right):
        return float("nan")
    return float(np.average(right, weights=weight))
