"""What sits on a head: hats, bands, clips, headphones, bows; and which of it a head has."""

from __future__ import annotations

import numpy as np

from ...page.curves import Points, band, box, ellipse, oval, points, smooth, star
from ...page.motion import Rng
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ...things.bow import bow
from ..head.ears import animal_ears, ears, horns
from ..head.head import Head, HeadFeature


def headwear(rng: Rng, paints: Paints) -> list[HeadFeature]:
    """Some of these, or ordinary ears alone."""
    features = []
    if rng.random() < 0.6:
        features.append(ears(rng, paints))
    for chance, feature in (
        (0.22, animal_ears),
        (0.12, horns),
        (0.2, hat),
        (0.12, hair_band),
        (0.15, clip),
        (0.06, headphones),
        (0.08, top_bow),
    ):
        if rng.random() < chance:
            features.append(feature(rng, paints))
    return features


def _crown(head: Head, kind: str, tall: float, w: float) -> Points:
    """The outline of a hat above its rim; `w` is half its width."""
    if kind == "witch":
        tip = (0.3 + head.sway) * 0.4
        left, right = [(-w, -0.45), (-0.5 * w, -1.1)], [(0.55 * w, -1.1), (w, -0.45)]
        return head.page(smooth(points(*left, (tip, -1.9 - tall), (tip + 0.15, -1.8 - tall), *right), False))
    if kind == "crown":
        x = np.linspace(-0.8 * w, 0.8 * w, 9)
        top = np.stack([x, -1.0 - tall * (0.4 + 0.6 * (np.arange(9) % 2))], 1)
        return head.page(np.concatenate([top, points((0.8 * w, -0.75), (-0.8 * w, -0.75))]))
    half = [(w, -0.45), (0.95 * w, -0.9), (0.5 * w, -1.1 - tall * 0.4)]
    return head.page(smooth(points(*[(-x, y) for x, y in half], *half[::-1]), False))


def _rim(head: Head, kind: str, tall: float, w: float, paints: Paints) -> list[Part]:
    """What sticks out of a hat: brim, peak or bobble."""
    if kind in {"brim", "witch"}:
        return [
            Part("brim", [head.page(ellipse(0, -0.45, w * 1.5, 0.2))], paints.alike("brim", "hat", 0.7), 3.68)
        ]
    if kind == "beanie":
        return [
            Part(
                "bobble",
                [head.page(ellipse(head.sway * 0.3, -1.2 - tall * 0.4, 0.22, 0.22))],
                paints("bobble"),
                3.75,
            )
        ]
    if kind == "cap" and head.depth(0) > -0.4:
        side = float(np.sin(head.yaw))
        left, right = -w * (1 - max(side, 0)), w * (1 + min(side, 0))
        peak = smooth(
            points((left, -0.5), (right, -0.5), (w * (0.7 + side), -0.2), (-w * (0.7 - side), -0.2))
        )
        return [Part("peak", [head.page(peak)], paints.alike("peak", "hat", 0.5), 3.72)]
    return []


def hat(rng: Rng, paints: Paints) -> HeadFeature:
    kind = str(rng.choice(["cap", "brim", "witch", "beanie", "crown", "helmet"]))
    tall, wide = rng.uniform(0.4, 0.9), rng.uniform(1.1, 1.3)
    ribbon = rng.random() < 0.6

    def draw(head: Head) -> list[Part]:
        w, inlays = head.width * wide, []
        if ribbon:
            inlays.append(Inlay("hat ribbon", head.page(box(0, -0.58, 2 * w, 0.12)), paints("hat ribbon")))
        if kind == "beanie":
            inlays.append(Inlay("hat fold", head.page(box(0, -0.4, 2 * w, 0.22)), paints("hat fold")))
        return [
            Part("hat", [_crown(head, kind, tall, w)], paints("hat"), 3.7, inlays),
            *_rim(head, kind, tall, w, paints),
        ]

    return draw


def hair_band(rng: Rng, paints: Paints) -> HeadFeature:
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
    place, y, size = rng.uniform(-1.2, 1.2), rng.uniform(-0.6, -0.1), rng.uniform(0.08, 0.2)
    form = [
        star(1, 0.45, 5),
        ellipse(0, 0, 1, 1, steps=14),
        box(0, 0, 0.3, 1.2),
        star(1, 0.6, 8),
        points((-0.3, -1), (0.3, -1), (0.3, 0.6), (1, 0.6), (1, 1), (-0.3, 1)),
    ][int(rng.integers(5))]
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
    size, x = rng.uniform(0.3, 0.6), rng.uniform(-0.6, 0.6)

    def draw(head: Head) -> list[Part]:
        root = head.surface(x, -0.95, 1.1)[0]
        return bow(root, size * head.size, paints, "head bow", 3.45, turn=head.roll)

    return draw
