"""Which regions to leave unpainted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from ..drawing.shot import UNKNOWN
from .calibration import Calibration, share

SHARE_THRESHOLD = 0.8  # Ishii et al. 2020, section 2: a smaller share of the winning label is withdrawn
SURE_SUSPECT = 0.95  # confidence from which on a suspect is painted in whatever color
PAINTED = 255  # painted by the painter: at every accuracy
# Of the references' figure, beside its lines, a frame has at least so much, else the background has run into it. In
# drawings of closed lines no frame has less than .86 of it.
LEAST_FIGURE = 0.6


class Verdict(NamedTuple):
    """What is to be done with the colors of one frame's regions."""

    confidence: np.ndarray  # f32 (R + 1,) in [0, 1]
    painted_steps: np.ndarray  # u8 (R + 1,): at how many accuracies, from the lowest on, or PAINTED
    withdrawn: np.ndarray  # bool (R + 1,): at the accuracy that was asked for; never the line


class Thresholds(NamedTuple):
    """The least confidence to paint with."""

    asked: float  # at the accuracy that was asked for
    steps: tuple[float, ...]  # at each accuracy that can be asked for, rising

    @classmethod
    def of(cls, calibration: Calibration, accuracy: float, accuracies: Sequence[float]) -> Thresholds:
        return cls(calibration.threshold(accuracy), tuple(map(calibration.threshold, accuracies)))


def by_threshold(
    scores: np.ndarray,
    calibration: Calibration,
    accuracy: float,
    accuracies: Sequence[float],
    purity: np.ndarray | None = None,
    *,
    most: np.ndarray | None = None,
) -> Verdict:
    """Withdraw the regions whose confidence is under the threshold of the accuracy that is asked for.

    The threshold of an accuracy is fixed, found on generated shots (see `prior`): so each region is judged by itself,
    and a region more or a sure one less elsewhere changes nothing here.

    `scores`: of one frame, (R + 1, K); `accuracies`: rising, for `Verdict.painted_steps`; `purity`: f32 (K,) as in
    Shot; `most`: f32 (R + 1,), how sure each region may be. Even the best color of a region of mixed colors is wrong
    for some of its pixels: a label less pure than the accuracy is withdrawn whatever its confidence.
    """
    confidence = calibration.confidence(scores)
    if most is not None:
        confidence = np.minimum(confidence, most)
    pure = np.ones(len(confidence)) if purity is None else purity[scores.argmax(1)]

    def is_painted(least: float, at: float) -> np.ndarray:
        return (confidence >= least) & (pure >= at)

    thresholds = Thresholds.of(calibration, accuracy, accuracies)
    painted = [is_painted(*both) for both in zip(thresholds.steps, accuracies, strict=True)]
    return _verdict(confidence, np.sum(painted, 0).astype(np.uint8), is_painted(thresholds.asked, accuracy))


def by_share(scores: np.ndarray, accuracies: Sequence[float]) -> Verdict:
    """Withdraw as Ishii et al. 2020 do: where the winning label's share is under 0.8, whatever the accuracy."""
    confidence = share(scores).astype(np.float32)
    is_painted = confidence >= SHARE_THRESHOLD
    return _verdict(confidence, np.where(is_painted, len(accuracies), 0).astype(np.uint8), is_painted)


def without_suspects(
    verdict: Verdict, labels: np.ndarray, suspect: int, across_openings: np.ndarray
) -> Verdict:
    """`verdict` with the suspects of a leak withdrawn.

    Three kinds stay: those to be left unpainted, which spoil nothing; those of one color with a region on the other
    side of an opening that is no suspect, since whether the opening is meant or not, that is their color; and those
    that are surer of their color than any other region has to be.

    `labels`: i32 (R + 1,), what each region is to be painted with; `suspect`: the first suspect's id;
    `across_openings`: i32 (N, 2), see `drawing.adjacency`.
    """
    is_suspect = np.arange(len(labels)) >= suspect
    one, other = across_openings[labels[across_openings[:, 0]] == labels[across_openings[:, 1]]].T
    is_alike = np.zeros(len(labels), bool)
    is_alike[other[~is_suspect[one]]] = True
    is_doubted = is_suspect & (labels > 0) & ~is_alike & (verdict.confidence < SURE_SUSPECT)
    return _doubted(verdict, is_doubted)


