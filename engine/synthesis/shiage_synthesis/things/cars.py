"""Cars in side view."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..page.chance import Rng
from ..page.curves import at, box, ellipse, points, smooth, turned
from ..page.paints import Paints
from ..page.parts import Figure, Inlay, Part


@dataclass(frozen=True)
class Car:
    """A car in side view, from a van to a racer."""

    paints: Paints
    long: float  # half sizes of the body
    tall: float
    roof: float  # height of the cabin
    wheels: int
    panes: int
    nose: float
    radius: float  # of the wheels
    spokes: int
    stripe: bool

    def draw(self, frame: int) -> list[Part]:
        paints, long, tall, nose = self.paints, self.long, self.tall, self.nose
        bob = 0.01 * np.sin(frame * 2.0)
        glass, trim = self._glass(bob - tall * 0.9), self._trim(bob)
        low = points((-1, -1), (-0.9, -1.0), (1 - nose, -0.9), (1, -0.1), (1, 1), (-1, 1)) * (long, tall)
        high = points((-0.8, 0), (-0.65, -1), (0.3, -1), (0.8 - nose, 0)) * (long, self.roof)
        door = points((-0.2 * long, -tall + bob), (-0.2 * long, tall * 0.7 + bob))
        cabin = Part("cabin", [high + at(0, bob - tall * 0.8)], paints.alike("cabin", "car", 0.7), 0.0, glass)
        body = Part("car", [smooth(low + at(0, bob))], paints("car"), 0.1, trim, [door])
        return [cabin, body, *[self._wheel(index, frame) for index in range(self.wheels)]]

    def _glass(self, level: float) -> list[Inlay]:
        edges, high = np.linspace(-0.7, 0.55 - self.nose, self.panes + 1) * self.long, -self.roof * 0.85
        inlays = []
        for index, (a, b) in enumerate(pairwise(edges)):
            pane = points((a + 0.02, 0), (a + 0.04, high), (b - 0.02, high), (b, 0)) + at(0, level)
            inlays.append(Inlay(f"pane {index}", pane, self.paints("glass")))
        return inlays

    def _trim(self, bob: float) -> list[Inlay]:
        stripe = Inlay("stripe", box(0, bob, 2, self.tall * 0.25), self.paints("stripe"))
        lamp = ellipse(self.long * 0.95, bob - self.tall * 0.2, 0.06, 0.05)
        return [*[stripe] * self.stripe, Inlay("lamp", lamp, self.paints("lamp"))]

    def _wheel(self, index: int, frame: int) -> Part:
        paints, radius = self.paints, self.radius
        x, y = self.long * (0.65 - 1.3 * index / (self.wheels - 1)), self.tall
        inlays = [Inlay(f"hub {index}", ellipse(x, y, radius * 0.6, radius * 0.6), paints("hub"))]
        bar = box(0, radius * 0.3, radius * 0.08, radius * 0.25)
        for k in range(self.spokes):
            spoke = turned(bar, frame * 0.5 + k * 6.283 / self.spokes) + at(x, y)
            inlays.append(Inlay(f"spoke {index} {k}", spoke, paints("spoke")))
        return Part(f"wheel {index}", [ellipse(x, y, radius, radius)], paints("tire"), 0.2, inlays)


def car(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random car."""
    return Car(
        paints=paints,
        long=rng.uniform(0.5, 0.8),
        tall=rng.uniform(0.12, 0.22),
        roof=rng.uniform(0.15, 0.35),
        wheels=int(rng.integers(2, 4)),
        panes=int(rng.integers(1, 5)),
        nose=rng.uniform(0.1, 0.5),
        radius=rng.uniform(0.1, 0.15),
        spokes=int(rng.integers(0, 6)),
        stripe=rng.random() < 0.4,
    ).draw
