"""What the U-net of a character adds to what this shot's references show.

The references show which colors this shot has and where; the network (Ishii et al. 2020, see `methods.unet`), trained
on other shots, knows what the parts of the character look like, and which colors they have that no reference shows.
It may be wrong about this shot, where the character wears other clothes or stands in the night: so its weight is the
share of the references that it colors right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..shared.relaxation import DARK, softmax

WEIGHT = 1.0  # of the network's answer, in log scores, beside the others together; by experiment
LEAST_SHARE = 0.05  # of each color in the network's answer: it may be wrong about all of them
MAJORITY = 0.5  # a color with more of a region's pixels is the network's answer


@dataclass(frozen=True)
class Agreement:
    """How the network's answers about the reference frames compare with their paint."""

    accuracy: float  # in [0, 1]: share of the painted regions that the network colors right
    is_in_references: np.ndarray  # bool (K,): the colors of the references
    is_new: np.ndarray  # bool (K,): colors it may add: no reference has them, and none contradicts them

    @classmethod
    def of(cls, references: Sequence[tuple[np.ndarray, np.ndarray]], count: int) -> Agreement:
        """`references`: for each the network's answer (R + 1, K) and the labels (R + 1,); `count`: of colors.

        Rows of sum 0, for which the network has no answer, do not count.
        """
        votes = np.concatenate([np.zeros((0, count)), *(answer for answer, _ in references)])
        labels = np.concatenate([np.zeros(0, np.int32), *(of_regions for _, of_regions in references)])
        is_painted = (labels > 0) & votes.any(1)
        votes, painted = votes[is_painted], labels[is_painted]
        accuracy = float((votes.argmax(1) == painted).mean()) if len(painted) else 0.0
        is_in_references = np.isin(np.arange(count), labels)
        is_new = ~is_in_references & ~(votes > MAJORITY).any(0) & (accuracy > 0)
        is_new[0] = False
        return cls(accuracy, is_in_references, is_new)


def add_known_colors(own: np.ndarray, votes: np.ndarray, agreement: Agreement) -> np.ndarray:
    """Scores of one frame, (R + 1, K), rows that sum to one, with the network's answer about the references' colors.

    `own`: likewise, before; `votes`: (R + 1, K), the network's, rows of sum 0 where it has no answer.
    """
    known = np.log(votes * agreement.is_in_references + LEAST_SHARE)
    return softmax(np.log(own + DARK) + WEIGHT * agreement.accuracy * known)


def add_new_colors(settled: np.ndarray, votes: np.ndarray, agreement: Agreement) -> np.ndarray:
    """Settled scores, (R + 1, K), in which new colors have the share that the network gives them, by its accuracy.

    As far as a region is to be left unpainted, it stays so: the network knows the character, and no backgrounds.
    """
    new = votes * agreement.is_new * agreement.accuracy * (1 - settled[:, :1])
    result: np.ndarray = settled * (1 - new.sum(1, keepdims=True)) + new
    return result


def override_new(trust: np.ndarray, settled: np.ndarray, agreement: Agreement) -> np.ndarray:
    """The trust in each region's color, (R + 1,): of a new color it is the share that the network gives it."""
    return np.where(agreement.is_new[settled.argmax(1)], settled.max(1), trust)
