"""Hair that is tied: twin tails, pony tails, buns, braids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, band, oval, points, smooth
from ...page.paints import Paints
from ...page.parts import SIDES, Part
from ...things.bow import bow
from ..head.head import Head, HeadFeature


@dataclass(frozen=True)
class TwinTails:
    """A tail of hair on either side of the head. Lengths in head sizes."""

    paints: Paints
    length: float
    wide: float
    place: float  # longitude
    height: float
    bend: float
    curl: float
    tie: str  # none, ball or bow
    label: int
    split: bool  # each tail has two strands

    def draw(self, head: Head) -> list[Part]:
        return [part for side, name in SIDES for part in self._one(head, side * self.place, name)]

    def _one(self, head: Head, longitude: float, name: str) -> list[Part]:
        z, size = 1.6 + 2.5 * head.depth(longitude), self.wide * head.size
        root = head.surface(longitude, self.height, 1.1)[0]
        out = np.sign(np.sin(longitude + head.yaw))
        bend, curl, drawn = self.bend * out, self.curl * out, []
        if self.split:
            second = band(
                head.hang(root, self.length * 0.8, bend + 0.25, curl), (size * 0.4, size * 0.8, size * 0.6, 0)
            )
            drawn.append(Part(f"tail {name} b", [second], self.label, z - 0.01))
        path = head.hang(root, self.length, bend, curl)
        shape, line = band(path, (size * 0.4, size, size * 0.8, 0)), path + at(size * 0.1, 0)
        drawn.append(Part(f"tail {name}", [shape], self.label, z, folds=[line[6:-8]]))
        return drawn + self._tie(head, root, f"tie {name}", z + 0.1)

    def _tie(self, head: Head, root: Points, key: str, z: float) -> list[Part]:
        size = self.wide * head.size
        if self.tie == "ball":
            return [Part(key, [oval(root, size * 0.3, size * 0.3)], self.paints("hair tie"), z)]
        return bow(root, size * 0.6, self.paints, key, z, turn=head.roll) if self.tie == "bow" else []


def twin_tails(rng: Rng, paints: Paints) -> HeadFeature:
    """A tail of hair on either side."""
    return TwinTails(
        paints=paints,
        length=rng.uniform(1.0, 3.8),
        wide=rng.uniform(0.35, 0.8),
        place=rng.uniform(1.5, 2.2),
        height=rng.uniform(-0.75, 0.3),
        bend=rng.uniform(0, 0.8),
        curl=rng.uniform(-0.5, 0.5),
        tie=str(rng.choice(["none", "ball", "bow"])),
        label=paints.alike("tail hair", "hair", 0.8),
        split=rng.random() < 0.4,
    ).draw


def pony_tail(rng: Rng, paints: Paints) -> HeadFeature:
    """One tail of hair at the back."""
    length, wide, height = rng.uniform(1.0, 3.2), rng.uniform(0.4, 0.9), rng.uniform(-0.8, 0.2)
    curl, label = rng.uniform(-0.6, 0.6), paints.alike("tail hair", "hair", 0.85)

    def draw(head: Head) -> list[Part]:
        out = float(np.sin(np.pi + head.yaw))
        root = head.surface(np.pi, height, 1.1)[0] * abs(out) + head.page(np.array([[0, height - 0.3]]))[
            0
        ] * (1 - abs(out))
        path = head.hang(root, length, out * 0.9, curl * out)
        size = wide * head.size
        z = 5.2 if head.depth(np.pi) > 0.3 else 1.4
        tie = Part("tie", [oval(root, size * 0.25, size * 0.2)], paints("hair tie"), z + 0.1)
        return [
            Part(
                "pony tail",
                [band(path, (size * 0.35, size, size * 0.9, size * 0.5, 0))],
                label,
                z,
                folds=[path[8:-10]],
            ),
            tie,
        ]

    return draw


def buns(rng: Rng, paints: Paints) -> HeadFeature:
    """One or two buns."""
    size, place, height = rng.uniform(0.25, 0.5), rng.uniform(0.7, 1.6), rng.uniform(-1.05, -0.7)
    label, covered = paints.alike("bun", "hair", 0.7), rng.random() < 0.3
    single = rng.random() < 0.3

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES[: 1 if single else 2]:
            longitude = np.pi if single else side * place
            middle = head.surface(longitude, height, 1.1)[0]
            radius = size * head.size
            swirl = (
                smooth(points((-0.6, 0.2), (0, -0.5), (0.6, 0), (0, 0.5), (-0.2, 0)), False) * radius + middle
            )
            front = head.depth(longitude) > 0 and not single
            drawn.append(
                Part(
                    f"bun {name}",
                    [oval(middle, radius, radius)],
                    label,
                    3.6 if front else 1.4,
                    folds=[] if covered else [swirl],
                )
            )
        return drawn

    return draw


def braid(rng: Rng, paints: Paints) -> HeadFeature:
    """A braid over one shoulder, as a row of beads."""
    beads, size = int(rng.integers(3, 8)), rng.uniform(0.14, 0.25)
    side, label = int(rng.choice([-1, 1])), paints.alike("braid", "hair", 0.8)
    taper = rng.uniform(0.85, 1)

    def draw(head: Head) -> list[Part]:
        depth = head.depth(side * 1.3)
        path = head.hang(
            head.surface(side * 1.3, 0.3, 1.05)[0], beads * size * 1.6, side * 0.1, steps=beads + 1
        )[::6]
        z = 3.3 if depth > -0.1 else 1.45
        drawn = []
        for index, place in enumerate(path[: beads + 1]):
            radius = size * head.size * taper**index
            last = index == beads
            shape = oval(place, radius, radius * 0.95, 0.3 * (-1) ** index)
            drawn.append(
                Part(f"braid {index}", [shape], paints("hair tie") if last else label, z - 0.001 * index)
            )
        return drawn

    return draw
