"""Flicker: regions tracked from frame to frame by their truth, and whether their color changed without cause.

Also by how much it changed: a picture that a network answers with wavers before any region changes its color.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FARTHEST = 0.1  # of the frame's diagonal; a region farther away is another one of the same color
UNTRACKED, KEPT, CHANGED = -1, 0, 1


@dataclass(frozen=True)
class TrackedRegions:
    """The N regions of one frame that are tracked."""

    number: int  # of the frame in its shot
    regions: np.ndarray  # i32 (H, W): 1..N; 0 is not tracked
    # i64 (N,): true label, combined with the part where known; equal where the region is the same.
    truth: np.ndarray
    painted: np.ndarray  # u32 (N,): the color, as of `truth.color_numbers`
    shown: np.ndarray  # f32 (N, 3): the mean color as it is shown, in OKLab; NaN where it is not known


def partners(before: TrackedRegions | None, now: TrackedRegions) -> np.ndarray:
    """The region of `before`, by index, that each region of `now` is: i64 (N,), -1 where there is none.

    It is the one of the same truth that it overlaps most, else the nearest. There is none where `before` is not the
    frame right before.
    """
    if before is None or before.number + 1 != now.number or not len(before.truth) or not len(now.truth):
        return np.full(len(now.truth), -1)
    partner = _overlapping(before, now)
    lost = partner < 0
    partner[lost] = _nearest(before, now, np.flatnonzero(lost))
    return partner


def changes(before: TrackedRegions | None, now: TrackedRegions, partner: np.ndarray) -> np.ndarray:
    """Whether each region of `now` has another color than in the frame before: i8 (N,), KEPT or CHANGED.

    `partner`: of `partners`; UNTRACKED where there is none.
    """
    result = np.full(len(now.truth), UNTRACKED, np.int8)
    tracked = partner >= 0
    if before is not None:
        same = before.painted[partner[tracked]] == now.painted[tracked]
        result[tracked] = np.where(same, KEPT, CHANGED)
    return result


def shifts(before: TrackedRegions | None, now: TrackedRegions, partner: np.ndarray) -> np.ndarray:
    """How far each region's shown color is from that in the frame before: f32 (N,), in OKLab; NaN if untracked."""
    result = np.full(len(now.truth), np.nan, np.float32)
    tracked = partner >= 0
    if before is not None:
        result[tracked] = np.linalg.norm(now.shown[tracked] - before.shown[partner[tracked]], axis=1)
    return result


def _overlapping(before: TrackedRegions, now: TrackedRegions) -> np.ndarray:
    """The region of `before` with the same truth that shares most pixels with each of `now`, or -1: (N,)."""
    both = (before.regions > 0) & (now.regions > 0)
    width = len(before.truth) + 1
    pairs, pixels = np.unique(
        now.regions[both].astype(np.int64) * width + before.regions[both], return_counts=True
    )
    here, there = pairs // width - 1, pairs % width - 1
    same = now.truth[here] == before.truth[there]
    order = np.argsort(pixels[same], kind="stable")
    partner = np.full(len(now.truth), -1)
    partner[here[same][order]] = there[same][order]  # the last write of a region is its largest
    return partner


def _nearest(before: TrackedRegions, now: TrackedRegions, wanted: np.ndarray) -> np.ndarray:
    """The region of `before` with the same truth whose middle is nearest to each of `wanted`, or -1."""
    there, here = _middles(before), _middles(now)[wanted]
    apart = np.hypot(*np.moveaxis(here[:, None] - there[None], 2, 0))
    apart[now.truth[wanted][:, None] != before.truth[None]] = np.inf
    nearest = apart.argmin(1)
    is_near = apart[np.arange(len(wanted)), nearest] <= FARTHEST * np.hypot(*now.regions.shape)
    return np.where(is_near, nearest, -1)


def _middles(frame: TrackedRegions) -> np.ndarray:
    """The centroid of each region, f64 (N, 2)."""
    y, x = np.nonzero(frame.regions)
    of = frame.regions[y, x] - 1
    area = np.maximum(np.bincount(of, minlength=len(frame.truth)), 1)
    return np.stack([np.bincount(of, axis, len(frame.truth)) / area for axis in (x, y)], 1)
