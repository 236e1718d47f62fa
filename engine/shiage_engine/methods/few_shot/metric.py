"""A metric of descriptors, in which distances are relative to how much a region changes between drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ...drawing.bands import bands
from ...limits import DISTANCES, LESSONS, PLACED

# Added to the variance of every descriptor within a region, in units of its variance over the shot.
SHRINK = 0.1
FARTHEST = 4.0  # standardized descriptors are clipped here, so that no single one decides a distance
MOST_PAIRS = 64_000_000  # of two frames; beyond, comparing all with all takes minutes, and nothing is linked
RATIO = 0.9  # a link's distance against the next best candidate's: the higher, the more and the worse links


@dataclass(frozen=True)
class Metric:
    """Descriptors whitened by their variation within a region: squared distances count in such variations."""

    mean: np.ndarray  # f32 (D,)
    scale: np.ndarray  # f32 (D,)
    axes: np.ndarray  # f64 (D, D)

    def transform(self, features: np.ndarray) -> np.ndarray:
        """f32 (R + 1, D) descriptors to f32 (R + 1, D) coordinates."""
        placed = np.empty(features.shape, np.float32)
        for rows in bands((len(features),), PLACED):
            standard = np.clip((features[rows] - self.mean) / self.scale, -FARTHEST, FARTHEST)
            placed[rows] = standard @ self.axes
        return placed


class Nearest(NamedTuple):
    """The nearest of some rows for each of others."""

    place: np.ndarray  # i64 (N,)
    nearest: np.ndarray  # f32 (N,), its squared distance
    next: np.ndarray  # f32 (N,), that of the second nearest


def lesson_step(regions: int) -> int:
    """Of so many regions every n-th is learned from, as memory allows for: n."""
    return max(-(-regions // LESSONS), 1)


def learn_metric(frames: Sequence[np.ndarray], copies: Sequence[np.ndarray]) -> Metric:
    """Learn the metric of a shot.

    `frames`: the descriptors f32 (R + 1, D) of all its frames in order of time; `copies`: for each reference
    frame, descriptors f32 (C, N, D) of the same N regions in C deformed copies. Variation is what the copies
    show, and then, for all of a character's own ways to move, what regions show that are linked between one
    frame and the next by the metric of the copies alone. No label is used.
    """
    step = lesson_step(sum(len(features) for features in frames))
    regions = np.concatenate([features[1::step] for features in frames])
    mean, scale = regions.mean(0), regions.std(0) + 1e-3
    around = np.concatenate([(stack - stack.mean(0)).reshape(-1, stack.shape[2]) for stack in copies]) / scale
    variation = around.T @ around / max(len(around), 1)
    first = Metric(mean, scale, _whiten(variation))
    placed = map(first.transform, frames)  # two at a time
    changes = [np.zeros((0, len(mean)))]
    for (before, after), (here, there) in zip(pairwise(frames), pairwise(placed), strict=True):
        a, b = (ids[::step] for ids in link(here, there))
        changes.append((before[a] - after[b]) / scale)
    moved = np.clip(np.concatenate(changes), -3, 3) / np.sqrt(2)
    return Metric(mean, scale, _whiten(variation + moved.T @ moved / max(len(moved), 1)))


def _whiten(variation: np.ndarray) -> np.ndarray:
    """Axes that make the variation of each direction one: f64 (D, D)."""
    values, vectors = np.linalg.eigh(variation + SHRINK * np.eye(len(variation)))
    # None is below SHRINK but by rounding, which may be large where a copy shows what no frame does.
    whitened: np.ndarray = vectors / np.sqrt(np.maximum(values, SHRINK / 2))
    return whitened


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Between each row of `a`, f32 (N, D), and each of `b`, f32 (M, D): f32 (N, M), not negative."""
    distance = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T)  # one matrix product: fast in crowds
    return np.maximum(distance, 0)


def link(here: np.ndarray, there: np.ndarray, ratio: float = RATIO) -> tuple[np.ndarray, np.ndarray]:
    """Regions of two frames that are each other's nearest, clearly: ids (L,) of the first, ids (L,) of the second.

    `here`, `there`: coordinates from `Metric.transform`, row 0 the line.
    """
    if min(len(here), len(there)) < 3 or len(here) * len(there) > MOST_PAIRS:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    (forth, nearest, next_forth), (back, _, next_back) = _two_nearest(here[1:], there[1:])
    ids = np.arange(len(forth))
    clear = (back[forth] == ids) & (nearest <= ratio * np.minimum(next_forth, next_back[forth]))
    return ids[clear] + 1, forth[clear] + 1


def _two_nearest(a: np.ndarray, b: np.ndarray) -> tuple[Nearest, Nearest]:
    """The two nearest rows of `b`, f32 (M, D), for each of `a`, f32 (N, D), and the other way round.

    At least two rows each. A few rows of `a` at a time: memory grows with N + M, not with N * M.
    """
    forth, back = _none_near(len(a)), _none_near(len(b))
    at_once = max(DISTANCES // len(b), 2)
    for start in range(0, len(a), at_once):
        rows = slice(start, start + at_once)
        distance = squared_distances(a[rows], b)
        forth.place[rows] = distance.argmin(1)
        forth.nearest[rows], forth.next[rows] = np.partition(distance, 1, axis=1)[:, :2].T
        place = distance.argmin(0)
        both = (
            np.partition(distance, 1, axis=0)[:2]
            if len(distance) > 1
            else np.vstack([distance, distance + np.inf])
        )
        is_nearer = both[0] < back.nearest
        back.next[:] = np.minimum(np.maximum(both[0], back.nearest), np.minimum(both[1], back.next))
        back.place[is_nearer] = place[is_nearer] + start
        back.nearest[is_nearer] = both[0][is_nearer]
    return forth, back


def _none_near(count: int) -> Nearest:
    far = np.full(count, np.inf, np.float32)
    return Nearest(np.zeros(count, np.intp), far, far.copy())
