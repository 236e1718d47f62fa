"""Disagreement: references that paint the same part of the drawing in different colors.

Colors are compared, not single regions: a match of two regions may be wrong, so what says that color A of one
reference is color B of the next is that most of what matches goes from A to B and comes from A to B, while B is not
in the one and A is gone from the other. Between them the nearer reference wins, and where neither is much nearer all
that has this color is withdrawn. Between a frame and a model sheet the frame wins.

In 20 drawn and 27 rendered shots, any two of the first, the middle, and the last frame, none of 141 pairs is said to
disagree. Where one color of the last frame, 2 % of the figure or more, was made a new one, it was found in 347 of 424
cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from ..drawing.regions import tally
from ..drawing.shot import UNKNOWN, Shot
from ..methods.colorizer import Colorizer
from ..results import DisagreementReport

CLEAR = 0.5  # strength of a match, at least
MOST = 0.6  # of what matches: so much of a color goes to the other, and of that so much comes from it
LEAST = 0.005  # of the painted area that matches: smaller parts are not compared
GONE = 0.05  # of a color's area in one reference: what is left of it in another that has it no more
BEYOND = 1 << 30  # frames: how far a model sheet is
MUCH_NEARER = 3  # times as near: a frame that is so to one of both references is that one's


@dataclass(frozen=True)
class Disagreement:
    """Two references next to each other, by index in order of time, and their colors of the same part: labels.

    Or a finished frame and a model sheet.
    """

    frames: tuple[int, int]
    labels: tuple[int, int]
    is_with_sheet: bool = False  # the second one is a model sheet

    def report(self, shot: Shot) -> DisagreementReport:
        one, other = (shot.frames[i].time for i in self.frames)
        return DisagreementReport((one, other), shot.palette[list(self.labels)])

    def away(self, frame: int) -> tuple[int, int]:
        """How far a frame is from both references; a model sheet is farther than any frame."""
        one, other = (abs(frame - i) for i in self.frames)
        return one, BEYOND if self.is_with_sheet else other

    def is_open(self, frame: int) -> bool:
        """Whether a frame lies between both references and is not much nearer to one of them."""
        near, far = sorted(self.away(frame))
        return not self.is_with_sheet and self.frames[0] < frame < self.frames[1] and far < MUCH_NEARER * near


def find_disagreements(shot: Shot, colorizer: Colorizer) -> list[Disagreement]:
    """Those of the finished frames next to each other, and of each of these with each model sheet.

    Once the shot is learned.
    """
    sheets = sorted(shot.labels.keys() - shot.finished.keys())
    pairs = [(False, pair) for pair in pairwise(shot.finished)]
    pairs += [(True, pair) for pair in product(shot.finished, sheets)]
    return [
        Disagreement(pair, labels, is_with_sheet)
        for is_with_sheet, pair in pairs
        for labels in _changed_colors(shot, colorizer, *pair)
    ]


def nearer_wins(disagreements: Sequence[Disagreement], frame: int, scores: np.ndarray) -> np.ndarray:
    """The scores of a frame, f32 (R + 1, K), with those of both colors given to that of the nearer reference."""
    if not disagreements:
        return scores
    scores = scores.copy()
    # The nearest has the last word.
    for one in sorted(disagreements, key=lambda one: sorted(one.away(frame)), reverse=True):
        first, second = one.away(frame)
        winner, loser = one.labels if first <= second else one.labels[::-1]
        scores[:, winner] += scores[:, loser]
        scores[:, loser] = 0
    return scores


def open_labels(disagreements: Sequence[Disagreement], frame: int) -> set[int]:
    """The labels whose regions are to be withdrawn in a frame."""
    return {label for one in disagreements if one.is_open(frame) for label in one.labels}


def _changed_colors(shot: Shot, colorizer: Colorizer, one: int, other: int) -> list[tuple[int, int]]:
    """The labels that two references give to the same parts, where they differ, see above."""
    count = len(shot.palette)
    area, area_there = (_areas_by_label(shot, i) for i in (one, other))
    is_gone = (area > 0) & (area_there <= GONE * area)
    is_new = (area_there > 0) & (area <= GONE * area_there)
    is_gone[0] = is_new[0] = False  # unpainted
    if not is_gone.any() or not is_new.any():
        return []
    pairs = [pair[:2] for pair in colorizer.same_parts(shot, one, other) if pair[2] >= CLEAR]
    here, there = np.array(pairs, int).reshape(-1, 2).T
    size = np.minimum(shot.frames[one].areas[here], shot.frames[other].areas[there])
    labels, labels_there = shot.labels[one][here], shot.labels[other][there]
    known = (labels != UNKNOWN) & (labels_there != UNKNOWN)
    matched = tally(labels[known], labels_there[known], (count, count), size[known])
    is_one_part = (matched >= MOST * matched.sum(1, keepdims=True)) & (matched >= MOST * matched.sum(0))
    is_one_part &= matched > LEAST * matched[1:, 1:].sum()
    is_one_part &= is_gone[:, None] & is_new
    return [(int(label), int(label_there)) for label, label_there in np.argwhere(is_one_part)]


def _areas_by_label(shot: Shot, frame: int) -> np.ndarray:
    """The pixels of the regions of each label in a finished frame: f64 (K,)."""
    labels = shot.labels[frame]
    is_known = labels != UNKNOWN
    is_known[0] = False
    return np.bincount(labels[is_known], shot.frames[frame].areas[is_known], len(shot.palette))
