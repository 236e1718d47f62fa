"""Calibration: from scores to the probability that a region's color is right.

Evidence is two numbers: the winner's share of its row, and the row's sum, which is the method's trust. Why not the
share alone: it compares the colors of the references with each other, and cannot show that none of them fits (ranked
by share alone, drawn shots with one reference can be painted to .50 at true 98 %; with what trust adds, to .55 and
more: docs/experiments.md, "Confidence"). Why log odds: between shares of .99 and .999 errors become ten times rarer,
which is lost on a straight scale. Why knots: a logistic curve alone was far too modest at the upper end (it painted
14 % at the target of 99.9 %), while an isotonic one with 16 knots is right there (the same section).

The curve and the thresholds are fitted by tools/fit_confidence.py on generated shots, which no published figure is
taken from, for one, two and three references each: with more of them the same evidence is right more often. A
threshold is found once, for all shots, and not for each shot by its mean confidence: that mean is too modest where a
shot is easy, and then the middle of its regions is left unpainted for nothing (docs/experiments.md, "Confidence").
References left out of learning tell nothing of how well a shot will go (their shift correlates with the true one by
.1), so none are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

# Log odds of 0 and 1 are infinite, so shares and trust are clipped: the fit has no data beyond these limits.
SHARE_LIMIT = 1e-4
TRUST_LIMITS = (1e-3, 1 - 1e-4)
TINY = 1e-9
SLOPE = 1e-3  # log odds by evidence: beyond the last knot the curve is flat, where regions would tie


@dataclass(frozen=True)
class Calibration:
    """Maps evidence, a weighted sum of the log odds of share and trust, to the log odds of being right."""

    share: float
    trust: float
    knots: tuple[float, ...]  # evidence, rising
    odds: tuple[float, ...]  # log odds of being right at the knots, never falling; straight lines between
    # Pairs of an accuracy and the least confidence to paint with; both rise.
    thresholds: tuple[tuple[float, float], ...]

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """Estimated probability that the winner of each row is right: f32 (R + 1,); the line's is 0.

        `scores`: (R + 1, K); a row's sum is the method's trust that any color of the palette fits.
        """
        confidence: np.ndarray = probability(self._log_odds(scores)).astype(np.float32)
        confidence[0] = 0
        return confidence

    def threshold(self, accuracy: float) -> float:
        """The least confidence to paint with, for this accuracy of what is painted: straight lines in log odds.

        Infinite for an accuracy of 1, which nobody can promise.
        """
        return threshold(self.thresholds, accuracy)

    def _log_odds(self, scores: np.ndarray) -> np.ndarray:
        along = evidence(scores) @ (self.share, self.trust)
        log_odds: np.ndarray = np.interp(along, self.knots, self.odds) + SLOPE * along
        return log_odds


@cache  # asked for every frame, at all accuracies
def threshold(thresholds: tuple[tuple[float, float], ...], accuracy: float) -> float:
    """The least confidence to paint with, as `Calibration.threshold`; `thresholds` as there, at least two."""
    if accuracy >= 1:
        return np.inf
    accuracies, least = (
        log_odds(np.array(values), TINY, 1 - TINY) for values in zip(*thresholds, strict=True)
    )
    at = float(log_odds(np.array(accuracy), TINY, 1 - TINY))
    # Beyond the first and the last accuracy the line goes on straight.
    part = int(np.clip(np.searchsorted(accuracies, at) - 1, 0, len(accuracies) - 2))
    slope = (least[part + 1] - least[part]) / (accuracies[part + 1] - accuracies[part])
    return float(probability(least[part] + slope * (at - accuracies[part])))


def evidence(scores: np.ndarray) -> np.ndarray:
    """Log odds of the winner's share and of the row's sum: f64 (R + 1, 2)."""
    return np.stack(
        [
            log_odds(share(scores), SHARE_LIMIT, 1 - SHARE_LIMIT),
            log_odds(scores.sum(1), *TRUST_LIMITS),
        ],
        1,
    )


def share(scores: np.ndarray) -> np.ndarray:
    """The winner's share of each row, in [0, 1]: as in Ishii et al. 2020, section 2, of scores instead of pixels."""
    result: np.ndarray = scores.max(1) / np.maximum(scores.sum(1), 1e-12)
    return result


def log_odds(probabilities: np.ndarray, least: float, most: float) -> np.ndarray:
    """Log odds of probabilities, clipped to [`least`, `most`] within (0, 1) so that they are finite."""
    inside = np.clip(probabilities, least, most)
    result: np.ndarray = np.log(inside / (1 - inside))
    return result


def probability(odds: np.ndarray) -> np.ndarray:
    """The probability of log odds: the logistic function."""
    result: np.ndarray = 1 / (1 + np.exp(-odds))
    return result
