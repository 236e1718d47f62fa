"""Dabs: single regions of the frames to color that the painter told, which the frames around are matched to.

So are those of frames that are painted in a small part, or in which questions were answered.

Why not along neighbors alone: a label that is predicted from frame to frame fades, and what a dab tells is often what
no reference shows. Why dabs alone, and not all regions of these frames: what is predicted there is no news
(docs/experiments.md, "Hints").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from ...drawing.shot import Shot
from .ensemble import LabeledFrame
from .network import LEAST
from .pairs import Encoded, Pairs
from .tensors import certain

REACH = 8  # frames: how far dabs are looked for; time grows with it
MARGIN = 1.0  # a dab is left out where another region of its frame has a logit greater by this


def dabs_of(
    shot: Shot, encoded: Mapping[int, tuple[np.ndarray, tuple[Encoded, ...]]], columns: int
) -> list[LabeledFrame]:
    """The partly painted frames, in order of time, but for references, which are matched to in whole.

    Of each the regions with dabs, and those that touch them; only the former may be matched. `encoded`: by frame, ids
    and regions; `columns`: of labels.
    """
    found = []
    for number in sorted({*shot.partial} - {*shot.references}):
        ids, regions = encoded[number]
        labels = certain(shot.partial[number][ids], columns)
        told = labels.any(1)
        if told.any():  # specks are not encoded
            rows = (told | _touching(told, regions[0])).nonzero().flatten()
            dabbed = tuple(told[rows].nonzero().flatten().tolist())
            kept = tuple(_only(one, rows) for one in regions)
            found.append(
                LabeledFrame(kept, labels[rows], number, False, rows=tuple(rows.tolist()), dabbed=dabbed)
            )
    return found


def dabs_around(
    dabs: Sequence[LabeledFrame],
    frame: int,
    neighbors: Collection[int],
    predicted: Mapping[int, LabeledFrame],
) -> list[LabeledFrame]:
    """The dabs near a frame, but not of its `neighbors`, which are given in whole.

    The regions that touch them have the labels `predicted` so far, by frame: they tell which dab fits.
    """
    return [
        one._replace(labels=predicted[one.time].labels[[*one.rows]]) if one.time in predicted else one
        for one in dabs
        if one.time not in (frame, *neighbors) and abs(one.time - frame) <= REACH
    ]


def where_best(dabs: Pairs, best: Tensor) -> Pairs:
    """The pairs with dabs, but as good as none where another region of the frame fits clearly better.

    `best`: f32 (N, 1), the greatest logit of each region in the whole frame.
    """
    return dabs._replace(logits=dabs.logits.masked_fill(dabs.logits < best - MARGIN, LEAST))


def _touching(chosen: Tensor, regions: Encoded) -> Tensor:
    """Which regions touch one of those `chosen`: bool (N,)."""
    found = torch.zeros_like(chosen)
    for borders in (regions.black, regions.trace):
        one, other = borders.indices()
        found[other[chosen[one]]] = True
    return found


def _only(regions: Encoded, rows: Tensor) -> Encoded:
    """These regions of a frame alone, i64 (M,): nothing else touches them, or lies on the maps."""
    position = torch.full((len(regions.tokens) + 1,), -1)  # the last is for -1, where no region lies
    position[rows] = torch.arange(len(rows))
    return Encoded(
        regions.tokens[rows],
        regions.projected[rows],
        regions.center[rows],
        regions.frame_place[rows],
        regions.size[rows],
        _borders(regions.black, position, len(rows)),
        _borders(regions.trace, position, len(rows)),
        position[regions.grids.long()].to(regions.grids.dtype),
    )


def _borders(borders: Tensor, position: Tensor, count: int) -> Tensor:
    """The borders between regions that have a new position, sparse f32 (count, count), coalesced."""
    places = position[borders.indices()]
    is_kept = (places >= 0).all(0)
    return torch.sparse_coo_tensor(
        places[:, is_kept],
        borders.values()[is_kept],
        (count, count),
        is_coalesced=True,
        check_invariants=False,
    )
