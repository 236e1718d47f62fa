"""Which hair a person has."""

from __future__ import annotations

from ...page.chance import Rng
from ...page.paints import Paints
from ..head.head import HeadFeature
from .bangs import bangs
from .loose import back_hair, side_locks, strands
from .standing import ahoge, spikes
from .tied import braid, buns, pony_tail, twin_tails


def choose_hair(rng: Rng, paints: Paints) -> list[HeadFeature]:
    """A hairdo of its own; now and then none."""
    if rng.random() < 0.05:
        return []
    features = [back_hair(rng, paints), bangs(rng, paints)]
    for chance, feature in (
        (0.5, side_locks),
        (0.25, twin_tails),
        (0.15, pony_tail),
        (0.12, buns),
        (0.4, ahoge),
        (0.12, spikes),
        (0.15, braid),
        (0.35, strands),
    ):
        if rng.random() < chance:
            features.append(feature(rng, paints))
    return features
