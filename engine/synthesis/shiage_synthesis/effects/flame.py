"""Flames."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import ellipse, points, smooth
from ..page.paints import Paints
from ..page.parts import Figure, Part


def flame(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A flickering flame of several layers, and sparks."""
    layers, tips = int(rng.integers(2, 5)), int(rng.integers(3, 7))
    heights = rng.uniform(0.5, 1.3, tips)
    sparks = rng.uniform(-0.6, 0.6, (int(rng.integers(0, 6)), 2))

    def outline(frame: int, size: float) -> np.ndarray:
        x = np.linspace(-0.7, 0.7, 2 * tips + 1)
        flicker = heights * (1 + 0.3 * np.sin(frame * 1.9 + np.arange(tips) * 2.1))
        y = np.where(np.arange(2 * tips + 1) % 2, 0, 0.2)
        y[1::2] -= flicker
        x = x + np.where(np.arange(2 * tips + 1) % 2, 0.12 * np.sin(frame * 1.3 + x * 9), 0)
        top = smooth(np.stack([x, y], 1), False)
        shape = np.concatenate([top, smooth(points((0.75, 0.4), (0, 0.85), (-0.75, 0.4)), False)])
        return (shape - (0, 0.75)) * size + (0, 0.75)

    def draw(frame: int) -> list[Part]:
        drawn = [
            Part(
                f"flame {i}", [outline(frame + i, 1 - 0.25 * i)], paints(f"flame {i}"), 0.1 * i, shaded=False
            )
            for i in range(layers)
        ]
        for index, (x, y) in enumerate(sparks):
            rise = (frame * 0.15 + y) % 1.4
            drawn.append(
                Part(
                    f"spark {index}",
                    [ellipse(x, 0.3 - rise, 0.05, 0.07)],
                    paints("flame 0"),
                    0.5,
                    shaded=False,
                )
            )
        return drawn

    return draw
