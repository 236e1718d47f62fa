"""Prints on a top: stripes, dots, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng, one_of
from ...page.curves import Points, box, ellipse, heart, star
from ..body.skeleton import Body

Printed = tuple[str, Points | None, str]  # key, shape (None where it faces away) and role of the paint
Print = Callable[[Body], list[Printed]]  # what is printed, in one frame


@dataclass(frozen=True)
class Pattern:
    """The dimensions of a print."""

    count: int
    phase: float  # in [0, 1]: place of the first
    part: float  # share of the cloth that is covered
    form: Points

    def stripes(self, body: Body) -> list[Printed]:
        places = [index + self.phase for index in range(self.count)]
        return [
            (f"stripe {i}", belt_around(body, (place - self.part) / self.count, place / self.count), "stripe")
            for i, place in enumerate(places)
        ]

    def upright(self, body: Body, role: str = "stripe") -> list[Printed]:
        half, heights = self.part * np.pi / self.count / 2, np.linspace(-0.3, 1.1, 6)
        drawn: list[Printed] = []
        for index in range(2 * self.count):
            middle = (index + self.phase) * np.pi / self.count - np.pi
            if body.faces(middle) > -0.1:
                left = body.trunk_at(middle - half, heights, 1.1)
                right = body.trunk_at(middle + half, heights[::-1], 1.1)
                drawn.append((f"upright {index}", np.concatenate([left, right]), role))
        return drawn

    def seams(self, body: Body) -> list[Printed]:
        return self.upright(body, "top")

    def check(self, body: Body) -> list[Printed]:
        return self.stripes(body) + self.upright(body)

    def dots(self, body: Body) -> list[Printed]:
        drawn: list[Printed] = []
        for index in range(3 * self.count):
            theta = (index * 2.4 + self.phase) % (2 * np.pi) - np.pi
            height = (index * 0.381 + self.phase) % 1.0
            drawn.append((f"dot {index}", on_trunk(body, theta, height, self.form * (0.4, 0.17)), "dot"))
        return drawn

    def picture(self, body: Body) -> list[Printed]:
        return [("picture", on_trunk(body, 0, 0.6, self.form * (1, 0.45)), "picture")]

    def band(self, body: Body) -> list[Printed]:
        return [("chest band", belt_around(body, 0.55, 0.55 + self.part / 2), "band")]

    def split(self, body: Body) -> list[Printed]:
        side = body.trunk_at(np.array([0.0, 0.0, 1.57, 1.57]), np.array([-0.3, 1.1, 1.1, -0.3]), 1.4)
        return [("half", side if body.faces(0) > 0 else None, "half")]


def choose_print(rng: Rng) -> Print:
    """A random print, often none."""
    kind = rng.choice(
        [
            *("plain", "plain", "stripes", "upright", "upright", "seams", "seams"),
            *("dots", "split", "picture", "band", "check"),
        ]
    )
    count, phase, part = int(rng.integers(2, 9)), float(rng.random()), rng.uniform(0.08, 0.6)
    forms = [star(0.35, 0.15, 5), heart(0, 0, 0.3), ellipse(0, 0, 0.4, 0.3), box(0, 0, 0.4, 0.3)]
    pattern = Pattern(count, phase, part, one_of(rng, forms))
    makers: dict[str, Print] = {
        "plain": lambda body: [],
        "stripes": pattern.stripes,
        "upright": pattern.upright,
        "seams": pattern.seams,
        "dots": pattern.dots,
        "split": pattern.split,
        "picture": pattern.picture,
        "band": pattern.band,
        "check": pattern.check,
    }
    return makers[str(kind)]


def on_trunk(body: Body, theta: float, height: float, shape: Points) -> Points | None:
    """`shape` (x in radians, y in trunk heights) laid on the trunk; None where that side faces away."""
    if body.faces(theta) < 0.1:
        return None
    return body.trunk_at(theta + shape[:, 0], height - shape[:, 1])


def belt_around(body: Body, low: float, high: float) -> Points:
    """The outline of a belt around the trunk between two heights."""
    theta = np.linspace(-1.57, 1.57, 7) - body.yaw
    return np.concatenate([body.trunk_at(theta, high, 1.5), body.trunk_at(theta[::-1], low, 1.5)])
