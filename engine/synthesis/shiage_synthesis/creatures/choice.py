"""Which creature it is. Robots and cars are among them."""

from __future__ import annotations

from collections.abc import Callable

from ..page.chance import Rng, one_of
from ..page.paints import Paints
from ..page.parts import Figure
from ..things.cars import car
from ..things.robots import robot
from .beasts import beast
from .birds import bird
from .crawlers import slime, worm
from .swimmers import fish, octopus

CREATURES: list[Callable[[Rng, Paints, int], Figure]] = [
    *(beast, beast, bird),
    *(slime, fish, octopus, worm),
    *(robot, car),
]


def choose_creature(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random creature, robot or car, about 1 high, its middle at the origin."""
    return one_of(rng, CREATURES)(rng, paints, frames)
