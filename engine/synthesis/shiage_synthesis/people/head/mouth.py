"""Mouths, which change their shape as if speaking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, ellipse, points, smooth
from ...page.paints import Paints
from ...page.parts import Inlay, Part
from .eyes import EYES
from .head import Head, HeadFeature, patch


@dataclass(frozen=True)
class Mouth:
    """The mouth of a person, in head coordinates."""

    level: float
    order: np.ndarray  # str (frames,): shut, open, teeth, small or cat
    wide: float  # half width
    high: float
    smile: float
    inside: int  # labels
    tongue: int
    teeth: int
    has_tongue: bool

    def draw(self, head: Head) -> list[Part]:
        kind = self.order[head.frame]
        if head.depth(0) < 0.1:
            return []
        return [self._shut(head, kind) if kind in {"shut", "cat"} else self._open(head, kind)]

    def _lying(self, head: Head, shape: Points) -> Points:
        return patch(head, shape, 0, self.level)

    def _shut(self, head: Head, kind: str) -> Part:
        wide, low, high = self.wide, 0.05 * self.smile, -0.06 * self.smile
        middle = (0, 0 if kind == "cat" else 0.06 * self.smile)
        arc = points((-wide, high), (-wide / 2, low), middle, (wide / 2, low), (wide, high))
        return Part("mouth shut", [], 0, EYES, folds=[self._lying(head, smooth(arc, False))])

    def _open(self, head: Head, kind: str) -> Part:
        wide, high, inlays = self.wide, self.high, []
        upper = [(-wide, -0.04), (0, 0.04 * self.smile), (wide, -0.04)]
        lower = [(wide * 0.6, high), (0, high * 1.3), (-wide * 0.6, high)]
        shape = smooth(points(*upper, *lower)) * (0.5 if kind == "small" else 1.0)
        if kind == "teeth":
            teeth = points((-1, -1), (1, -1), (1, high * 0.35), (-1, high * 0.35)) * (wide, 1)
            inlays.append(Inlay("teeth", self._lying(head, teeth), self.teeth))
        if self.has_tongue and kind != "small":
            tongue = ellipse(0, high * 1.3, wide * 0.6, high * 0.6)
            inlays.append(Inlay("tongue", self._lying(head, tongue), self.tongue))
        return Part("mouth", [self._lying(head, shape)], self.inside, EYES, inlays, shaded=False, pen=0.8)


def mouth(rng: Rng, paints: Paints, frames: int, level: float) -> HeadFeature:
    """A random mouth; `level` is its y in head coordinates."""
    kinds = rng.choice(["shut", "open", "teeth", "small", "cat"], size=int(rng.integers(1, 4)))
    order = np.repeat(kinds, -(-frames // len(kinds)))[:frames]
    return Mouth(
        level=level,
        order=rng.choice(kinds, frames) if rng.random() < 0.3 else order,
        wide=rng.uniform(0.1, 0.26),
        high=rng.uniform(0.08, 0.22),
        smile=rng.uniform(-0.5, 1),
        inside=paints("mouth"),
        tongue=paints("tongue"),
        teeth=paints("teeth"),
        has_tongue=rng.random() < 0.6,
    ).draw
