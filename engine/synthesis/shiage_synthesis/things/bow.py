"""Ribbon bows, for hair, heads and chests."""

from __future__ import annotations

import numpy as np

from ..page.curves import Points, oval, points, smooth
from ..page.paints import Paints
from ..page.parts import SIDES, Part


def bow(middle: Points, size: float, paints: Paints, key: str, z: float, *, turn: float = 0.0) -> list[Part]:
    """A ribbon bow: two loops, two ends and a knot."""
    label = paints("ribbon")
    loop = points((0, 0), (0.5, -0.6), (1.1, -0.55), (1.05, 0.45), (0.5, 0.35))
    tail = points((0, 0), (0.35, 0.3), (0.7, 1.2), (0.35, 1.05), (0.15, 1.1))
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, sin], [-sin, cos]]) * size
    drawn = []
    for side, name in SIDES:
        flip = np.array([side, 1.0])
        drawn.append(Part(f"{key} tail {name}", [(tail * flip) @ matrix + middle], label, z))
        drawn.append(Part(f"{key} loop {name}", [smooth((loop * flip) @ matrix) + middle], label, z + 0.01))
    drawn.append(
        Part(
            f"{key} knot",
            [oval(middle, size * 0.28, size * 0.32)],
            paints.alike("knot", "ribbon", 0.7),
            z + 0.02,
        )
    )
    return drawn
