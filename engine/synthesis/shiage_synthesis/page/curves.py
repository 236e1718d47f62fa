"""Curves for drawn things: smooth outlines, bands, blobs, stars. Points are f64 (N, 2), x right and y down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Points = np.ndarray  # f64 (N, 2): x, y

_STEPS = np.arange(6)[:, None] / 6
# Catmull-Rom weights of the four knots around a span, at six places of it.
_WEIGHTS = 0.5 * np.hstack(
    [
        -_STEPS + 2 * _STEPS**2 - _STEPS**3,
        2 - 5 * _STEPS**2 + 3 * _STEPS**3,
        _STEPS + 4 * _STEPS**2 - 3 * _STEPS**3,
        -(_STEPS**2) + _STEPS**3,
    ]
)


def points(*pairs: Sequence[float]) -> Points:
    return np.array(pairs, np.float64)


def at(x: float, y: float) -> Points:
    """One place: f64 (2,)."""
    return np.array([x, y], np.float64)


def smooth(through: Points, closed: bool = True) -> Points:
    """A Catmull-Rom curve through `through`, six points for each of its spans."""
    if closed:
        knots = np.concatenate([through[-1:], through, through[:2]])
    else:
        ends = 2 * through[0] - through[1], 2 * through[-1] - through[-2]
        knots = np.concatenate([ends[0][None], through, ends[1][None]])
    spans = np.stack([knots[:-3], knots[1:-2], knots[2:-1], knots[3:]], 1)
    curve = (_WEIGHTS @ spans).reshape(-1, 2)
    return curve if closed else np.concatenate([curve, through[-1:]])


def ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0.0, *, steps: int = 28) -> Points:
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return turned(np.stack([rx * np.cos(angle), ry * np.sin(angle)], 1), turn) + at(x, y)


def oval(middle: Points, rx: float, ry: float, turn: float = 0.0, steps: int = 28) -> Points:
    """An ellipse about a place."""
    return ellipse(float(middle[0]), float(middle[1]), rx, ry, turn, steps=steps)


def slab(middle: Points, rx: float, ry: float, turn: float = 0.0, rounding: float = 0.0) -> Points:
    """A rectangle about a place."""
    return box(float(middle[0]), float(middle[1]), rx, ry, turn, rounding=rounding)


def box(x: float, y: float, rx: float, ry: float, turn: float = 0.0, *, rounding: float = 0.0) -> Points:
    """A rectangle about (x, y); `rounding` in [0, 1] of its corners."""
    if rounding <= 0:
        return turned(points((-rx, -ry), (rx, -ry), (rx, ry), (-rx, ry)), turn) + at(x, y)
    angle = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    power = 0.25 + 0.75 * rounding
    cos, sin = np.cos(angle), np.sin(angle)
    shape = np.stack([rx * np.sign(cos) * abs(cos) ** power, ry * np.sign(sin) * abs(sin) ** power], 1)
    return turned(shape, turn) + at(x, y)


def turned(shape: Points, angle: float, about: Points | None = None) -> Points:
    """`shape` turned clockwise on the page by `angle` radians, about the origin unless told."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    return np.asarray(shape @ turn if about is None else (shape - about) @ turn + about)


def band(path: Points, widths: Sequence[float]) -> Points:
    """The outline of a band along `path`; `widths` are spread evenly over it. Zero at an end makes a tip."""
    half = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(widths)), widths) / 2
    across = normals(path) * half[:, None]
    return np.concatenate([path + across, (path - across)[::-1]])


def normals(path: Points) -> Points:
    """Unit vectors across an open `path`, to its right hand."""
    along = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    return np.stack([-along[:, 1], along[:, 0]], 1) / length[:, None]


def taper(path: Points, width: float) -> Points:
    """A thin leaf along `path`, pointed at both ends."""
    return band(path, (0, 0.8 * width, width, 0.8 * width, 0))


def capsule(start: Points, end: Points, width: float, end_width: float) -> list[Points]:
    """A limb segment with round ends, as convex pieces."""
    along = end - start
    across = at(-along[1], along[0]) / max(float(np.hypot(*along)), 1e-6) / 2
    quad = np.stack(
        [start + across * width, start - across * width, end - across * end_width, end + across * end_width]
    )
    rounds = [oval(p, w / 2, w / 2, steps=18) for p, w in ((start, width), (end, end_width))]
    return [quad, *rounds]


def star(outer: float, inner: float, tips: int, turn: float = 0.0) -> Points:
    """A star about the origin."""
    angle = np.arange(2 * tips) * np.pi / tips + turn
    radius = np.where(np.arange(2 * tips) % 2 == 0, outer, inner)
    return np.stack([radius * np.sin(angle), -radius * np.cos(angle)], 1)


def blob(radii: np.ndarray, x: float, y: float, rx: float, ry: float) -> Points:
    """A closed smooth shape whose distance from (x, y) is told by `radii` (about 1), evenly around."""
    angle = np.arange(len(radii)) * 2 * np.pi / len(radii)
    return smooth(np.stack([x + rx * radii * np.cos(angle), y + ry * radii * np.sin(angle)], 1))


def heart(x: float, y: float, size: float) -> Points:
    half = points((0, -0.5), (0.45, -0.95), (0.95, -0.55), (0.7, 0.15), (0, 0.95))
    right = smooth(half, closed=False)
    left = right[::-1] * at(-1, 1)
    return np.concatenate([right, left[1:-1]]) * size + at(x, y)


def zigzag(start: Points, end: Points, depths: Sequence[float], sharp: float) -> Points:
    """A jagged border from `start` to `end`: a tip of each of `depths` (downward), notches `sharp` deep between."""
    count = len(depths)
    places = [start]
    for index, depth in enumerate(depths):
        tip = start + (end - start) * ((index + 0.5) / count) + at(0, depth)
        notch = start + (end - start) * ((index + 1) / count) + at(0, depth * (1 - sharp))
        places += [tip, notch]
    places[-1] = end
    return np.array(places)
