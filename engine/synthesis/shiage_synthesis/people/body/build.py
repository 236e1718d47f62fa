"""The proportions of a person."""

from __future__ import annotations

from dataclasses import dataclass

from ...page.chance import Rng


@dataclass(frozen=True)
class Build:
    """Proportions of a person of height 1."""

    head: float  # height of the head
    legs: float
    trunk: float
    shoulders: float  # half widths
    waist: float
    hips: float
    depth: float  # of the trunk, relative to its width
    arm: float  # lengths
    limb: float  # width
    hand: float  # radius
    foot: float  # length


def choose_build(rng: Rng) -> Build:
    """Random proportions, from a chibi (two heads high) to an adult (seven)."""
    heads = float(rng.choice([rng.uniform(1.7, 2.6), rng.uniform(2.6, 4.5), rng.uniform(4.5, 7.5)]))
    head = 1 / heads
    rest = 1 - head
    legs = rest * rng.uniform(0.42, 0.6)
    trunk = (rest - legs) * 0.95
    slim = rng.uniform(0.75, 1.3)
    wide = (0.06 + 0.12 * head + 0.1 * trunk) * slim
    return Build(
        head=head,
        legs=legs,
        trunk=trunk,
        shoulders=wide * rng.uniform(0.8, 1.25),
        waist=wide * rng.uniform(0.6, 0.95),
        hips=wide * rng.uniform(0.75, 1.1),
        depth=rng.uniform(0.55, 0.85),
        arm=(trunk + 0.35 * legs) * rng.uniform(0.85, 1.1),
        limb=wide * rng.uniform(0.5, 0.75),
        hand=wide * rng.uniform(0.28, 0.42),
        foot=wide * rng.uniform(0.9, 1.5),
    )
