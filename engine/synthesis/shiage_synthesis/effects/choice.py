"""Which effect a shot has."""

from __future__ import annotations

from collections.abc import Callable

from ..page.chance import Rng
from ..page.paints import Paints
from ..page.parts import Figure
from .flame import flame
from .lines import burst, speed_lines
from .smoke import smoke
from .sparkles import sparkles
from .splash import splash


def choose_effect(rng: Rng, paints: Paints, frames: int) -> Figure:
    """One effect of its own."""
    makers: list[Callable[[Rng, Paints, int], Figure]] = [smoke, splash, flame, speed_lines, sparkles, burst]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)
