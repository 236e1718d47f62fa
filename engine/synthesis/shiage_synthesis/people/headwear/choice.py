"""What a person wears on the head."""

from __future__ import annotations

from ...page.chance import Rng, sampled
from ...page.paints import Paints
from ..head.ears import animal_ears, ears, horns
from ..head.head import HeadFeature
from .accessories import clip, hair_band, headphones, top_bow
from .hats import hat

CHANCES = (
    (0.6, ears),
    (0.22, animal_ears),
    (0.12, horns),
    (0.2, hat),
    (0.12, hair_band),
    (0.15, clip),
    (0.06, headphones),
    (0.08, top_bow),
)


def choose_headwear(rng: Rng, paints: Paints) -> list[HeadFeature]:
    """A random choice of ears, animal ears, horns, hats and accessories; often none."""
    return [feature(rng, paints) for feature in sampled(rng, CHANCES)]
