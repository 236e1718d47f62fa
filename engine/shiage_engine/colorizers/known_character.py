"""What a network that knows the character adds to what this shot's references say.

The references say which colors this shot has and where; the network (Ishii et al. 2020, see `unet`), trained on
other shots, what the parts of the character look like, and which colors they have that no reference shows.
"""

from __future__ import annotations

import numpy as np

from .relaxation import DARK, softmax

WEIGHT = 1.0  # of the network's answer, in log scores, beside the others together; by experiment
HEARSAY = 0.05  # of each color in it: it may be wrong about all of them


def heard(own: np.ndarray, votes: np.ndarray, has_seen: np.ndarray) -> np.ndarray:
    """Scores of one frame, (R + 1, K), rows that sum to one, with the network's answer about what references show.

    `own`: likewise, before; `votes`: (R + 1, K), the network's, rows of sum 0 where it says nothing; `has_seen`:
    bool (K,), the colors of the references.
    """
    known = votes * has_seen
    return softmax(np.log(own + DARK) + WEIGHT * np.log(known + HEARSAY))


def with_unseen(settled: np.ndarray, votes: np.ndarray, has_seen: np.ndarray) -> np.ndarray:
    """Settled scores, (R + 1, K), that leave to the colors no reference shows the share the network gives them.

    As far as a region is to be left unpainted, it stays so: the network knows the character, and no backgrounds.
    """
    is_new = ~has_seen
    is_new[0] = False
    new = votes * is_new * (1 - settled[:, :1])
    result: np.ndarray = settled * (1 - new.sum(1, keepdims=True)) + new
    return result


def seen_in(labels: list[np.ndarray], count: int) -> np.ndarray:
    """Which of `count` colors the regions of reference frames have, by their labels i32 (R + 1,): bool (K,)."""
    found = np.concatenate([np.zeros(0, np.int32), *(of_regions[1:] for of_regions in labels)])
    return np.isin(np.arange(count), found)
