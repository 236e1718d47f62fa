"""Splashes of water."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.chance import Rng
from ..page.curves import at, points, smooth, turned
from ..page.paints import Paints
from ..page.parts import BLUE, Figure, Inlay, Part


@dataclass(frozen=True)
class Splash:
    """A crown of water that rises and falls, and drops."""

    paints: Paints
    frames: int
    speed: np.ndarray  # f64 (drops, 2): a frame
    size: np.ndarray  # f64 (drops,)
    start: np.ndarray  # int (drops,): frames
    height: np.ndarray  # f64 (tips,): of the crown

    def draw(self, frame: int) -> list[Part]:
        drops = [part for index in range(len(self.size)) for part in self._drop(index, frame)]
        return [self._crown(float(np.sin(np.pi * (frame + 1) / (self.frames + 1)))), *drops]

    def _crown(self, swell: float) -> Part:
        knots, tips = np.arange(2 * len(self.height) + 1), len(self.height)
        high = 0.6 - swell * self.height[np.minimum(knots // 2, tips - 1)]
        top = np.stack([np.linspace(-0.8, 0.8, len(knots)), np.where(knots % 2, high, 0.6)], 1)
        crown = np.concatenate([smooth(top, False), points((0.9, 0.8), (-0.9, 0.8))])
        label = self.paints("water")
        foam = Inlay("splash foam", crown * (0.8, 0.7) + at(0, 0.25), self.paints("foam"), BLUE)
        return Part("splash", [crown], label, 0, [foam])

    def _drop(self, index: int, frame: int) -> list[Part]:
        age, x = frame - self.start[index], self.speed[index, 0]
        place = at(0.5 * x, 0.4) + self.speed[index] * age + at(0, 0.02 * age**2)
        if age < 0 or place[1] > 0.7:
            return []
        shape = smooth(points((0, -1.6), (0.8, 0.3), (0, 1), (-0.8, 0.3))) * self.size[index]
        drop = turned(shape, float(np.arctan2(x, 0.3))) + place
        return [Part(f"drop {index}", [drop], self.paints("water"), 0.01)]


def splash(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random splash."""
    count = int(rng.integers(6, 20))
    return Splash(
        paints=paints,
        frames=frames,
        speed=np.stack([rng.normal(0, 0.12, count), rng.uniform(-0.3, -0.08, count)], 1),
        size=rng.uniform(0.02, 0.09, count),
        start=rng.integers(-4, frames // 2, count),
        height=rng.uniform(0.2, 0.7, int(rng.integers(4, 9))),
    ).draw
