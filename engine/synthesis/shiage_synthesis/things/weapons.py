"""Swords and shields."""

from __future__ import annotations

from ..page.chance import Rng
from ..page.curves import box, points, smooth, star
from ..page.paints import Tint
from ..page.parts import Figure, Inlay, Part


def sword(rng: Rng, tint: Tint) -> Figure:
    """A sword, held by its grip."""
    long, wide = rng.uniform(3, 6), rng.uniform(0.3, 0.8)
    blade = points((-wide, -0.6), (wide, -0.6), (wide * 0.9, -long), (0, -long - 1), (-wide * 0.9, -long))
    groove = box(0, -long / 2, wide * 0.3, long * 0.4)
    return lambda frame: [
        Part("grip", [box(0, 0.3, 0.22, 1.0)], tint("grip"), 0),
        Part("blade", [blade], tint("blade"), -0.02, [Inlay("groove", groove, tint("groove"))]),
        Part("guard", [box(0, -0.6, 1.1, 0.2, rounding=0.5)], tint("guard"), 0.02),
    ]


def shield(rng: Rng, tint: Tint) -> Figure:
    """A shield with a star on it."""
    size = rng.uniform(1.5, 2.5)
    shape = smooth(points((-0.9, -1), (0.9, -1), (0.95, 0.2), (0, 1.2), (-0.95, 0.2))) * size
    sign = star(0.5 * size, 0.22 * size, int(rng.integers(4, 8)))
    return lambda frame: [
        Part(
            "shield",
            [shape],
            tint("rim"),
            0,
            [Inlay("field", shape * 0.8, tint("field")), Inlay("sign", sign, tint("sign"))],
        )
    ]
