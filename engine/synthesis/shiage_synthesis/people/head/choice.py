"""Which face a person has."""

from __future__ import annotations

from ...page.chance import Rng
from ...page.paints import Paints
from .eyes import eyes
from .features import blush, brows, glasses, mark, nose
from .head import HeadFeature
from .mouth import mouth


def choose_face(rng: Rng, paints: Paints, frames: int) -> list[HeadFeature]:
    """A random face: each of its features is chosen by itself."""
    level, apart = rng.uniform(0.0, 0.3), rng.uniform(0.36, 0.55)
    features = [
        eyes(rng, paints, frames, level, apart),
        mouth(rng, paints, frames, rng.uniform(0.58, 0.72)),
        nose(rng, paints, rng.uniform(0.35, 0.5)),
    ]
    if rng.random() < 0.7:
        features.append(brows(rng, paints, level - rng.uniform(0.3, 0.45), apart))
    if rng.random() < 0.35:
        features.append(blush(rng, paints, level + 0.35, apart + 0.12))
    if rng.random() < 0.12:
        features.append(glasses(rng, paints, level, apart))
    if rng.random() < 0.06:
        features.append(mark(rng, paints))
    return features
