"""Relaxation over the region graph: what surrounds a region tells what it is (relaxation labeling).

Two witnesses are added to a region's own scores, a few rounds long. A reference region whose neighborhood has
the same labels, over lines of the same kind, speaks for its label; and labels that touch in the references,
over such a line, more often than by chance speak for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ...drawing.adjacency import Adjacency

DARK = 1e-3  # no label is impossible
SILENT = -12.0  # the log score of a label that has no witness


@dataclass(frozen=True)
class RelaxationParams:
    """The weights of the witnesses beside a region's own log scores."""

    own: float = 1.5
    neighborhood: float = 5.0
    touch: float = 0.5
    rounds: int = 2


class Relaxation:
    """What the reference frames teach of neighborhoods."""

    def __init__(
        self,
        references: Sequence[tuple[Adjacency, np.ndarray]],
        colors: int,
        params: RelaxationParams | None = None,
    ) -> None:
        """`references`: adjacency and labels i32 (R + 1,) of each reference frame; `colors`: K."""
        self._params = params or RelaxationParams()
        self._colors = colors
        witnesses, labels = [], []
        counts = np.zeros((2, colors, colors))
        for adjacency, of_region in references:
            sure = one_hot(of_region, colors)
            kinds = _black_and_trace(adjacency)
            known = sure.any(1)
            witnesses.append(_histograms(kinds, sure)[known])
            labels.append(of_region[known])
            for kind, borders in enumerate(kinds):
                counts[kind] += sure.T @ (borders.sign() @ sure)
        self._affinity = [_log_affinity(count) for count in counts]
        distinct, self._labels = _distinct(np.concatenate(witnesses), np.concatenate(labels))
        self._witnesses = np.sqrt(distinct).astype(np.float32)

    def relax(self, scores: np.ndarray, adjacency: Adjacency) -> np.ndarray:
        """Relaxed scores of one frame, f32 (R + 1, K), rows summing to one; `scores` likewise."""
        kinds = _black_and_trace(adjacency)
        border = np.maximum(sum(borders.sum(1) for borders in kinds), 1e-6)[:, None]
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
        """How well the best witness of each label fits, log scale, 0 for the best label: f64 (R + 1, K)."""
        alike = np.sqrt(histograms).astype(np.float32) @ self._witnesses.T
        fit = -self._params.neighborhood * (2 - 2 * alike)  # twice the squared Hellinger distance
        best = np.full((len(histograms), self._colors), -np.inf)
        for label in np.unique(self._labels):
            best[:, label] = fit[:, self._labels == label].max(1)
        return np.maximum(best - best.max(1, keepdims=True), SILENT)


def one_hot(labels: np.ndarray, colors: int) -> np.ndarray:
    """Scores that are certain, f32 (R + 1, K); the line and unknown labels have none."""
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
    black, *trace = adjacency.by_kind
    return [black, csr_array(sum(trace[1:], start=trace[0]))]


def _histograms(kinds: Sequence[csr_array], scores: np.ndarray) -> np.ndarray:
    """Expected labels around each region, as shares of its border, by kind of line: (R + 1, 2 K)."""
    border = np.maximum(sum(borders.sum(1) for borders in kinds), 1e-6)[:, None]
    return np.concatenate([(borders @ scores) / border for borders in kinds], 1)


def _log_affinity(count: np.ndarray) -> np.ndarray:
    """How much more often than by chance two labels touch, log scale: (K, K), from counts of touching pairs."""
    by_label = count.sum(1, keepdims=True)
    by_chance = by_label @ by_label.T / max(count.sum(), 1)
    affinity: np.ndarray = np.log((count + 1) / (by_chance + 1))
    return affinity


def _distinct(witnesses: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Witnesses that say the same, to a tenth of the border, once: crowds have thousands of regions."""
    key = np.concatenate([np.round(witnesses * 10), labels[:, None]], 1)
    _, first = np.unique(key, axis=0, return_index=True)
    return witnesses[first], labels[first]
