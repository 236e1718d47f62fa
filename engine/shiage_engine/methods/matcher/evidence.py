"""Evidence from neighbors for pairs of regions that may be the same.

The given frames that a target is compared with lie side by side, as one frame that holds all their regions: a call
costs more than what it adds up, where frames have some seventy regions. N: regions of the target; M: of the given
frames; C: candidates of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import torch
from torch import Tensor
from torch.nn import functional as F

from .pairs import CELLS_AT_ONCE, Encoded, blocks

EVIDENCE = 6  # features of a pair that change with each answer, see `Evidence`
LABELS = 16  # around a region, see `_products`
SMALL = 1e-6
# Only excluded pairs, whose shares do not matter, are beyond: clamped, no sum overflows.
FARTHEST_LOGIT = 60.0


class Evidence:
    """What neighbors add to the pairs of a target and given frames. Made once, then used in every round."""

    def __init__(self, target: Encoded, given: Sequence[Encoded], labels: Tensor, candidates: Tensor) -> None:
        """`given`: side by side; `labels`: theirs, f32 (M, K); `candidates`: i64 (N, C)."""
        self._candidates, self._others = candidates, len(labels)
        borders = [
            (target.black, _along_diagonal([one.black for one in given])),
            (target.trace, _along_diagonal([one.trace for one in given])),
        ]
        self._ours = [ours for ours, _ in borders]
        self._joints = [_Joint(ours, theirs, candidates) for ours, theirs in borders]
        self._known = [(torch.sparse.mm(theirs, labels) + SMALL).sqrt() for _, theirs in borders]

    def __call__(self, matches: Tensor, logits: Tensor, answer: Tensor) -> Tensor:
        """Features of each pair from the last round: f32 (EVIDENCE, N, C).

        The probability of the match from either side; then, over black and over trace lines, how far the neighbors
        of both regions match each other, and how alike the expected labels around both are (Bhattacharyya
        coefficient).

        `matches`: f32 (N, C), probabilities; `logits`: f32 (N, C); `answer`: f32 (N, K), probabilities of labels.
        """
        back = _softmax_of_columns(logits, self._candidates, self._others)
        parts = [(matches + 1e-4).log() / 8, (back + 1e-4).log() / 8]
        for ours, joint, known in zip(self._ours, self._joints, self._known, strict=True):
            expected = (torch.sparse.mm(ours, answer) + SMALL).sqrt()
            parts += [joint(matches), _products(expected, known, self._candidates)]
        return torch.stack(parts)


class _Joint:
    """Sums matches over the neighbors of both regions of a pair, weighed by their shares of the borders.

    For the pair (i, j): the sum of ours[i, a] * matches[a, b] * theirs[j, b] over all neighbors a of i and b of j.
    """

    def __init__(self, ours: Tensor, theirs: Tensor, candidates: Tensor) -> None:
        """`ours`, `theirs`: sparse f32 (N, N) and (M, M), coalesced; `candidates`: i64 (N, C)."""
        self._shape = candidates.shape
        self._others = len(theirs)
        self._blocks = []
        starts, (row, neighbor), share = _starts(ours), ours.indices(), ours.values()
        their_starts, their_neighbor, their_share = _starts(theirs), theirs.indices()[1], theirs.values()
        degree = their_starts.diff()
        for rows in blocks(len(candidates), self._others):
            edges = slice(int(starts[rows.start]), int(starts[rows.stop]))
            added = (row[edges, None] - rows.start) * self._others + candidates[neighbor[edges]]
            theirs_of = candidates[rows].flatten()
            count = degree[theirs_of]
            pair = torch.arange(len(theirs_of), device=count.device).repeat_interleave(count)
            begin = count.cumsum(0) - count  # of each pair in what follows
            edge = (their_starts[theirs_of] - begin)[pair] + torch.arange(len(pair), device=count.device)
            taken = (pair // self._shape[1]) * self._others + their_neighbor[edge]
            added, begin, taken = (
                places.int() for places in (added, begin, taken)
            )  # they stay for all rounds
            self._blocks.append(
                (rows, neighbor[edges], share[edges, None], added, begin, taken, their_share[edge])
            )

    def __call__(self, matches: Tensor) -> Tensor:
        """`matches`: f32 (N, C). Returns f32 (N, C)."""
        parts = []
        for rows, neighbor, share, added, begin, taken, their_share in self._blocks:
            around = matches.new_zeros((rows.stop - rows.start) * self._others)
            # Selecting takes a fraction of what indexing takes.
            around = around.index_add(
                0, added.flatten(), (share * matches.index_select(0, neighbor)).flatten()
            )
            parts.append(
                F.embedding_bag(taken, around[:, None], begin, mode="sum", per_sample_weights=their_share)
            )
        return torch.cat(parts).view(self._shape)


def _along_diagonal(borders: Sequence[Tensor]) -> Tensor:
    """The borders of frames that lie side by side, of coalesced ones: sparse f32 (M, M), coalesced."""
    if len(borders) == 1:
        return borders[0]
    firsts = [0, *accumulate(len(of_frame) for of_frame in borders)]
    places = [of_frame.indices() + first for of_frame, first in zip(borders, firsts, strict=False)]
    shares = torch.cat([of_frame.values() for of_frame in borders])
    return torch.sparse_coo_tensor(
        torch.cat(places, 1), shares, (firsts[-1], firsts[-1]), is_coalesced=True, check_invariants=False
    )


def by_label(matches: Sequence[Tensor], candidates: Sequence[Tensor], labels: Sequence[Tensor]) -> Tensor:
    """Probabilities of matches summed by label: f32 (N, K).

    By group of given frames: `matches` f32 (N, C), `candidates` i64 (N, C), `labels` f32 (M, K).
    """
    parts = [
        F.embedding_bag(of_frame, values, per_sample_weights=weights.contiguous(), mode="sum")
        for weights, of_frame, values in zip(matches, candidates, labels, strict=True)
        if len(values)
    ]
    count = len(candidates[0])
    return torch.stack(parts).sum(0) if parts else labels[0].new_zeros(count, labels[0].shape[1])


def _softmax_of_columns(logits: Tensor, candidates: Tensor, others: int) -> Tensor:
    """For each pair, its share among all pairs with the same region of a given frame: f32 (N, C)."""
    column = candidates.flatten()
    weights = logits.clamp(-FARTHEST_LOGIT, FARTHEST_LOGIT).exp().flatten()
    total = logits.new_zeros(others).index_add(0, column, weights)
    return (weights / total.index_select(0, column)).view_as(logits)


def _products(ours: Tensor, theirs: Tensor, candidates: Tensor) -> Tensor:
    """The inner product of the rows of each pair: f32 (N, C), of f32 (N, K) and f32 (M, K), not negative.

    In crowds of many colors, of the LABELS greatest columns of `theirs` alone: few labels lie around a region.
    """
    if theirs.numel() <= CELLS_AT_ONCE or theirs.shape[1] <= LABELS:
        parts = [
            (ours[rows] @ theirs.T).gather(1, candidates[rows])  # faster than gathering first
            for rows in blocks(len(ours), len(theirs))
        ]
    else:
        values, labels = theirs.topk(LABELS, 1)
        parts = []
        for rows in blocks(len(ours), candidates.shape[1] * LABELS):
            columns = labels[candidates[rows]]
            of_columns = ours[rows].gather(1, columns.flatten(1)).view_as(columns)
            parts.append((of_columns * values[candidates[rows]]).sum(2))
    return torch.cat(parts)


def _starts(borders: Tensor) -> Tensor:
    """Where the neighbors of each region start in a coalesced sparse matrix: i64 (N + 1,)."""
    rows = borders.indices()[0]
    return F.pad(torch.bincount(rows, minlength=len(borders)).cumsum(0), (1, 0))
