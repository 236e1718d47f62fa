"""The eye of an animal."""

from __future__ import annotations

from ..page.curves import Points
from ..page.paints import Paints
from ..page.parts import Inlay, Part


def eye(name: str, white: Points, pupil: Points, paints: Paints, z: float) -> Part:
    """A white with a pupil in it; `name` tells it from other eyes."""
    label = paints("eye white")
    inlay = Inlay(f"pupil {name}", pupil, paints("pupil"))
    return Part(f"eye {name}", [white], label, z, [inlay], shaded=False)
