"""Sparkles, hearts, bubbles and notes."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import at, ellipse, heart, points, star
from ..page.paints import Paints
from ..page.parts import RED, Figure, Inlay, Part

SPARKLES = {
    "star": star(1, 0.45, 5),
    "cross": star(1.3, 0.3, 4),
    "heart": heart(0, 0, 1),
    "bubble": ellipse(0, 0, 1, 1, steps=16),
    "note": points((-0.3, 0.4), (-0.3, -1), (0.8, -0.8), (0.8, -0.4), (0, -0.6), (0, 0.8), (-0.8, 0.8)),
}


def sparkles(rng: Rng, paints: Paints, frames: int) -> Figure:
    """Small shapes that drift and twinkle."""
    count, kind = int(rng.integers(4, 16)), str(rng.choice([*SPARKLES]))
    place, size = rng.uniform(-1, 1, (count, 2)), rng.uniform(0.04, 0.14, count)
    speed, phase = rng.normal(0, 0.04, 2), rng.uniform(0, 2 * np.pi, count)

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            x, y = (place[index] + speed * frame + 1) % 2 - 1
            radius = size[index] * (0.5 + np.sin(frame * 0.9 + phase[index]))
            if radius < 0.02:
                continue
            shine = ellipse(x - radius * 0.3, y - radius * 0.3, radius * 0.25, radius * 0.3, steps=10)
            inlays = [Inlay(f"sparkle shine {index}", shine, paints("shine"), RED)] * (kind == "bubble")
            shape, label = SPARKLES[kind] * radius + at(x, y), paints(f"sparkle {index % 3}")
            drawn.append(Part(f"sparkle {index}", [shape], label, 60, inlays, shaded=False, pen=0.8))
        return drawn

    return draw
