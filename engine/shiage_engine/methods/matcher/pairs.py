"""Pairs of regions that may be the same: candidates, what compares them, and evidence from their neighbors.

For each region of a target frame, only its candidates in a given frame are compared, so that time and memory grow
with the number of regions, not with its square. N: regions of the target; M: of the given frame; C: candidates of
each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

RELATIONS = 7  # features of a pair that stay, see `relations`
EVIDENCE = 6  # features of a pair that change with each answer, see `evidence`
CELLS_AT_ONCE = (
    1 << 18
)  # of arrays of regions by regions, which are made a few rows at a time: what fits in a cache
LABELS = 16  # around a region, see `_products`
SMALL = 1e-6


class Encoded(NamedTuple):
    """The regions of a frame, encoded; made once a frame."""

    tokens: Tensor  # f32 (N, W)
    projected: Tensor  # f32 (N, W), rows of length one: the similarity of two regions is their product
    center: Tensor  # f32 (N, 2), against the figure
    frame_place: Tensor  # f32 (N, 2), against the frame
    size: Tensor  # f32 (N,), log of the area against the figure's
    black: Tensor  # sparse f32 (N, N): share of a region's border with each other, over black lines
    trace: Tensor  # the same over trace lines
    grids: Tensor  # i8 to i32 (2, G * G), -1 none: maps of the figure and of the frame


class Pairs(NamedTuple):
    """The candidates of each region of a target in one given frame, compared."""

    candidates: Tensor  # i64 (N, C)
    relations: Tensor  # f32 (RELATIONS, N, C)
    of_frames: Tensor  # f32 (3,): features of the two frames, the same for all pairs
    logits: Tensor  # f32 (N, C), before any evidence from neighbors


def similarities(
    target: Encoded, given: Encoded, most: int | None = None, candidates: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Candidates, i64 (N, C), and their cosine similarity, f32 (N, C).

    The `most` regions of the given frame that are most similar, all where `most` is None; or those in `candidates`.
    """
    count, others = len(target.tokens), len(given.tokens)
    if candidates is None and (most is None or most >= others):
        everything = torch.arange(others, device=target.tokens.device).expand(count, others)
        return everything, target.projected @ given.projected.T
    chosen, values = [], []
    for rows in _blocks(count, others):
        of_rows = target.projected[rows] @ given.projected.T
        best = of_rows.topk(most or 0, 1).indices if candidates is None else candidates[rows]
        chosen.append(best)
        values.append(of_rows.gather(1, best))
    return torch.cat(chosen), torch.cat(values)


def relations(target: Encoded, given: Encoded, candidates: Tensor) -> Tensor:
    """Differences of size and place, and overlap on the two maps: f32 (RELATIONS, N, C)."""
    size = target.size[:, None] - given.size[candidates]
    of_figure = (target.center[:, None] - given.center[candidates]).norm(dim=2)
    in_frame = (target.frame_place[:, None] - given.frame_place[candidates]).norm(dim=2)
    overlaps = [
        part
        for ours, theirs in zip(target.grids, given.grids, strict=True)
        for part in _overlap(ours.long(), theirs.long(), len(given.tokens), candidates)
    ]
    return torch.stack([size.abs().clamp(max=4), of_figure, in_frame * 4, *overlaps])


def _overlap(ours: Tensor, theirs: Tensor, others: int, candidates: Tensor) -> tuple[Tensor, Tensor]:
    """Shares of the first and of the second region of each pair that lie on the other: f32 (N, C) each.

    `ours`, `theirs`: a map of regions, i64 (G * G,), -1 none; `others`: M.
    """
    count = len(candidates)
    both = (ours >= 0) & (theirs >= 0)
    met, samples = torch.unique(ours[both] * others + theirs[both], return_counts=True)
    wanted = torch.arange(count, device=candidates.device)[:, None] * others + candidates
    met = F.pad(met, (0, 1), value=count * others)  # greater than all wanted
    place = torch.searchsorted(met, wanted)
    shared = torch.where(met[place] == wanted, F.pad(samples, (0, 1))[place], 0).float()
    our_size = torch.bincount(ours[ours >= 0], minlength=count)
    their_size = torch.bincount(theirs[theirs >= 0], minlength=others)
    return shared / (our_size[:, None] + 1), shared / (their_size[candidates] + 1)


