"""Figures of many shots: all, by shot, by kind, and by distance from the nearest reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import risk
from .evaluate import ShotResult, at_distance
from .ink import InkFigures
from .metrics import Figures, Ranking, mean, mean_of

ACCURACIES = (0.95, 0.98, 0.99)
DISTANCES = ((1, 1), (2, 3), (4, 7), (8, 1 << 30))  # frames from the nearest reference


@dataclass(frozen=True)
class PaintedFrame:
    """What share could be painted, from the surest down, so that it is truly right so often."""

    accuracy: float
    threshold: float  # one for all shots, such that all that they hold together is right so often
    share: float  # the mean over shots of what each paints at that threshold: the headline
    pooled: float  # of all regions of all shots together, at that threshold
    own: float  # the mean over shots of what each could paint at a threshold of its own


@dataclass(frozen=True)
class Group:
    """What was reached on some shots: means over them unless said otherwise."""

    name: str
    shots: int
    frames: int
    figures: Figures | InkFigures
    painted: tuple[PaintedFrame, ...]  # for each of ACCURACIES
    aurc: float
    calibration_error: float  # of all regions together
    seconds: float
    memory: float  # MiB, the largest


def summarize(name: str, shots: Sequence[ShotResult]) -> Group:
    """The figures of `shots`, of which there must be one at least."""
    rankings = [risk.pooled([frame.judged.ranking for frame in shot.frames]) for shot in shots]
    together = risk.pooled(rankings)
    return Group(
        name=name,
        shots=len(shots),
        frames=sum(len(shot.frames) for shot in shots),
        figures=mean([shot.figures for shot in shots]),
        painted=tuple(_painted(rankings, together, accuracy) for accuracy in ACCURACIES),
        aurc=mean_of([risk.aurc(ranking) for ranking in rankings]),
        calibration_error=risk.calibration_error(together),
        seconds=mean_of([shot.seconds for shot in shots]),
        memory=max(shot.memory for shot in shots),
    )


def by_shot(shots: Sequence[ShotResult]) -> list[Group]:
    return [summarize(shot.shot, [shot]) for shot in shots]


def by_kind(shots: Sequence[ShotResult]) -> list[Group]:
    kinds = sorted({shot.kind for shot in shots})
    return [summarize(kind, [shot for shot in shots if shot.kind == kind]) for kind in kinds]


def by_distance(shots: Sequence[ShotResult]) -> list[Group]:
    """Groups of frames by their distance from the nearest reference; those that have any."""
    groups = []
    for least, most in DISTANCES:
        there = [part for shot in shots if (part := at_distance(shot, least, most))]
        if there:
            groups.append(summarize(_distance_name(least, most), there))
    return groups


def _distance_name(least: int, most: int) -> str:
    if least == most:
        return f"{least} frame away"
    return f"{least}-{most} frames away" if most < 1 << 30 else f"{least}+ frames away"


def _painted(rankings: Sequence[Ranking], together: Ranking, accuracy: float) -> PaintedFrame:
    threshold = risk.threshold_at(together, accuracy)
    own = [risk.coverage(ranking, risk.threshold_at(ranking, accuracy)) for ranking in rankings]
    return PaintedFrame(
        accuracy=accuracy,
        threshold=threshold,
        share=mean_of([risk.coverage(ranking, threshold) for ranking in rankings]),
        pooled=risk.coverage(together, threshold),
        own=mean_of(own),
    )
