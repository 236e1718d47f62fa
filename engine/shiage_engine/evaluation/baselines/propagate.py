"""Propagation from neighbor frames: outward from the references, each frame takes its labels from the one before."""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

import numpy as np

from ...drawing.shot import UNKNOWN, Shot
from ...progress import Progress
from .places import Places

OTHERS = 0.05  # trust in the nearest region, where none overlaps


class Propagate:
    """The colorizer of this module (see `colorizers.base.Colorizer`)."""

    needs: ClassVar[frozenset[str]] = frozenset({"references"})

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Color all frames, the nearest to the references first."""
        colors = len(shot.palette)
        self._scores = {i: _given(shot.labels[i], colors) for i in shot.references}
        nearest = {i: min(shot.references, key=lambda one: abs(one - i)) for i in shot.targets}
        order = sorted(nearest, key=lambda i: abs(nearest[i] - i))
        for number, i in enumerate(order):
            yield Progress(number / len(order), "Handing labels on")
            neighbor = i + (1 if nearest[i] > i else -1)
            self._scores[i] = _handed_on(
                self._scores[neighbor], shot.frames[neighbor].regions, shot.frames[i].regions
            )

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K)."""
        yield Progress(0, "Coloring")
        return self._scores[frame]


def _given(labels: np.ndarray, colors: int) -> np.ndarray:
    """The scores of a reference frame, f32 (R + 1, K): those of unknown regions, and of the line, are 0."""
    scores = np.zeros((len(labels), colors), np.float32)
    known = np.flatnonzero(labels != UNKNOWN)
    scores[known, labels[known]] = 1
    scores[0] = 0
    return scores


def _handed_on(scores: np.ndarray, there: np.ndarray, here: np.ndarray) -> np.ndarray:
    """The scores, f32 (S + 1, K), of the regions of one frame for those of the next: f32 (R + 1, K).

    Each region there hands its winner on to those it overlaps, by intersection over union, as far as it is itself
    trusted; a region that overlaps none takes the winner of the nearest. `there` and `here`: region maps.
    """
    winner, trust = scores.argmax(1), scores.max(1)
    known = trust > 0
    areas = [np.bincount(regions.ravel()) for regions in (here, there)]
    both = (here > 0) & known[there]
    pairs, shared = np.unique(here[both].astype(np.int64) * len(scores) + there[both], return_counts=True)
    i, j = pairs // len(scores), pairs % len(scores)
    result = np.zeros((len(areas[0]), scores.shape[1]), np.float32)
    np.add.at(result, (i, winner[j]), shared / (areas[0][i] + areas[1][j] - shared) * trust[j])
    lost = np.flatnonzero(result.sum(1) == 0)
    lost = lost[lost > 0]
    candidates = np.flatnonzero(known)
    if len(lost) and len(candidates):
        apart = Places(Places.read(here).of[lost - 1]).distances(
            Places(Places.read(there).of[candidates - 1])
        )
        nearest = candidates[apart.argmin(1)]
        result[lost, winner[nearest]] = OTHERS * trust[nearest]
    return result
