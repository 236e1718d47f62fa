"""What stands outdoors. The page is 0 .. 1 each way; `level` is y of the ground."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import blob, box, ellipse, points
from ..page.paints import Paints
from ..page.parts import BEHIND, Inlay, Part


def tree(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A tree."""
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
    """A house."""
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
    """A cloud."""
    x, y, size = rng.uniform(0, 1), rng.uniform(0.05, 0.35), rng.uniform(0.05, 0.15)
    pieces = [
        ellipse(x + k * size * 0.8, y + rng.normal(0, 0.2) * size, size * rng.uniform(0.6, 1), size * 0.6)
        for k in range(-1, 2)
    ]
    return [Part(f"{key}cloud", pieces, paints("cloud"), BEHIND + 1)]


def fence(rng: Rng, paints: Paints, level: float, key: str) -> list[Part]:
    """A fence across the page."""
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
