"""Descriptors of regions, read off line art alone: place, size, shape, lines around, neighbors.

Their columns stand in `schema`, by name and in order; each function here makes one group of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.sparse import csr_array

from . import schema
from .adjacency import Adjacency, touching
from .line_art import LineArt
from .paint import spread
from .runs import Runs
from .shot import Position

TINY = 1e-6
REMAP_ROWS = 1 << 14  # OpenCV's remap takes fewer than 32767 rows at once
# Share of the largest region at the edge: parts of the background have it, an arm cut off has not.
LARGE_OUTSIDE = 0.2


@dataclass(frozen=True)
class Figure:
    """Where the drawing lies in its frame, in pixels: the box of its ink, and the ink's mean and spread."""

    left: float
    top: float
    width: float
    height: float
    mean_x: float
    mean_y: float
    spread: float  # root mean square distance of ink from its mean

    @classmethod
    def of(cls, ink: np.ndarray) -> Figure:
        """`ink`: u8 (H, W). In a frame without ink the figure is the whole frame."""
        columns, rows = ink.sum(0, dtype=np.float64), ink.sum(1, dtype=np.float64)
        total = columns.sum()
        height, width = ink.shape
        if total == 0:
            return cls(0, 0, width, height, width / 2, height / 2, float(np.hypot(width, height)) / 4)
        xs, ys = np.arange(width), np.arange(height)
        mean_x, mean_y = float(columns @ xs / total), float(rows @ ys / total)
        variance = columns @ (xs - mean_x) ** 2 / total + rows @ (ys - mean_y) ** 2 / total
        used_x, used_y = np.flatnonzero(columns), np.flatnonzero(rows)
        left, top = float(used_x[0]), float(used_y[0])
        return cls(
            left,
            top,
            used_x[-1] - left + 1,
            used_y[-1] - top + 1,
            mean_x,
            mean_y,
            max(float(np.sqrt(variance)), 1.0),
        )


@dataclass(frozen=True)
class Described:
    """A frame as its regions: the input of learning, matching and relaxation."""

    features: np.ndarray  # f32 (R + 1, D), columns as in `schema.NAMES`; row 0, the line, is zero
    adjacency: Adjacency
    area: np.ndarray  # f32 (R + 1,), pixels; TINY for a region without any
    outside: np.ndarray  # bool (R + 1,), the background: the large regions at the frame's edge
    edge_share: np.ndarray  # f64 (R + 1,), share of the frame's edge that a region holds, lines not counted
    figure: Figure
    width: int  # of the frame, in pixels


def describe(art: LineArt, regions: np.ndarray, position: Position | None = None) -> Described:
    """Describe the regions of one frame. `regions`: i32 (H, W), 0 the line, 1..R.

    `position`: of the frame in the area that all cover; the frame is that area if not given.
    """
    count = int(regions.max(initial=0)) + 1
    figure = Figure.of(art.ink)
    adjacency = touching(spread(regions), art.kind)
    runs = Runs.of(regions, count)
    shape = _Moments.of(runs)
    edge_share = _edge_share(regions, count)
    at_edge = edge_share > 0
    outside = at_edge & (shape.area >= LARGE_OUTSIDE * shape.area[at_edge].max(initial=0))
    center = np.stack([shape.x - figure.mean_x, shape.y - figure.mean_y], 1) / figure.spread
    own = np.concatenate(
        [
            _place(shape, figure, position or Position(0, 0, *regions.shape[::-1])),
            _size_and_shape(shape, figure),
            _thickness(regions, runs, figure),
            _borders(adjacency, shape.area, at_edge, figure),
            _context(art, shape, figure),
        ],
        1,
    )
    own = np.concatenate([own, _relations(adjacency, shape, outside, center)], 1)
    features = np.concatenate([own, *_neighborhoods(own, adjacency)], 1).astype(np.float32)
    features[0] = 0
    area = shape.area.astype(np.float32)
    return Described(np.nan_to_num(features), adjacency, area, outside, edge_share, figure, regions.shape[1])


def mirrored(described: Described) -> np.ndarray:
    """The features of the mirror image of a frame: f32 (R + 1, D); regions keep their ids.

    What `describe` would find there, but for the rounding of resized ink.
    """
    features: np.ndarray = described.features[:, _MIRROR_SOURCE] * _MIRROR_SIGN
    is_region = described.area > 0
    is_region[0] = False
    origins = {"box_x": 1 - 1 / described.figure.width, "frame_x": 1 - 1 / described.width}
    has_trace = described.adjacency.trace.sum(1) > 0
    has_neighbor = described.adjacency.total.sum(1) > 0
    has_block = {"own": is_region, "neighbors": has_neighbor, "second_neighbors": has_neighbor}
    for block, rows in (has_block | {"across_trace": has_trace}).items():
        for name, origin in origins.items():
            features[rows, schema.column(name, block)] += origin
    return features


