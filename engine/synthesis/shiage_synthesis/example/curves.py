"""Curves for drawing: smooth lines through points, strands of hair, limbs. Points are f64 (N, 2), x and y."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Points = np.ndarray  # f64 (N, 2): x, y


def points(*pairs: tuple[float, float]) -> Points:
    return np.array(pairs, np.float64)


def at(x: float, y: float) -> Points:
    """One place or one shift: f64 (2,)."""
    return np.array([x, y], np.float64)


def smooth(through: Points, closed: bool = False, steps: int = 8) -> Points:
    """A Catmull-Rom curve through `through`, `steps` points for each of its spans."""
    if closed:
        before, after = through[-1:], through[:2]
    else:
        before, after = 2 * through[:1] - through[1:2], 2 * through[-1:] - through[-2:-1]
    knots = np.concatenate([before, through, after])
    t = (np.arange(steps) / steps)[:, None]
    spans = [_span(knots[i : i + 4], t) for i in range(len(knots) - 3)]
    return np.concatenate([*spans, knots[-2:-1]])


def _span(knots: Points, t: np.ndarray) -> Points:
    a, b, c, d = knots
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def bend(start: Points, pull: Points, end: Points, steps: int = 10) -> Points:
    """A quadratic curve from `start` to `end`, drawn toward `pull`; its end point is left out."""
    t = (np.arange(steps) / steps)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end


def ellipse(center: Points, rx: float, ry: float, steps: int = 40) -> Points:
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return np.stack([center[0] + rx * np.cos(angle), center[1] + ry * np.sin(angle)], 1)


def turned(shape: Points, angle: float, about: Points | None = None) -> Points:
    """`shape` turned clockwise on the page by `angle` radians, about the origin unless told."""
    middle = at(0, 0) if about is None else about
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray((shape - middle) @ turn + middle)


def limb(path: Points, widths: Sequence[float], round_ends: bool = True) -> list[Points]:
    """Pieces which together are a band along `path`; `widths` are spread evenly over its length."""
    left, right = _across(path, widths, -1), _across(path, widths, 1)
    quads = [np.stack([left[i], left[i + 1], right[i + 1], right[i]]) for i in range(len(path) - 1)]
    if not round_ends:
        return quads
    radii = np.linalg.norm(left - right, axis=1) / 2
    return quads + [ellipse(p, r, r, 24) for p, r in zip(path, radii, strict=True) if r > 0.3]


def side(path: Points, widths: Sequence[float], inner: float, outer: float) -> Points:
    """The part of such a band between `inner` and `outer`, in half widths across it (-1 left .. 1 right)."""
    return np.concatenate([_across(path, widths, inner), _across(path, widths, outer)[::-1]])


def _across(path: Points, widths: Sequence[float], place: float) -> Points:
    """The line beside `path`, at `place` half widths from it."""
    half = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(widths)), widths) / 2
    along = np.gradient(path, axis=0)
    across = (
        np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.linalg.norm(along, axis=1), 1e-9)[:, None]
    )
    return np.asarray(path + across * half[:, None] * place)
