"""Which prop it is."""

from __future__ import annotations

from ..page.chance import Rng
from ..page.paints import Paints
from ..page.parts import Figure
from .food import bottle, cup, donut, ice_cream, lollipop, rice_ball
from .household import book, flower, parcel, umbrella
from .toys import ball, balloon
from .weapons import shield, sword


def choose_prop(rng: Rng, paints: Paints) -> Figure:
    """One of many things, with colors of its own."""
    maker = [
        sword,
        parcel,
        ball,
        rice_ball,
        umbrella,
        book,
        cup,
        ice_cream,
        donut,
        balloon,
        flower,
        bottle,
        lollipop,
        shield,
    ][int(rng.integers(14))]
    tag = f"{maker.__name__} {int(rng.integers(3))} "
    return maker(rng, lambda role: paints(tag + role))
