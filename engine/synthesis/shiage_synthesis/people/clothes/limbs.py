"""Sections of arms and legs, for what is worn on them."""

from __future__ import annotations

import numpy as np

from ...page.curves import Points, across, unit
from ...page.parts import Inlay


def section(start: Points, end: Points, first: float, last: float, wide: float) -> Points:
    """The section of a limb segment between two shares of its length, `wide` to either side: f64 (4, 2)."""
    along = end - start
    aside = unit(across(along)) * wide
    a, b = start + along * first, start + along * last
    return np.stack([a + aside, a - aside, b - aside, b + aside])


def flared(quad: Points, growth: float) -> Points:
    """`quad`, from `section`, with its far end `growth` times as wide."""
    far = quad[2:]
    return np.concatenate([quad[:2], far + (far - far.mean(0)) * (growth - 1)])


def stripes(
    key: str, stretch: tuple[Points, Points], count: int, *, wide: float, label: int, edge: int
) -> list[Inlay]:
    """Rings around a limb, evenly over a stretch of it (its two ends)."""
    places = [(index + 0.3) / count for index in range(count)]
    return [
        Inlay(f"{key} {index}", section(*stretch, a, a + 0.4 / count, wide), label, edge)
        for index, a in enumerate(places)
    ]
