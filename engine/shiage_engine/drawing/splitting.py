"""Splitting: the region map with those of its rooms apart that only gaps join (see `gaps`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .bands import bands
from .necks import View
from .trapped_ball import NO_ROOM, Ball


def split_by_groups(ball: Ball, views: Sequence[View], group: np.ndarray, next_id: int) -> np.ndarray:
    """The regions of a ball, i32 (h, w), with each group of rooms, (N + 1,), apart; new ids from `next_id` on."""
    rooms = ball.rooms
    new_id = _new_ids(rooms.region, group, next_id)
    # Around the largest room of a region all is its, except where a view shows another.
    of_region = np.arange(next_id, dtype=np.int32)
    largest = np.flatnonzero((new_id > 0) & ~rooms.is_smaller)
    of_region[rooms.region[largest]] = new_id[largest]
    result = of_region.take(ball.regions) if len(largest) else ball.regions.copy()
    for view in views:
        part = _parts(view, group, new_id)
        part = np.where(part > 0, part, ball.regions[view.window.index])
        np.copyto(result[view.window.index], part, where=view.tells)
    return result


def _parts(view: View, group: np.ndarray, new_id: np.ndarray) -> np.ndarray:
    """The new ids of the pixels in a view, 0 for none: i32 (h, w)."""
    rooms, around = view.ball.rooms, view.around
    narrows, first, last = around.narrows
    part = new_id.take(around.room)
    first = np.where(first < NO_ROOM, first, 0)
    for some in bands(narrows.shape):
        owner, nearest = first[narrows[some]], around.nearest[some]
        is_shared = group[owner] != group[last[narrows[some]]]
        is_shared &= rooms.region[nearest] == around.region[some]
        part.ravel()[around.narrow[some]] = new_id[np.where(is_shared, nearest, owner)]
    return part[1:-1, 1:-1]


def _new_ids(region: np.ndarray, group: np.ndarray, start: int) -> np.ndarray:
    """New ids, from `start` on, for the rooms outside the first group of their region, else 0: i32 (N + 1,)."""
    leader = np.unique(group[1:])
    leader = leader[np.argsort(region[leader], kind="stable")]
    is_extra = np.r_[False, np.diff(region[leader]) == 0]
    of_group = np.zeros(len(group), np.int32)
    of_group[leader[is_extra]] = start + np.arange(int(is_extra.sum()))
    ids = of_group[group]
    ids[0] = 0
    return ids
