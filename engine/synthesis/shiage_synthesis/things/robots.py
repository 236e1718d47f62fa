"""Robots: rigid plates that swing in their joints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..page.chance import Rng
from ..page.curves import Points, at, box, ellipse, oval, slab, turned
from ..page.paints import Paints
from ..page.parts import Figure, Inlay, Part


class Plate(NamedTuple):
    """A rigid plate, joined to another one."""

    parent: int
    shape: Points
    joint: Points  # f64 (2,): where it is joined, in coordinates of its parent
    rest: float  # angles, radians
    swing: float
    detail: int  # panels on it; above 1 its joint is drawn as well


def _choose_plate(rng: Rng, index: int) -> Plate:
    """A random plate; plate 0 is the trunk, the next four are joined to it, and the others to those."""
    rx, ry = rng.uniform(0.05, 0.18, 2) * (1.6 if index == 0 else 1)
    if index == 0:
        shape = box(0, 0, rx, ry * 1.3, rounding=rng.choice([0, 0.3]))
    else:
        shape = box(0, ry, rx, ry, rounding=rng.choice([0, 0.2, 0.7]))
    joint = at(rng.choice([-1, 1]) * 0.15, rng.uniform(-0.25, 0.2)) if index < 5 else at(0, 0.22)
    return Plate(
        parent=max(index - 4, 0),
        shape=shape,
        joint=joint,
        rest=rng.uniform(-1.2, 1.2),
        swing=rng.uniform(0, 0.6),
        detail=int(rng.integers(0, 4)),
    )


@dataclass(frozen=True)
class Robot:
    """A tree of plates that swing in their joints, and a head."""

    paints: Paints
    plates: list[Plate]
    phase: np.ndarray  # f64 (plates,): of the swing
    layer: np.ndarray  # int (plates,): 0 behind, 2 before

    def draw(self, frame: int) -> list[Part]:
        drawn = []
        for index, (place, angle) in enumerate(self._places(frame)):
            drawn += self._plate(index, place, angle)
        return drawn + self._head(frame)

    def _places(self, frame: int) -> list[tuple[Points, float]]:
        """Where the joint of each plate is, and how far it is turned."""
        places = [(at(0, 0), 0.1 * np.sin(frame * 0.5))]
        for plate, phase in zip(self.plates[1:], self.phase[1:], strict=True):
            origin, turn = places[plate.parent]
            place = turned(plate.joint[None], turn)[0] + origin
            places.append((place, turn + (plate.rest + plate.swing * np.sin(frame * 0.7 + phase))))
        return places

    def _plate(self, index: int, place: Points, angle: float) -> list[Part]:
        plate, paints = self.plates[index], self.paints
        outline = turned(plate.shape, angle) + place
        middle = outline.mean(0)
        inlays = [
            Inlay(
                f"plate {index} {i}",
                (outline - middle) * (0.75 - 0.3 * i) + middle,
                paints(f"panel {(index + i) % 3}"),
            )
            for i in range(min(plate.detail, 2))
        ]
        z = 0.1 * (self.layer[index] - 1) + 0.001 * index
        drawn = [Part(f"plate {index}", [outline], paints(f"metal {index % 3}"), z, inlays)]
        if plate.detail > 1:
            drawn.append(Part(f"joint {index}", [oval(place, 0.035, 0.035)], paints("joint"), z + 0.05))
        return drawn

    def _head(self, frame: int) -> list[Part]:
        head, label = at(0.0, -0.42), self.paints("metal 0")
        lamp = ellipse(head[0] + 0.04 * np.sin(frame * 0.6), head[1], 0.02, 0.02)
        inlays = [
            Inlay("visor", slab(head, 0.1, 0.04), self.paints("visor")),
            Inlay("lamp", lamp, self.paints("lamp")),
        ]
        knob = ellipse(head[0], head[1] - 0.2, 0.03, 0.03)
        rod = np.stack([head - (0, 0.17), head - (0, 0.12)])
        return [
            Part("robot head", [slab(head, 0.14, 0.12, 0.05 * np.sin(frame), 0.3)], label, 0.3, inlays),
            Part("aerial", [knob], self.paints("lamp"), 0.2, folds=[rod]),
        ]


def robot(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random robot."""
    plates = [_choose_plate(rng, index) for index in range(int(rng.integers(5, 13)))]
    phase = rng.uniform(0, 6, len(plates))
    return Robot(paints, plates, phase, layer=rng.integers(0, 3, len(plates))).draw
