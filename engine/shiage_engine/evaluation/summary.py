"""Figures of many shots: all, by shot, by kind, and by distance from the nearest reference; and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite

from ..files.seals import FIELD
from . import risk
from .evaluate import Settings, ShotResult, at_distance
from .ink import InkFigures
from .metrics import Figures, Ranking, mean, mean_of
from .perception import frechet
from .pictures import PictureFigures

ACCURACIES = (0.95, 0.98, 0.99)
DISTANCES = ((1, 1), (2, 3), (4, 7), (8, 1 << 30))  # frames from the nearest reference


@dataclass(frozen=True)
class PaintedShare:
    """The share of regions that can be painted, the most confident first, so that `accuracy` of them is right."""

    accuracy: float
    threshold: float  # one for all shots: the least at which their regions together are that accurate
    share: float  # the mean over shots of what each paints at that threshold: the headline
    pooled: float  # of all regions of all shots together, at that threshold
    own: float  # the mean over shots of what each could paint at a threshold of its own


@dataclass(frozen=True)
class Group:
    """The figures of some shots: means over them unless noted otherwise."""

    name: str
    shots: int
    frames: int
    figures: Figures | InkFigures
    pictures: PictureFigures
    frechet: float  # of all frames together, see `perception`; NaN where nobody wanted it
    raw_frechet: float  # the same of raw answers
    painted: tuple[PaintedShare, ...]  # for each of ACCURACIES
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
        pictures=mean([shot.pictures for shot in shots]),
        frechet=_frechet(shots, "paint"),
        raw_frechet=_frechet(shots, "raw"),
        painted=tuple(_painted_share(rankings, together, accuracy) for accuracy in ACCURACIES),
        aurc=mean_of([risk.aurc(ranking) for ranking in rankings]),
        calibration_error=risk.calibration_error(together),
        seconds=mean_of([shot.seconds for shot in shots]),
        memory=max(shot.memory for shot in shots),
    )


def ranking_of(shots: Sequence[ShotResult]) -> Ranking:
    """All regions of all frames of `shots` as one ranking."""
    return risk.pooled([frame.judged.ranking for shot in shots for frame in shot.frames])


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


def as_json(shots: Sequence[ShotResult], settings: Settings) -> str:
    """All figures, for other programs; null where there was nothing to count."""
    ranking = ranking_of(shots)
    found = FIELD | {
        "references": settings.references,
        "method": shots[0].method,
        "target_accuracy": settings.options.target_accuracy,
        "lines": settings.lines,
        "hints": asdict(settings.hints) | {"told": settings.is_told},
        "character": settings.options.character,
        "rule": settings.options.rule,
        "mean": asdict(summarize("mean", shots)),
        "kinds": [asdict(group) for group in by_kind(shots)],
        "curves": {
            "by_confidence": [one._asdict() for one in risk.by_confidence(ranking)],
            "by_threshold": [point._asdict() for point in risk.by_threshold(ranking)],
        },
        "distances": [asdict(group) for group in by_distance(shots)],
        "shots": [
            asdict(group) | {"frames": _frames(shot)}
            for group, shot in zip(by_shot(shots), shots, strict=True)
        ],
    }
    return json.dumps(_without_nan(found), indent=1, allow_nan=False) + "\n"


def _frechet(shots: Sequence[ShotResult], name: str) -> float:
    """How far the paint, or the raw answers, of all frames lie from their truth."""
    known = [frame.features for shot in shots for frame in shot.frames if frame.features is not None]
    found = [getattr(of_frame, name) for of_frame in known]
    return frechet([one for one in found if one is not None], [of_frame.truth for of_frame in known])


def _frames(shot: ShotResult) -> list[dict[str, object]]:
    return [
        {
            "frame": frame.name,
            "distance": frame.distance,
            "figures": asdict(frame.judged.figures),
            "pictures": asdict(frame.pictures),
        }
        for frame in shot.frames
    ]


def _without_nan(value: object) -> object:
    """`value` with None for every number that JSON does not know."""
    if isinstance(value, dict):
        return {name: _without_nan(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _distance_name(least: int, most: int) -> str:
    if least == most:
        return f"{least} frame away"
    return f"{least}-{most} frames away" if most < 1 << 30 else f"{least}+ frames away"


def _painted_share(rankings: Sequence[Ranking], together: Ranking, accuracy: float) -> PaintedShare:
    threshold = risk.threshold_at(together, accuracy)
    own = [risk.coverage(ranking, risk.threshold_at(ranking, accuracy)) for ranking in rankings]
    return PaintedShare(
        accuracy=accuracy,
        threshold=threshold,
        share=mean_of([risk.coverage(ranking, threshold) for ranking in rankings]),
        pooled=risk.coverage(together, threshold),
        own=mean_of(own),
    )
