"""Hair that stands up."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import at, band, smooth, star
from ...page.paints import Paints
from ...page.parts import Part
from ..head.head import Head, HeadFeature


def ahoge(rng: Rng, paints: Paints) -> HeadFeature:
    """Single strands that stand up from the crown."""
    height, wide, lean = rng.uniform(0.3, 0.8), rng.uniform(0.12, 0.35), rng.uniform(-0.8, 0.8)
    count = int(rng.integers(1, 4))

    def draw(head: Head) -> list[Part]:
        drawn = []
        for index in range(count):
            tilt = lean + index * 0.5 - head.sway * 1.5
            root = at(0.1 * index - 0.1 * head.width * np.sin(head.yaw), -1.0)
            path = np.stack(
                [
                    root,
                    root + at(tilt * 0.3, -height * 0.8),
                    root + at(tilt + 0.2, -height * (0.9 - 0.2 * index)),
                ]
            )
            path = head.page(smooth(path, False))
            drawn.append(
                Part(
                    f"ahoge {index}",
                    [band(path, (wide * head.size * 0.8, wide * head.size, 0))],
                    paints("hair"),
                    3.3,
                    hidden=[(*path[0], 0.2 * head.size)] * (count == 1),
                )
            )
        return drawn

    return draw


def spikes(rng: Rng, paints: Paints) -> HeadFeature:
    """Spikes all around the head."""
    count, size = int(rng.integers(7, 15)), rng.uniform(1.25, 1.7)
    turn, label = rng.uniform(0, 1), paints("hair")
    radii = rng.uniform(0.85, 1.1, 2 * count)

    def draw(head: Head) -> list[Part]:
        shape = star(size, 0.95, count, turn + head.sway * 0.3) * (head.width, 0.9) * radii[:, None] + (
            0,
            -0.2,
        )
        return [Part("spikes", [head.page(shape)], label, 1.3 if head.depth(0) > -0.2 else 4.9)]

    return draw
