"""What stands and hangs in a room. The page is 0 .. 1 each way; `level` is y where wall and floor meet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..page.chance import Rng, uniforms
from ..page.curves import at, box, points, smooth
from ..page.paints import Paints
from ..page.parts import BEHIND, Inlay, Part


def window(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A window of four panes."""
    x, y, rx, ry = uniforms(rng, (0.1, 0.9), (0.2, 0.4), (0.08, 0.18), (0.1, 0.2))
    panes = [
        Inlay(
            f"{key}pane {i}",
            box(x + (i % 2 - 0.5) * rx * 0.95, y + (i // 2 - 0.5) * ry * 0.95, rx * 0.4, ry * 0.4),
            paints("glass"),
        )
        for i in range(4)
    ]
    return [Part(f"{key}window", [box(x, y, rx, ry)], paints("frame"), BEHIND + 3, panes)]


def shelf(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A bookshelf."""
    x, rx, rows = rng.uniform(0.1, 0.9), rng.uniform(0.1, 0.2), int(rng.integers(2, 4))
    high = 0.14 * rows
    parts = [Part(f"{key}shelf", [box(x, level - high, rx, high)], paints("wood"), BEHIND + 4)]
    for row in range(rows):
        y = level - 2 * high + 0.28 * (row + 0.5)
        parts.append(
            Part(f"{key}shelf row {row}", [box(x, y, rx * 0.9, 0.11)], paints("wood dark"), BEHIND + 5)
        )
        left = x - rx * 0.85
        while left < x + rx * 0.5:
            wide, tall = rng.uniform(0.012, 0.03), rng.uniform(0.06, 0.1)
            parts.append(
                Part(
                    f"{key}book {row} {len(parts)}",
                    [box(left + wide, y + 0.11 - tall, wide, tall)],
                    paints(f"book {int(rng.integers(4))}"),
                    BEHIND + 6,
                    pen=0.7,
                )
            )
            left += 2 * wide + (0.0 if rng.random() < 0.7 else 0.03)
    return parts


def table(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A table with a vase; sometimes before the figures."""
    x, rx, high = rng.uniform(0.1, 0.9), rng.uniform(0.12, 0.3), rng.uniform(0.1, 0.25)
    z = 500.0 if rng.random() < 0.3 else BEHIND + 10
    top = level + 0.1 - high
    legs = [
        Part(
            f"{key}table leg {i}",
            [box(x + s * rx * 0.85, top + high / 2, 0.012, high / 2)],
            paints("wood"),
            z,
        )
        for i, s in enumerate((-1, 1))
    ]
    plate = points((x - rx, top), (x - rx * 0.8, top - 0.06), (x + rx * 0.8, top - 0.06), (x + rx, top))
    vase = smooth(
        points((-0.02, -0.12), (0.02, -0.12), (0.04, -0.03), (0.02, 0), (-0.02, 0), (-0.04, -0.03))
    ) + at(x + rx * 0.3, top - 0.02)
    return [
        *legs,
        Part(f"{key}table", [plate], paints("wood"), z + 1),
        Part(f"{key}table rim", [box(x, top + 0.012, rx, 0.012)], paints("wood dark"), z + 1),
        Part(
            f"{key}vase",
            [vase],
            paints("vase"),
            z + 2,
            [Inlay(f"{key}vase band", box(x + rx * 0.3, top - 0.05, 0.1, 0.01), paints("band"))],
        ),
    ]


def picture(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A framed landscape."""
    x, y, rx, ry = uniforms(rng, (0.1, 0.9), (0.1, 0.4), (0.05, 0.12), (0.05, 0.1))
    hill = points(
        (x - rx, y + ry), (x - rx * 0.2, y - ry * 0.3), (x + rx * 0.4, y + ry * 0.4), (x + rx, y + ry)
    )
    return [
        Part(f"{key}frame", [box(x, y, rx * 1.15, ry * 1.2)], paints("frame"), BEHIND + 3),
        Part(
            f"{key}picture",
            [box(x, y, rx, ry)],
            paints("sky"),
            BEHIND + 4,
            [Inlay(f"{key}hill", hill, paints("grass"))],
        ),
    ]


def lamp(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A floor lamp."""
    x, y = rng.uniform(0.1, 0.9), rng.uniform(0.3, 0.5)
    return [
        Part(
            f"{key}lamp pole",
            [box(x, (y + level) / 2, 0.008, (level - y) / 2)],
            paints("wood dark"),
            BEHIND + 7,
        ),
        Part(
            f"{key}lamp",
            [points((x - 0.03, y - 0.1), (x + 0.03, y - 0.1), (x + 0.07, y), (x - 0.07, y))],
            paints("lamp"),
            BEHIND + 8,
        ),
    ]


def curtain(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A curtain in stripes."""
    x, wide, count = rng.uniform(0, 1), rng.uniform(0.08, 0.2), int(rng.integers(3, 7))
    places = np.linspace(x - wide, x + wide, count + 1)
    return [
        Part(
            f"{key}curtain {i}",
            [points((a, -0.3), (b, -0.3), (b + 0.01, level - 0.1), (a - 0.01, level - 0.1))],
            paints("curtain" if i % 2 else "curtain b"),
            BEHIND + 9,
        )
        for i, (a, b) in enumerate(pairwise(places))
    ]
