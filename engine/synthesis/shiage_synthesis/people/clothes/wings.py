"""Wings and tails."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import at, band, smooth
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ..body.skeleton import Body, BodyFeature


def wings(rng: Rng, paints: Paints) -> BodyFeature:
    """Feathered wings at the back."""
    span, feathers = rng.uniform(1.5, 4), int(rng.integers(3, 7))
    lift = rng.uniform(-0.8, 0.4)

    def draw(body: Body, sway: float) -> list[Part]:
        drawn = []
        root = body.neck * 0.8
        for side, name in SIDES:
            reach = body.build.shoulders * span
            x = side * body.cos - body.sin * 0.5
            z = -1.9 if body.faces(0) > 0 else 1.7
            for index in range(feathers):
                angle = lift + sway + index * 0.3
                tip = root + at(x * np.cos(angle), np.sin(angle)) * reach * (1 - 0.1 * index)
                drawn.append(
                    Part(
                        f"feather {name} {index}",
                        [
                            band(
                                smooth(np.stack([root, (root + tip) / 2 + at(0, -0.1 * reach), tip]), False),
                                (reach * 0.1, reach * 0.3, 0),
                            )
                        ],
                        paints("wing" if index else "wing edge"),
                        z - 0.01 * index,
                    )
                )
        return drawn

    return draw


def tail(rng: Rng, paints: Paints) -> BodyFeature:
    """An animal's tail."""
    length, wide, curl = rng.uniform(0.3, 0.8), rng.uniform(0.03, 0.12), rng.uniform(-2, 2)
    tip = rng.random() < 0.5

    def draw(body: Body, sway: float) -> list[Part]:
        u = np.linspace(0, 1, 7)
        angle = -body.sin * 1.2 + curl * u + sway * 2 * u
        path = body.pelvis + np.cumsum(np.stack([np.sin(angle), 0.6 - 1.2 * u], 1), 0) * length / 7
        path = smooth(path, False)
        inlays = [Inlay("tail tip", band(path[-12:], (wide * 3, wide * 3)), paints("tail tip"))] * tip
        return [
            Part(
                "tail",
                [band(path, (wide * 0.6, wide, wide * 1.2, 0))],
                paints.alike("tail", "hair", 0.5),
                -1.6 if body.faces(0) > 0 else 1.4,
                inlays,
            )
        ]

    return draw
