"""A set of clothes; capes, scarves, bags, wings and tails."""

from __future__ import annotations

import numpy as np

from ...page.curves import at, band, oval, points, slab, smooth
from ...page.motion import Rng
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from ..body.skeleton import LIMBS, Body, BodyFeature
from .arms import arms
from .legs import legs
from .limbs import cross
from .skirt import skirt
from .tops import trunk


def clothes(rng: Rng, paints: Paints, pattern_edge: int) -> list[BodyFeature]:
    """A set of clothes of its own, with the limbs it covers."""
    features = [
        trunk(rng, paints, pattern_edge),
        arms(rng, paints, pattern_edge),
        legs(rng, paints, pattern_edge),
    ]
    if rng.random() < 0.5:
        features.append(skirt(rng, paints, pattern_edge))
    for chance, feature in ((0.15, cape), (0.15, scarf), (0.12, bag), (0.08, wings), (0.12, tail)):
        if rng.random() < chance:
            features.append(feature(rng, paints))
    return features


def cape(rng: Rng, paints: Paints) -> BodyFeature:
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
                cross(path[0], path[-1], 0.95 - 0.2 * i, 0.85 - 0.2 * i, half),
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


def bag(rng: Rng, paints: Paints) -> BodyFeature:
    kind = rng.choice(["back", "side"])
    size = rng.uniform(0.7, 1.1)

    def draw(body: Body, sway: float) -> list[Part]:
        half = body.build.shoulders * size
        if kind == "back":
            x = -body.sin * half * 1.2
            z = -1.5 if body.faces(0) > 0 else 1.6
            middle = body.neck * 0.55 + at(x, 0)
            shape = slab(middle, half * (0.55 + 0.4 * abs(body.cos)), body.build.trunk * 0.4, 0, 0.3)
            flap = Inlay("bag flap", shape - at(0, body.build.trunk * 0.45), paints("bag flap"))
            return [Part("bag", [shape], paints("bag"), z, [flap])]
        hip = body.trunk_at(1.4, 0.0)[0] + at(sway * half, half * 0.5)
        z = 0.8 if body.faces(1.4) > -0.3 else -0.6
        strap = np.stack([body.trunk_at(-1.2, 0.95)[0], hip])
        shape = slab(hip, half * 0.5, half * 0.4, sway, 0.2)
        flap = Inlay("bag flap", shape - at(0, half * 0.5), paints("bag flap"))
        return [
            Part("strap", [band(strap, (half * 0.15, half * 0.15))], paints("strap"), 0.4),
            Part("bag", [shape], paints("bag"), z, [flap]),
        ]

    return draw


def wings(rng: Rng, paints: Paints) -> BodyFeature:
    span, feathers = rng.uniform(1.5, 4), int(rng.integers(3, 7))
    lift = rng.uniform(-0.8, 0.4)

    def draw(body: Body, sway: float) -> list[Part]:
        drawn = []
        root = body.neck * 0.8
        for name, side in LIMBS:
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
