"""Hats, caps, crowns and helmets."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, box, ellipse, points, smooth
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from ..head.head import Head, HeadFeature


def hat(rng: Rng, paints: Paints) -> HeadFeature:
    """A cap, brimmed hat, witch's hat, beanie, crown or helmet."""
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


def _crown(head: Head, kind: str, tall: float, w: float) -> Points:
    """The outline of the part of a hat that covers the head; `w` is half its width."""
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
    """What sticks out of a hat, if anything: brim, peak or bobble."""
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
