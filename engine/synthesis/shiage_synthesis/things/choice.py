"""Which prop it is. Props are held in a hand, or lie about."""

from __future__ import annotations

from ..page.chance import Rng, one_of
from ..page.paints import Paints
from ..page.parts import Figure
from .food import bottle, cup, donut, ice_cream, lollipop, rice_ball
from .household import book, flower, parcel, umbrella
from .toys import ball, balloon
from .weapons import shield, sword

PROPS = (
    *(sword, parcel, ball, rice_ball, umbrella, book, cup),
    *(ice_cream, donut, balloon, flower, bottle, lollipop, shield),
)


def choose_prop(rng: Rng, paints: Paints) -> Figure:
    """A random prop, about 2 wide, its grip at the origin."""
    prop = one_of(rng, PROPS)
    tag = f"{prop.__name__} {int(rng.integers(3))} "
    return prop(rng, lambda role: paints(tag + role))
