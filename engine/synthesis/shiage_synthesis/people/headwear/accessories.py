"""Hair bands, clips, headphones and bows."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng, one_of
from ...page.curves import band, box, ellipse, oval, points, smooth, star
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ...things.bow import bow
from ..head.head import Head, HeadFeature


def hair_band(rng: Rng, paints: Paints) -> HeadFeature:
    """A band from ear to ear."""
    place, thick = rng.uniform(-0.85, -0.5), rng.uniform(0.06, 0.16)

    def draw(head: Head) -> list[Part]:
        angle = np.linspace(-1.5, 1.5, 9) - head.yaw
        y = place + 0.25 * (1 - np.cos(angle + head.yaw)) * np.cos(head.yaw)
        shape = np.concatenate(
            [head.surface(angle, y - thick, 1.22), head.surface(angle[::-1], y[::-1] + thick, 1.22)]
        )
        return [Part("hair band", [shape], paints("hair band"), 3.15)]

    return draw


def clip(rng: Rng, paints: Paints) -> HeadFeature:
    """One or two clips in the hair."""
    place, y, size = rng.uniform(-1.2, 1.2), rng.uniform(-0.6, -0.1), rng.uniform(0.08, 0.2)
    forms = [
        star(1, 0.45, 5),
        ellipse(0, 0, 1, 1, steps=14),
        box(0, 0, 0.3, 1.2),
        star(1, 0.6, 8),
        points((-0.3, -1), (0.3, -1), (0.3, 0.6), (1, 0.6), (1, 1), (-0.3, 1)),
    ]
    form = one_of(rng, forms)
    count = int(rng.integers(1, 3))

    def draw(head: Head) -> list[Part]:
        drawn = []
        for index in range(count):
            longitude = place + 0.25 * index
            if head.depth(longitude) > 0.1:
                middle = head.surface(longitude, y, 1.05)[0]
                drawn.append(
                    Part(
                        f"clip {index}",
                        [form * size * head.size + middle],
                        paints(f"clip {index}"),
                        3.3,
                        shaded=False,
                    )
                )
        return drawn

    return draw


def headphones(rng: Rng, paints: Paints) -> HeadFeature:
    """Headphones."""
    size = rng.uniform(0.22, 0.35)

    def draw(head: Head) -> list[Part]:
        w = head.width * 1.2
        arc = smooth(points((-w, 0), (-0.8 * w, -0.9), (0, -1.25), (0.8 * w, -0.9), (w, 0)), False)
        drawn = [
            Part("phone band", [band(head.page(arc), (0.12 * head.size,) * 2)], paints("phone band"), 3.5)
        ]
        for side, name in SIDES:
            if head.depth(side * 1.5) > -0.6:
                middle = head.surface(side * 1.5, 0.05, 1.15)[0]
                wide = size * head.size * (0.5 + 0.5 * abs(head.depth(side * 1.5)))
                ring = oval(middle, wide, size * head.size)
                drawn.append(
                    Part(
                        f"phone {name}",
                        [ring],
                        paints("phone"),
                        3.55,
                        [Inlay(f"phone in {name}", middle + (ring - middle) * 0.6, paints("phone in"))],
                    )
                )
        return drawn

    return draw


def top_bow(rng: Rng, paints: Paints) -> HeadFeature:
    """A bow on top of the head."""
    size, x = rng.uniform(0.3, 0.6), rng.uniform(-0.6, 0.6)

    def draw(head: Head) -> list[Part]:
        root = head.surface(x, -0.95, 1.1)[0]
        return bow(root, size * head.size, paints, "head bow", 3.45, turn=head.roll)

    return draw
