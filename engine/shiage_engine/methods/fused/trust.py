"""Trust: the probability that a settled color is right, by a logistic fit on features of the region.

Why a fit on these features (docs/experiments.md, "Trust"; shares of regions that can be painted at true 98 %, drawn
shots): the settled share and the matcher's alone paint .767 with one reference and .799 with two; with size,
distance, trace lines and "no match" .781 and .822; with the others .776 and .828. Boosted trees on all of them are no
better, so the fit is linear. It is made on generated shots of two styles, never on shots that figures are taken from:
fitted on rendered shots alone, it would promise too much on drawn ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...confidence.calibration import log_odds, probability
from ...drawing.descriptors import Described
from ...drawing.schema import column
from ..few_shot.colorizer import BACKGROUND
from .trust_weights import BIAS, WEIGHTS

# Shares are kept this far from 0 and 1, where log odds are infinite: the winner's own, and means over other regions.
NEAR_CERTAIN, NEAR_ENOUGH = 1e-4, 1e-2
SIZE = column("log_relative_area")

FEATURES = (
    "settled",  # log odds of the winner's share after settling
    "matcher",  # log odds of its share by the matcher
    "few_shot",  # log odds of its share by few-shot, before settling
    "unmatched",  # log odds of the matcher's "no match"
    "familiar",  # log of the familiarity, see `few_shot.colorizer.Evidence`
    "size",  # log of the area against the figure's
    "away",  # log of the distance to the nearest reference, in frames
    "in_time",  # log odds of the winner's mean share in linked frames
    "linked",  # 1 where there is a linked frame
    "around",  # log odds of the winners' mean share among neighbors
    "trace",  # share of the border that is trace lines
    "disagree",  # 1 where the two methods have different winners
    "background",  # 1 where a region that holds much of the frame's edge is left unpainted
)


@dataclass(frozen=True)
class Answers:
    """The answers for one frame that trust goes by."""

    settled: np.ndarray  # (R + 1, K), rows sum to one
    matched: np.ndarray  # (R + 1, K), rows sum to at most one
    few_shot: np.ndarray  # (R + 1, K), rows sum to one
    familiar: np.ndarray  # (R + 1,) in (0, 1]
    away: int  # frames to the nearest reference, at least 1
    described: Described


def features(
    answers: Answers, links: Sequence[tuple[int, np.ndarray, np.ndarray]], all_settled: Sequence[np.ndarray]
) -> np.ndarray:
    """FEATURES of one frame's regions, f64 (R + 1, F). `links`, `all_settled`: as in `settling.settle`."""
    described, settled = answers.described, answers.settled
    rows, winner = np.arange(len(settled)), settled.argmax(1)
    linked, in_time = np.zeros(len(rows)), np.zeros(len(rows))
    for other, here, there in links:
        in_time[here] += all_settled[other][there, winner[here]]
        linked[here] += 1
    in_time = np.where(linked > 0, in_time / np.maximum(linked, 1), 0.5)
    total = described.adjacency.total
    border = np.maximum(total.sum(1), 1e-6)
    trace = described.adjacency.trace.sum(1) / border
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
    """The probability that each region's color is right, f64 (R + 1,), from their `features`."""
    return probability(of_regions @ np.array(WEIGHTS) + BIAS)


def _log_odds(share: np.ndarray, least: float) -> np.ndarray:
    return log_odds(share, least, 1 - least)
