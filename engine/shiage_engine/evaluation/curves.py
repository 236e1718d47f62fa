"""The two curves of Ishii et al. 2020, figure 3: what confidence says of accuracy, and what a threshold costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from . import risk
from .evaluate import ShotResult
from .metrics import Ranking
from .plot import Axis, Line, beside, plot

STEPS = 20  # of confidence, and of the threshold
SHARES = (0, 0.2, 0.4, 0.6, 0.8, 1)


class Step(NamedTuple):
    """What is painted at one threshold."""

    threshold: float
    coverage: float  # share painted, in [0, 1]
    accuracy: float  # of what is painted; NaN where nothing is


def ranking_of(shots: Sequence[ShotResult]) -> Ranking:
    """All that the shots' confidence is about, as one."""
    return risk.pooled([frame.judged.ranking for shot in shots for frame in shot.frames])


def by_confidence(ranking: Ranking, steps: int = STEPS) -> list[risk.Bin]:
    """Figure 3 (a): accuracy in each of `steps` equal stretches of confidence, from 0 to 1, that hold anything."""
    which = np.clip((ranking.confidence * steps).astype(int), 0, steps - 1)
    return risk.binned(ranking, which, steps)


def by_threshold(ranking: Ranking, steps: int = STEPS) -> list[Step]:
    """Figure 3 (b): coverage and accuracy at thresholds from 0 to 1, one entry a threshold."""
    return [
        Step(at, risk.coverage(ranking, at), risk.accuracy(ranking, at))
        for at in (number / steps for number in range(steps + 1))
    ]


def as_lists(ranking: Ranking) -> dict[str, list[dict[str, float]]]:
    """Both curves, by name, as JSON has them; what could not be counted is NaN."""
    return {
        "by_confidence": [bin_._asdict() for bin_ in by_confidence(ranking)],
        "by_threshold": [step._asdict() for step in by_threshold(ranking)],
    }


def picture(ranking: Ranking) -> str:
    """Both curves side by side, as SVG."""
    bins, steps = by_confidence(ranking), by_threshold(ranking)
    confidence = np.array([bin_.confidence for bin_ in bins])
    accuracy = np.array([bin_.accuracy for bin_ in bins])
    of_all = np.array([bin_.weight for bin_ in bins])
    guide = Line("", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    lines = [Line("right", confidence, accuracy), Line("share of all regions", confidence, of_all)]
    first = plot("Accuracy by confidence", Axis("confidence", SHARES), Axis("", SHARES), lines, [guide])
    counted = [step for step in steps if not np.isnan(step.accuracy)]
    threshold = np.array([step.threshold for step in counted])
    lines = [
        Line("right of what is painted", threshold, np.array([step.accuracy for step in counted])),
        Line("painted", threshold, np.array([step.coverage for step in counted])),
    ]
    second = plot("Coverage and accuracy by threshold", Axis("threshold", SHARES), Axis("", SHARES), lines)
    return beside([first, second])
