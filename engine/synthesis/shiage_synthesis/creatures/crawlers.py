"""Slimes and worms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.chance import Rng
from ..page.curves import blob, ellipse, points, smooth
from ..page.paints import Paints
from ..page.parts import BLUE, Figure, Inlay, Part
from .eye import eye


@dataclass(frozen=True)
class Slime:
    """A blob that bounces, with eyes, a mouth and spots."""

    paints: Paints
    radii: np.ndarray  # f64 (6 .. 11,): its shape
    eyes: int
    spots: np.ndarray  # f64 (S, 3): x and y relative to the half sizes, and size
    phase: float
    horned: bool
    gape: float

    def draw(self, frame: int) -> list[Part]:
        bounce = np.sin(frame * 1.0 + self.phase)
        wide, tall = 0.45 * (1 - 0.15 * bounce), 0.4 * (1 + 0.2 * bounce)
        drawn = [self._body(wide, tall), *[self._eye(index, tall, bounce) for index in range(self.eyes)]]
        if bounce > -0.5:
            mouth = ellipse(0, 0.35 * tall, 0.12, 0.03 + self.gape * (bounce + 0.5))
            drawn.append(Part("mouth", [mouth], self.paints("mouth"), 0.1, shaded=False))
        for side in (-1, 1) if self.horned else ():
            horn = points((side * 0.1, -0.8 * tall), (side * 0.2, -1.5 * tall), (side * 0.3, -0.75 * tall))
            drawn.append(Part(f"horn {side}", [horn], self.paints("horn"), -0.1))
        return drawn

    def _body(self, wide: float, tall: float) -> Part:
        inlays = []
        for index, (x, y, size) in enumerate(self.spots):
            spot = ellipse(x * wide, y * tall, 0.05 + 0.06 * abs(size), 0.05 + 0.05 * abs(size))
            inlays.append(Inlay(f"spot {index}", spot, self.paints(f"spot {index % 2}")))
        base = ellipse(0, tall, wide * 1.3, tall * 0.35)
        inlays.append(Inlay("base", base, self.paints("base"), BLUE))
        return Part("slime", [blob(self.radii, 0, 0, wide, tall)], self.paints("slime"), 0, inlays)

    def _eye(self, index: int, tall: float, bounce: float) -> Part:
        x, y = (index - (self.eyes - 1) / 2) * 0.25, -0.1 * tall
        return eye(
            str(index),
            ellipse(x, y, 0.08, 0.1),
            ellipse(x + 0.03 * bounce, y, 0.04, 0.05),
            self.paints,
            0.1,
        )


def slime(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random slime."""
    radii = rng.uniform(0.85, 1.15, int(rng.integers(6, 12)))
    count, eyes = int(rng.integers(0, 7)), int(rng.integers(1, 4))
    return Slime(
        paints=paints,
        radii=radii,
        eyes=eyes,
        spots=rng.uniform(-0.6, 0.6, (count, 3)),
        phase=rng.uniform(0, 6),
        horned=rng.random() < 0.4,
        gape=rng.uniform(0.0, 0.15),
    ).draw


@dataclass(frozen=True)
class Worm:
    """A winding row of round segments."""

    paints: Paints
    count: int
    size: float  # of a segment
    swing: float
    step: float  # of the swing, from segment to segment
    colors: int
    feet: bool

    def draw(self, frame: int) -> list[Part]:
        segments = [part for index in range(self.count) for part in self._segment(index, frame)]
        return [*segments, *self._head(*self._place(self.count, frame))]

    def _place(self, index: int, frame: int) -> tuple[float, float]:
        y = self.swing * np.sin(index * self.step + frame * 0.7)
        return (index - self.count / 2) * self.size * 1.1, y

    def _segment(self, index: int, frame: int) -> list[Part]:
        (x, y), size = self._place(index, frame), self.size
        label = self.paints(f"segment {index % self.colors}")
        drawn = [Part(f"segment {index}", [ellipse(x, y, size * 0.8, size)], label, 0.01 * index)]
        if self.feet:
            foot = ellipse(x, y + size, size * 0.3, size * 0.35)
            drawn.append(Part(f"foot {index}", [foot], self.paints("foot"), -0.1))
        return drawn

    def _head(self, x: float, y: float) -> list[Part]:
        paints, size = self.paints, self.size
        head = Part("head", [ellipse(x, y, size * 1.2, size * 1.2)], paints("worm head"), 1)
        white = ellipse(x + size * 0.3, y - size * 0.3, size * 0.35, size * 0.4)
        pupil = ellipse(x + size * 0.4, y - size * 0.3, size * 0.15, size * 0.2)
        feeler = points((x, y - size), (x + size * 0.4, y - 2 * size), (x + size, y - 2.2 * size))
        return [
            head,
            Part("eye", [white], paints("eye white"), 1.1, [Inlay("pupil", pupil, paints("pupil"))]),
            Part("feeler", [], 0, 0.9, folds=[smooth(feeler, False)]),
        ]


def worm(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random worm."""
    return Worm(
        paints=paints,
        count=int(rng.integers(5, 14)),
        size=rng.uniform(0.08, 0.16),
        swing=rng.uniform(0.05, 0.25),
        step=rng.uniform(0.3, 0.9),
        colors=int(rng.integers(1, 4)),
        feet=rng.random() < 0.5,
    ).draw
