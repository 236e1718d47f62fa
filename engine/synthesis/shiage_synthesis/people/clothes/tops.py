"""The trunk with its top, and what is sewn on it."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import box, ellipse, points, smooth, star
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from ...things.bow import bow
from ..body.skeleton import Body, BodyFeature
from .prints import Print, Printed, belt_around, choose_print, on_trunk

# How often a top has each of these.
WORN = {
    "midriff": 0.08,
    "apron": 0.1,
    "belt": 0.3,
    "lapels": 0.2,
    "sailor": 0.12,
    "zip": 0.1,
    "buttons": 0.25,
    "pocket": 0.2,
    "badge": 0.1,
    "neckline": 0.7,
    "tie": 0.2,
}


def trunk(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    """A random top with its pattern and collar; below a short one the hips are seen."""
    low = rng.choice([-0.12, 0.0, 0.12])
    wide = rng.choice([1.0, 1.0, rng.uniform(1.05, 1.4)])
    pattern, worn = choose_print(rng), _choose_worn(rng)
    collar, ribbon, turtle = rng.random() < 0.3, rng.random() < 0.2, rng.random() < 0.15
    front_open = rng.random() < 0.15
    hem = rng.uniform(0.05, 0.12) if rng.random() < 0.3 else 0.0

    def draw(body: Body, sway: float) -> list[Part]:
        inlays = [
            Inlay(f"top {key}", shape, paints(role), edge)
            for key, shape, role in pattern(body)
            if shape is not None
        ]
        if hem:
            inlays.append(Inlay("top hem", belt_around(body, low - 0.1, low + hem), paints("hem")))
        if front_open:
            shape = on_trunk(body, 0, 0.5, points((-0.25, -0.7), (0.25, -0.7), (0.45, 0.9), (-0.45, 0.9)))
            inlays += [Inlay("top open", shape, paints("shirt"))] if shape is not None else []
        inlays += [
            Inlay(f"top {key}", shape, paints(role)) for key, shape, role in worn(body) if shape is not None
        ]
        parts = [Part("top", [body.trunk(low, out=wide)], paints("top"), 0.0, inlays)]
        if low > -0.1:
            parts.append(Part("hips", [body.trunk(-0.15, 0.3)], paints("trousers"), -0.15))
        if turtle:
            parts.append(Part("turtle", [body.trunk(0.93, 1.12)], paints.alike("turtle", "top", 0.6), 1.95))
        if collar and body.faces(0) > 0:
            for side in (-1, 1):
                shape = body.trunk_at(np.array([0, 0.9, 0.8, 0.25]) * side, np.array([0.95, 1.05, 0.88, 0.8]))
                parts.append(Part(f"collar {side}", [shape], paints("collar"), 0.2))
        if ribbon and body.faces(0) > 0.1:
            parts += bow(body.trunk_at(0.0, 0.85)[0], body.build.shoulders * 0.55, paints, "chest bow", 0.3)
        return parts

    return draw


def _choose_worn(rng: Rng) -> Print:
    """What is sewn on, from the lowest to the topmost."""
    has = [name for name, share in WORN.items() if rng.random() < share]
    depth, count = rng.uniform(0.05, 0.3), int(rng.integers(2, 6))
    place = rng.uniform(-0.9, 0.9)
    apron = points((-0.8, -0.35), (0.8, -0.35), (1.0, 0.6), (-1.0, 0.6))
    pocket = points((-0.25, -0.1), (0.25, -0.1), (0.2, 0.1), (-0.2, 0.1))
    button = ellipse(0, 0, 0.1, 0.035, steps=12)
    tie = points(
        (-0.12, -0.25), (0.12, -0.25), (0.07, -0.15), (0.2, 0.3), (0, 0.42), (-0.2, 0.3), (-0.07, -0.15)
    )
    makers: dict[str, Print] = {
        "midriff": lambda body: [("midriff", belt_around(body, 0.08, 0.3), "skin")],
        "apron": lambda body: [("apron", on_trunk(body, 0, 0.35, apron), "apron")],
        "belt": _belt,
        "lapels": _lapels,
        "sailor": _sailor,
        "zip": lambda body: [("zip", on_trunk(body, 0, 0.45, box(0, 0, 0.05, 0.5)), "gold")],
        "buttons": lambda body: [
            (f"button {i}", on_trunk(body, 0, 0.15 + 0.7 * i / count, button), "button") for i in range(count)
        ],
        "pocket": lambda body: [("pocket", on_trunk(body, 0.6, 0.25, pocket), "pocket")],
        "badge": lambda body: [("badge", on_trunk(body, place, 0.65, star(0.2, 0.1, 5) * (1, 0.4)), "gold")],
        "neckline": lambda body: [("neckline", on_trunk(body, 0, 1.0, ellipse(0, 0, 0.5, depth)), "skin")],
        "tie": lambda body: [("tie", on_trunk(body, 0, 0.7, tie), "tie")],
    }
    return lambda body: [drawn for name in has for drawn in makers[name](body)]


def _belt(body: Body) -> list[Printed]:
    return [
        ("belt", belt_around(body, 0.02, 0.12), "belt"),
        ("buckle", on_trunk(body, 0, 0.07, box(0, 0, 0.2, 0.06)), "gold"),
    ]


def _lapels(body: Body) -> list[Printed]:
    flap = points((0.45, -0.4), (0.75, -0.15), (0.5, 0.0), (0.0, 0.45))
    front = on_trunk(body, 0, 0.8, points((-0.5, -0.4), (0.5, -0.4), (0, 0.45)))
    return [
        ("shirt front", front, "shirt"),
        *[(f"lapel {side}", on_trunk(body, 0, 0.8, flap * (side, 1)), "lapel") for side in (-1, 1)],
    ]


def _sailor(body: Body) -> list[Printed]:
    front = points((-1.2, -0.4), (1.2, -0.4), (0.9, 0.12), (0, 0.3), (-0.9, 0.12))
    back = points((-1.2, -0.4), (1.2, -0.4), (1.0, 0.2), (-1.0, 0.2))
    return [
        ("sailor", on_trunk(body, 0, 0.8, front), "collar"),
        ("sailor in", on_trunk(body, 0, 0.8, points((-0.4, -0.4), (0.4, -0.4), (0, 0.2))), "shirt"),
        ("sailor back", on_trunk(body, np.pi, 0.8, back), "collar"),
        ("sailor back stripe", on_trunk(body, np.pi, 0.8, smooth(back * (0.9, 0.8))), "stripe"),
    ]
