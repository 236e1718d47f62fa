"""The trunk and what is worn on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .body import Body
from .bow import bow
from .curves import Points, box, ellipse, heart, points, smooth, star
from .motion import Rng
from .parts import Inlay, Part
from .style import Paints

BodyFeature = Callable[[Body, float], list[Part]]  # a body and the sway of cloth, in radians
Drawn = tuple[str, Points | None, str]  # key, shape (None where it looks away) and role of the paint
Print = Callable[[Body], list[Drawn]]  # what a cloth has on it, in one frame

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
    """A top with its pattern, collar and the like; short ones show the hips."""
    low = rng.choice([-0.12, 0.0, 0.12])
    wide = rng.choice([1.0, 1.0, rng.uniform(1.05, 1.4)])
    pattern, worn = draw_print(rng), _draw_worn(rng)
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
            inlays.append(Inlay("top hem", girdle(body, low - 0.1, low + hem), paints("hem")))
        if front_open:
            shape = _on(body, 0, 0.5, points((-0.25, -0.7), (0.25, -0.7), (0.45, 0.9), (-0.45, 0.9)))
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


def draw_print(rng: Rng) -> Print:
    """A pattern of repeated shapes, or none."""
    kind = rng.choice(
        [
            *("plain", "plain", "stripes", "upright", "upright", "seams", "seams"),
            *("dots", "split", "picture", "band", "check"),
        ]
    )
    count, phase, part = int(rng.integers(2, 9)), float(rng.random()), rng.uniform(0.08, 0.6)
    form = [star(0.35, 0.15, 5), heart(0, 0, 0.3), ellipse(0, 0, 0.4, 0.3), box(0, 0, 0.4, 0.3)][
        int(rng.integers(4))
    ]

    def stripes(body: Body) -> list[Drawn]:
        return [
            (f"stripe {i}", girdle(body, (i + phase - part) / count, (i + phase) / count), "stripe")
            for i in range(count)
        ]

    def upright(body: Body, role: str = "stripe") -> list[Drawn]:
        half = part * np.pi / count / 2
        middles = [(i + phase) * np.pi / count - np.pi for i in range(2 * count)]
        heights = np.linspace(-0.3, 1.1, 6)
        return [
            (
                f"upright {i}",
                np.concatenate(
                    [body.trunk_at(a - half, heights, 1.1), body.trunk_at(a + half, heights[::-1], 1.1)]
                ),
                role,
            )
            for i, a in enumerate(middles)
            if body.faces(a) > -0.1
        ]

    def dots(body: Body) -> list[Drawn]:
        return [
            (
                f"dot {i}",
                _on(
                    body,
                    (i * 2.4 + phase) % (2 * np.pi) - np.pi,
                    (i * 0.381 + phase) % 1.0,
                    form * (0.4, 0.17),
                ),
                "dot",
            )
            for i in range(3 * count)
        ]

    def whole(body: Body) -> list[Drawn]:
        if kind == "band":
            return [("chest band", girdle(body, 0.55, 0.55 + part / 2), "band")]
        if kind == "picture":
            return [("picture", _on(body, 0, 0.6, form * (1, 0.45)), "picture")]
        side = body.trunk_at(np.array([0.0, 0.0, 1.57, 1.57]), np.array([-0.3, 1.1, 1.1, -0.3]), 1.4)
        return [("half", side if body.faces(0) > 0 else None, "half")]

    makers: dict[str, Print] = {
        "plain": lambda body: [],
        "stripes": stripes,
        "upright": upright,
        "seams": lambda body: upright(body, "top"),
        "dots": dots,
        "check": lambda body: stripes(body) + upright(body),
    }
    return makers.get(str(kind), whole)


def _draw_worn(rng: Rng) -> Print:
    """Things sewn on, in the order in which they lie over each other."""
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
        "midriff": lambda body: [("midriff", girdle(body, 0.08, 0.3), "skin")],
        "apron": lambda body: [("apron", _on(body, 0, 0.35, apron), "apron")],
        "belt": _belt,
        "lapels": _lapels,
        "sailor": _sailor,
        "zip": lambda body: [("zip", _on(body, 0, 0.45, box(0, 0, 0.05, 0.5)), "gold")],
        "buttons": lambda body: [
            (f"button {i}", _on(body, 0, 0.15 + 0.7 * i / count, button), "button") for i in range(count)
        ],
        "pocket": lambda body: [("pocket", _on(body, 0.6, 0.25, pocket), "pocket")],
        "badge": lambda body: [("badge", _on(body, place, 0.65, star(0.2, 0.1, 5) * (1, 0.4)), "gold")],
        "neckline": lambda body: [("neckline", _on(body, 0, 1.0, ellipse(0, 0, 0.5, depth)), "skin")],
        "tie": lambda body: [("tie", _on(body, 0, 0.7, tie), "tie")],
    }
    return lambda body: [drawn for name in has for drawn in makers[name](body)]


def _belt(body: Body) -> list[Drawn]:
    return [
        ("belt", girdle(body, 0.02, 0.12), "belt"),
        ("buckle", _on(body, 0, 0.07, box(0, 0, 0.2, 0.06)), "gold"),
    ]


def _lapels(body: Body) -> list[Drawn]:
    flap = points((0.45, -0.4), (0.75, -0.15), (0.5, 0.0), (0.0, 0.45))
    front = _on(body, 0, 0.8, points((-0.5, -0.4), (0.5, -0.4), (0, 0.45)))
    return [
        ("shirt front", front, "shirt"),
        *[(f"lapel {side}", _on(body, 0, 0.8, flap * (side, 1)), "lapel") for side in (-1, 1)],
    ]


def _sailor(body: Body) -> list[Drawn]:
    front = points((-1.2, -0.4), (1.2, -0.4), (0.9, 0.12), (0, 0.3), (-0.9, 0.12))
    back = points((-1.2, -0.4), (1.2, -0.4), (1.0, 0.2), (-1.0, 0.2))
    return [
        ("sailor", _on(body, 0, 0.8, front), "collar"),
        ("sailor in", _on(body, 0, 0.8, points((-0.4, -0.4), (0.4, -0.4), (0, 0.2))), "shirt"),
        ("sailor back", _on(body, np.pi, 0.8, back), "collar"),
        ("sailor back stripe", _on(body, np.pi, 0.8, smooth(back * (0.9, 0.8))), "stripe"),
    ]


def _on(body: Body, theta: float, height: float, shape: Points) -> Points | None:
    """A small shape, in radians across and trunk heights, on the trunk; None where that side looks away."""
    if body.faces(theta) < 0.1:
        return None
    return body.trunk_at(theta + shape[:, 0], height - shape[:, 1])


def girdle(body: Body, low: float, high: float) -> Points:
    """A belt around the trunk between two heights."""
    theta = np.linspace(-1.57, 1.57, 7) - body.yaw
    return np.concatenate([body.trunk_at(theta, high, 1.5), body.trunk_at(theta[::-1], low, 1.5)])