class Evidence:
    """What neighbors add to the pairs of a target and one given frame. Made once, then used in every round."""

    def __init__(self, target: Encoded, given: Encoded, labels: Tensor, candidates: Tensor) -> None:
        self._candidates, self._others = candidates, len(given.tokens)
        self._borders = [(target.black, given.black), (target.trace, given.trace)]
        self._joints = [_Joint(ours, theirs, candidates) for ours, theirs in self._borders]
        self._known = [(torch.sparse.mm(theirs, labels) + SMALL).sqrt() for _, theirs in self._borders]

    def __call__(self, matches: Tensor, logits: Tensor, answer: Tensor) -> Tensor:
        """Features of each pair from the last round: f32 (EVIDENCE, N, C).

        The probability of the match from either side; then, over black and over trace lines, how far the neighbors
        of both regions match each other, and how alike the expected labels around both are (Bhattacharyya
        coefficient).

        `matches`: f32 (N, C), probabilities; `logits`: f32 (N, C); `answer`: f32 (N, K), probabilities of labels.
        """
        back = _softmax_of_columns(logits, self._candidates, self._others)
        parts = [(matches + 1e-4).log() / 8, (back + 1e-4).log() / 8]
        for (ours, _), joint, known in zip(self._borders, self._joints, self._known, strict=True):
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
        for rows in _blocks(len(candidates), self._others):
            edges = slice(int(starts[rows.start]), int(starts[rows.stop]))
            added = (row[edges, None] - rows.start) * self._others + candidates[neighbor[edges]]
            theirs_of = candidates[rows].flatten()
            count = degree[theirs_of]
            pair = torch.arange(len(theirs_of), device=count.device).repeat_interleave(count)
            first = their_starts[theirs_of] - (count.cumsum(0) - count)
            edge = first[pair] + torch.arange(len(pair), device=count.device)
            taken = (pair // self._shape[1]) * self._others + their_neighbor[edge]
            added, pair, taken = (places.int() for places in (added, pair, taken))  # they stay for all rounds
            self._blocks.append(
                (rows, neighbor[edges], share[edges, None], added, pair, taken, their_share[edge])
            )

    def __call__(self, matches: Tensor) -> Tensor:
        """`matches`: f32 (N, C). Returns f32 (N, C)."""
        parts = []
        for rows, neighbor, share, added, pair, taken, their_share in self._blocks:
            count = rows.stop - rows.start
            around = matches.new_zeros(count * self._others)
            around = around.index_add(0, added.flatten(), (share * matches[neighbor]).flatten())
            sums = matches.new_zeros(count * self._shape[1])
            parts.append(sums.index_add(0, pair, around[taken] * their_share))
        return torch.cat(parts).view(self._shape)


def by_label(matches: Sequence[Tensor], candidates: Sequence[Tensor], labels: Sequence[Tensor]) -> Tensor:
    """Probabilities of matches summed by label: f32 (N, K).

    By given frame: `matches` f32 (N, C), `candidates` i64 (N, C), `labels` f32 (M, K).
    """
    parts = [
        F.embedding_bag(of_frame, values, per_sample_weights=weights.contiguous(), mode="sum")
        for weights, of_frame, values in zip(matches, candidates, labels, strict=True)
        if len(values)
    ]
    count = len(candidates[0])
    return torch.stack(parts).sum(0) if parts else labels[0].new_zeros(count, labels[0].shape[1])


def _softmax_of_columns(logits: Tensor, candidates: Tensor, others: int) -> Tensor:
    """For each pair, its share among all pairs with the same region of the given frame: f32 (N, C)."""
    column = candidates.flatten()
    greatest = logits.new_full((others,), -torch.inf)
    greatest = greatest.scatter_reduce(0, column, logits.detach().flatten(), "amax")
    weights = (logits - greatest[candidates]).exp()
    total = logits.new_zeros(others).index_add(0, column, weights.flatten())
    return weights / total[candidates]


def _products(ours: Tensor, theirs: Tensor, candidates: Tensor) -> Tensor:
    """The inner product of the rows of each pair: f32 (N, C), of f32 (N, K) and f32 (M, K), not negative.

    In crowds of many colors, of the LABELS greatest columns of `theirs` alone: few labels lie around a region.
    """
    if theirs.numel() <= CELLS_AT_ONCE or theirs.shape[1] <= LABELS:
        parts = [
            (ours[rows] @ theirs.T).gather(1, candidates[rows])  # faster than gathering first
            for rows in _blocks(len(ours), len(theirs))
        ]
    else:
        values, labels = theirs.topk(LABELS, 1)
        parts = []
        for rows in _blocks(len(ours), candidates.shape[1] * LABELS):
            columns = labels[candidates[rows]]
            of_columns = ours[rows].gather(1, columns.flatten(1)).view_as(columns)
            parts.append((of_columns * values[candidates[rows]]).sum(2))
    return torch.cat(parts)


def _starts(borders: Tensor) -> Tensor:
    """Where the neighbors of each region start in a coalesced sparse matrix: i64 (N + 1,)."""
    rows = borders.indices()[0]
    return F.pad(torch.bincount(rows, minlength=len(borders)).cumsum(0), (1, 0))


def _blocks(count: int, width: int) -> list[slice]:
    """Rows 0 to `count`, at least one part, of at most CELLS_AT_ONCE cells each for rows of `width` cells."""
    rows = max(CELLS_AT_ONCE // max(width, 1), 1)
    return [slice(first, min(first + rows, count)) for first in range(0, max(count, 1), rows)]
