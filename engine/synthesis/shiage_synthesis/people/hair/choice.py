"""Which hair a person has."""

from __future__ import annotations

from ...page.chance import Rng, sampled
from ...page.paints import Paints
from ..head.head import HeadFeature
from .bangs import bangs
from .loose import back_hair, side_locks, strands
from .standing import ahoge, spikes
from .tied import braid, buns, pony_tail, twin_tails

EXTRAS = (  # the chance of each
    (0.5, side_locks),
    (0.25, twin_tails),
    (0.15, pony_tail),
    (0.12, buns),
    (0.4, ahoge),
    (0.12, spikes),
    (0.15, braid),
    (0.35, strands),
)


def choose_hair(rng: Rng, paints: Paints) -> list[HeadFeature]:
    """A random hairdo, sometimes none."""
    if rng.random() < 0.05:
        return []
    features = [back_hair(rng, paints), bangs(rng, paints)]
    return features + [extra(rng, paints) for extra in sampled(rng, EXTRAS)]
