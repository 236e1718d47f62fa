"""Capes and scarves."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import at, band, oval, points
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from ..body.skeleton import Body, BodyFeature
from .limbs import section


def cape(rng: Rng, paints: Paints) -> BodyFeature:
    """A cape down the back."""
    length, flare = rng.uniform(0.6, 1.6), rng.uniform(1.1, 2.2)
    inner, tips = paints("cape inner"), int(rng.integers(1, 5))

    def draw(body: Body, sway: float) -> list[Part]:
        front = body.faces(0) > -0.15
        half = body.build.shoulders * (0.6 + 0.4 * abs(body.cos))
        down = body.build.trunk * (1 + length)
        x = np.linspace(1, -1, 4 * tips + 1)
        low = body.neck + np.stack(
            [half * flare * x + sway * down * 0.6, down + 0.06 * down * (-1.0) ** np.arange(len(x))], 1
        )
        shape = np.concatenate([body.neck + points((-half, 0), (half, 0)), low])
        return [
            Part(
                "cape in" if front else "cape out",
                [shape],
                inner if front else paints("cape"),
                -1.8 if front else 1.5,
            )
        ]

    return draw


def scarf(rng: Rng, paints: Paints) -> BodyFeature:
    """A scarf with one hanging end."""
    wide, long = rng.uniform(0.5, 1.0), rng.uniform(0.5, 1.4)
    stripes = int(rng.integers(0, 4))

    def draw(body: Body, sway: float) -> list[Part]:
        half, high = body.build.shoulders * 0.75, body.build.shoulders * 0.28
        start = body.neck + at(half * 0.4 * body.cos, 0)
        path = start + np.outer(np.linspace(0, 1, 5), at(sway * 0.5, 1)) * body.build.trunk * long
        tail_band = band(path, (half * wide, half * wide))
        inlays = [
            Inlay(
                f"scarf stripe {i}",
                section(path[0], path[-1], 0.95 - 0.2 * i, 0.85 - 0.2 * i, half),
                paints("stripe"),
            )
            for i in range(stripes)
        ]
        z = 0.6 if body.faces(0) > -0.2 else -1.2
        return [
            Part("scarf tail", [tail_band], paints("scarf"), z, inlays),
            Part("scarf", [oval(body.neck, half, high)], paints("scarf"), 1.9),
        ]

    return draw
