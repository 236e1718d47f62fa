"""Speed lines and bursts."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import across, star
from ..page.paints import Paints
from ..page.parts import Figure, Part


def speed_lines(rng: Rng, paints: Paints, frames: int) -> Figure:
    """Speed lines in one direction or from the middle, another set in every frame."""
    count, radial = int(rng.integers(8, 30)), rng.random() < 0.5
    angle = rng.uniform(0, 2 * np.pi)
    filled = rng.random() < 0.4

    def draw(frame: int) -> list[Part]:
        spread = np.random.default_rng(frame * 977 + count)
        drawn = []
        for index in range(count):
            turn = spread.uniform(0, 2 * np.pi) if radial else angle
            near, far = spread.uniform(0.5, 0.9), spread.uniform(1.1, 2.0)
            direction = np.array([np.cos(turn), np.sin(turn)])
            aside = across(direction)
            place = aside * (0 if radial else spread.uniform(-1, 1)) - direction * (0 if radial else 1.2)
            a, b = place + direction * near, place + direction * far
            if filled and index % 3 == 0:
                wide = aside * spread.uniform(0.01, 0.06)
                drawn.append(
                    Part(
                        f"ray {index}",
                        [np.stack([a, b + wide, b - wide])],
                        paints("ray"),
                        -50,
                        shaded=False,
                        pen=0.6,
                    )
                )
            else:
                drawn.append(Part(f"speed {index}", [], 0, -50, folds=[np.stack([a, b])], pen=0.7))
        return drawn

    return draw


def burst(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A jagged burst that grows and shrinks."""
    tips, layers = int(rng.integers(7, 16)), int(rng.integers(1, 4))
    jag = rng.uniform(0.7, 1.2, 2 * tips)

    def draw(frame: int) -> list[Part]:
        size = 0.3 + 0.7 * np.sin(np.pi * (frame + 1) / (frames + 1))
        return [
            Part(
                f"burst {i}",
                [star(1, 0.55, tips, frame * 0.1) * np.roll(jag, frame)[:, None] * size * (1 - 0.28 * i)],
                paints(f"burst {i}"),
                -20 + i,
                shaded=False,
            )
            for i in range(layers)
        ]

    return draw
