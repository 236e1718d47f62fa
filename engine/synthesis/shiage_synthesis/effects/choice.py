"""Which effect a shot has."""

from __future__ import annotations

from collections.abc import Callable

from ..page.chance import Rng, one_of
from ..page.paints import Paints
from ..page.parts import Figure
from .flame import flame
from .lines import burst, speed_lines
from .smoke import smoke
from .sparkles import sparkles
from .splash import splash

EFFECTS: list[Callable[[Rng, Paints, int], Figure]] = [smoke, splash, flame, speed_lines, sparkles, burst]


def choose_effect(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random effect, on a page of -1 .. 1 each way."""
    return one_of(rng, EFFECTS)(rng, paints, frames)
