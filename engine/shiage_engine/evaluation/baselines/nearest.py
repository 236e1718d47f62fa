"""Nearest region: the color of the reference region that is most similar in place and size."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from ...drawing.shot import UNKNOWN, Shot
from ...methods.colorizer import Colorizer
from ...progress import Progress
from .places import Places

FAR = 0.05  # diagonals of the frame over which the score of a match falls to 1/e


class Nearest(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Remember the regions of the reference frames."""
        yield Progress(0, "Reading the reference frames")
        known = {i: labels[1:] != UNKNOWN for i, labels in shot.known.items()}
        of = [Places.read(shot.frames[i].regions).of[known[i]] for i in shot.references]
        self._places = Places(np.concatenate(of))
        self._labels = np.concatenate([shot.known[i][1:][known[i]] for i in shot.references])

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K)."""
        yield Progress(0, "Coloring")
        apart = Places.read(shot.frames[frame].regions).distances(self._places)
        scores = np.zeros((len(apart) + 1, len(shot.palette)), np.float32)
        for label in np.unique(self._labels):
            scores[1:, label] = np.exp(-apart[:, self._labels == label].min(1, initial=np.inf) / FAR)
        best = scores.max(1, keepdims=True)
        return scores * best / np.maximum(scores.sum(1, keepdims=True), 1e-30)
