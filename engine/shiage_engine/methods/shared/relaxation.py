"""Relaxation over the region graph: the labels around a region are evidence for its own (relaxation labeling).

Two kinds of evidence are added to a region's own log scores, in a few rounds, so that labels spread (Rosenfeld,
Hummel and Zucker 1976, "Scene labeling by relaxation operations"):

- Its neighborhood: the labels around it, as shares of its border, over black and over trace lines, are compared with
  those around each reference region; a label scores by its most similar example. Why the most similar and not the
  mean: parts of one color (two sleeves, a collar) lie in different surroundings, and one that is alike is enough. Why
  the Hellinger distance: with L1 the figures of drawn shots were .2 to .3 points lower.
- Its contacts: how much more often than by chance two labels touch in the references, over a line of that kind
  (pointwise mutual information, with one added to each count).

Why trace lines are kept apart: across them one material changes from light to shadow, across black lines it ends.

The weights were chosen by experiment (docs/experiments.md, "Fusion, neighbors in space and in time"): relaxation
gives few-shot .4 points with one reference and .9 with two, and weights from half to twice these change its figures
by less than .5. For the fused method a neighborhood's weight of 2 does as well ("Fusion").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ...drawing.adjacency import Adjacency
from ...limits import DISTANCES

DARK = 1e-3  # added to shares before their logarithm: no label is impossible
NO_EVIDENCE = -12.0  # least log score by neighborhoods: of a label without a similar example
# Examples that each region is compared with, so that time grows with the regions, not with their square.
MOST_EXAMPLES = 2000


@dataclass(frozen=True)
class RelaxationParams:
    """Weights of the log scores: a region's own, those of its neighborhood and of its contacts."""

    own: float = 1.5
    neighborhood: float = 5.0
    touch: float = 0.5
    rounds: int = 2


