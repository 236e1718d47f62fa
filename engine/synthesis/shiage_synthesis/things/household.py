"""Umbrellas, books, parcels and flowers."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import band, box, ellipse, points, smooth
from ..page.paints import Tint
from ..page.parts import Figure, Inlay, Part


def umbrella(rng: Rng, tint: Tint) -> Figure:
    """An open umbrella."""
    count, size = int(rng.integers(3, 8)), rng.uniform(2, 4)

    def draw(frame: int) -> list[Part]:
        x = np.linspace(size, -size, 4 * count + 1)
        low = np.stack([x, -size - 0.25 * abs(np.sin(np.arange(4 * count + 1) * np.pi / 4))], 1)
        dome = np.concatenate(
            [
                smooth(
                    points(
                        (-size, -size),
                        (-size * 0.6, -1.7 * size),
                        (0, -2 * size),
                        (size * 0.6, -1.7 * size),
                        (size, -size),
                    ),
                    False,
                ),
                low,
            ]
        )
        edges = np.linspace(-size, size, count + 1)
        panels = [
            Inlay(
                f"panel {i}",
                points((0, -2 * size), (edges[i], -size + 1), (edges[i + 1], -size + 1)),
                tint(f"panel {i % 2}"),
            )
            for i in range(count)
        ]
        return [
            Part("pole", [box(0, -size * 0.8, 0.1, size)], tint("pole"), -0.01),
            Part("dome", [dome], tint("panel 0"), 0, panels),
        ]

    return draw


def book(rng: Rng, tint: Tint) -> Figure:
    """An open book."""
    return lambda frame: [
        Part("cover", [box(0, 0, 1.3, 1.0)], tint("cover"), 0),
        Part(
            "pages",
            [box(-0.6, 0, 0.55, 0.85)],
            tint("page"),
            0.01,
            folds=[points((-1, y), (-0.3, y)) for y in (-0.4, 0, 0.4)],
        ),
        Part("pages right", [box(0.6, 0, 0.55, 0.85)], tint("page"), 0.01),
    ]


def parcel(rng: Rng, tint: Tint) -> Figure:
    """A box, which may open during the shot."""
    wide, high = rng.uniform(1, 2), rng.uniform(0.8, 1.6)
    front = box(0, 0, wide, high)
    lid = points((-wide, -high), (-wide * 0.6, -high * 1.6), (wide * 1.4, -high * 1.6), (wide, -high))
    side = points((wide, -high), (wide * 1.4, -high * 1.6), (wide * 1.4, high * 0.4), (wide, high))
    opens = int(rng.integers(0, 12))

    def draw(frame: int) -> list[Part]:
        tape = [Inlay("tape", box(0, 0, 0.2, 9), tint("tape"))]
        parts = [
            Part("box front", [front], tint("front"), 0, tape),
            Part("box side", [side], tint("side"), 0),
        ]
        if frame < opens:
            return [*parts, Part("box lid", [lid], tint("lid"), 0, tape)]
        return [
            *parts,
            Part("box inside", [lid], tint("inside"), 0),
            Part("box flap", [lid - (wide * 0.8, high * 0.5)], tint("lid"), -0.01),
        ]

    return draw


def flower(rng: Rng, tint: Tint) -> Figure:
    """A flower on its stem."""
    count = int(rng.integers(4, 9))
    angles = np.arange(count) * 2 * np.pi / count
    return lambda frame: [
        Part("stem", [band(points((0, 0.5), (0.1, -1), (0, -2.5)), (0.15, 0.15))], tint("stem"), -0.02),
        *[
            Part(
                f"petal {i}",
                [ellipse(0.8 * np.cos(a), -2.8 + 0.8 * np.sin(a), 0.6, 0.35, a)],
                tint(f"petal {i % 2}"),
                -0.001 * i,
            )
            for i, a in enumerate(angles)
        ],
        Part("core", [ellipse(0, -2.8, 0.45, 0.45)], tint("core"), 0.01),
    ]
