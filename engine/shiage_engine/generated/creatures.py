"""Simple creatures, and which creature a shot has. Each stands about 1 high with its middle at the origin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .beasts import beast, bird
from .curves import at, band, blob, box, ellipse, oval, points, smooth
from .machines import car, machine
from .motion import Rng
from .parts import Inlay, Part
from .style import Paints

Actor = Callable[[int], list[Part]]


def draw_creature(rng: Rng, paints: Paints, frames: int) -> Actor:
    """One of these, with shapes and colors of its own."""
    makers: list[Callable[[Rng, Paints, int], Actor]] = [
        beast,
        beast,
        bird,
        slime,
        fish,
        octopus,
        worm,
        machine,
        car,
    ]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)


def slime(rng: Rng, paints: Paints, frames: int) -> Actor:
    """A blob that bounces, with eyes, a mouth and things inside."""
    radii = rng.uniform(0.85, 1.15, int(rng.integers(6, 12)))
    count, eyes = int(rng.integers(0, 7)), int(rng.integers(1, 4))
    spots = rng.uniform(-0.6, 0.6, (count, 3))
    phase, horned = rng.uniform(0, 6), rng.random() < 0.4
    gape = rng.uniform(0.0, 0.15)

    def draw(frame: int) -> list[Part]:
        bounce = np.sin(frame * 1.0 + phase)
        wide, tall = 0.45 * (1 - 0.15 * bounce), 0.4 * (1 + 0.2 * bounce)
        inlays = [
            Inlay(
                f"spot {i}",
                ellipse(x * wide, y * tall, 0.05 + 0.06 * abs(s), 0.05 + 0.05 * abs(s)),
                paints(f"spot {i % 2}"),
            )
            for i, (x, y, s) in enumerate(spots)
        ]
        inlays.append(Inlay("base", ellipse(0, tall, wide * 1.3, tall * 0.35), paints("base"), 2))
        drawn = [Part("slime", [blob(radii, 0, 0, wide, tall)], paints("slime"), 0, inlays)]
        for index in range(eyes):
            x = (index - (eyes - 1) / 2) * 0.25
            drawn.append(
                Part(
                    f"eye {index}",
                    [ellipse(x, -0.1 * tall, 0.08, 0.1)],
                    paints("eye white"),
                    0.1,
                    [
                        Inlay(
                            f"pupil {index}",
                            ellipse(x + 0.03 * bounce, -0.1 * tall, 0.04, 0.05),
                            paints("pupil"),
                        )
                    ],
                    shaded=False,
                )
            )
        if bounce > -0.5:
            drawn.append(
                Part(
                    "mouth",
                    [ellipse(0, 0.35 * tall, 0.12, 0.03 + gape * (bounce + 0.5))],
                    paints("mouth"),
                    0.1,
                    shaded=False,
                )
            )
        if horned:
            drawn += [
                Part(
                    f"horn {s}",
                    [points((s * 0.1, -0.8 * tall), (s * 0.2, -1.5 * tall), (s * 0.3, -0.75 * tall))],
                    paints("horn"),
                    -0.1,
                )
                for s in (-1, 1)
            ]
        return drawn

    return draw


def fish(rng: Rng, paints: Paints, frames: int) -> Actor:
    long, tall = rng.uniform(0.35, 0.6), rng.uniform(0.15, 0.32)
    stripes, teeth = int(rng.integers(0, 6)), int(rng.integers(0, 9))
    phase, scales = rng.uniform(0, 6), rng.random() < 0.3
    belly = rng.random() < 0.6

    def draw(frame: int) -> list[Part]:
        swim, gape = np.sin(frame * 0.9 + phase), 0.1 + 0.25 * (0.5 + 0.5 * np.sin(frame * 0.5 + phase))
        body = smooth(
            points(
                (1, -0.1),
                (0.5, -0.85),
                (-0.2, -0.8),
                (-1, -0.15 + 0.2 * swim),
                (-1, 0.15 + 0.2 * swim),
                (-0.2, 0.8),
                (0.5, 0.75),
                (0.95, 0.3),
            )
            * (long, tall)
        )
        inlays = [Inlay("belly", ellipse(0.2 * long, tall, long, tall * 0.7), paints("belly"), 1)] * belly
        inlays += [
            Inlay(f"band {i}", box(long * (0.5 - 0.28 * i), 0, long * 0.07, tall, 0.2), paints("band"))
            for i in range(stripes)
        ]
        mouth = points((1.1, -gape), (0.35, 0.25), (1.1, 0.3 + gape)) * (long, tall)
        inlays.append(Inlay("mouth", mouth, paints("mouth")))
        inlays += [
            Inlay(
                f"tooth {i}",
                points((0.45 + 0.06 * i, 0.2), (0.51 + 0.06 * i, 0.2 - gape * 0.3), (0.48 + 0.06 * i, 0.3))
                * (long, tall),
                paints("teeth"),
            )
            for i in range(teeth)
        ]
        folds = [
            smooth(
                points((0.25 - 0.1 * i, -0.3), (0.2 - 0.1 * i, 0), (0.25 - 0.1 * i, 0.3)) * (long, tall),
                False,
            )
            for i in range(3 if scales else 1)
        ]
        fin = smooth(
            points((-0.9, 0), (-1.5, -0.9 + 0.5 * swim), (-1.3, 0.1 * swim), (-1.5, 0.9 + 0.5 * swim))
            * (long, tall)
        )
        return [
            Part(
                "fin tail",
                [fin],
                paints("fin"),
                -0.1,
                folds=[points((-1.0, 0.1), (-1.35, 0.5)) * (long, tall)],
            ),
            Part(
                "fin top",
                [points((0.3, -0.7), (-0.3, -1.6), (-0.5, -0.6)) * (long, tall)],
                paints.alike("fin top", "fin", 0.6),
                -0.05,
            ),
            Part("fish", [body], paints("fish"), 0, inlays, folds),
            Part(
                "fin side",
                [smooth(points((0, 0.2), (-0.4, 0.8 + 0.2 * swim), (-0.1, 0.6)) * (long, tall))],
                paints("fin"),
                0.1,
            ),
            Part(
                "eye",
                [ellipse(long * 0.55, -tall * 0.4, 0.05, 0.055)],
                paints("eye white"),
                0.1,
                [Inlay("pupil", ellipse(long * 0.57, -tall * 0.4, 0.025, 0.03), paints("pupil"))],
                shaded=False,
            ),
        ]

    return draw


def octopus(rng: Rng, paints: Paints, frames: int) -> Actor:
    count, wide = int(rng.integers(4, 9)), rng.uniform(0.08, 0.15)
    phase, size = rng.uniform(0, 6, count), rng.uniform(0.2, 0.3)
    suckers = rng.random() < 0.5

    def draw(frame: int) -> list[Part]:
        drawn = []
        u = np.linspace(0, 1, 6)
        for index in range(count):
            spread = (index / (count - 1) - 0.5) * 2.4
            angle = spread + u * 0.8 * np.sin(frame * 0.8 + phase[index])
            path = (
                at(np.sin(spread) * size * 0.7, 0)
                + np.cumsum(np.stack([np.sin(angle), np.cos(angle)], 1), 0) * 0.09
            )
            path = smooth(path, False)
            inlays = (
                [
                    Inlay(
                        f"sucker {index} {i}",
                        oval(path[k], wide * 0.22, wide * 0.22, steps=10),
                        paints("sucker"),
                    )
                    for i, k in enumerate((8, 14, 20))
                ]
                if suckers
                else []
            )
            drawn.append(
                Part(
                    f"arm {index}",
                    [band(path, (wide, wide * 0.8, 0))],
                    paints("octopus"),
                    -0.01 * (index % 3),
                    inlays,
                    hidden=[(*path[0], wide)],
                )
            )
        drawn.append(Part("head", [ellipse(0, -size * 0.9, size, size * 1.2)], paints("octopus"), 0.1))
        drawn += [
            Part(
                f"eye {s}",
                [ellipse(s * size * 0.4, -size * 0.5, 0.05, 0.06)],
                paints("eye white"),
                0.2,
                [Inlay(f"pupil {s}", box(s * size * 0.4, -size * 0.5, 0.03, 0.012), paints("pupil"))],
                shaded=False,
            )
            for s in (-1, 1)
        ]
        return drawn

    return draw


def worm(rng: Rng, paints: Paints, frames: int) -> Actor:
    count, size = int(rng.integers(5, 14)), rng.uniform(0.08, 0.16)
    swing, step, colors = rng.uniform(0.05, 0.25), rng.uniform(0.3, 0.9), int(rng.integers(1, 4))
    feet = rng.random() < 0.5

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            x = (index - count / 2) * size * 1.1
            y = swing * np.sin(index * step + frame * 0.7)
            drawn.append(
                Part(
                    f"segment {index}",
                    [ellipse(x, y, size * 0.8, size)],
                    paints(f"segment {index % colors}"),
                    0.01 * index,
                )
            )
            if feet:
                drawn.append(
                    Part(
                        f"foot {index}", [ellipse(x, y + size, size * 0.3, size * 0.35)], paints("foot"), -0.1
                    )
                )
        x, y = (count / 2) * size * 1.1, swing * np.sin(count * step + frame * 0.7)
        drawn.append(Part("head", [ellipse(x, y, size * 1.2, size * 1.2)], paints("worm head"), 1))
        drawn.append(
            Part(
                "eye",
                [ellipse(x + size * 0.3, y - size * 0.3, size * 0.35, size * 0.4)],
                paints("eye white"),
                1.1,
                [
                    Inlay(
                        "pupil",
                        ellipse(x + size * 0.4, y - size * 0.3, size * 0.15, size * 0.2),
                        paints("pupil"),
                    )
                ],
            )
        )
        drawn.append(
            Part(
                "feeler",
                [],
                0,
                0.9,
                folds=[
                    smooth(
                        points((x, y - size), (x + size * 0.4, y - 2 * size), (x + size, y - 2.2 * size)),
                        False,
                    )
                ],
            )
        )
        return drawn

    return draw