class Relaxation:
    """Neighborhoods and contacts of the reference frames, and the rounds of relaxation by them."""

    def __init__(
        self,
        references: Sequence[tuple[Adjacency, np.ndarray]],
        colors: int,
        params: RelaxationParams | None = None,
    ) -> None:
        """`references`: adjacency and labels i32 (R + 1,) of each reference frame; `colors`: K."""
        self._params = params or RelaxationParams()
        self._colors = colors
        examples, labels = [], []
        counts = np.zeros((2, colors, colors))
        for adjacency, of_region in references:
            certain = one_hot(of_region, colors)
            kinds = _black_and_trace(adjacency)
            known = certain.any(1)
            examples.append(_histograms(kinds, certain)[known])
            labels.append(of_region[known])
            for kind, borders in enumerate(kinds):
                counts[kind] += certain.T @ (borders.sign() @ certain)
        self._affinity = [_log_affinity(count) for count in counts]
        distinct, of_example = _distinct(examples, np.concatenate(labels))
        order = np.argsort(of_example, kind="stable")
        self._examples = np.sqrt(distinct[order]).astype(np.float32)  # in order of labels
        self._labels, self._starts = np.unique(of_example[order], return_index=True)

    def relax(self, scores: np.ndarray, adjacency: Adjacency) -> np.ndarray:
        """Relaxed scores of one frame, f32 (R + 1, K), rows summing to one; `scores` likewise."""
        kinds = _black_and_trace(adjacency)
        border = _border(kinds)
        own = np.log(scores + DARK)
        relaxed = scores
        for _ in range(self._params.rounds):
            touch = sum(
                (borders @ relaxed) @ affinity.T
                for borders, affinity in zip(kinds, self._affinity, strict=True)
            )
            evidence = (
                self._params.own * own
                + self._neighborhood(_histograms(kinds, relaxed))
                + self._params.touch * touch / border
            )
            relaxed = softmax(evidence)
        return relaxed.astype(np.float32)

    def _neighborhood(self, histograms: np.ndarray) -> np.ndarray:
        """Log scores of labels by their most similar example, 0 for the best label: f64 (R + 1, K)."""
        best = np.full((len(histograms), self._colors), -np.inf)
        at_once = max(DISTANCES // len(self._examples), 1)
        for start in range(0, len(histograms), at_once):
            rows = slice(start, start + at_once)
            similarity = self._examples @ np.sqrt(histograms[rows]).astype(np.float32).T
            most = np.maximum.reduceat(similarity, self._starts, 0).T
            # Twice the squared Hellinger distance to the nearest example of each label.
            best[rows, self._labels] = -self._params.neighborhood * (2 - 2 * most)
        return np.maximum(best - best.max(1, keepdims=True), NO_EVIDENCE)


def one_hot(labels: np.ndarray, colors: int) -> np.ndarray:
    """Labels as certain scores, f32 (R + 1, K); rows of zeros for the line and unknown labels."""
    scores = np.zeros((len(labels), colors), np.float32)
    known = np.flatnonzero(labels >= 0)
    scores[known, labels[known]] = 1
    scores[0] = 0
    return scores


def softmax(evidence: np.ndarray) -> np.ndarray:
    """Log scores (R + 1, K) to shares that sum to one in each row."""
    shares = np.exp(evidence - evidence.max(1, keepdims=True))
    result: np.ndarray = shares / shares.sum(1, keepdims=True)
    return result


def _black_and_trace(adjacency: Adjacency) -> list[csr_array]:
    """The borders along black lines, and those along trace lines of any color: (R + 1, R + 1) each."""
    return [adjacency.black, adjacency.trace]


def _histograms(kinds: Sequence[csr_array], scores: np.ndarray) -> np.ndarray:
    """Expected labels around each region, as shares of its border, by kind of line: (R + 1, 2 K)."""
    border = _border(kinds)
    return np.concatenate([(borders @ scores) / border for borders in kinds], 1)


def _border(kinds: Sequence[csr_array]) -> np.ndarray:
    """The length of the border of each region, never 0: (R + 1, 1)."""
    length: np.ndarray = np.maximum(sum(borders.sum(1) for borders in kinds), 1e-6)[:, None]
    return length


def _log_affinity(count: np.ndarray) -> np.ndarray:
    """Log of how much more often than by chance two labels touch: (K, K), from counts of touching pairs."""
    by_label = count.sum(1, keepdims=True)
    by_chance = by_label @ by_label.T / max(count.sum(), 1)
    affinity: np.ndarray = np.log((count + 1) / (by_chance + 1))
    return affinity


def _distinct(by_frame: Sequence[np.ndarray], labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One of the examples that are alike to a tenth of the border: crowds have thousands of regions.

    To a fifth or a third where these are too many; of what is still too many, the most common ones of each label.
    They are compared by bytes, the label's greater one first: a crowd's shares take eight times as much.
    """
    label_bytes = labels.astype(">u2")[:, None].view(np.uint8)
    for steps in (10, 5, 3):
        shares = np.concatenate([np.round(examples * steps).astype(np.uint8) for examples in by_frame])
        key = np.concatenate([shares, label_bytes], 1)
        _, first, count = np.unique(key, axis=0, return_index=True, return_counts=True)
        if len(first) <= MOST_EXAMPLES:
            return _rows(by_frame, first), labels[first]
    order = np.lexsort((-count, labels[first]))  # by label, the most common first
    of_label = labels[first][order]
    rank = np.arange(len(order)) - np.searchsorted(of_label, of_label)
    kept = first[order[np.argsort(rank, kind="stable")[:MOST_EXAMPLES]]]
    return _rows(by_frame, kept), labels[kept]


def _rows(by_frame: Sequence[np.ndarray], rows: np.ndarray) -> np.ndarray:
    """Rows of arrays that would follow each other."""
    found = np.empty((len(rows), by_frame[0].shape[1]), by_frame[0].dtype)
    start = 0
    for examples in by_frame:
        of_frame = (rows >= start) & (rows < start + len(examples))
        found[of_frame] = examples[rows[of_frame] - start]
        start += len(examples)
    return found
