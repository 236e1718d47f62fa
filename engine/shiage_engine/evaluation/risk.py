"""What confidence is worth: risk and coverage, and calibration. Regions of equal confidence are painted together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .metrics import Ranking

BINS = 15
STEPS = 20  # of confidence, and of the threshold


class Curve(NamedTuple):
    """The painted share and its accuracy as the threshold falls, each array (M,), one entry a threshold."""

    threshold: np.ndarray  # falling
    coverage: np.ndarray  # in (0, 1], rising
    accuracy: np.ndarray  # in [0, 1]


class Bin(NamedTuple):
    """Regions of similar confidence."""

    confidence: float  # mean
    accuracy: float
    weight: float  # share of all


class ThresholdPoint(NamedTuple):
    """What is painted at one threshold."""

    threshold: float
    coverage: float  # share painted, in [0, 1]
    accuracy: float  # of what is painted; NaN where nothing is


def pooled(rankings: Sequence[Ranking]) -> Ranking:
    """All rankings joined into one."""
    parts = ("confidence", "right", "weight")
    return Ranking(*(np.concatenate([*(getattr(one, part) for one in rankings), []]) for part in parts))


def curve(ranking: Ranking) -> Curve:
    """Coverage and accuracy at each threshold; empty where nothing is ranked."""
    order = np.argsort(-ranking.confidence, kind="stable")
    falling = ranking.confidence[order]
    is_last = np.diff(falling, append=-np.inf) < 0  # of those of equal confidence
    painted = ranking.weight[order].cumsum()[is_last]
    right = ranking.right[order].cumsum()[is_last]
    counts = painted > 0
    painted, right = painted[counts], right[counts]
    total = painted[-1] if len(painted) else 1.0
    return Curve(falling[is_last][counts], painted / total, right / painted)


def threshold_at(ranking: Ranking, accuracy: float) -> float:
    """The least confidence to paint with, so that what is painted is right at least `accuracy` of the time.

    Infinite where no threshold reaches that.
    """
    of = curve(ranking)
    enough = np.flatnonzero(of.accuracy >= accuracy - 1e-12)
    return float(of.threshold[enough[-1]]) if len(enough) else np.inf


def coverage(ranking: Ranking, threshold: float) -> float:
    """The share painted at or above `threshold`; NaN where nothing is ranked."""
    total = ranking.weight.sum()
    return float(ranking.weight[ranking.confidence >= threshold].sum() / total) if total else float("nan")


def accuracy(ranking: Ranking, threshold: float) -> float:
    """How much is right of what is painted at or above `threshold`; NaN where nothing is."""
    kept = ranking.confidence >= threshold
    total = ranking.weight[kept].sum()
    return float(ranking.right[kept].sum() / total) if total else float("nan")


def aurc(ranking: Ranking) -> float:
    """The area under the curve of risk (share of errors) over coverage: less is better; NaN where nothing is ranked.

    Among regions of equal confidence errors count as evenly spread.
    """
    of = curve(ranking)
    if not len(of.coverage):
        return float("nan")
    errors = (1 - of.accuracy) * of.coverage
    steps = 1000
    at = (np.arange(steps) + 0.5) / steps
    return float((np.interp(at, np.r_[0, of.coverage], np.r_[0, errors]) / at).mean())


def reliability(ranking: Ranking, bins: int = BINS) -> list[Bin]:
    """Confidence against accuracy, in bins of about equal weight, the least confident first."""
    order = np.argsort(ranking.confidence, kind="stable")
    weight = ranking.weight[order]
    total = weight.sum()
    if not total:
        return []
    which = np.minimum(((weight.cumsum() - weight / 2) * bins / total).astype(int), bins - 1)
    return _binned(Ranking(ranking.confidence[order], ranking.right[order], weight), which, bins)


def by_confidence(ranking: Ranking, steps: int = STEPS) -> list[Bin]:
    """Accuracy in `steps` equal ranges of confidence, those that hold anything (Ishii et al. 2020, figure 3 a)."""
    which = np.clip((ranking.confidence * steps).astype(int), 0, steps - 1)
    return _binned(ranking, which, steps)


def by_threshold(ranking: Ranking, steps: int = STEPS) -> list[ThresholdPoint]:
    """Coverage and accuracy at `steps` + 1 thresholds from 0 to 1 (Ishii et al. 2020, figure 3 b)."""
    return [
        ThresholdPoint(at, coverage(ranking, at), accuracy(ranking, at))
        for at in (number / steps for number in range(steps + 1))
    ]


def _binned(ranking: Ranking, which: np.ndarray, bins: int) -> list[Bin]:
    """Those of `bins` that hold anything, in order; `which`: i64 (N,), the bin of each entry of the ranking."""
    weight = np.bincount(which, ranking.weight, bins)
    confidence = np.bincount(which, ranking.weight * ranking.confidence, bins)
    right = np.bincount(which, ranking.right, bins)
    total = weight.sum()
    return [
        Bin(float(confidence[i] / weight[i]), float(right[i] / weight[i]), float(weight[i] / total))
        for i in np.flatnonzero(weight)
    ]


def calibration_error(ranking: Ranking, bins: int = BINS) -> float:
    """The expected calibration error: the mean difference of a bin's confidence and accuracy; NaN where none is."""
    of = reliability(ranking, bins)
    return sum(one.weight * abs(one.confidence - one.accuracy) for one in of) if of else float("nan")
