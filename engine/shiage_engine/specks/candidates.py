"""The larger regions near each speck, and what the lines around say of each: does the speck belong to it?

A speck is what lines cut from a part: the tip of a strand that closes too early, the slit between a stroke and the
stroke that goes over it, the corner behind two lines that cross. So its color is that of a region near it. Which one
is told by how far each is, how much ink lies between, and where the border of the two would run if the speck and the
lines around it were not there: a stroke that was drawn twice bulges out on one side of the line that goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.spatial import cKDTree

from ..drawing.line_art import BLACK, LineArt
from ..drawing.paint import spread
from ..drawing.regions import SPECK, areas
from .around import PLACES, look_around, turned

SPECKS = range(1, SPECK + 1)  # pixels
# What lines cut off is not always as small as that. A sliver may be a detail of its own as well, as an eye is: see
# `choice.belong`.
SLIVERS = range(SPECK + 1, 4 * SPECK + 1)
MOST = 6  # candidates of a speck, the nearest ones
REACH = 12.0  # pixels from a speck to a candidate; nine specks of ten in production line art have their color nearer
HALF = 16  # pixels around a speck that are looked at
SIDE = 2 * HALF + 1
BATCH = 64  # specks at a time: some 10 MB
FAR = 1e6
BESIDE = 2.3  # pixels between specks that one line parts; in nine pairs of ten both have one color
RAYS = 32
NEAR = 4.0  # pixels beyond a candidate's nearest pixel that still are its near end
SHARES = (2.0, 4.0, 8.0)  # pixels: standard deviations of the windows in which candidates share the ground
SURFACES = ((4.0, 1), (6.0, 2), (8.0, 1), (10.0, 2))  # the same for fitted surfaces, and their degrees
RIDGE = 1e-3  # keeps a surface fit solvable where little ground is known

OWN = ("distance", "nearest", "seen", "ink_least", "ink_mean", "area", "border", "trace", "room_most",
       "room_mean", "ground", "speck_area")  # fmt: skip
GROUND = (*(f"share_{sigma:g}" for sigma in SHARES), *(f"surface_{sigma:g}" for sigma, _ in SURFACES))
# Features that count against the least among the candidates.
COMPARED_LEAST = ("distance", "ink_least", "room_most")
COMPARED_MOST = ("seen", "border", *GROUND)  # the same, against the most
FEATURES = (
    *OWN,
    *GROUND,
    *(f"{name}_more" for name in COMPARED_LEAST),
    *(f"{name}_less" for name in COMPARED_MOST),
)

_AROUND = np.arange(-HALF, HALF + 1, dtype=np.float32)
_ANGLES = np.arange(RAYS) * (2 * np.pi / RAYS)
_STEPS = np.arange(1, HALF + 1)
_RAY_Y = HALF + np.rint(np.sin(_ANGLES)[:, None] * _STEPS).astype(int)  # (RAYS, HALF)
_RAY_X = HALF + np.rint(np.cos(_ANGLES)[:, None] * _STEPS).astype(int)


@dataclass(frozen=True)
class Candidates:
    """The specks of one frame, S of them, and the regions each may belong to, nearest first."""

    specks: np.ndarray  # i32 (S,): their ids
    regions: np.ndarray  # i32 (S, MOST): ids of larger regions; 0: no more of them
    features: np.ndarray  # f32 (S, MOST, F), see FEATURES; 0 where there is no region
    around: np.ndarray  # u8 (S, MOST, PLACES), see `around.turned`
    beside: np.ndarray  # i64 (P, 2): pairs of specks, by row, with no more than one line pixel between them


@dataclass(frozen=True)
class _Ground:
    """Planes of a frame with HALF pixels around it."""

    regions: np.ndarray  # i32, -1 off the frame
    spread: np.ndarray  # i32: the map spread over the lines, -1 off the frame
    is_trace: np.ndarray  # bool
    room: np.ndarray  # f32: pixels to the nearest line


def find(regions: np.ndarray, art: LineArt, sizes: range = SPECKS) -> Candidates:
    """The specks of a region map, i32 (H, W), of the drawing `art`, each with the larger regions near it.

    `sizes`: in pixels, of the regions that count as specks here; what has more pixels is larger. A speck with no
    larger region within HALF pixels has no candidates.
    """
    area = areas(regions)
    is_small = small(area, sizes)
    is_wanted = is_small & (area >= sizes.start)
    specks = np.flatnonzero(is_wanted).astype(np.int32)
    none = np.zeros((len(specks), MOST), np.int32)
    if not len(specks) or is_small[1:].all():
        no_features = np.zeros((*none.shape, len(FEATURES)), np.float32)
        nothing = np.zeros((*none.shape, PLACES), np.uint8)
        return Candidates(specks, none, no_features, nothing, np.zeros((0, 2), np.int64))
    ground = _ground(regions, art)
    parts = [
        _of_batch(ground, batch, pixels, area, is_small)
        for batch, pixels in _batches(regions, specks, is_wanted)
    ]
    found, features, around = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Candidates(specks, found, features, around, _beside(regions, specks, is_wanted))


def small(area: np.ndarray, sizes: range = SPECKS) -> np.ndarray:
    """Which regions are too small to be candidates of regions of these sizes: bool (R + 1,), the line is not."""
    is_small: np.ndarray = area < sizes.stop
    is_small[0] = False
    return is_small


def _ground(regions: np.ndarray, art: LineArt) -> _Ground:
    def padded(plane: np.ndarray, value: int) -> np.ndarray:
        return cv2.copyMakeBorder(plane, HALF, HALF, HALF, HALF, cv2.BORDER_CONSTANT, value=value)

    room = cv2.distanceTransform((regions > 0).view(np.uint8), cv2.DIST_L2, 5)
    return _Ground(
        padded(regions, -1), padded(spread(regions), -1), padded(art.kind, 0) > BLACK, padded(room, 0)
    )


def _batches(
    regions: np.ndarray, specks: np.ndarray, is_speck: np.ndarray
) -> Iterator[tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]]:
    """Ids of some specks, and the rows and columns of the pixels of each."""
    where = np.flatnonzero(is_speck.take(regions))
    where = where[np.argsort(regions.ravel()[where], kind="stable")]
    ends = np.flatnonzero(np.diff(regions.ravel()[where])) + 1
    pixels = [np.divmod(of_speck, regions.shape[1]) for of_speck in np.split(where, ends)]
    for start in range(0, len(specks), BATCH):
        yield specks[start : start + BATCH], pixels[start : start + BATCH]


def _beside(regions: np.ndarray, specks: np.ndarray, is_speck: np.ndarray) -> np.ndarray:
    """Pairs of specks with pixels at most BESIDE from each other, i64 (P, 2), by place in `specks`."""
    pixels = np.flatnonzero(is_speck.take(regions))
    place = np.column_stack(np.divmod(pixels, regions.shape[1]))
    row = np.searchsorted(specks, regions.ravel()[pixels])
    pairs = np.sort(row[cKDTree(place).query_pairs(BESIDE, output_type="ndarray")], 1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _of_batch(
    ground: _Ground,
    specks: np.ndarray,
    pixels: list[tuple[np.ndarray, np.ndarray]],
    area: np.ndarray,
    is_speck: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Regions, i32 (S, MOST), features, f32 (S, MOST, F), and what is around, u8 (S, MOST, PLACES), of some."""
    middle = np.array([(rows.mean(), columns.mean()) for rows, columns in pixels], np.float32)
    corner = np.rint(middle).astype(int)
    # Each (S, SIDE, SIDE).
    regions, around, is_trace, room = (
        sliding_window_view(plane, (SIDE, SIDE))[corner[:, 0], corner[:, 1]]
        for plane in (ground.regions, ground.spread, ground.is_trace, ground.room)
    )
    distance = _distances(pixels, corner)
    is_large = (regions > 0) & ~is_speck[np.maximum(regions, 0)]
    found, least = _nearest(regions, distance, is_large, len(area))
    is_at = (regions[:, None] == found[:, :, None, None]) & (found > 0)[:, :, None, None]
    seen, ink_least, ink_mean, trace = _along_rays(is_at, regions == 0, is_trace)
    near = is_at & (distance[:, None] <= least[:, :, None, None] + NEAR)
    room_near = np.where(near, room[:, None], 0)
    ring = _rings(around == specks[:, None, None])
    at_ring = (around[:, None] == found[:, :, None, None]) & ring[:, None]
    own = [
        least / 6,
        np.broadcast_to(np.arange(MOST) == 0, found.shape),
        seen,
        ink_least / 6,
        ink_mean / 6,
        np.log(np.maximum(area[found], 1)) / 6,
        at_ring.sum((2, 3)) / np.maximum(ring.sum((1, 2)), 1)[:, None],
        trace,
        room_near.max((2, 3)) / 6,
        room_near.sum((2, 3)) / np.maximum(near.sum((2, 3)), 1) / 6,
        is_at.mean((2, 3)),
        np.broadcast_to(np.log(area[specks])[:, None] / 2, found.shape),
    ]
    known = np.where(is_speck[np.maximum(around, 0)], 0, around)
    ground_features = _shares_of_ground(known, found, middle - corner)
    seen_around = look_around(ground.regions, ground.is_trace, is_speck, specks, HALF + middle)
    features = _compared(np.stack([*own, *ground_features], 2), found > 0)
    return found, features, turned(*seen_around, found, is_at)


