"""Smoke."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import blob
from ..page.paints import Paints
from ..page.parts import Figure, Part


def smoke(rng: Rng, paints: Paints, frames: int) -> Figure:
    """Puffs of smoke that rise, grow and vanish, separate or merged."""
    count = int(rng.integers(5, 22))
    home, size = rng.normal(0, 0.4, (count, 2)), rng.uniform(0.1, 0.4, count)
    speed, birth = rng.normal(0, 0.06, (count, 2)) - (0, 0.04), rng.integers(-frames, frames, count)
    life, radii = rng.integers(4, 2 * frames + 4, count), rng.uniform(0.8, 1.15, (count, 8))
    merged, tone = rng.random() < 0.5, rng.integers(0, 2, count)
    label = [paints("smoke"), paints("smoke dark")]

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            age = (frame - birth[index]) / life[index]
            if not 0 <= age <= 1:
                continue
            x, y = home[index] + speed[index] * (frame - birth[index])
            radius = size[index] * np.sin(np.pi * (0.15 + 0.85 * age))
            shape = blob(
                np.roll(radii[index], frame // 3) if not merged else radii[index], x, y, radius, radius
            )
            hidden = [(x, y + radius, radius * 0.9)] if merged else []
            drawn.append(
                Part(
                    f"smoke {index}",
                    [shape],
                    label[tone[index] if not merged else 0],
                    0.01 * y,
                    hidden=hidden,
                )
            )
        return drawn

    return draw
