"""Fish and octopuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..page.chance import Rng
from ..page.curves import Points, at, band, box, ellipse, oval, points, smooth
from ..page.paints import Paints
from ..page.parts import Figure, Inlay, Part
from .eye import eye


@dataclass(frozen=True)
class Fish:
    """A fish in side view that swims and opens its mouth."""

    paints: Paints
    long: float  # half sizes
    tall: float
    stripes: int
    teeth: int
    phase: float
    scales: bool
    belly: bool

    def draw(self, frame: int) -> list[Part]:
        paints, swim = self.paints, np.sin(frame * 0.9 + self.phase)
        gape = 0.1 + 0.25 * (0.5 + 0.5 * np.sin(frame * 0.5 + self.phase))
        inlays = self._pattern() + self._mouth(gape)
        top = self._shape((0.3, -0.7), (-0.3, -1.6), (-0.5, -0.6))
        side = smooth(self._shape((0, 0.2), (-0.4, 0.8 + 0.2 * swim), (-0.1, 0.6)))
        return [
            self._tail(swim),
            Part("fin top", [top], paints.alike("fin top", "fin", 0.6), -0.05),
            Part("fish", [self._outline(swim)], paints("fish"), 0, inlays, self._scales()),
            Part("fin side", [side], paints("fin"), 0.1),
            self._eye(),
        ]

    def _shape(self, *pairs: Sequence[float]) -> Points:
        """Points given relative to half the length and height."""
        return points(*pairs) * (self.long, self.tall)

    def _outline(self, swim: float) -> Points:
        back = [(1, -0.1), (0.5, -0.85), (-0.2, -0.8), (-1, -0.15 + 0.2 * swim)]
        belly = [(-1, 0.15 + 0.2 * swim), (-0.2, 0.8), (0.5, 0.75), (0.95, 0.3)]
        return smooth(self._shape(*back, *belly))

    def _pattern(self) -> list[Inlay]:
        long, tall, paints = self.long, self.tall, self.paints
        belly = Inlay("belly", ellipse(0.2 * long, tall, long, tall * 0.7), paints("belly"))
        bands = [
            Inlay(f"band {i}", box(long * (0.5 - 0.28 * i), 0, long * 0.07, tall, 0.2), paints("band"))
            for i in range(self.stripes)
        ]
        return [belly] * self.belly + bands

    def _mouth(self, gape: float) -> list[Inlay]:
        mouth = self._shape((1.1, -gape), (0.35, 0.25), (1.1, 0.3 + gape))
        inlays = [Inlay("mouth", mouth, self.paints("mouth"))]
        for index in range(self.teeth):
            x = 0.06 * index
            tooth = self._shape((0.45 + x, 0.2), (0.51 + x, 0.2 - gape * 0.3), (0.48 + x, 0.3))
            inlays.append(Inlay(f"tooth {index}", tooth, self.paints("teeth")))
        return inlays

    def _scales(self) -> list[Points]:
        places = [0.1 * index for index in range(3 if self.scales else 1)]
        return [smooth(self._shape((0.25 - x, -0.3), (0.2 - x, 0), (0.25 - x, 0.3)), False) for x in places]

    def _tail(self, swim: float) -> Part:
        fin = self._shape((-0.9, 0), (-1.5, -0.9 + 0.5 * swim), (-1.3, 0.1 * swim), (-1.5, 0.9 + 0.5 * swim))
        ray = self._shape((-1.0, 0.1), (-1.35, 0.5))
        return Part("fin tail", [smooth(fin)], self.paints("fin"), -0.1, folds=[ray])

    def _eye(self) -> Part:
        y = -self.tall * 0.4
        white, pupil = ellipse(self.long * 0.55, y, 0.05, 0.055), ellipse(self.long * 0.57, y, 0.025, 0.03)
        return eye("of the fish", white, pupil, self.paints, 0.1)


def fish(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random fish."""
    return Fish(
        paints=paints,
        long=rng.uniform(0.35, 0.6),
        tall=rng.uniform(0.15, 0.32),
        stripes=int(rng.integers(0, 6)),
        teeth=int(rng.integers(0, 9)),
        phase=rng.uniform(0, 6),
        scales=rng.random() < 0.3,
        belly=rng.random() < 0.6,
    ).draw


@dataclass(frozen=True)
class Octopus:
    """An octopus whose arms wind."""

    paints: Paints
    wide: float  # of an arm
    phase: np.ndarray  # f64 (arms,)
    size: float  # half width of the head
    suckers: bool

    def draw(self, frame: int) -> list[Part]:
        size = self.size
        arms = [self._arm(index, frame) for index in range(len(self.phase))]
        head = Part("head", [ellipse(0, -size * 0.9, size, size * 1.2)], self.paints("octopus"), 0.1)
        return [*arms, head, *[self._eye(side) for side in (-1, 1)]]

    def _arm(self, index: int, frame: int) -> Part:
        spread, wide = (index / (len(self.phase) - 1) - 0.5) * 2.4, self.wide
        angle = spread + np.linspace(0, 1, 6) * 0.8 * np.sin(frame * 0.8 + self.phase[index])
        walk = np.cumsum(np.stack([np.sin(angle), np.cos(angle)], 1), 0) * 0.09
        path = smooth(at(np.sin(spread) * self.size * 0.7, 0) + walk, False)
        places = path[[8, 14, 20]] if self.suckers else path[:0]
        inlays = [
            Inlay(
                f"sucker {index} {i}", oval(place, wide * 0.22, wide * 0.22, steps=10), self.paints("sucker")
            )
            for i, place in enumerate(places)
        ]
        shape, hidden = band(path, (wide, wide * 0.8, 0)), [(*path[0], wide)]
        label, z = self.paints("octopus"), -0.01 * (index % 3)
        return Part(f"arm {index}", [shape], label, z, inlays, hidden=hidden)

    def _eye(self, side: int) -> Part:
        x, y = side * self.size * 0.4, -self.size * 0.5
        return eye(str(side), ellipse(x, y, 0.05, 0.06), box(x, y, 0.03, 0.012), self.paints, 0.2)


def octopus(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random octopus."""
    count, wide = int(rng.integers(4, 9)), rng.uniform(0.08, 0.15)
    return Octopus(
        paints=paints,
        wide=wide,
        phase=rng.uniform(0, 6, count),
        size=rng.uniform(0.2, 0.3),
        suckers=rng.random() < 0.5,
    ).draw
