"""Balls and balloons."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import ellipse, heart, points
from ..page.paints import Tint
from ..page.parts import RED, Figure, Inlay, Part


def ball(rng: Rng, tint: Tint) -> Figure:
    """A striped ball that may spin."""
    size, count, spin = rng.uniform(0.8, 1.8), int(rng.integers(1, 4)), rng.uniform(-0.5, 0.5)

    def draw(frame: int) -> list[Part]:
        stripes = [
            Inlay(
                f"ball {i}",
                ellipse(0, 0, size * (0.8 - 0.25 * i), size * 2, frame * spin + i),
                tint(f"stripe {i}"),
            )
            for i in range(count)
        ]
        return [Part("ball", [ellipse(0, 0, size, size)], tint("ball"), 0, stripes)]

    return draw


def balloon(rng: Rng, tint: Tint) -> Figure:
    """A balloon on a string."""
    sway = rng.uniform(0, 0.5)

    def draw(frame: int) -> list[Part]:
        x = sway * np.sin(frame)
        shape = heart(x, -4.5, 1.3) if sway < 0.1 else ellipse(x, -4.5, 1.2, 1.5)
        return [
            Part(
                "balloon",
                [shape],
                tint("balloon"),
                0,
                [Inlay("balloon shine", ellipse(x - 0.4, -5, 0.25, 0.4), tint("shine"), RED)],
                folds=[points((x, -3), (x * 0.5, -1.5), (0, 0))],
            )
        ]

    return draw