def _distances(pixels: list[tuple[np.ndarray, np.ndarray]], corner: np.ndarray) -> np.ndarray:
    """Pixels from each place of a window to the speck in its middle: f32 (S, SIDE, SIDE)."""
    squared = np.full((len(pixels), SIDE, SIDE), FAR, np.float32)
    for of_speck, (rows, columns), (y, x) in zip(squared, pixels, corner, strict=True):
        for row, column in zip(rows - y, columns - x, strict=True):
            np.minimum(of_speck, (_AROUND[:, None] - row) ** 2 + (_AROUND - column) ** 2, out=of_speck)
    return np.sqrt(squared)


def _nearest(
    regions: np.ndarray, distance: np.ndarray, is_large: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """The MOST nearest larger regions of each window within REACH, and the nearest in any case.

    Their ids, i32 (S, MOST), 0 for none, and their distances, f32.
    """
    number, y, x = np.nonzero(is_large)
    away = distance[number, y, x]
    key = number * np.int64(count) + regions[number, y, x]
    order = np.lexsort((away, key))
    key, away = key[order], away[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]][: len(key)])
    key, away = key[first], away[first]
    order = np.lexsort((key, away, key // count))
    key, away = key[order], away[order]
    row = key // count
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    kept = (rank < MOST) & ((away <= REACH) | (rank == 0))
    found = np.zeros((len(regions), MOST), np.int32)
    least = np.full((len(regions), MOST), REACH, np.float32)
    found[row[kept], rank[kept]] = key[kept] % count
    least[row[kept], rank[kept]] = away[kept]
    return found, least


def _along_rays(
    is_at: np.ndarray, is_line: np.ndarray, is_trace: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What rays from the middle meet on the way to the first candidate that they hit: f32 (S, MOST) each.

    The share of the rays that hit it; the least and the mean ink on these, in pixels, HALF without any; and the share
    of trace lines in that ink.
    """
    hits: np.ndarray = is_at[:, :, _RAY_Y, _RAY_X]  # (S, MOST, RAYS, HALF)
    met = hits.max(1)
    first = met.argmax(2)[..., None]  # (S, RAYS, 1)
    is_hit = np.take_along_axis(hits, first[:, None], 3)[..., 0] & met.max(2)[:, None]  # (S, MOST, RAYS)
    ink = np.take_along_axis(is_line[:, _RAY_Y, _RAY_X].cumsum(2), first, 2)[..., 0]
    traced = np.take_along_axis((is_line & is_trace)[:, _RAY_Y, _RAY_X].cumsum(2), first, 2)[..., 0]
    rays = is_hit.sum(2)
    total = (is_hit * ink[:, None]).sum(2)
    least = np.where(is_hit, ink[:, None], HALF).min(2)
    mean = np.where(rays > 0, total / np.maximum(rays, 1), HALF)
    trace = (is_hit * traced[:, None]).sum(2) / np.maximum(total, 1)
    return rays / RAYS, least, mean, trace


def _rings(inside: np.ndarray) -> np.ndarray:
    """The places beside those `inside`, bool (S, SIDE, SIDE)."""
    wide = inside.copy()
    wide[:, 1:] |= inside[:, :-1]
    wide[:, :-1] |= inside[:, 1:]
    wide[:, :, 1:] |= inside[:, :, :-1]
    wide[:, :, :-1] |= inside[:, :, 1:]
    return wide & ~inside


def _shares_of_ground(known: np.ndarray, found: np.ndarray, shift: np.ndarray) -> list[np.ndarray]:
    """How far the middle would belong to each candidate, if the ground `known` around went on: (S, MOST) each.

    `known`: i32 (S, SIDE, SIDE), the region of each place, at most 0 where it does not count; `shift`: f32 (S, 2),
    from the windows' middle to the specks'.
    """
    is_known = known > 0
    belongs = (known[:, None] == found[:, :, None, None]) & is_known[:, None]
    planes = np.concatenate([is_known[:, None], belongs], 1).astype(np.float32)
    features = []
    for sigma in SHARES:
        whole, *parts = _moments(planes, shift, sigma, 1)[:, :, 0, 0].T
        features.append(np.stack(parts, 1) / np.maximum(whole, 1e-6)[:, None])
    for sigma, degree in SURFACES:
        moments = _moments(planes, shift, sigma, 2 * degree + 1)
        features.append(np.clip(_surface(moments, degree), -0.5, 1.5))
    return features


def _moments(planes: np.ndarray, shift: np.ndarray, sigma: float, count: int) -> np.ndarray:
    """Sums of y^a * x^b over planes, f32 (S, C, SIDE, SIDE), each place weighed by a normal window.

    Returns f32 (S, C, count, count), [a, b] last; `x` and `y` run from the window's middle, in standard deviations
    `sigma`; its middle lies at `shift`, f32 (S, 2).
    """
    along = (_AROUND - shift[..., None]) / sigma  # (S, 2, SIDE)
    powers = np.exp(-0.5 * along * along)[..., None] * along[..., None] ** np.arange(count)
    rows, columns = (powers[:, None, axis].astype(np.float32) for axis in (0, 1))  # (S, 1, SIDE, count)
    moments: np.ndarray = rows.swapaxes(2, 3) @ (planes @ columns)
    return moments


def _surface(moments: np.ndarray, degree: int) -> np.ndarray:
    """The value in the middle of a surface fitted to where candidates are, weighted least squares: (S, MOST).

    `moments`: of the known ground and of each candidate, as from `_moments`.
    """
    y, x = np.array([(0, 0), (0, 1), (1, 0), *([(0, 2), (1, 1), (2, 0)] if degree == 2 else [])]).T
    normal = moments[:, 0][:, y[:, None] + y, x[:, None] + x].astype(np.float64) + RIDGE * np.eye(len(y))
    middle = np.zeros((len(normal), len(y), 1))
    middle[:, 0] = 1
    value: np.ndarray = (moments[:, 1:][:, :, y, x] @ np.linalg.solve(normal, middle))[..., 0]
    return value


def _compared(features: np.ndarray, exists: np.ndarray) -> np.ndarray:
    """FEATURES from OWN and GROUND: each compared with the other candidates of its speck, too."""
    there = exists[..., None]
    least = features[..., [OWN.index(name) for name in COMPARED_LEAST]]
    most = features[..., [(*OWN, *GROUND).index(name) for name in COMPARED_MOST]]
    least = least - np.where(there, least, FAR).min(1, keepdims=True)
    most = most - np.where(there, most, -FAR).max(1, keepdims=True)
    return np.where(there, np.concatenate([features, least, most], 2), 0).astype(np.float32)
