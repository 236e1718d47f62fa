"""Settling: the scores of all frames, refined by neighbors in space (relaxation) and in time (links)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...drawing.descriptors import Described
from ...drawing.regions import specks_by_area
from ...drawing.shot import Shot
from .relaxation import DARK, Relaxation, RelaxationParams, one_hot, softmax

LINK_FLOOR = 0.02  # added to a linked region's scores before their logarithm: the link may be wrong

# By frame: the frames that are linked with it, each with the ids of linked regions, here and there.
FrameLinks = list[list[tuple[int, np.ndarray, np.ndarray]]]


@dataclass(frozen=True)
class SettlingParams:
    """Weights of neighbors; chosen by experiment (docs/experiments.md, "Fusion, neighbors in space and in time")."""

    time: float = 0.3  # weight of a linked region of another frame
    reach: int = 2  # frames before and after that are linked
    rounds: int = 3
    space: RelaxationParams = field(default_factory=RelaxationParams)


def settle(
    shot: Shot,
    described: Sequence[Described],
    links: FrameLinks,
    own: Sequence[np.ndarray],
    params: SettlingParams | None = None,
) -> list[np.ndarray]:
    """Settled scores of all frames, (R + 1, K) each with rows that sum to one; `own` likewise, before."""
    params = params or SettlingParams()
    references = shot.examples
    examples = [i for i in references if i in shot.labels] or references  # half-known neighborhoods mislead
    known = [(described[i].adjacency, shot.known[i]) for i in examples]
    relaxation = Relaxation(known, len(shot.palette), params.space)
    settled = [keep_known(shot, i, scores) for i, scores in enumerate(own)]
    for _ in range(params.rounds):
        settled = [
            settled[i]
            if i in shot.labels
            else keep_known(
                shot,
                i,
                relaxation.relax(_with_time(own[i], links[i], settled, params.time), described[i].adjacency),
            )
            for i in range(len(own))
        ]
    return settled


def keep_known(shot: Shot, frame: int, scores: np.ndarray) -> np.ndarray:
    """`scores` of one frame, (R + 1, K), made certain where the painter painted; everywhere in a finished frame."""
    if frame in shot.labels:
        return one_hot(shot.labels[frame], scores.shape[1])
    if frame not in shot.partial:
        return scores
    certain = one_hot(shot.partial[frame], scores.shape[1])
    return np.where(certain.any(1, keepdims=True), certain, scores)


def _with_time(
    own: np.ndarray, links: list[tuple[int, np.ndarray, np.ndarray]], settled: list[np.ndarray], weight: float
) -> np.ndarray:
    """`own` with the log scores of linked regions added: (R + 1, K), rows sum to one."""
    evidence = np.log(own + DARK)
    for other, here, there in links:
        evidence[here] += weight * np.log(settled[other][there] + LINK_FLOOR)
    return softmax(evidence)


def weighed(settled: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """Settled scores with rows that sum to their `trust`, (R + 1,): f32 (R + 1, K)."""
    scores: np.ndarray = (settled * trust[:, None]).astype(np.float32)
    scores[0] = 0
    return scores


def lasting(described: Described) -> np.ndarray:
    """Ids of the line and of all regions but specks, which are rarely in the next frame as well.

    All ids in a drawing of specks alone.
    """
    is_lasting = ~specks_by_area(described.area)
    return np.flatnonzero(is_lasting) if is_lasting[1:].any() else np.arange(len(is_lasting))
