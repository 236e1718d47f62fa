"""Which scenery a shot has: a room, a landscape, single things. The page is 0 .. 1 each way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..page.chance import Rng, one_of
from ..page.curves import points, smooth
from ..page.paints import Paints
from ..page.parts import BACKGROUND, BEHIND, Inlay, Part
from .furniture import curtain, lamp, picture, shelf, table, window
from .landscape import cloud, fence, house, tree

Thing = Callable[[Rng, Paints, float, str], list[Part]]  # by y of the ground, and a prefix for its keys


def choose_scenery(rng: Rng, paints: Paints) -> list[Part]:
    """Random scenery, which does not move; usually none."""
    kind = rng.choice(["none", "ground", "room", "outdoors", "things"], p=[0.7, 0.08, 0.09, 0.07, 0.06])
    if kind == "none":
        return []
    level = rng.uniform(0.6, 0.9)
    if kind == "ground":
        return [Part("ground line", [], 0, BEHIND, folds=[points((-0.5, level), (0.3, level), (1.5, level))])]
    parts: list[Part] = []
    choices: list[Thing] = [tree, house, cloud, fence, tree]
    if kind == "room":
        parts = _room(rng, paints, level)
        choices = [window, shelf, table, picture, lamp, curtain]
    elif kind == "outdoors":
        parts = _outdoors(rng, paints, level)
    for index in range(int(rng.integers(1, 5))):
        parts += one_of(rng, choices)(rng, paints, level, f"{index} ")
    return parts


def _room(rng: Rng, paints: Paints, level: float) -> list[Part]:
    """A wall and a floor, sometimes of planks."""
    label = paints("wall") if rng.random() < 0.6 else BACKGROUND
    wall = points((-0.6, -0.6), (1.6, -0.6), (1.6, level), (-0.6, level))
    planks = []
    for index in range(9):
        far, near = (index - 4) * 0.2, (index - 4) * 0.5
        plank = points((0.5 + far, level), (0.58 + far, level), (0.6 + near, 1.7), (0.5 + near, 1.7))
        planks.append(Inlay(f"plank {index}", plank, paints("plank")))
    floor, wood = points((-0.6, level), (1.6, level), (1.6, 1.7), (-0.6, 1.7)), paints("floor")
    return [
        Part("wall", [wall], label, BEHIND),
        Part("floor", [floor], wood, BEHIND + 1, planks if rng.random() < 0.4 else []),
    ]


def _outdoors(rng: Rng, paints: Paints, level: float) -> list[Part]:
    """Sky and a meadow."""
    label = paints("sky") if rng.random() < 0.5 else BACKGROUND
    sky = points((-0.6, -0.6), (1.6, -0.6), (1.6, 1.6), (-0.6, 1.6))
    ridge = np.stack([np.linspace(-0.6, 1.6, 8), level + rng.uniform(-0.1, 0.05, 8)], 1)
    hill = np.concatenate([smooth(ridge, False), points((1.6, 1.7), (-0.6, 1.7))])
    return [
        Part("sky", [sky], label, BEHIND, pen=0),
        Part("hill", [hill], paints("grass"), BEHIND + 2),
    ]
