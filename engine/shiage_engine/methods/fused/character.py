"""How the prediction of a character's U-net is added to what the references of this shot give.

The references show which colors this shot has and where. The network (Ishii et al. 2020, see `methods.unet`) was
trained on other shots of the character, and predicts colors of parts that no reference shows. It may be wrong about
this shot, in which the clothes or the light are different: so its weight is the share of the references that it
colors right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..shared.relaxation import DARK, softmax

# Weight of the network's log scores beside those of the other methods; by experiment (docs/experiments.md).
WEIGHT = 1.0
LEAST_SHARE = 0.05  # added to each color's share of the network: it may be wrong
MAJORITY = 0.5  # a color with a larger share of a region's pixels is the network's prediction for it


@dataclass(frozen=True)
class Agreement:
    """How the network's predictions for the reference frames compare with their paint."""

    accuracy: float  # in [0, 1]: share of the painted regions that the network colors right
    is_in_references: np.ndarray  # bool (K,): the colors of the references
    is_new: np.ndarray  # bool (K,): colors it may add, which no reference has and none contradicts

    @classmethod
    def of(cls, references: Sequence[tuple[np.ndarray, np.ndarray]], count: int) -> Agreement:
        """`references`: for each the network's shares (R + 1, K) and the labels (R + 1,); `count`: of colors.

        Rows of sum 0, for which the network predicts nothing, do not count.
        """
        votes = np.concatenate([np.zeros((0, count)), *(of_frame for of_frame, _ in references)])
        labels = np.concatenate([np.zeros(0, np.int32), *(of_regions for _, of_regions in references)])
        is_painted = (labels > 0) & votes.any(1)
        votes, painted = votes[is_painted], labels[is_painted]
        accuracy = float((votes.argmax(1) == painted).mean()) if len(painted) else 0.0
        is_in_references = np.isin(np.arange(count), labels)
        is_new = ~is_in_references & ~(votes > MAJORITY).any(0) & (accuracy > 0)
        is_new[0] = False
        return cls(accuracy, is_in_references, is_new)


def add_known_colors(own: np.ndarray, votes: np.ndarray, agreement: Agreement) -> np.ndarray:
    """`own` with the network's shares of the references' colors added: (R + 1, K), rows that sum to one.

    `own`: likewise; `votes`: (R + 1, K), the network's shares, rows of sum 0 where it predicts nothing.
    """
    known = np.log(votes * agreement.is_in_references + LEAST_SHARE)
    return softmax(np.log(own + DARK) + WEIGHT * agreement.accuracy * known)


def add_new_colors(settled: np.ndarray, votes: np.ndarray, agreement: Agreement) -> np.ndarray:
    """`settled`, (R + 1, K), with new colors added: each gets the network's share times its accuracy.

    The share of "left unpainted" keeps its part: the network was trained on the character, not on backgrounds.
    """
    new = votes * agreement.is_new * agreement.accuracy * (1 - settled[:, :1])
    result: np.ndarray = settled * (1 - new.sum(1, keepdims=True)) + new
    return result


def override_new(trust: np.ndarray, settled: np.ndarray, agreement: Agreement) -> np.ndarray:
    """`trust`, (R + 1,); for new colors, of which nothing else is known, their settled share instead."""
    return np.where(agreement.is_new[settled.argmax(1)], settled.max(1), trust)
