"""Curves: smooth lines, bands, blobs, stars. Points are f64 (N, 2): x to the right and y down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

Points = np.ndarray  # f64 (N, 2): x, y


def points(*pairs: Sequence[float]) -> Points:
    """Points from pairs of x and y."""
    return np.array(pairs, np.float64)


def at(x: float, y: float) -> Points:
    """One place: f64 (2,)."""
    return np.array([x, y], np.float64)


def smooth(through: Points, closed: bool = True, steps: int = 6) -> Points:
    """A Catmull-Rom curve through `through`, with `steps` points for each of its spans.

    A closed curve does not repeat its first point; an open one ends with its last.
    """
    if closed:
        knots = np.concatenate([through[-1:], through, through[:2]])
    else:
        ends = 2 * through[0] - through[1], 2 * through[-1] - through[-2]
        knots = np.concatenate([ends[0][None], through, ends[1][None]])
    spans = np.stack([knots[:-3], knots[1:-2], knots[2:-1], knots[3:]], 1)
    curve = (_catmull_rom(steps) @ spans).reshape(-1, 2)
    return curve if closed else np.concatenate([curve, through[-1:]])


@cache
def _catmull_rom(steps: int) -> np.ndarray:
    """f64 (steps, 4): the weights of the four knots around a span, at places evenly over it.

    E. Catmull and R. Rom, "A class of local interpolating splines", 1974, with a tension of 1/2.
    """
    t = np.arange(steps)[:, None] / steps
    columns = [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3]
    return np.asarray(0.5 * np.hstack(columns))


def bend(start: Points, pull: Points, end: Points, steps: int = 10) -> Points:
    """A quadratic Bezier curve from `start` to `end`, drawn toward `pull`; its end point is left out."""
    t = (np.arange(steps) / steps)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end


def ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0.0, *, steps: int = 28) -> Points:
    """An ellipse about (x, y), turned clockwise by `turn` radians."""
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
    """`shape` turned clockwise on the page by `angle` radians, by default about the origin."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    return np.asarray(shape @ turn if about is None else (shape - about) @ turn + about)


def beside(path: Points, widths: Sequence[float], share: float) -> Points:
    """The line that follows `path` at `share` half widths to its right (negative: to its left).

    `widths` are spread evenly over the path.
    """
    half = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(widths)), widths) / 2
    return np.asarray(path + normals(path) * half[:, None] * share)


def strip(path: Points, widths: Sequence[float], first: float, last: float) -> Points:
    """The outline of a strip along `path` from `first` to `last`, in half widths as in `beside`."""
    return np.concatenate([beside(path, widths, first), beside(path, widths, last)[::-1]])


def band(path: Points, widths: Sequence[float]) -> Points:
    """The outline of a band along `path`; a width of 0 at an end makes a tip."""
    return strip(path, widths, 1, -1)


def segments(path: Points, widths: Sequence[float], round_ends: bool = True) -> list[Points]:
    """A band along `path` as convex pieces, one for each span and, with `round_ends`, a disc at each point."""
    left, right = beside(path, widths, -1), beside(path, widths, 1)
    quads = [np.stack([left[i], left[i + 1], right[i + 1], right[i]]) for i in range(len(path) - 1)]
    if not round_ends:
        return quads
    radii = np.linalg.norm(left - right, axis=1) / 2
    return quads + [oval(p, r, r, steps=24) for p, r in zip(path, radii, strict=True) if r > 0.3]


def normals(path: Points) -> Points:
    """Unit vectors across an open `path`, to its right."""
    along = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    return np.stack([-along[:, 1], along[:, 0]], 1) / length[:, None]


def unit(vector: Points) -> Points:
    """`vector`, f64 (2,), with length 1; zero stays zero."""
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-6))


def across(vector: Points) -> Points:
    """`vector`, f64 (2,), turned clockwise on the page by a right angle."""
    return at(-vector[1], vector[0])


def taper(path: Points, width: float) -> Points:
    """The outline of a thin leaf along `path`, pointed at both ends."""
    return band(path, (0, 0.8 * width, width, 0.8 * width, 0))


def capsule(start: Points, end: Points, width: float, end_width: float) -> list[Points]:
    """A limb segment with round ends, as convex pieces."""
    half = unit(across(end - start)) / 2
    quad = np.stack(
        [start + half * width, start - half * width, end - half * end_width, end + half * end_width]
    )
    rounds = [oval(p, w / 2, w / 2, steps=18) for p, w in ((start, width), (end, end_width))]
    return [quad, *rounds]


def star(outer: float, inner: float, tips: int, turn: float = 0.0) -> Points:
    """A star about the origin."""
    angle = np.arange(2 * tips) * np.pi / tips + turn
    radius = np.where(np.arange(2 * tips) % 2 == 0, outer, inner)
    return np.stack([radius * np.sin(angle), -radius * np.cos(angle)], 1)


def blob(radii: np.ndarray, x: float, y: float, rx: float, ry: float) -> Points:
    """A closed smooth shape about (x, y); `radii` (about 1) are its distances, evenly around, by `rx` and `ry`."""
    angle = np.arange(len(radii)) * 2 * np.pi / len(radii)
    return smooth(np.stack([x + rx * radii * np.cos(angle), y + ry * radii * np.sin(angle)], 1))


def heart(x: float, y: float, size: float) -> Points:
    """A heart about (x, y)."""
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
