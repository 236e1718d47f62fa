"""Pairs of regions that may be the same: candidates, and what compares them.

For each region of a target frame, only its candidates in a given frame are compared, so that time and memory grow
with the number of regions, not with its square. N: regions of the target; M: of the given frame; C: candidates of
each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

RELATIONS = 7  # features of a pair that stay, see `relations`
# Cells of arrays of regions by regions, which are made a few rows at a time: what fits in a cache.
CELLS_AT_ONCE = 1 << 18


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
    """The candidates of each region of a target in a given frame, compared."""

    candidates: Tensor  # i64 (N, C)
    relations: Tensor  # f32 (RELATIONS, N, C)
    # f32 (3, 1, 1 or C): features of the two frames, the same for all pairs with a given frame.
    of_frames: Tensor
    logits: Tensor  # f32 (N, C), before any evidence from neighbors


def side_by_side(pairs: Sequence[Pairs], counts: Sequence[int]) -> Pairs:
    """Pairs with several given frames, of `counts` regions, as those with one frame that holds all their regions."""
    firsts = [0, *accumulate(counts)]
    return Pairs(
        torch.cat([of_frame.candidates + first for of_frame, first in zip(pairs, firsts, strict=False)], 1),
        torch.cat([of_frame.relations for of_frame in pairs], 2),
        torch.cat([one.of_frames.expand(-1, 1, one.candidates.shape[1]) for one in pairs], 2),
        torch.cat([of_frame.logits for of_frame in pairs], 1),
    )


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
    for rows in blocks(count, others):
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


def blocks(count: int, width: int) -> list[slice]:
    """Rows 0 to `count`, at least one part, of at most CELLS_AT_ONCE cells each for rows of `width` cells."""
    rows = max(CELLS_AT_ONCE // max(width, 1), 1)
    return [slice(first, min(first + rows, count)) for first in range(0, max(count, 1), rows)]
