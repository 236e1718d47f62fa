"""Skirts, with pleats, hems and frills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ..body.skeleton import Body, BodyFeature


class Bell(NamedTuple):
    """The shape of a skirt in one frame."""

    waist: Points  # f64 (2, 2): its left and right end
    middle: Points  # f64 (2,): of the hem
    half: float  # width of the hem
    down: float  # length

    def hem(self) -> Points:
        """The front of the lower border, from right to left."""
        u = np.linspace(0, np.pi, 15)
        return self.middle + np.stack([self.half * np.cos(u), 0.12 * self.half * np.sin(u)], 1)

    def pleats(self, count: int, yaw: float) -> Iterator[tuple[int, Points, Points]]:
        """The visible pleats: index, and the two ends of each at the waist and at the hem."""
        (a, b), half = self.waist, self.half
        for index in range(count):
            angles = (np.array([index, index + 1]) / count * 2 * np.pi + 0.1 + yaw) % (2 * np.pi)
            if angles[0] <= angles[1] and angles[0] <= np.pi:
                x = np.cos(np.minimum(angles, np.pi))
                under = self.middle + np.stack([half * x, 0.12 * half * np.sqrt(1 - x**2)], 1)
                yield index, (a + b) / 2 + np.outer(x, (b - a) / 2), under + at(0, 0.02 * self.down)


@dataclass(frozen=True)
class Skirt:
    """A skirt that swings, and widens with the knees."""

    paints: Paints
    edge: int  # pen of the hem
    length: float  # relative to the legs
    flare: float
    pleats: int
    alternate: bool  # pleats of two colors instead of pen lines
    hem: bool
    whole: int  # label
    frill: bool
    top: float  # height on the trunk
    apart: float  # how much apart knees widen it

    def draw(self, body: Body, sway: float) -> list[Part]:
        bell = self._bell(body, sway)
        low, z = bell.hem(), 0.1 if self.top < 0.15 else -0.02
        inlays, folds = self._pleats(bell, body.yaw)
        if self.hem:
            band = np.concatenate([low + at(0, -0.12 * bell.down), low[::-1] + at(0, bell.down)])
            inlays.append(Inlay("hem", band, self.paints("hem"), self.edge))
        drawn = [Part("skirt", [np.concatenate([bell.waist, low])], self.whole, z, inlays, folds)]
        return [*drawn, self._frill(bell, low)] if self.frill else drawn

    def _bell(self, body: Body, sway: float) -> Bell:
        a, b = (body.trunk_at(side * np.pi / 2 - body.yaw, self.top)[0] for side in (-1, 1))
        left, right = (body.legs[name][1][0] for _, name in SIDES)
        down, wide = self.length * body.build.legs, float(np.hypot(*(b - a)))
        return Bell(
            waist=np.stack([a, b]),
            middle=(a + b) / 2 + at(sway * down + 0.3 * (left + right) * self.length, down + wide * 0.2),
            half=wide / 2 * self.flare + abs(left - right) * self.apart * 0.5,
            down=down,
        )

    def _pleats(self, bell: Bell, yaw: float) -> tuple[list[Inlay], list[Points]]:
        """Panels of another color, or pen lines."""
        seen = bell.pleats(self.pleats, yaw)
        if not self.alternate:
            return [], [np.stack([upper[0] * 0.7 + under[0] * 0.3, under[0]]) for _, upper, under in seen]
        return [
            Inlay(
                f"pleat {index}",
                np.concatenate([upper, under[::-1] + at(0, bell.down)]),
                self.paints("pleat"),
            )
            for index, upper, under in seen
            if index % 2
        ], []

    def _frill(self, bell: Bell, low: Points) -> Part:
        x = np.linspace(0, 1, 13)
        wave = 0.16 * bell.half * np.sin(np.pi * x) + 0.12 * bell.down * (np.arange(13) % 2)
        wavy = low[1] + (low[-2] - low[1]) * x[:, None] + np.stack([0 * x, wave], 1)
        shape = np.concatenate([wavy, low[1:-1][::-1] - at(0, 0.1 * bell.down)])
        return Part("frill", [shape], self.paints("frill"), -0.05)


def skirt(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    """A random skirt."""
    return Skirt(
        paints=paints,
        edge=edge,
        length=rng.choice([rng.uniform(0.15, 0.35), rng.uniform(0.4, 0.8)]),
        flare=rng.uniform(1.2, 2.4),
        pleats=int(rng.integers(6, 19)) if rng.random() < 0.6 else 0,
        alternate=rng.random() < 0.35,
        hem=rng.random() < 0.35,
        whole=paints.alike("skirt", "top", 0.3),
        frill=rng.random() < 0.25,
        top=rng.uniform(0.05, 0.25),
        apart=rng.uniform(0.4, 1.0),
    ).draw
