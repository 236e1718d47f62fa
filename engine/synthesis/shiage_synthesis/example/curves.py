"""The curves of the example: those of the drawing kit in finer steps, since it is drawn four times as large."""

from __future__ import annotations

from ..page import curves
from ..page.curves import Points


def curve(through: Points, steps: int = 8) -> Points:
    """An open smooth curve through `through`, with `steps` points for each of its spans."""
    return curves.smooth(through, closed=False, steps=steps)


def ring(through: Points) -> Points:
    """A closed smooth curve through `through`."""
    return curves.smooth(through, closed=True, steps=8)


def oval(middle: Points, rx: float, ry: float) -> Points:
    """An ellipse about a place."""
    return curves.oval(middle, rx, ry, steps=40)
