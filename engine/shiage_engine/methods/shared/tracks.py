"""Tracks: the same part of the drawing, followed from frame to frame, whatever its color.

The painter's answer about one region holds along its track, as far as that is sure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from ...drawing.repeats import repeats
from ...drawing.shot import Frame

Region = tuple[int, int]  # frame, id
# Of a region: the same part in frames near by, and the strength of each link, in [0, 1].
Links = dict[Region, list[tuple[Region, float]]]

WEAKEST = 0.3  # links of less strength are not kept
NEAR_CERTAIN = 1e-3  # strengths and confidence are kept this far from 0 and 1, where log odds are infinite

FEATURES = (
    "strength",  # log odds of the weakest link
    "agrees",  # 1 where the answer is what the region had as its color already
    "strength_agrees",  # both, multiplied
    "frames",  # log of how many frames lie between, at least 1
    "confidence_agrees",  # log odds of the region's confidence, where the answer is its color
    "confidence_differs",  # the same, where it is not
    "growth",  # log of the larger area over the smaller
    "size",  # log of the smaller area, in pixels
)
# Fitted by tools/fit_tracks.py on 37 generated shots: of 13,776 pairs of regions on a track of which the second is
# withdrawn, .43 have a chance of at least .9, and .962 of these have one color.
WEIGHTS = (0.656, 1.648, -0.168, -0.226, 0.627, -0.372, -0.091, 0.216)
BIAS = -1.323


def pair_features(
    strength: float, frames: int, agrees: bool, confidence: float, areas: tuple[int, int]
) -> list[float]:
    """FEATURES of a region that has an answer and one on its track: for the chance that both have one color.

    `strength`: as from `follow`; `frames`: between them; `agrees`: whether the answer is the second one's color
    already, and `confidence` how sure that was; `areas`: of both, in pixels.
    """
    weakest, sure = _log_odds(strength), _log_odds(confidence)
    smaller, larger = sorted(areas)
    return [
        weakest,
        float(agrees),
        weakest * agrees,
        math.log(max(frames, 1)),
        sure * agrees,
        sure * (not agrees),
        math.log(larger / max(smaller, 1)),
        math.log(max(smaller, 1)),
    ]


def chance(features: Sequence[float]) -> float:
    """The probability that the regions of a pair have one color, from its `pair_features`."""
    odds = sum(weight * value for weight, value in zip(WEIGHTS, features, strict=True)) + BIAS
    return 1 / (1 + math.exp(-odds))


def _log_odds(share: float) -> float:
    inside = min(max(share, NEAR_CERTAIN), 1 - NEAR_CERTAIN)
    return math.log(inside / (1 - inside))


def mutual(forth: np.ndarray, back: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Pairs that are each other's best match, with the smaller of both shares.

    `forth`: f32 (N, M), `back`: f32 (M, N), how much each region of one frame matches each of the other.
    """
    if not forth.size:
        return
    best, best_back = forth.argmax(1), back.argmax(1)
    for here, there in enumerate(best):
        strength = min(float(forth[here, there]), float(back[there, here]))
        if best_back[there] == here and strength >= WEAKEST:
            yield here, int(there), strength


def repeated(frames: Sequence[Frame]) -> Links:
    """Links of strength 1 between the same regions of a drawing that occurs again, each time with the next time."""
    found: Links = {}
    for same in repeats(frames):
        for here, there in pairwise(same):
            for number in range(1, frames[here].count + 1):
                found.setdefault((here, number), []).append(((there, number), 1.0))
                found.setdefault((there, number), []).append(((here, number), 1.0))
    return found


def joined(one: Links, other: Links) -> Links:
    """All links of both."""
    return {region: [*one.get(region, ()), *other.get(region, ())] for region in {**one, **other}}


def follow(
    links: Mapping[Region, Sequence[tuple[Region, float]]], start: Region, least: float
) -> dict[Region, float]:
    """All regions on the track of `start`, each with the weakest link on the strongest way there, at least `least`.

    At most one region a frame: of several the one that is reached most surely, then the one with the lower id.
    """
    reached: dict[int, tuple[int, float]] = {}
    ahead: list[tuple[float, Region]] = [(-1.0, start)]
    while ahead:
        strength, region = heappop(ahead)
        frame, number = region
        if frame in reached:
            continue
        reached[frame] = (number, -strength)
        for other, of_link in links.get(region, ()):
            weakest = min(-strength, of_link)
            if other[0] not in reached and weakest >= least:
                heappush(ahead, (-weakest, other))
    del reached[start[0]]
    return {(frame, number): strength for frame, (number, strength) in reached.items()}
