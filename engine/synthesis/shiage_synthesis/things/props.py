"""Things to hold or to lie about; each is about 2 wide, its grip at the origin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..page.curves import band, blob, box, ellipse, heart, points, smooth, star
from ..page.motion import Rng
from ..page.paints import Paints
from ..page.parts import Inlay, Part

Prop = Callable[[int], list[Part]]


def draw_prop(rng: Rng, paints: Paints) -> Prop:
    """One of many things, with colors of its own."""
    maker = [
        sword,
        parcel,
        ball,
        rice_ball,
        umbrella,
        book,
        cup,
        ice_cream,
        donut,
        balloon,
        flower,
        bottle,
        lollipop,
        shield,
    ][int(rng.integers(14))]
    tag = f"{maker.__name__} {int(rng.integers(3))} "
    return maker(rng, lambda role: paints(tag + role))


Tint = Callable[[str], int]


def sword(rng: Rng, tint: Tint) -> Prop:
    long, wide = rng.uniform(3, 6), rng.uniform(0.3, 0.8)
    blade = points((-wide, -0.6), (wide, -0.6), (wide * 0.9, -long), (0, -long - 1), (-wide * 0.9, -long))
    groove = box(0, -long / 2, wide * 0.3, long * 0.4)
    return lambda frame: [
        Part("grip", [box(0, 0.3, 0.22, 1.0)], tint("grip"), 0),
        Part("blade", [blade], tint("blade"), -0.02, [Inlay("groove", groove, tint("groove"))]),
        Part("guard", [box(0, -0.6, 1.1, 0.2, rounding=0.5)], tint("guard"), 0.02),
    ]


def parcel(rng: Rng, tint: Tint) -> Prop:
    wide, high = rng.uniform(1, 2), rng.uniform(0.8, 1.6)
    front = box(0, 0, wide, high)
    lid = points((-wide, -high), (-wide * 0.6, -high * 1.6), (wide * 1.4, -high * 1.6), (wide, -high))
    side = points((wide, -high), (wide * 1.4, -high * 1.6), (wide * 1.4, high * 0.4), (wide, high))
    opens = int(rng.integers(0, 12))

    def draw(frame: int) -> list[Part]:
        tape = [Inlay("tape", box(0, 0, 0.2, 9), tint("tape"))]
        parts = [
            Part("box front", [front], tint("front"), 0, tape),
            Part("box side", [side], tint("side"), 0),
        ]
        if frame < opens:
            return [*parts, Part("box lid", [lid], tint("lid"), 0, tape)]
        return [
            *parts,
            Part("box inside", [lid], tint("inside"), 0),
            Part("box flap", [lid - (wide * 0.8, high * 0.5)], tint("lid"), -0.01),
        ]

    return draw


def ball(rng: Rng, tint: Tint) -> Prop:
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


def rice_ball(rng: Rng, tint: Tint) -> Prop:
    shape = smooth(points((0, -1.2), (1.1, 0.6), (0.9, 1.0), (-0.9, 1.0), (-1.1, 0.6)))
    return lambda frame: [
        Part("rice", [shape], tint("rice"), 0, [Inlay("weed", box(0, 0.8, 0.5, 0.6), tint("weed"))])
    ]


def umbrella(rng: Rng, tint: Tint) -> Prop:
    count, size = int(rng.integers(3, 8)), rng.uniform(2, 4)

    def draw(frame: int) -> list[Part]:
        x = np.linspace(size, -size, 4 * count + 1)
        low = np.stack([x, -size - 0.25 * abs(np.sin(np.arange(4 * count + 1) * np.pi / 4))], 1)
        dome = np.concatenate(
            [
                smooth(
                    points(
                        (-size, -size),
                        (-size * 0.6, -1.7 * size),
                        (0, -2 * size),
                        (size * 0.6, -1.7 * size),
                        (size, -size),
                    ),
                    False,
                ),
                low,
            ]
        )
        edges = np.linspace(-size, size, count + 1)
        panels = [
            Inlay(
                f"panel {i}",
                points((0, -2 * size), (edges[i], -size + 1), (edges[i + 1], -size + 1)),
                tint(f"panel {i % 2}"),
            )
            for i in range(count)
        ]
        return [
            Part("pole", [box(0, -size * 0.8, 0.1, size)], tint("pole"), -0.01),
            Part("dome", [dome], tint("panel 0"), 0, panels),
        ]

    return draw


def book(rng: Rng, tint: Tint) -> Prop:
    return lambda frame: [
        Part("cover", [box(0, 0, 1.3, 1.0)], tint("cover"), 0),
        Part(
            "pages",
            [box(-0.6, 0, 0.55, 0.85)],
            tint("page"),
            0.01,
            folds=[points((-1, y), (-0.3, y)) for y in (-0.4, 0, 0.4)],
        ),
        Part("pages right", [box(0.6, 0, 0.55, 0.85)], tint("page"), 0.01),
    ]


def cup(rng: Rng, tint: Tint) -> Prop:
    low = rng.uniform(0.5, 1.0)
    return lambda frame: [
        Part(
            "cup",
            [points((-0.9, -1), (0.9, -1), (0.9 * low, 1), (-0.9 * low, 1))],
            tint("cup"),
            0,
            [Inlay("cup band", box(0, 0, 2, 0.3), tint("band"))],
        ),
        Part("drink", [ellipse(0, -1, 0.9, 0.25)], tint("drink"), 0.01),
        Part("straw", [band(points((0.1, -1), (0.5, -2.2)), (0.15, 0.15))], tint("straw"), 0.02),
    ]


def ice_cream(rng: Rng, tint: Tint) -> Prop:
    count = int(rng.integers(1, 4))

    def draw(frame: int) -> list[Part]:
        cone = Part(
            "cone",
            [points((-0.6, -0.3), (0.6, -0.3), (0, 1.5))],
            tint("cone"),
            0.1,
            folds=[points((-0.4, 0), (0.2, 0.9)), points((0.4, 0), (-0.2, 0.9))],
        )
        return [
            cone,
            *[
                Part(
                    f"scoop {i}",
                    [ellipse(0, -0.7 - 0.8 * i, 0.75 - 0.1 * i, 0.65)],
                    tint(f"scoop {i}"),
                    -0.01 * i,
                )
                for i in range(count)
            ],
        ]

    return draw


def donut(rng: Rng, tint: Tint) -> Prop:
    radii, sprinkles = rng.uniform(0.85, 1.1, 9), rng.uniform(-0.9, 0.9, (9, 3))
    inlays = [Inlay("icing", blob(radii, 0, 0, 1.1, 1.1), tint("icing"))]
    inlays += [
        Inlay(f"sprinkle {i}", box(a, b, 0.15, 0.06, c * 3), tint(f"sprinkle {i % 3}"))
        for i, (a, b, c) in enumerate(sprinkles)
    ]
    return lambda frame: [
        Part("donut", [ellipse(0, 0, 1.3, 1.3)], tint("dough"), 0, inlays),
        Part("hole", [ellipse(0, 0, 0.4, 0.4)], 1, 0.01, shaded=False),
    ]


def balloon(rng: Rng, tint: Tint) -> Prop:
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
                [Inlay("balloon shine", ellipse(x - 0.4, -5, 0.25, 0.4), tint("shine"), 3)],
                folds=[points((x, -3), (x * 0.5, -1.5), (0, 0))],
            )
        ]

    return draw


def flower(rng: Rng, tint: Tint) -> Prop:
    count = int(rng.integers(4, 9))
    angles = np.arange(count) * 2 * np.pi / count
    return lambda frame: [
        Part("stem", [band(points((0, 0.5), (0.1, -1), (0, -2.5)), (0.15, 0.15))], tint("stem"), -0.02),
        *[
            Part(
                f"petal {i}",
                [ellipse(0.8 * np.cos(a), -2.8 + 0.8 * np.sin(a), 0.6, 0.35, a)],
                tint(f"petal {i % 2}"),
                -0.001 * i,
            )
            for i, a in enumerate(angles)
        ],
        Part("core", [ellipse(0, -2.8, 0.45, 0.45)], tint("core"), 0.01),
    ]


def bottle(rng: Rng, tint: Tint) -> Prop:
    shape = smooth(
        points(
            (-0.25, -1.8),
            (0.25, -1.8),
            (0.3, -1.0),
            (0.7, -0.4),
            (0.7, 1.3),
            (-0.7, 1.3),
            (-0.7, -0.4),
            (-0.3, -1.0),
        )
    )
    level = rng.uniform(-0.6, 0.8)
    inlays = [
        Inlay("liquid", box(0, 1.5, 2, 1.5 - level), tint("liquid")),
        Inlay("tag", box(0, 0.5, 0.6, 0.35), tint("tag")),
    ]
    return lambda frame: [
        Part("bottle", [shape], tint("glass"), 0, inlays),
        Part("cork", [box(0, -1.9, 0.25, 0.25)], tint("cork"), 0.01),
    ]


def lollipop(rng: Rng, tint: Tint) -> Prop:
    size, count = rng.uniform(0.7, 1.3), int(rng.integers(2, 5))
    rings = [
        Inlay(
            f"ring {i}",
            ellipse(0, -2, size * (1 - (i + 1) / (count + 1)), size * (1 - (i + 1) / (count + 1))),
            tint(f"ring {i % 2}"),
        )
        for i in range(count)
    ]
    return lambda frame: [
        Part("stick", [box(0, -0.5, 0.1, 1.5)], tint("stick"), -0.01),
        Part("candy", [ellipse(0, -2, size, size)], tint("ring 1"), 0, rings),
    ]


def shield(rng: Rng, tint: Tint) -> Prop:
    size = rng.uniform(1.5, 2.5)
    shape = smooth(points((-0.9, -1), (0.9, -1), (0.95, 0.2), (0, 1.2), (-0.95, 0.2))) * size
    sign = star(0.5 * size, 0.22 * size, int(rng.integers(4, 8)))
    return lambda frame: [
        Part(
            "shield",
            [shape],
            tint("rim"),
            0,
            [Inlay("field", shape * 0.8, tint("field")), Inlay("sign", sign, tint("sign"))],
        )
    ]
