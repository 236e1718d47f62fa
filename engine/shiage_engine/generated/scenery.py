"""What stands behind and before the figures: rooms, furniture, trees, houses, the ground. Page: 0 .. 1 each way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from .curves import at, blob, box, ellipse, points, smooth
from .motion import Rng
from .parts import BACKGROUND, Inlay, Part
from .style import Paints

BEHIND = -1000.0


def draw_scenery(rng: Rng, paints: Paints) -> list[Part]:
    """Parts that do not move by themselves; often none at all."""
    kind = rng.choice(["none", "ground", "room", "outdoors", "things"], p=[0.7, 0.08, 0.09, 0.07, 0.06])
    if kind == "none":
        return []
    level = rng.uniform(0.6, 0.9)
    if kind == "ground":
        return [Part("ground line", [], 0, BEHIND, folds=[points((-0.5, level), (0.3, level), (1.5, level))])]
    parts: list[Part] = []
    if kind == "room":
        wall = paints("wall") if rng.random() < 0.6 else BACKGROUND
        parts.append(
            Part("wall", [points((-0.6, -0.6), (1.6, -0.6), (1.6, level), (-0.6, level))], wall, BEHIND)
        )
        planks = [
            Inlay(
                f"plank {i}",
                points(
                    (0.5 + (i - 4) * 0.2, level),
                    (0.58 + (i - 4) * 0.2, level),
                    (0.6 + (i - 4) * 0.5, 1.7),
                    (0.5 + (i - 4) * 0.5, 1.7),
                ),
                paints("plank"),
            )
            for i in range(9)
        ]
        parts.append(
            Part(
                "floor",
                [points((-0.6, level), (1.6, level), (1.6, 1.7), (-0.6, 1.7))],
                paints("floor"),
                BEHIND + 1,
                planks if rng.random() < 0.4 else [],
            )
        )
        choices: list[Callable[[Rng, Paints, float, str], list[Part]]] = [
            window,
            shelf,
            table,
            picture,
            lamp,
            curtain,
        ]
    else:
        if kind == "outdoors":
            sky = paints("sky") if rng.random() < 0.5 else BACKGROUND
            parts.append(
                Part("sky", [points((-0.6, -0.6), (1.6, -0.6), (1.6, 1.6), (-0.6, 1.6))], sky, BEHIND, pen=0)
            )
            hill = np.stack([np.linspace(-0.6, 1.6, 8), level + rng.uniform(-0.1, 0.05, 8)], 1)
            parts.append(
                Part(
                    "hill",
                    [np.concatenate([smooth(hill, False), points((1.6, 1.7), (-0.6, 1.7))])],
                    paints("grass"),
                    BEHIND + 2,
                )
            )
        choices = [tree, house, cloud, fence, tree]
    for index in range(int(rng.integers(1, 5))):
        parts += choices[int(rng.integers(len(choices)))](rng, paints, level, f"{index} ")
    return parts


def window(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    x, y, rx, ry = (
        rng.uniform(0.1, 0.9),
        rng.uniform(0.2, 0.4),
        rng.uniform(0.08, 0.18),
        rng.uniform(0.1, 0.2),
    )
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
    x, y, rx, ry = (
        rng.uniform(0.1, 0.9),
        rng.uniform(0.1, 0.4),
        rng.uniform(0.05, 0.12),
        rng.uniform(0.05, 0.1),
    )
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


def tree(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    x, size = rng.uniform(0, 1), rng.uniform(0.08, 0.2)
    parts = [
        Part(
            f"{key}stem",
            [
                points(
                    (x - 0.15 * size, level + 0.03),
                    (x - 0.1 * size, level - 1.6 * size),
                    (x + 0.1 * size, level - 1.6 * size),
                    (x + 0.18 * size, level + 0.03),
                )
            ],
            paints("wood"),
            BEHIND + 3,
        )
    ]
    for index in range(int(rng.integers(1, 5))):
        parts.append(
            Part(
                f"{key}crown {index}",
                [
                    blob(
                        rng.uniform(0.85, 1.15, 11),
                        x + rng.normal(0, 0.4) * size,
                        level - 2 * size + rng.normal(0, 0.4) * size,
                        size,
                        size * 0.9,
                    )
                ],
                paints("leaf" if index % 2 else "leaf b"),
                BEHIND + 4 + index * 0.1,
            )
        )
    return parts


def house(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    x, rx, ry = rng.uniform(0, 1), rng.uniform(0.08, 0.2), rng.uniform(0.08, 0.18)
    roof = points((x - rx * 1.2, level - 2 * ry), (x, level - 3.2 * ry), (x + rx * 1.2, level - 2 * ry))
    inlays = [
        Inlay(f"{key}door", box(x, level - ry * 0.5, rx * 0.2, ry * 0.6), paints("wood")),
        *[
            Inlay(
                f"{key}pane {s}",
                box(x + s * rx * 0.6, level - ry * 1.2, rx * 0.2, ry * 0.25),
                paints("glass"),
            )
            for s in (-1, 1)
        ],
    ]
    return [
        Part(f"{key}house", [box(x, level - ry, rx, ry)], paints("brick"), BEHIND + 2.5, inlays),
        Part(f"{key}roof", [roof], paints("roof"), BEHIND + 2.6),
    ]


def cloud(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    x, y, size = rng.uniform(0, 1), rng.uniform(0.05, 0.35), rng.uniform(0.05, 0.15)
    pieces = [
        ellipse(x + k * size * 0.8, y + rng.normal(0, 0.2) * size, size * rng.uniform(0.6, 1), size * 0.6)
        for k in range(-1, 2)
    ]
    return [Part(f"{key}cloud", pieces, paints("cloud"), BEHIND + 1)]


def fence(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    count, high = int(rng.integers(6, 16)), rng.uniform(0.05, 0.15)
    x = np.linspace(-0.2, 1.2, count)
    rail = Part(f"{key}rail", [box(0.5, level, 0.9, high * 0.15)], paints("wood"), BEHIND + 11)
    wide = 0.4 / count
    return [
        rail,
        *[
            Part(
                f"{key}pale {i}",
                [
                    points(
                        (a - wide, level + high),
                        (a - wide, level - high),
                        (a, level - high * 1.4),
                        (a + wide, level - high),
                        (a + wide, level + high),
                    )
                ],
                paints("wood" if i % 2 else "pale"),
                BEHIND + 12,
            )
            for i, a in enumerate(x)
        ],
    ]
