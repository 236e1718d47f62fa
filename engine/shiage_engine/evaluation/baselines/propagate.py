"""Propagation from neighbor frames: outward from the references, each frame takes its labels from the one before."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from ...drawing.regions import tally
from ...drawing.shot import Shot
from ...methods.colorizer import Colorizer
from ...methods.shared.relaxation import one_hot
from ...progress import Progress
from .nearest import FAR
from .places import Places

SAME = 0.2  # intersection over union from which two regions count as the same


class Propagate(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Color all frames, the nearest to the references first."""
        colors = len(shot.palette)
        self._scores = {i: one_hot(shot.known[i], colors) for i in shot.references}
        nearest = {i: min(shot.references, key=lambda one: abs(one - i)) for i in shot.targets}
        order = sorted(nearest, key=lambda i: abs(nearest[i] - i))
        for number, i in enumerate(order):
            yield Progress(number / len(order), "Propagating labels")
            neighbor = i + (1 if nearest[i] > i else -1)
            self._scores[i] = _propagated(
                self._scores[neighbor], shot.frames[neighbor].regions, shot.frames[i].regions
            )

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K)."""
        yield Progress(0, "Coloring")
        return self._scores[frame]


def _propagated(scores: np.ndarray, there: np.ndarray, here: np.ndarray) -> np.ndarray:
    """The scores, f32 (S + 1, K), of the regions of one frame for those of the next: f32 (R + 1, K).

    Each region takes the winner of the one it overlaps most, by intersection over union, if that is enough to be the
    same, else of the one nearest in place and size; each step lowers the score. `there` and `here`: region maps.
    """
    winner, score = scores.argmax(1), scores.max(1)
    candidates = np.flatnonzero(score)
    result = np.zeros((int(here.max(initial=0)) + 1, scores.shape[1]), np.float32)
    if not len(candidates) or len(result) == 1:
        return result
    apart = Places.read(here).distances(Places(Places.read(there).of[candidates - 1]))
    overlap = _overlaps(here, there)[1:, candidates]
    rows = np.arange(len(overlap))
    nearest, covered = apart.argmin(1), overlap.argmax(1)
    is_same = overlap[rows, covered] >= SAME
    source = candidates[np.where(is_same, covered, nearest)]
    likeness = np.where(is_same, overlap[rows, covered], SAME * np.exp(-apart[rows, nearest] / FAR))
    result[1 + rows, winner[source]] = likeness * score[source]
    return result


def _overlaps(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Intersection over union of the regions of two frames, f64 (R + 1, S + 1); lines count as regions."""
    shared = tally(here, there, (int(here.max(initial=0)) + 1, int(there.max(initial=0)) + 1))
    areas = shared.sum(1)[:, None] + shared.sum(0)
    return shared / np.maximum(areas - shared, 1)
