"""Judging a raw drawing by pixels: a region may hold several colors, and the figure may be open to the background."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..drawing.regions import tally
from ..files.labelled_shots import BACKGROUND, LINE, NO_TRUTH
from ..results import FrameResult
from .metrics import Ranking
from .truth import TruthShot, color_numbers


@dataclass(frozen=True)
class InkFigures:
    """Shares in [0, 1]; NaN where there was nothing to count. The figure is what is painted in truth."""

    figure_accuracy: float  # pixels of the figure that are right, before withdrawal
    best: float  # of the figure's pixels, if each region had the color that most of its pixels have
    left: float  # of the figure's pixels, left unpainted by the method: leaked into the background, or missed
    spilled: float  # of the background's pixels, painted
    coverage: float  # of the figure's pixels, in regions that were not withdrawn
    selective_accuracy: float  # of those


@dataclass(frozen=True)
class Pixels:
    """The engine's regions of one frame, one entry a region, each array (N,); counts are pixels, i64."""

    figure: np.ndarray  # painted in truth
    right: np.ndarray  # of those, in the color of the truth
    most: np.ndarray  # of those, that would be right if the whole region had its most common color
    background: np.ndarray  # not painted in truth
    blank: np.ndarray  # bool: left unpainted by the method itself, as background
    withdrawn: np.ndarray  # bool
    confidence: np.ndarray  # f32, in [0, 1]

    @property
    def ranking(self) -> Ranking:
        """The regions, each counting by its pixels of the figure."""
        return Ranking(self.confidence, self.right.astype(np.float64), self.figure.astype(np.float64))

    @property
    def figures(self) -> InkFigures:
        kept = ~self.withdrawn
        return InkFigures(
            figure_accuracy=_share(self.right, self.figure),
            best=_share(self.most, self.figure),
            left=_share(self.figure * self.blank, self.figure),
            spilled=_share(self.background * ~self.blank, self.background),
            coverage=_share(self.figure * kept, self.figure),
            selective_accuracy=_share(self.right * kept, self.figure * kept),
        )


class PixelJudge:
    """Judges the frames of a shot by their pixels; pixels of lines, or without truth, do not count."""

    def __init__(self, shot: TruthShot) -> None:
        self._shot = shot

    def judge(self, painted: FrameResult, raw: np.ndarray | None = None) -> Pixels:
        """The engine's regions, counted by the truth of their pixels; `raw` is not looked at."""
        label = self._shot.label(painted.time, painted.region_map.shape)
        counts = (label != LINE) & (label != NO_TRUTH)
        region, label = painted.region_map[counts], label[counts]
        rows = len(painted.confidence)
        votes = tally(region, label, (rows, 256))
        background = votes[:, BACKGROUND]
        figure = votes.sum(1) - background
        in_figure, color = label != BACKGROUND, painted.color()
        is_right = in_figure & (color_numbers(color)[counts] == self._shot.color_of[label])
        winner = votes.argmax(1)
        blank = np.ones(rows, bool)
        blank[painted.region_map[color[..., 3] > 0]] = False
        withdrawn = np.zeros(rows, bool)
        withdrawn[painted.region_map[painted.withdrawn_pixels()]] = True
        return Pixels(
            figure=figure,
            right=np.bincount(region, is_right, rows).astype(np.int64),
            most=np.where(winner == BACKGROUND, 0, votes.max(1)),
            background=background,
            blank=blank,
            withdrawn=withdrawn,
            confidence=painted.confidence,
        )


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    total = whole.sum()
    return float(part.sum() / total) if total else float("nan")
