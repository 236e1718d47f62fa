"""What creatures, robots and vehicles share."""

from __future__ import annotations

from collections.abc import Callable

from ..page.curves import Points
from ..page.paints import Paints
from ..page.parts import Inlay, Part

Actor = Callable[[int], list[Part]]  # the parts of a frame; about 1 high, with their middle at the origin


def eye(name: str, white: Points, pupil: Points, paints: Paints, z: float) -> Part:
    label = paints("eye white")
    inlay = Inlay(f"pupil {name}", pupil, paints("pupil"))
    return Part(f"eye {name}", [white], label, z, [inlay], shaded=False)
