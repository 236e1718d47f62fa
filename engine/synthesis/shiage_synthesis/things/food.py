"""Food and drink."""

from __future__ import annotations

from ..page.chance import Rng
from ..page.curves import band, blob, box, ellipse, points, smooth
from ..page.paints import Tint
from ..page.parts import BACKGROUND, Figure, Inlay, Part


def rice_ball(rng: Rng, tint: Tint) -> Figure:
    """A rice ball with a strip of seaweed."""
    shape = smooth(points((0, -1.2), (1.1, 0.6), (0.9, 1.0), (-0.9, 1.0), (-1.1, 0.6)))
    return lambda frame: [
        Part("rice", [shape], tint("rice"), 0, [Inlay("weed", box(0, 0.8, 0.5, 0.6), tint("weed"))])
    ]


def ice_cream(rng: Rng, tint: Tint) -> Figure:
    """A cone with one to three scoops."""
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


def donut(rng: Rng, tint: Tint) -> Figure:
    """A donut with icing and sprinkles."""
    radii, sprinkles = rng.uniform(0.85, 1.1, 9), rng.uniform(-0.9, 0.9, (9, 3))
    inlays = [Inlay("icing", blob(radii, 0, 0, 1.1, 1.1), tint("icing"))]
    inlays += [
        Inlay(f"sprinkle {i}", box(a, b, 0.15, 0.06, c * 3), tint(f"sprinkle {i % 3}"))
        for i, (a, b, c) in enumerate(sprinkles)
    ]
    return lambda frame: [
        Part("donut", [ellipse(0, 0, 1.3, 1.3)], tint("dough"), 0, inlays),
        Part("hole", [ellipse(0, 0, 0.4, 0.4)], BACKGROUND, 0.01, shaded=False),
    ]


def lollipop(rng: Rng, tint: Tint) -> Figure:
    """A lollipop of rings."""
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


def cup(rng: Rng, tint: Tint) -> Figure:
    """A cup with a drink and a straw."""
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


def bottle(rng: Rng, tint: Tint) -> Figure:
    """A bottle, partly full, with a cork."""
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