def without_merged(verdict: Verdict, merged: Sequence[int]) -> Verdict:
    """`verdict` with the regions withdrawn that have likely run into others, by id: part of each is another color."""
    return _doubted(verdict, np.isin(np.arange(len(verdict.confidence)), merged)) if merged else verdict


class Figure(NamedTuple):
    """How much is drawn in a frame, and how much of it is to be painted: pixels."""

    lines: int
    painted: int

    @classmethod
    def of(cls, labels: np.ndarray, area: np.ndarray, pixels: int = 0) -> Figure:
        """`labels`: i32 (R + 1,); `area`: i64 (R + 1,), the lines' first.

        `pixels`: that the painter painted, which are more where a line of his own drawing has stayed open.
        """
        return cls(int(area[0]), max(int(area[1:][labels[1:] != 0].sum()), pixels))

    @property
    def fullness(self) -> float:
        """What is painted for each pixel of the lines: about the same in every pose."""
        return self.painted / max(self.lines, 1)


def without_leaked(
    verdict: Verdict, labels: np.ndarray, area: np.ndarray, finished: Sequence[Figure]
) -> Verdict:
    """`verdict` with the background withdrawn where much of the figure is missing: a line has stayed open somewhere.

    `labels`, `area`: as for `Figure.of`; `finished`: the figures of the finished frames. A frame of far fewer lines
    is another picture, of which they say nothing.
    """
    here, is_unpainted = Figure.of(labels, area), labels[1:] == 0
    is_comparable = bool(finished) and here.lines >= LEAST_FIGURE * min(one.lines for one in finished)
    if not is_comparable or not is_unpainted.any():
        return verdict
    if here.fullness >= LEAST_FIGURE * min(one.fullness for one in finished):
        return verdict
    is_leaked = np.zeros(len(labels), bool)
    is_leaked[1 + int(np.where(is_unpainted, area[1:], 0).argmax())] = True
    return _doubted(verdict, is_leaked)


def without_labels(verdict: Verdict, labels: np.ndarray, doubted: Collection[int]) -> Verdict:
    """`verdict` with all regions withdrawn that have one of the labels `doubted`. `labels`: i32 (R + 1,)."""
    return _doubted(verdict, np.isin(labels, list(doubted))) if doubted else verdict


def keep_known(verdict: Verdict, known: np.ndarray) -> Verdict:
    """`verdict` with the regions that the painter painted kept: certain, and never withdrawn.

    `known`: i32 (R + 1,), their labels, UNKNOWN elsewhere.
    """
    is_known = known != UNKNOWN
    is_known[0] = False
    return Verdict(
        np.where(is_known, np.float32(1), verdict.confidence),
        np.where(is_known, np.uint8(PAINTED), verdict.painted_steps),
        verdict.withdrawn & ~is_known,
    )


def without_withdrawal(verdict: Verdict) -> Verdict:
    """`verdict` for who wants everything painted."""
    return verdict._replace(withdrawn=np.zeros_like(verdict.withdrawn))


def _doubted(verdict: Verdict, is_doubted: np.ndarray) -> Verdict:
    """`verdict` with some regions, bool (R + 1,), withdrawn at every accuracy."""
    return Verdict(
        np.where(is_doubted, np.float32(0), verdict.confidence),
        np.where(is_doubted, np.uint8(0), verdict.painted_steps),
        verdict.withdrawn | is_doubted,
    )


def _verdict(confidence: np.ndarray, steps: np.ndarray, is_painted: np.ndarray) -> Verdict:
    withdrawn = ~is_painted
    withdrawn[0] = False
    return Verdict(confidence, steps, withdrawn)