_MIRROR_SOURCE = [schema.column(schema.in_mirror(n), b) for b, names in schema.BLOCKS.items() for n in names]
_MIRROR_SIGN = np.array(
    [
        -1 if n in (*schema.CHANGES_SIGN, "box_x", "frame_x") else 1
        for names in schema.BLOCKS.values()
        for n in names
    ],
    np.float32,
)


@dataclass(frozen=True)
class _Moments:
    """Area, centroid, box and central moments of each region, all (R + 1,)."""

    area: np.ndarray
    x: np.ndarray
    y: np.ndarray
    box_w: np.ndarray
    box_h: np.ndarray
    xx: np.ndarray
    yy: np.ndarray
    xy: np.ndarray
    xxx: np.ndarray
    yyy: np.ndarray

    @classmethod
    def of(cls, runs: Runs) -> _Moments:
        area, x, y, xx, yy, xy, xxx, yyy = np.zeros((8, runs.count))
        for some in runs.pieces():
            n, middle = some.length.astype(np.float64), some.x + (some.length - 1) / 2
            some.add(area, n)
            some.add(x, n * middle)
            some.add(y, n * some.y)
        area = np.maximum(area, TINY)
        x, y = x / area, y / area
        for some in runs.pieces():
            n, middle = some.length.astype(np.float64), some.x + (some.length - 1) / 2
            spread = (n * n - 1) / 12  # variance of n pixels in a row
            dx, dy = middle - x[some.region], some.y - y[some.region]
            some.add(xx, n * (dx * dx + spread))
            some.add(yy, n * dy * dy)
            some.add(xy, n * dx * dy)
            some.add(xxx, n * (dx**3 + 3 * dx * spread))
            some.add(yyy, n * dy**3)
        box_w, box_h = runs.extent(runs.x, runs.x + runs.length), runs.extent(runs.y, runs.y + 1)
        return cls(
            area,
            x,
            y,
            box_w,
            box_h,
            xx / area + 1 / 12,
            yy / area + 1 / 12,
            xy / area,
            xxx / area,
            yyy / area,
        )


def _place(shape: _Moments, figure: Figure, position: Position) -> np.ndarray:
    """`schema.PLACE`: the centroid against the ink's mean and spread, the ink's box, and the area of the frames."""
    mean = np.stack([shape.x - figure.mean_x, shape.y - figure.mean_y], 1) / figure.spread
    box = np.stack([(shape.x - figure.left) / figure.width, (shape.y - figure.top) / figure.height], 1)
    left, top, width, height = position
    frame = np.stack([(shape.x + left) / width, (shape.y + top) / height], 1)
    return np.concatenate([mean, box, frame, np.hypot(mean[:, :1], mean[:, 1:])], 1)


def _size_and_shape(shape: _Moments, figure: Figure) -> np.ndarray:
    """`schema.SHAPE`: size against the figure, box, second and third moments."""
    trace, det = shape.xx + shape.yy, shape.xx * shape.yy - shape.xy**2
    root = np.sqrt(np.maximum(trace**2 / 4 - det, 0))
    major, minor = np.sqrt(trace / 2 + root), np.sqrt(np.maximum(trace / 2 - root, TINY))
    angle = np.arctan2(2 * shape.xy, shape.xx - shape.yy)
    eccentric = 1 - minor / major
    return np.stack(
        [
            np.log(shape.area),
            np.log(shape.area / figure.spread**2),
            np.log(shape.box_w / figure.spread),
            np.log(shape.box_h / figure.spread),
            np.log(shape.box_w / shape.box_h),
            shape.area / (shape.box_w * shape.box_h),
            shape.area / (4 * np.pi * major * minor),  # 1 for an ellipse, less for what bends or branches
            eccentric,
            eccentric * np.cos(angle),
            eccentric * np.sin(angle),
            np.cbrt(shape.xxx) / figure.spread,
            np.cbrt(shape.yyy) / figure.spread,
        ],
        1,
    )


def _thickness(regions: np.ndarray, runs: Runs, figure: Figure) -> np.ndarray:
    """`schema.THICKNESS`: the radius of the largest inscribed ball, and the mean distance from the line."""
    depth = cv2.distanceTransform((regions > 0).astype(np.uint8), cv2.DIST_L2, 3).ravel()
    depth = np.minimum(depth, max(regions.shape))  # infinite where there is no line
    widest = np.maximum(runs.greatest(np.maximum.reduceat(depth, runs.start)), 0.5)
    mean = runs.total(np.add.reduceat(depth, runs.start)) / np.maximum(runs.total(runs.length), 1)
    return np.stack([np.log(widest), np.log(widest / figure.spread), mean / widest], 1)


