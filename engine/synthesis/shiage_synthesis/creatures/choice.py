"""Which creature a shot has: animals, slimes, robots, vehicles."""

from __future__ import annotations

from collections.abc import Callable

from ..page.chance import Rng
from ..page.paints import Paints
from ..page.parts import Figure
from ..things.cars import car
from ..things.robots import robot
from .beasts import beast
from .birds import bird
from .crawlers import slime, worm
from .swimmers import fish, octopus


def choose_creature(rng: Rng, paints: Paints, frames: int) -> Figure:
    """One of these, with shapes and colors of its own."""
    makers: list[Callable[[Rng, Paints, int], Figure]] = [
        *(beast, beast, bird),
        *(slime, fish, octopus, worm),
        *(robot, car),
    ]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)
