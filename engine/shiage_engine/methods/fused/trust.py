"""Trust: how far a settled color may be believed, from what the methods behind it say of the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...confidence.calibration import log_odds, probability
from ...drawing.descriptors import Described
from ..few_shot.colorizer import BACKGROUND
from .trust_weights import BIAS, WEIGHTS

NEAR_CERTAIN, NEAR_ENOUGH = 1e-4, 1e-2  # how near shares are let to 0 and 1, whose odds have no end
SIZE = 8  # the column of the descriptors that is the log of a region's area, in spreads of the figure

FEATURES = (
    "settled",  # log odds of the winner's share after settling
    "matcher",  # of its share among the matcher's answers
    "few_shot",  # of its share by few-shot, before settling
    "unmatched",  # of the matcher's "none of these"
    "familiar",  # log of how near the region is to any of a reference
    "size",  # log of the area against the figure's
    "away",  # log of the frames to the nearest reference
    "in_time",  # log odds of the winner's mean share in linked frames
    "linked",  # 1 where there is a linked frame
    "around",  # log odds of the neighbors' mean certainty
    "trace",  # share of the border that is trace lines
    "disagree",  # 1 where the two methods have different winners
    "background",  # 1 where a region that holds much of the frame's edge is left unpainted
)


@dataclass(frozen=True)
class Answers:
    """What is known of one frame's regions when they are settled."""

    settled: np.ndarray  # (R + 1, K), rows sum to one
    matched: np.ndarray  # (R + 1, K), rows sum to at most one
    few_shot: np.ndarray  # (R + 1, K), rows sum to one
    familiar: np.ndarray  # (R + 1,) in (0, 1]
    away: int  # frames to the nearest reference, at least 1
    described: Described


def features(
    answers: Answers, links: Sequence[tuple[int, np.ndarray, np.ndarray]], all_settled: Sequence[np.ndarray]
) -> np.ndarray:
    """FEATURES of one frame's regions, f64 (R + 1, F). `links`, `all_settled`: as `settling` has them."""
    described, settled = answers.described, answers.settled
    rows, winner = np.arange(len(settled)), settled.argmax(1)
    linked, in_time = np.zeros(len(rows)), np.zeros(len(rows))
    for other, here, there in links:
        in_time[here] += all_settled[other][there, winner[here]]
        linked[here] += 1
    in_time = np.where(linked > 0, in_time / np.maximum(linked, 1), 0.5)
    total = described.adjacency.total
    border = np.maximum(total.sum(1), 1e-6)
    trace = sum(kind.sum(1) for kind in described.adjacency.by_kind[1:]) / border
    return np.stack(
        [
            _log_odds(settled[rows, winner], NEAR_CERTAIN),
            _log_odds(answers.matched[rows, winner], NEAR_CERTAIN),
            _log_odds(answers.few_shot[rows, winner], NEAR_CERTAIN),
            _log_odds(1 - answers.matched.sum(1), NEAR_ENOUGH),
            np.log(answers.familiar),
            described.features[:, SIZE],
            np.full(len(rows), np.log(answers.away)),
            _log_odds(in_time, NEAR_ENOUGH),
            linked > 0,
            _log_odds((total @ settled.max(1)) / border, NEAR_ENOUGH),
            trace,
            answers.matched.argmax(1) != answers.few_shot.argmax(1),
            (described.edge_share >= BACKGROUND) & (winner == 0),
        ],
        1,
    )


def trust(of_regions: np.ndarray) -> np.ndarray:
    """The probability that each region's color is right, f64 (R + 1,), by a logistic fit on generated shots."""
    return probability(of_regions @ np.array(WEIGHTS) + BIAS)


def _log_odds(share: np.ndarray, least: float) -> np.ndarray:
    return log_odds(share, least, 1 - least)
