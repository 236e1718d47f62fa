"""Ears, animal ears and horns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, band, ellipse, oval, points, smooth, turned
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from .head import Head, HeadFeature


@dataclass(frozen=True)
class Ears:
    """Ordinary ears, or long and pointed ones."""

    paints: Paints
    size: float  # relative to the head
    long: float  # above 1: pointed
    inner: bool
    ring: bool

    def draw(self, head: Head) -> list[Part]:
        seen = [(side, name) for side, name in SIDES if head.depth(side * 1.5) >= -0.5]
        return [part for side, name in seen for part in self._one(head, side * 1.5, name)]

    def _one(self, head: Head, longitude: float, name: str) -> list[Part]:
        paints, root = self.paints, head.surface(longitude, 0.15, 1.02)[0]
        shape = self._shape(head, root, np.sin(longitude + head.yaw))
        z = 2.3 if head.depth(longitude) > 0.25 else 1.9
        inlays = [Inlay(f"ear in {name}", root + (shape - root) * 0.55, paints("ear in"))] * self.inner
        drawn = [Part(f"ear {name}", [shape], paints("skin"), z, inlays)]
        if self.ring:
            ring = oval(root + at(0, self.size * 1.3) * head.size, 0.07 * head.size, 0.1 * head.size)
            drawn.append(Part(f"earring {name}", [ring], paints("gold"), 2.4))
        return drawn

    def _shape(self, head: Head, root: Points, out: float) -> Points:
        """The outline; `out` in [-1, 1]: how far the ear stands out, to the left (negative) or right."""
        size, long = self.size, self.long
        if long <= 1:
            return oval(root, size * head.size * 0.6, size * head.size)
        top, low = at(0, -size * 0.6), at(0, size * 0.8)
        tip = at(out * size * long, -size * 0.5 * (long - 1) - size * 0.2)
        front = at(-out * size * 0.3, 0)
        return smooth(np.stack([root + place * head.size for place in (top, tip, low, front)]))


def ears(rng: Rng, paints: Paints) -> HeadFeature:
    """Random ears at the sides of the head."""
    return Ears(
        paints=paints,
        size=rng.uniform(0.15, 0.28),
        long=rng.choice([1.0, 1.0, rng.uniform(1.5, 3)]),
        inner=rng.random() < 0.4,
        ring=rng.random() < 0.2,
    ).draw


def animal_ears(rng: Rng, paints: Paints) -> HeadFeature:
    """Pointed or round ears on top of the head."""
    tall, wide, place = rng.uniform(0.4, 1.3), rng.uniform(0.3, 0.6), rng.uniform(0.5, 1.0)
    pointed, label = rng.random() < 0.6, paints.alike("animal ear", "hair", 0.7)
    droop = rng.uniform(-0.3, 0.8)

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES:
            longitude = side * place
            front = head.depth(0) > 0
            root = head.surface(longitude, -0.85, 1.0)[0]
            wide_now = wide * (0.45 + 0.55 * abs(np.cos(head.yaw)))
            lean = side * droop * np.cos(head.yaw) + head.sway * 0.5
            form = (
                points((-0.5, 0.2), (-0.45, -0.4), (0, -1), (0.45, -0.4), (0.5, 0.2))
                if pointed
                else ellipse(0, -0.5, 0.45, 0.65)
            )
            form = smooth(form) if pointed else form
            shape = turned(form * (wide_now, tall), lean) * head.size + root
            middle = shape.mean(0)
            inlays = [
                Inlay(f"animal ear in {name}", middle + (shape - middle) * 0.6, paints("ear in"))
            ] * front
            drawn.append(Part(f"animal ear {name}", [shape], label, 1.8 if pointed else 3.4, inlays))
        return drawn

    return draw


def horns(rng: Rng, paints: Paints) -> HeadFeature:
    """Two horns, straight or curled."""
    length, wide, place = rng.uniform(0.3, 0.9), rng.uniform(0.15, 0.3), rng.uniform(0.4, 1.2)
    curl, rings = rng.uniform(-1, 1.5), int(rng.integers(0, 4))

    def draw(head: Head) -> list[Part]:
        drawn, u = [], np.linspace(0, 1, 6)
        for side, name in SIDES:
            out = np.sin(side * place + head.yaw)
            walk = np.stack([out * np.sin(0.4 + curl * u), -np.cos(curl * u)], 1)
            path = head.surface(side * place, -0.8, 1.0)[0] + walk * (u * length * head.size)[:, None]
            inlays = [
                Inlay(
                    f"horn ring {name} {i}",
                    band(path[i + 1 : i + 3], (wide * 2 * head.size,) * 2),
                    paints("horn ring"),
                )
                for i in range(0, rings, 2)
            ]
            shape = band(smooth(path, False), (wide * head.size, 0))
            z = 3.4 if head.depth(side * place) > 0 else 1.7
            drawn.append(Part(f"horn {name}", [shape], paints("horn"), z, inlays))
        return drawn

    return draw
