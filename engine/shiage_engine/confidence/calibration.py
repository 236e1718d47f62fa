"""Calibration: from scores to the probability that a region's color is right.

Evidence is two numbers: the winner's share of its row, and the row's sum, which is the method's trust. Why not the
share alone: it compares the colors of the references with each other, and cannot show that none of them fits (ranked
by share alone, drawn shots with one reference can be painted to .50 at true 98 %; with what trust adds, to .55 and
more: docs/experiments.md, "Confidence"). Why log odds: between shares of .99 and .999 errors become ten times rarer,
which is lost on a straight scale. Why knots: a logistic curve alone was far too modest at the upper end (it painted
14 % at the target of 99.9 %), while an isotonic one with 16 knots is right there (the same section).

The curve is fitted by tools/fit_confidence.py on generated shots, which no published figure is taken from. How far a
shot is from those, the curve cannot tell: references left out of learning, one at a time, estimate that as a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..drawing.shot import UNKNOWN

# Log odds of 0 and 1 are infinite, so shares and trust are clipped: the fit has no data beyond these limits.
SHARE_LIMIT = 1e-4
TRUST_LIMITS = (1e-3, 1 - 1e-4)
SHIFT_SPREAD = (
    0.7  # standard deviation of the shift's prior, in log odds: how far shots differ in calibration
)
LARGEST_SHIFT = 60.0  # bounds the search, in log odds: a million regions, all wrong, stay under 20
SLOPE = 1e-3  # log odds by evidence: beyond the last knot the curve is flat, where regions would tie


@dataclass(frozen=True)
class Calibration:
    """Maps evidence, a weighted sum of the log odds of share and trust, to the log odds of being right."""

    share: float
    trust: float
    knots: tuple[float, ...]  # evidence, rising
    odds: tuple[float, ...]  # log odds of being right at the knots, never falling; straight lines between
    shift: float = 0.0  # of this shot, in log odds

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """Estimated probability that the winner of each row is right: f32 (R + 1,); the line's is 0.

        `scores`: (R + 1, K); a row's sum is the method's trust that any color of the palette fits.
        """
        confidence: np.ndarray = probability(self._log_odds(scores)).astype(np.float32)
        confidence[0] = 0
        return confidence

    def shift_for(self, held_out: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
        """The shift of a shot, in log odds, never above 0, by the accuracy on references left out of learning.

        `held_out`: for each of them the scores (R + 1, K) and the painter's labels (R + 1,). The shift is the most
        probable one under a normal prior of zero mean (maximum a posteriori). It is multiplied by (n - 1) / n for n
        references, since each was predicted from one fewer than there are. It only lowers confidence: drawings like
        the references do not show how the method does on drawings unlike them.
        """
        odds, right = [], []
        for scores, labels in held_out:
            known = labels != UNKNOWN
            known[0] = False
            odds.append(self._log_odds(scores)[known])
            right.append((scores.argmax(1) == labels)[known])
        all_odds, all_right = np.concatenate([*odds, []]), np.concatenate([*right, []])

        def is_too_low(shift: float) -> bool:  # by the derivative of the log posterior
            return bool((all_right - probability(all_odds + shift)).sum() >= shift / SHIFT_SPREAD**2)

        if is_too_low(0):
            return 0.0
        low, high = -LARGEST_SHIFT, 0.0
        for _ in range(60):  # bisection: Newton's method diverges where many confident regions were wrong
            middle = (low + high) / 2
            low, high = (middle, high) if is_too_low(middle) else (low, middle)
        return high * (len(held_out) - 1) / len(held_out)

    def _log_odds(self, scores: np.ndarray) -> np.ndarray:
        along = evidence(scores) @ (self.share, self.trust)
        log_odds: np.ndarray = np.interp(along, self.knots, self.odds) + SLOPE * along + self.shift
        return log_odds


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
