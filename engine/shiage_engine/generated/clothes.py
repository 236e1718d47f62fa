"""What a body wears: limbs with sleeves, cuffs, socks and shoes, tops, skirts, trousers, and things on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .body import LIMBS, Body
from .curves import Points, at, band, box, capsule, ellipse, heart, points, smooth, star
from .hair import bow
from .motion import Rng
from .parts import BLACK, PAPER, Inlay, Part
from .style import Paints

BodyFeature = Callable[[Body, float], list[Part]]  # a body and the sway of cloth, in radians


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


def _cross(start: Points, end: Points, first: float, last: float, wide: float) -> Points:
    """The stretch of a limb segment between two shares of its length, wider than the limb."""
    along = end - start
    across = at(-along[1], along[0]) / max(float(np.hypot(*along)), 1e-6) * wide
    a, b = start + along * first, start + along * last
    return np.stack([a + across, a - across, b - across, b + across])


def arms(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    sleeve = rng.choice(["none", "short", "long", "long", "wide", "puff"])
    odd = rng.random() < 0.1
    cuff, cuff_size = rng.random() < 0.5, rng.uniform(0.06, 0.2)
    loose = rng.uniform(1.05, 1.5)
    stripes = int(rng.integers(2, 5)) if rng.random() < 0.2 else 0
    glove = paints("glove") if rng.random() < 0.15 else paints("skin")
    hand = rng.choice(["mitten", "fingers", "ball", "mitten"])
    same_sleeve = rng.random() < 0.75
    bracelet = rng.random() < 0.1
    over_head = rng.random() < 0.5

    def one(body: Body, name: str, side: int) -> list[Part]:
        (root, joint, end), width = body.arms[name], body.build.limb * 0.8
        depth = (joint[2] + 2 * end[2]) / 3
        z = 1.0 if depth > -0.1 * body.build.shoulders else -1.0
        if z > 0 and over_head and end[1] < body.neck[1]:
            z = 6.0
        root2, joint2, end2 = root[:2], joint[:2], end[:2]
        drawn = hands(body, name, joint2, end2, z - 0.1, glove, hand)
        pieces = capsule(root2, joint2, width, width * 0.9) + capsule(joint2, end2, width * 0.9, width * 0.7)
        drawn.append(
            Part(
                f"arm {name}",
                pieces,
                paints("skin"),
                z - 0.05,
                hidden=[(*end2, width * 0.3)] if glove == paints("skin") else [],
            )
        )
        if bracelet:
            drawn.append(
                Part(f"bracelet {name}", [_cross(joint2, end2, 0.8, 0.92, width * 0.5)], paints("gold"), z)
            )
        if sleeve == "none":
            return drawn
        tone = paints(f"sleeve {name}") if odd else paints("top") if same_sleeve else paints("sleeve")
        fat = width * loose
        if sleeve in {"short", "puff"}:
            stop = root2 + (joint2 - root2) * 0.75
            size = fat * (1.5 if sleeve == "puff" else 1.1)
            pieces, stretch = capsule(root2, stop, fat, size), (root2, stop)
            if sleeve == "short":
                pieces = [*pieces[:2], _cross(root2, stop, 0.3, 1.05, size / 2)]
        else:
            mouth = fat * (2.0 if sleeve == "wide" else 1.0)
            lower = _cross(joint2, end2, 0.0, 0.95, fat / 2)
            lower[2:] += (lower[2:] - lower[2:].mean(0)) * (mouth / fat - 1)
            pieces, stretch = [*capsule(root2, joint2, fat, fat), lower], (joint2, end2)
        inlays = []
        for index in range(stripes):
            a = (index + 0.3) / stripes
            inlays.append(
                Inlay(
                    f"sleeve stripe {name} {index}",
                    _cross(*stretch, a, a + 0.4 / stripes, fat * 1.5),
                    paints("stripe"),
                    edge,
                )
            )
        if cuff:
            inlays.append(
                Inlay(f"cuff {name}", _cross(*stretch, 0.95 - cuff_size, 1.5, fat * 2), paints("cuff"))
            )
        drawn.append(Part(f"sleeve {name}", pieces, tone, z, inlays))
        return drawn

    return lambda body, sway: [part for name, side in LIMBS for part in one(body, name, side)]


def hands(body: Body, name: str, joint: Points, end: Points, z: float, label: int, kind: str) -> list[Part]:
    size = body.build.hand
    along = (end - joint) / max(float(np.hypot(*(end - joint))), 1e-6)
    across = at(-along[1], along[0]) * (1 if name == "left" else -1) * (1 if body.cos > 0 else -1)
    palm = end + along * size * 0.7
    thumb = capsule(palm, palm + (across + 0.6 * along) * size * 1.1, size * 0.7, size * 0.5)
    if kind == "ball":
        return [Part(f"hand {name}", [ellipse(*palm, size, size)], label, z)]
    if kind == "mitten":
        return [Part(f"hand {name}", [ellipse(*palm, size, size), *thumb], label, z)]
    drawn = []
    for index in range(4):
        start = palm + across * size * (0.55 - 0.37 * index)
        tip = start + (along + across * (0.25 - 0.2 * index)) * size * 1.5
        pieces = capsule(start, tip, size * 0.48, size * 0.4)
        drawn.append(
            Part(
                f"finger {name} {index}",
                pieces,
                label,
                z - 0.01,
                shaded=False,
                hidden=[(*start, size * 0.7)],
                pen=0.8,
            )
        )
    drawn.append(
        Part(
            f"hand {name}",
            [ellipse(*palm, size, size * 0.95), *thumb],
            label,
            z - 0.005,
            hidden=[(*(palm + along * size * 0.7), size * 0.6)],
        )
    )
    return drawn


def legs(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    kind = rng.choice(["bare", "bare", "shorts", "trousers", "trousers", "wide"])
    sock = rng.choice([0.0, rng.uniform(0.1, 0.9), rng.uniform(1.0, 1.6)])
    shoe = rng.choice(["shoe", "shoe", "boot", "none"])
    sole, fat = rng.random() < 0.5, rng.uniform(1.0, 1.4)
    odd, band_on = rng.random() < 0.08, rng.random() < 0.3
    cuff, side_stripe = rng.random() < 0.3, rng.random() < 0.12
    sock_stripes = int(rng.integers(1, 4)) if rng.random() < 0.2 else 0

    def one(body: Body, name: str) -> list[Part]:
        (root, joint, end), width = body.legs[name], body.build.limb
        z = -0.3 + 0.1 * float(np.sign(root[2] + joint[2] + end[2]))
        root2, joint2, end2 = root[:2], joint[:2], end[:2]
        pieces = capsule(root2, joint2, width * 1.15, width * 0.95) + capsule(
            joint2, end2, width * 0.95, width * 0.75
        )
        inlays = []
        label = paints(f"sock {name}") if odd else paints("sock")
        if sock > 1:
            inlays.append(Inlay(f"sock up {name}", _cross(root2, joint2, 2 - sock, 1.3, width), label, PAPER))
            inlays.append(Inlay(f"sock {name}", _cross(joint2, end2, -0.15, 1.5, width), label, PAPER))
        elif sock > 0:
            inlays.append(Inlay(f"sock {name}", _cross(joint2, end2, 1 - sock, 1.5, width), label))
            if band_on:
                inlays.append(
                    Inlay(
                        f"sock band {name}",
                        _cross(joint2, end2, 1 - sock, 1.1 - sock, width),
                        paints("sock band"),
                        edge,
                    )
                )
            for index in range(sock_stripes):
                a = 1 - sock * (0.7 - 0.2 * index)
                inlays.append(
                    Inlay(
                        f"sock stripe {name} {index}",
                        _cross(joint2, end2, a, a + 0.06, width),
                        paints("stripe"),
                        edge,
                    )
                )
        drawn = [Part(f"leg {name}", pieces, paints("skin"), z, inlays)]
        if shoe != "none":
            drawn += foot(body, name, joint2, end2, z, shoe)
        if kind == "bare":
            return drawn
        size = width * fat
        if kind == "shorts":
            stop = root2 + (joint2 - root2) * 0.6
            pieces, stretch = (
                [
                    *capsule(root2, stop, size * 1.2, size * 1.2)[:2],
                    _cross(root2, stop, 0.4, 1.0, size * 0.65),
                ],
                (root2, stop),
            )
        else:
            mouth = size * (0.9 if kind == "wide" else 0.5)
            lower = _cross(joint2, end2, 0, 0.93, size * 0.5)
            lower[2:] += (lower[2:] - lower[2:].mean(0)) * (mouth / (size * 0.5) - 1)
            pieces, stretch = [*capsule(root2, joint2, size * 1.2, size), lower], (joint2, end2)
        inlays = []
        if side_stripe:
            inlays.append(
                Inlay(
                    f"trouser stripe {name}",
                    _cross(root2 + (joint2 - root2) * 0.1, end2, 0, 1, size * 0.12),
                    paints("stripe"),
                    edge,
                )
            )
        if cuff:
            inlays.append(Inlay(f"trouser cuff {name}", _cross(*stretch, 0.8, 1.2, size * 2), paints("cuff")))
        tone = paints("trousers")
        drawn.append(Part(f"trouser {name}", pieces, tone, z + 0.03, inlays, hidden=[(*root2, size * 0.5)]))
        return drawn

    def foot(body: Body, name: str, joint: Points, end: Points, z: float, kind: str) -> list[Part]:
        length, width = body.build.foot, body.build.limb
        side = -1 if name == "left" else 1
        out = body.sin * length + body.cos * side * length * 0.25
        toe = end + at(out, length * 0.15)
        heel = end - at(out * 0.3, 0)
        high = width * 0.6
        shape = smooth(
            np.stack(
                [
                    heel + at(-0.1 * out, -high * 0.6),
                    heel + at(-0.2 * out, high * 0.5),
                    at(*(heel + toe) / 2) + at(0, high * 0.8),
                    toe + at(width * 0.3 * np.sign(out), high * 0.5),
                    toe + at(0, -high * 0.3),
                    end + at(0.3 * out, -high * 0.8),
                ]
            )
        )
        if abs(out) < 0.4 * length:
            shape = ellipse(*(end + at(out * 0.4, high * 0.2)), width * 0.6, high * 1.1)
        inlays = []
        if sole:
            bottom = shape[:, 1].max()
            inlays.append(
                Inlay(f"sole {name}", box(*at(end[0], bottom), 4 * length, high * 0.35), paints("sole"))
            )
        drawn = [
            Part(f"shoe {name}", [shape], paints(f"shoe {name}") if odd else paints("shoe"), z + 0.01, inlays)
        ]
        if kind == "boot":
            drawn.append(
                Part(
                    f"boot {name}",
                    [_cross(joint, end, 0.45, 1.05, width * 0.55)],
                    paints("shoe"),
                    z + 0.015,
                    hidden=[(*end, width * 0.55)],
                )
            )
        return drawn

    return lambda body, sway: [part for name, _ in LIMBS for part in one(body, name)]


def trunk(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    low = rng.choice([-0.12, 0.0, 0.12])
    pattern = rng.choice(["plain", "plain", "stripes", "upright", "dots", "split", "picture", "band"])
    count, phase = int(rng.integers(2, 9)), rng.random()
    has = {
        name: rng.random() < share
        for name, share in {
            "collar": 0.35,
            "lapels": 0.2,
            "tie": 0.2,
            "bow": 0.2,
            "buttons": 0.25,
            "pocket": 0.2,
            "belt": 0.3,
            "apron": 0.1,
            "sailor": 0.12,
            "midriff": 0.08,
        }.items()
    }
    neck_depth, shape_kind = rng.uniform(0.05, 0.3), rng.choice(["star", "heart", "round", "box"])

    def on(body: Body, theta: float, height: float, shape: Points) -> Points | None:
        """A small shape in units of (half width, trunk height) on the trunk; None where it looks away."""
        if body.faces(theta) < 0.1:
            return None
        return body.trunk_at(theta + shape[:, 0], height - shape[:, 1])

    def patterns(body: Body) -> list[tuple[str, Points | None, str]]:
        shapes: list[tuple[str, Points | None, str]] = []
        if pattern == "stripes":
            for index in range(count):
                a = (index + phase) / count
                shapes.append(
                    (
                        f"stripe {index}",
                        body.trunk_at(np.linspace(-1.57, 1.57, 9) - body.yaw, a + 0.0, 1.3),
                        "stripe",
                    )
                )
                lower = body.trunk_at(np.linspace(1.57, -1.57, 9) - body.yaw, a - 0.5 / count, 1.3)
                shapes[-1] = (shapes[-1][0], np.concatenate([shapes[-1][1], lower]), "stripe")
        elif pattern == "upright":
            for index in range(2 * count):
                theta, half = (index + phase) * np.pi / count - np.pi, 0.25 * np.pi / count
                if body.faces(theta) > 0:
                    shapes.append(
                        (
                            f"stripe {index}",
                            body.trunk_at(
                                np.array([theta - half, theta - half, theta + half, theta + half]),
                                np.array([-0.3, 1.1, 1.1, -0.3]),
                            ),
                            "stripe",
                        )
                    )
        elif pattern == "dots":
            for index in range(3 * count):
                theta, height = (index * 2.4 + phase) % (2 * np.pi) - np.pi, (index * 0.381 + phase) % 1.0
                shapes.append(
                    (f"dot {index}", on(body, theta, height, ellipse(0, 0, 0.14, 0.05, steps=12)), "dot")
                )
        elif pattern == "split":
            shapes.append(
                (
                    "half",
                    body.trunk_at(
                        np.array([0.0, 0.0, 1.57 - body.yaw * 0, 1.57]), np.array([-0.3, 1.1, 1.1, -0.3]), 1.3
                    )
                    if body.faces(0) > 0
                    else None,
                    "half",
                )
            )
        elif pattern == "picture":
            form = {
                "star": star(0, 0, 0.35, 0.15, 5),
                "heart": heart(0, 0, 0.3),
                "round": ellipse(0, 0, 0.4, 0.3),
                "box": box(0, 0, 0.4, 0.3),
            }[shape_kind]
            shapes.append(("picture", on(body, 0, 0.6, form * (1, 0.45)), "picture"))
        elif pattern == "band":
            shapes.append(("chest band", _girdle(body, 0.55, 0.75), "band"))
        return shapes

    def worn(body: Body) -> list[tuple[str, Points | None, str]]:
        shapes: list[tuple[str, Points | None, str]] = []
        if has["midriff"]:
            shapes.append(("midriff", _girdle(body, 0.08, 0.3), "skin"))
        if has["apron"]:
            shapes.append(
                (
                    "apron",
                    on(body, 0, 0.35, points((-0.8, -0.35), (0.8, -0.35), (1.0, 0.6), (-1.0, 0.6))),
                    "apron",
                )
            )
        if has["belt"]:
            shapes.append(("belt", _girdle(body, 0.02, 0.12), "belt"))
            shapes.append(("buckle", on(body, 0, 0.07, box(0, 0, 0.2, 0.06)), "gold"))
        if has["lapels"]:
            shapes.append(
                ("shirt front", on(body, 0, 0.8, points((-0.5, -0.4), (0.5, -0.4), (0, 0.45))), "shirt")
            )
            for side in (-1, 1):
                shapes.append(
                    (
                        f"lapel {side}",
                        on(
                            body,
                            0,
                            0.8,
                            points((0.45, -0.4), (0.75, -0.15), (0.5, 0.0), (0.0, 0.45)) * (side, 1),
                        ),
                        "lapel",
                    )
                )
        if has["sailor"]:
            shapes.append(
                (
                    "sailor",
                    on(body, 0, 0.8, points((-1.2, -0.4), (1.2, -0.4), (0.9, 0.12), (0, 0.3), (-0.9, 0.12))),
                    "collar",
                )
            )
            shapes.append(
                ("sailor in", on(body, 0, 0.8, points((-0.4, -0.4), (0.4, -0.4), (0, 0.2))), "shirt")
            )
            shapes.append(
                (
                    "sailor back",
                    on(body, np.pi, 0.8, points((-1.2, -0.4), (1.2, -0.4), (1.0, 0.2), (-1.0, 0.2))),
                    "collar",
                )
            )
        if has["buttons"]:
            shapes += [
                (f"button {i}", on(body, 0, 0.15 + 0.2 * i, ellipse(0, 0, 0.1, 0.035, steps=12)), "button")
                for i in range(4)
            ]
        if has["pocket"]:
            shapes.append(
                (
                    "pocket",
                    on(body, 0.6, 0.25, points((-0.25, -0.1), (0.25, -0.1), (0.2, 0.1), (-0.2, 0.1))),
                    "pocket",
                )
            )
        shapes.append(("neckline", on(body, 0, 1.0, ellipse(0, 0, 0.5, neck_depth)), "skin"))
        if has["tie"]:
            shapes.append(
                (
                    "tie",
                    on(
                        body,
                        0,
                        0.7,
                        points(
                            (-0.12, -0.25),
                            (0.12, -0.25),
                            (0.07, -0.15),
                            (0.2, 0.3),
                            (0, 0.42),
                            (-0.2, 0.3),
                            (-0.07, -0.15),
                        ),
                    ),
                    "tie",
                )
            )
        return shapes

    def draw(body: Body, sway: float) -> list[Part]:
        inlays = [
            Inlay(f"top {key}", shape, paints(role), edge)
            for key, shape, role in patterns(body)
            if shape is not None
        ]
        inlays += [
            Inlay(f"top {key}", shape, paints(role)) for key, shape, role in worn(body) if shape is not None
        ]
        parts = [Part("top", [body.trunk(low)], paints("top"), 0.0, inlays)]
        if low > -0.1:
            parts.append(Part("hips", [body.trunk(-0.15, 0.3)], paints("trousers"), -0.15))
        if has["collar"] and body.faces(0) > 0:
            for side in (-1, 1):
                shape = body.trunk_at(np.array([0, 0.9, 0.8, 0.25]) * side, np.array([0.95, 1.05, 0.88, 0.8]))
                parts.append(Part(f"collar {side}", [shape], paints("collar"), 0.2))
        if has["bow"] and body.faces(0) > 0.1:
            parts += bow(body.trunk_at(0.0, 0.85)[0], body.build.shoulders * 0.55, paints, "chest bow", 0.3)
        return parts

    return draw


def _girdle(body: Body, low: float, high: float) -> Points:
    """A belt around the trunk between two heights."""
    theta = np.linspace(-1.57, 1.57, 7) - body.yaw
    return np.concatenate([body.trunk_at(theta, high, 1.3), body.trunk_at(theta[::-1], low, 1.3)])


def skirt(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    length, flare = rng.choice([rng.uniform(0.15, 0.35), rng.uniform(0.4, 0.8)]), rng.uniform(1.2, 2.4)
    pleats = int(rng.integers(6, 19)) if rng.random() < 0.6 else 0
    alternate, hem = rng.random() < 0.35, rng.random() < 0.35
    whole = paints.alike("skirt", "top", 0.3)
    frill, top = rng.random() < 0.25, rng.uniform(0.05, 0.25)
    apart = rng.uniform(0.4, 1.0)

    def draw(body: Body, sway: float) -> list[Part]:
        build = body.build
        a, b = body.trunk_at(-np.pi / 2 - body.yaw, top)[0], body.trunk_at(np.pi / 2 - body.yaw, top)[0]
        knees = [body.legs[name][1][:2] for name, _ in LIMBS]
        spread = (max(knees[0][0], knees[1][0]) - min(knees[0][0], knees[1][0])) * apart * 0.5
        down, half = length * build.legs, float(np.hypot(*(b - a))) / 2 * flare + spread
        middle = (a + b) / 2 + at(
            sway * down + 0.3 * (knees[0][0] + knees[1][0]) * length, down + np.hypot(*(b - a)) * 0.2
        )
        u = np.linspace(0, np.pi, 15)
        low = middle + np.stack([half * np.cos(u), 0.12 * half * np.sin(u)], 1)
        shape = np.concatenate([a[None], b[None], low])
        inlays, folds = [], []
        for index in range(pleats):
            angles = (np.array([index, index + 1]) / pleats * 2 * np.pi + 0.1 + body.yaw) % (2 * np.pi)
            if angles[1] < angles[0] or angles[0] > np.pi:
                continue
            x = np.cos(np.minimum(angles, np.pi))
            upper = (a + b) / 2 + np.outer(x, (b - a) / 2)
            under = (
                middle + np.stack([half * x, 0.12 * half * np.sqrt(1 - x**2)], 1) * 1.0 + at(0, 0.02 * down)
            )
            if alternate:
                panel = np.stack([upper[0], upper[1], under[1] + at(0, down), under[0] + at(0, down)])
                if index % 2:
                    inlays.append(Inlay(f"pleat {index}", panel, paints("pleat")))
            else:
                folds.append(np.stack([upper[0] * 0.7 + under[0] * 0.3, under[0]]))
        if hem:
            lift = at(0, -0.12 * down)
            inlays.append(
                Inlay("hem", np.concatenate([low + lift, low[::-1] + at(0, down)]), paints("hem"), edge)
            )
        parts = [Part("skirt", [shape], whole, 0.1 if top < 0.15 else -0.02, inlays, folds)]
        if frill:
            x = np.linspace(0, 1, 13)
            wavy = (
                low[1]
                + (low[-2] - low[1]) * x[:, None]
                + np.stack([0 * x, 0.16 * half * np.sin(np.pi * x) + 0.12 * down * (np.arange(13) % 2)], 1)
            )
            parts.append(
                Part(
                    "frill",
                    [np.concatenate([wavy, low[1:-1][::-1] - at(0, 0.1 * down)])],
                    paints("frill"),
                    -0.05,
                )
            )
        return parts

    return draw


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
                _cross(path[0], path[-1], 0.95 - 0.2 * i, 0.85 - 0.2 * i, half),
                paints("stripe"),
            )
            for i in range(stripes)
        ]
        z = 0.6 if body.faces(0) > -0.2 else -1.2
        return [
            Part("scarf tail", [tail_band], paints("scarf"), z, inlays),
            Part("scarf", [ellipse(*body.neck, half, high)], paints("scarf"), 1.9),
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
            shape = box(*middle, half * (0.55 + 0.4 * abs(body.cos)), body.build.trunk * 0.4, 0, 0.3)
            flap = Inlay("bag flap", shape - at(0, body.build.trunk * 0.45), paints("bag flap"))
            return [Part("bag", [shape], paints("bag"), z, [flap])]
        hip = body.trunk_at(1.4, 0.0)[0] + at(sway * half, half * 0.5)
        z = 0.8 if body.faces(1.4) > -0.3 else -0.6
        strap = np.stack([body.trunk_at(-1.2, 0.95)[0], hip])
        shape = box(*hip, half * 0.5, half * 0.4, sway, 0.2)
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


def plain(parts: list[Part]) -> list[Part]:
    """Parts without shadow."""
    return [replace(part, shaded=False, edge=BLACK) for part in parts]
