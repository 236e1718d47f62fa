"""Plump birds and penguins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.chance import Rng
from ..page.curves import at, band, blob, ellipse, smooth, star
from ..page.paints import Paints
from ..page.parts import SIDES, Figure, Inlay, Part
from .eye import eye


@dataclass(frozen=True)
class Bird:
    """A bird that turns about its upright axis."""

    paints: Paints
    wide: float  # half sizes of the body
    tall: float
    yaw: np.ndarray  # f64 (frames,): 0 faces the camera
    flap: float
    phase: float  # of the wings
    radii: np.ndarray  # f64 (8,): the body's shape
    crest: bool
    mask: bool

    def draw(self, frame: int) -> list[Part]:
        yaw, beat = self.yaw[frame], self.flap * np.sin(frame * 1.1 + self.phase)
        drawn = [self._body(yaw)]
        for side, name in SIDES:
            drawn.append(self._wing(side, name, yaw, beat))
            drawn += self._eye(side, name, yaw)
            drawn.append(self._foot(side, name, yaw))
        drawn += self._beak(yaw, 0.03 + 0.03 * (frame % 3 == 0))
        if self.crest:
            crown = star(0.12, 0.05, 3, 0.1 * beat) - (0, self.tall * 1.02)
            drawn.append(Part("crest", [crown], self.paints("crest"), -0.02))
        return drawn

    def _body(self, yaw: float) -> Part:
        wide, tall, paints = self.wide, self.tall, self.paints
        belly = ellipse(np.sin(yaw) * wide * 0.6, 0.12, wide * 0.75 * max(np.cos(yaw), 0.3), tall * 0.7)
        inlays = [Inlay("belly", belly, paints("belly"))]
        for side in (-1, 1) if self.mask else ():
            around = ellipse(wide * np.sin(yaw + side * 0.45) * 0.9, -tall * 0.5, wide * 0.4, tall * 0.28)
            inlays.append(Inlay(f"mask {side}", around, paints("belly")))
        return Part("body", [blob(self.radii, 0, 0, wide, tall)], paints("feather"), 0, inlays)

    def _wing(self, side: int, name: str, yaw: float, beat: float) -> Part:
        root = at(self.wide * np.sin(yaw + side * 1.5) * 0.95, -self.tall * 0.15)
        reach = at(side * np.cos(yaw) * (0.4 + beat), 0.8) * self.tall * 0.8
        path = root + np.outer(np.linspace(0, 1, 5), reach)
        z = 0.1 if np.cos(yaw + side * 1.5) > -0.2 else -0.1
        return Part(f"wing {name}", [band(path, (0.08, 0.16, 0))], self.paints("wing"), z)

    def _eye(self, side: int, name: str, yaw: float) -> list[Part]:
        place = yaw + side * 0.45
        if np.cos(place) <= 0.15:
            return []
        x, y = self.wide * np.sin(place) * 0.9, -self.tall * 0.55
        white, pupil = ellipse(x, y, 0.05 * np.cos(place), 0.05), ellipse(x + 0.01, y, 0.025, 0.03)
        return [eye(name, white, pupil, self.paints, 0.2)]

    def _foot(self, side: int, name: str, yaw: float) -> Part:
        x = side * self.wide * 0.45 * np.cos(yaw)
        toes = [ellipse(x + (toe - 1) * 0.06, self.tall * 1.02, 0.05, 0.05) for toe in range(3)]
        z = 0.05 if side * np.sin(yaw) < 0 else -0.05
        return Part(f"foot {name}", toes, self.paints("beak"), z)

    def _beak(self, yaw: float, gape: float) -> list[Part]:
        sin, half = np.sin(yaw), 0.08 * np.cos(yaw) + 0.02
        tip = at(self.wide * sin * 1.2, -self.tall * 0.35)
        root = at(self.wide * sin * 0.75, -self.tall * 0.42)
        upper = np.stack([root - at(half, 0), root + at(0, -0.05), root + at(half, 0), tip + at(0, 0.03)])
        return [
            Part("beak low", [upper + at(0, gape)], self.paints("beak low"), 0.29),
            Part("beak", [smooth(upper)], self.paints("beak"), 0.3),
        ]


def bird(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random bird, seen from the front or turning."""
    return Bird(
        paints=paints,
        wide=rng.uniform(0.25, 0.42),
        tall=rng.uniform(0.38, 0.5),
        yaw=rng.uniform(-1.2, 1.2) + rng.choice([0, 1.0]) * np.linspace(-1, 1, frames),
        flap=rng.uniform(0.1, 0.8),
        phase=rng.uniform(0, 6),
        radii=rng.uniform(0.9, 1.1, 8) * (1, 1, 1, 1, 1, 0.95, 0.95, 1),
        crest=rng.random() < 0.4,
        mask=rng.random() < 0.6,
    ).draw