def _edge_share(regions: np.ndarray, count: int) -> np.ndarray:
    """Share of the frame's edge, lines not counted, that each region holds: f64 (R + 1,)."""
    sides = [regions[:1], regions[-1:], regions[:, :1], regions[:, -1:]]
    pixels = np.bincount(np.concatenate([side.ravel() for side in sides]), minlength=count)
    pixels[0] = 0
    return pixels / max(pixels.sum(), 1)


def _borders(adjacency: Adjacency, area: np.ndarray, at_edge: np.ndarray, figure: Figure) -> np.ndarray:
    """`schema.BORDERS`: shares of the border by kind of ink, its length, contact with the frame's edge."""
    lengths = np.stack([matrix.sum(1) for matrix in adjacency.by_kind], 1)
    total = lengths.sum(1, keepdims=True)
    share = lengths / np.maximum(total, 1)
    length = np.log1p(total[:, 0]) - np.log(figure.spread)
    roundness = np.log1p(total[:, 0]) - 0.5 * np.log(area)
    return np.concatenate([share, np.stack([length, roundness, at_edge], 1)], 1)


def _context(art: LineArt, shape: _Moments, figure: Figure) -> np.ndarray:
    """`schema.CONTEXT`: how much ink, and of trace lines alone, lies in eight directions at three distances."""
    height, width = art.ink.shape
    parts = []
    for ink in ((art.ink > 0).astype(np.float32), (art.kind > 1).astype(np.float32)):
        for radius in schema.RADII:
            reach = radius * figure.spread
            step = max(int(reach / 8), 1)  # a blur this wide needs no full resolution
            small = cv2.resize(ink, (-(-width // step), -(-height // step)), interpolation=cv2.INTER_AREA)
            blurred = cv2.GaussianBlur(small, (0, 0), 0.4 * reach / step)
            angles = np.arange(schema.DIRECTIONS) * np.pi / 4
            x = (shape.x[:, None] + reach * np.cos(angles)) / width * small.shape[1] - 0.5
            y = (shape.y[:, None] + reach * np.sin(angles)) / height * small.shape[0] - 0.5
            parts.append(_sample(blurred, x.astype(np.float32), y.astype(np.float32)))
    return np.concatenate(parts, 1)


def _sample(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values of an image between its pixels, 0 outside; `x` and `y` f32 (N, M): f32 (N, M)."""
    parts = [
        cv2.remap(
            image,
            x[i : i + REMAP_ROWS],
            y[i : i + REMAP_ROWS],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
        )
        for i in range(0, len(x), REMAP_ROWS)
    ]
    return np.concatenate(parts)


def _relations(adjacency: Adjacency, shape: _Moments, outside: np.ndarray, center: np.ndarray) -> np.ndarray:
    """`schema.RELATIONS`: neighbors, the main one and the largest, hops from the background, rank by area.

    The main neighbor has the longest border with the region, the largest the most area.
    """
    total = adjacency.total
    count = len(shape.area)
    neighbors = np.diff(total.indptr)
    border = np.maximum(total.sum(1), 1)
    main = _argmax_by_row(total)
    main_share = np.asarray(total.max(1).todense()).ravel() / border
    offset = center[main] - center
    rank = np.empty(count)
    rank[np.argsort(-shape.area)] = np.arange(count) / max(count, 1)
    largest = _argmax_by_row(csr_array((shape.area[total.indices], total.indices, total.indptr), total.shape))
    return np.concatenate(
        [
            np.stack([np.log1p(neighbors), main_share, np.log(shape.area / shape.area[main])], 1),
            offset,
            center[largest] - center,
            np.stack([_hops(total, outside), rank], 1),
        ],
        1,
    )


def _argmax_by_row(matrix: csr_array) -> np.ndarray:
    """Column of the greatest entry of each row; the row itself where it is empty."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.data, rows))
    best = np.arange(matrix.shape[0])
    best[rows[order]] = matrix.indices[order]  # the last write of a row is its greatest
    return best


def _hops(total: csr_array, outside: np.ndarray) -> np.ndarray:
    """Steps from the background, at most 8: f64 (R + 1,)."""
    hops = np.where(outside, 0.0, 8.0)
    reached = outside
    for step in range(1, 8):
        reached = (total @ reached.astype(np.float32)) > 0
        fresh = reached & (hops > step)
        hops[fresh] = step
    return hops


def _neighborhoods(own: np.ndarray, adjacency: Adjacency) -> list[np.ndarray]:
    """The blocks of `schema.BLOCKS` after a region's own: means over neighbors, weighed by border length."""
    total = adjacency.total
    once = _row_mean(total, own)
    return [
        once,
        _row_mean(total, once),
        _row_mean(adjacency.trace, own[:, : len(schema.BLOCKS["across_trace"])]),
    ]


def _row_mean(weights: csr_array, values: np.ndarray) -> np.ndarray:
    total = weights.sum(1)
    return (weights @ values) / np.maximum(total, TINY)[:, None]
