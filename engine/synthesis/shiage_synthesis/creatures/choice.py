"""Which creature a shot has: animals, slimes, robots, vehicles."""

from __future__ import annotations

from collections.abc import Callable

from ..page.motion import Rng
from ..page.paints import Paints
from ..things.machines import car, machine
from .actors import Actor
from .beasts import beast
from .birds import bird
from .crawlers import slime, worm
from .swimmers import fish, octopus


def draw_creature(rng: Rng, paints: Paints, frames: int) -> Actor:
    """One of these, with shapes and colors of its own."""
    makers: list[Callable[[Rng, Paints, int], Actor]] = [
        *(beast, beast, bird),
        *(slime, fish, octopus, worm),
        *(machine, car),
    ]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)
