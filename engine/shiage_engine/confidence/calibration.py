"""Calibration: from scores to the probability that a region's color is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..drawing.shot import UNKNOWN

SHARE_LIMIT = 1e-4  # shares and trust are kept this far from 0 and 1, whose odds have no end
TRUST_LIMITS = (1e-3, 1 - 1e-4)
SHIFT_SPREAD = 0.7  # how far shots differ in calibration: standard deviation of the shift, in log odds
LARGEST_SHIFT = 60.0  # in log odds; no drawing has so many regions that more were probable
SLOPE = 1e-3  # ties between regions beyond the last knot are broken by their evidence


@dataclass(frozen=True)
class Calibration:
    """Evidence, linear in the log odds of the winner's share and of the row's sum, to log odds of being right."""

    share: float
    trust: float
    knots: tuple[float, ...]  # evidence, rising
    odds: tuple[float, ...]  # log odds of being right at the knots, never falling; straight lines between
    shift: float = 0.0  # of this shot, in log odds

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """Estimated probability that the winner of each row is right: f32 (R + 1,); the line's is 0.

        `scores`: (R + 1, K); a row's sum is how far the method trusts that any color of the palette fits.
        """
        confidence: np.ndarray = probability(self._log_odds(scores)).astype(np.float32)
        confidence[0] = 0
        return confidence

    def shift_for(self, held_out: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
        """How much less sure to be in a shot, by what happened on reference frames that were left out of learning.

        `held_out`: for each of them the scores (R + 1, K) and the painter's labels (R + 1,). The shift, in log
        odds, is the most probable one under a prior around none (maximum a posteriori). Of it counts the share of
        references that the others were learned from, (n - 1) / n, for with all of them more is known; and it is
        never above 0: a shot's references can be evidence against, but not for, drawings unlike them.
        """
        odds, right = [], []
        for scores, labels in held_out:
            known = labels != UNKNOWN
            known[0] = False
            odds.append(self._log_odds(scores)[known])
            right.append((scores.argmax(1) == labels)[known])
        all_odds, all_right = np.concatenate([*odds, []]), np.concatenate([*right, []])

        def is_too_low(shift: float) -> bool:
            return bool((all_right - probability(all_odds + shift)).sum() >= shift / SHIFT_SPREAD**2)

        if is_too_low(0):
            return 0.0
        low, high = -LARGEST_SHIFT, 0.0
        for _ in range(60):  # halving: Newton's method runs away where many sure regions were wrong
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
    """The winner's share of each row, in [0, 1]: Ishii et al. 2020, section 2, over scores instead of pixels."""
    result: np.ndarray = scores.max(1) / np.maximum(scores.sum(1), 1e-12)
    return result


def log_odds(chance: np.ndarray, least: float, most: float) -> np.ndarray:
    """Log odds of chances that are kept within two bounds in (0, 1), since 0 and 1 have none that is finite."""
    inside = np.clip(chance, least, most)
    result: np.ndarray = np.log(inside / (1 - inside))
    return result


def probability(odds: np.ndarray) -> np.ndarray:
    """The chance that log odds stand for."""
    result: np.ndarray = 1 / (1 + np.exp(-odds))
    return result
