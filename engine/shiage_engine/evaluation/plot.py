"""Plots as SVG text: lines over two axes, for a page that opens from disk."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

WIDTH, HEIGHT = 520, 380
LEFT, RIGHT, TOP, BOTTOM = 62, 24, 30, 46  # margins
POINTS = 300  # of a line, at most
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # Okabe and Ito 2008


class Line(NamedTuple):
    """One line of a plot."""

    name: str
    x: np.ndarray  # f64 (N,)
    y: np.ndarray  # f64 (N,)


class Axis(NamedTuple):
    """One axis: from the first to the last of its ticks."""

    label: str
    ticks: Sequence[float]
    logarithmic: bool = False

    def place(self, values: np.ndarray) -> np.ndarray:
        """Where `values` lie, 0 the first tick and 1 the last; what is outside comes to the nearer end."""
        low, high = self.ticks[0], self.ticks[-1]
        inside = np.clip(np.asarray(values, float), low, high)
        if self.logarithmic:
            return np.log(inside / low) / np.log(high / low)
        return (inside - low) / (high - low)


def plot(title: str, x: Axis, y: Axis, lines: Sequence[Line], guides: Sequence[Line] = ()) -> str:
    """An SVG picture of `lines`, each in a color of its own, and of dashed `guides`."""
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(x, y),
    ]
    parts += [_path(line, x, y, 'stroke="#888" stroke-dasharray="5 4"') for line in guides]
    for number, line in enumerate(lines):
        parts.append(_path(line, x, y, f'stroke="{COLORS[number % len(COLORS)]}" stroke-width="2"'))
    return "\n".join([*parts, *_legend(lines), "</svg>"])


def beside(pictures: Sequence[str]) -> str:
    """Plots side by side, as one SVG picture."""
    width = WIDTH * len(pictures)
    parts = [
        f'<g transform="translate({WIDTH * number} 0)">\n{one}\n</g>' for number, one in enumerate(pictures)
    ]
    head = f'<svg viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
    return "\n".join([head, *parts, "</svg>"])


def _grid(x: Axis, y: Axis) -> list[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    for tick, at in zip(x.ticks, _across(x, x.ticks), strict=True):
        parts.append(f'<path d="M{at:.1f} {TOP}V{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{bottom + 16}" text-anchor="middle">{_percent(tick)}</text>')
    for tick, at in zip(y.ticks, _up(y, y.ticks), strict=True):
        parts.append(f'<path d="M{LEFT} {at:.1f}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{_percent(tick)}</text>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(x.label)}</text>')
    upright = (TOP + bottom) / 2
    turned = f'transform="translate(14 {upright}) rotate(-90)" text-anchor="middle"'
    return [*parts, f"<text {turned}>{escape(y.label)}</text>"]


def _path(line: Line, x: Axis, y: Axis, style: str) -> str:
    if not len(line.x):
        return ""
    chosen = np.unique(np.linspace(0, len(line.x) - 1, POINTS).round().astype(int))
    points = zip(_across(x, line.x[chosen]), _up(y, line.y[chosen]), strict=True)
    steps = " ".join(f"{across:.1f},{up:.1f}" for across, up in points)
    return f'<polyline points="{steps}" fill="none" {style}/>'


def _legend(lines: Sequence[Line]) -> list[str]:
    """Names, in the top left corner, over all lines."""
    width = 40 + 7 * max((len(line.name) for line in lines), default=0)
    parts = [
        f'<rect x="{LEFT + 8}" y="{TOP + 6}" width="{width}" height="{16 * len(lines) + 6}" fill="#fff" '
        'fill-opacity="0.85"/>'
    ]
    for number, line in enumerate(lines):
        at = TOP + 18 + 16 * number
        color = COLORS[number % len(COLORS)]
        parts.append(f'<path d="M{LEFT + 12} {at}h18" stroke="{color}" stroke-width="3"/>')
        parts.append(f'<text x="{LEFT + 36}" y="{at + 4}">{escape(line.name)}</text>')
    return parts


def _across(axis: Axis, values: Sequence[float] | np.ndarray) -> np.ndarray:
    return LEFT + axis.place(np.asarray(values)) * (WIDTH - LEFT - RIGHT)


def _up(axis: Axis, values: Sequence[float] | np.ndarray) -> np.ndarray:
    return HEIGHT - BOTTOM - axis.place(np.asarray(values)) * (HEIGHT - TOP - BOTTOM)


def _percent(share: float) -> str:
    return f"{100 * share:g} %"
