"""Bags on the back and at the side."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import at, band, slab
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from ..body.skeleton import Body, BodyFeature


def bag(rng: Rng, paints: Paints) -> BodyFeature:
    """A backpack, or a bag at the side on a strap."""
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
