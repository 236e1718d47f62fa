"""What a network that knows the character adds to what this shot's references say.

The references say which colors this shot has and where; the network (Ishii et al. 2020, see `unet`), trained on
other shots, what the parts of the character look like, and which colors they have that no reference shows. It may
be wrong about this shot, where she wears other clothes or stands in the night: so it is heard as far as it is right
about the references themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .relaxation import DARK, softmax

WEIGHT = 1.0  # of the network's answer, in log scores, beside the others together; by experiment
HEARSAY = 0.05  # of each color in it: it may be wrong about all of them
MOST = 0.5  # a color with more of a region's pixels is what the network says of it


@dataclass(frozen=True)
class Record:
    """How the network's answers about the reference frames stand beside their paint."""

    right: float  # in [0, 1]: share of the painted regions about which it is right
    has_seen: np.ndarray  # bool (K,): the colors of the references
    is_new: np.ndarray  # bool (K,): those it may bring: no reference has them, nor does one belie them

    @classmethod
    def of(cls, references: Sequence[tuple[np.ndarray, np.ndarray]], count: int) -> Record:
        """`references`: for each the network's answer (R + 1, K) and the labels (R + 1,); `count`: of colors.

        Rows of sum 0, of which the network says nothing, do not count.
        """
        votes = np.concatenate([np.zeros((0, count)), *(says for says, _ in references)])
        labels = np.concatenate([np.zeros(0, np.int32), *(of_regions for _, of_regions in references)])
        is_painted = (labels > 0) & votes.any(1)
        votes, painted = votes[is_painted], labels[is_painted]
        right = float((votes.argmax(1) == painted).mean()) if len(painted) else 0.0
        has_seen = np.isin(np.arange(count), labels)
        is_new = ~has_seen & ~(votes > MOST).any(0) & (right > 0)
        is_new[0] = False
        return cls(right, has_seen, is_new)


def heard(own: np.ndarray, votes: np.ndarray, record: Record) -> np.ndarray:
    """Scores of one frame, (R + 1, K), rows that sum to one, with the network's answer about what references show.

    `own`: likewise, before; `votes`: (R + 1, K), the network's, rows of sum 0 where it says nothing.
    """
    known = np.log(votes * record.has_seen + HEARSAY)
    return softmax(np.log(own + DARK) + WEIGHT * record.right * known)


def with_new(settled: np.ndarray, votes: np.ndarray, record: Record) -> np.ndarray:
    """Settled scores, (R + 1, K), that leave to new colors the share the network gives them, as far as it is heard.

    As far as a region is to be left unpainted, it stays so: the network knows the character, and no backgrounds.
    """
    new = votes * record.is_new * record.right * (1 - settled[:, :1])
    result: np.ndarray = settled * (1 - new.sum(1, keepdims=True)) + new
    return result


def vouched(trust: np.ndarray, settled: np.ndarray, record: Record) -> np.ndarray:
    """The trust in each region's color, (R + 1,): the network alone answers for new ones, by their share."""
    return np.where(record.is_new[settled.argmax(1)], settled.max(1), trust)
