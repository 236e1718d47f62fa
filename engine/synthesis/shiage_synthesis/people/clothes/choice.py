"""Which clothes a person wears."""

from __future__ import annotations

from ...page.chance import Rng, sampled
from ...page.paints import Paints
from ..body.skeleton import BodyFeature
from .arms import arms
from .bags import bag
from .capes import cape, scarf
from .legs import legs
from .skirt import skirt
from .tops import trunk
from .wings import tail, wings


def choose_clothes(rng: Rng, paints: Paints, pattern_edge: int) -> list[BodyFeature]:
    """Random clothes, with the arms and legs in them."""
    features = [
        trunk(rng, paints, pattern_edge),
        arms(rng, paints, pattern_edge),
        legs(rng, paints, pattern_edge),
    ]
    if rng.random() < 0.5:
        features.append(skirt(rng, paints, pattern_edge))
    extras = sampled(rng, ((0.15, cape), (0.15, scarf), (0.12, bag), (0.08, wings), (0.12, tail)))
    return features + [extra(rng, paints) for extra in extras]
