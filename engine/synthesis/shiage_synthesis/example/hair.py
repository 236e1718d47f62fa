"""The hair of the example's character: fringe, side locks and two tails with bows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..page.curves import Points, at, bend, points, segments, strip, turned
from . import colors
from .canvas import Ink, Shape, light, shadow, stroke
from .curves import curve, oval, ring
from .head import CROWN, RADIUS, Head

LIFT = 1.1  # how far the hair stands off the skull
TAIL_WIDTHS = (20, 44, 54, 50, 38, 20, 2)
# From the nape over one side lock, the fringe and the other side lock: notches and tips by turns; (u, v).
HAIRLINE = points(
    (-178, 44), (-146, 26), (-118, 122), (-86, -12), (-70, 24), (-54, -24), (-36, 16), (-18, -30), (4, 14),
    (18, -28), (40, 18), (54, -22), (72, 26), (86, -12), (118, 122), (146, 26), (178, 44),
)  # fmt: skip


@dataclass(frozen=True)
class Hair:
    """The hair on a head."""

    head: Head

    def nape(self) -> Shape:
        """The hair at the back of the head, which the neck is drawn over."""
        half = curve(points((0, -100), (80, -70), (100, 0), (90, 60), (58, 104), (0, 112)))
        outline = np.concatenate([half, (half * (-1, 1))[::-1]])
        return Shape([self.head.on_page(outline - (10 * np.sin(self.head.pose.yaw), 0))], colors.HAIR_SHADOW)

    def tails(self, near: bool) -> list[Shape | Ink]:
        """The tails of hair with their bows: those in front of the head, or those behind it."""
        return [
            part for s in (-1, 1) if (abs(self.head.angle(s * 116)) < 1.0) == near for part in self._tail(s)
        ]

    def cap(self) -> Shape:
        """Crown, fringe and side locks in one piece, with the ring of light and the shadow."""
        edge = np.concatenate([_strand(a, b) for a, b in pairwise(HAIRLINE)])
        crown = np.linspace(0, np.pi, 60)
        dome = self.head.on_page(np.stack([RADIUS * LIFT * np.cos(crown), -CROWN * LIFT * np.sin(crown)], 1))
        outline = np.concatenate([self.head.seen(edge, LIFT), dome])
        notches = HAIRLINE[3:-3:2]
        creases = [
            stroke(
                self.head.seen(curve(points((u, v + 2), (u * 0.93, v - 16), (u * 0.8, v - 34))), LIFT), 1.8
            )
            for u, v in notches
            if abs(self.head.angle(u)) < 1.3
        ]
        shine = np.concatenate([
            [(u, -54 + 7 * (i % 2)) for i, u in enumerate(range(-66, 67, 11))],
            [(u, -76 - 7 * (i % 2)) for i, u in enumerate(range(60, -61, -12))],
        ])  # fmt: skip
        shade = self.head.on_page(
            points((120, -130), (60, -112), (84, -60), (80, -10), (92, 10), (86, 130), (120, 130))
        )
        inside: list[Shape | Ink] = [
            shadow(curve(shade), colors.HAIR_SHADOW),
            light(self.head.seen(shine.astype(float), LIFT), colors.HAIR_LIGHT),
        ]
        return Shape([outline], colors.HAIR, [*inside, *creases])

    def _tail(self, s: int) -> list[Shape | Ink]:
        root = self.head.place(points((s * 116, -52)), LIFT)[0]
        sway = self.head.pose.sway
        fall = points(
            (0, 0),
            (s * 44, 6),
            (s * 62 + 0.4 * sway, 70),
            (s * 54 + sway, 150),
            (s * 60 + 1.6 * sway, 226),
            (s * 44 + 2.4 * sway, 300),
        )
        path = curve(root + fall)
        split = curve(root + np.concatenate([fall[:4], fall[4:] + points((s * 24, -16), (s * 46, -42))]))
        pieces = segments(path, TAIL_WIDTHS) + segments(split, TAIL_WIDTHS)
        shade = shadow(strip(path[:-6], (20, 46, 54, 48, 30), 0.3, 1.8), colors.HAIR_SHADOW)
        glow = light(strip(path[8:19], (2, 26, 30, 22, 2), -1.6, 0.1), colors.HAIR_LIGHT)
        crease = stroke(path[22:-4] - (6, 0), 1.8)
        return [Shape(pieces, colors.HAIR, [shade, glow, crease]), *self._bow(root, s)]

    def _bow(self, root: Points, s: int) -> list[Shape | Ink]:
        def loop(way: int) -> Shape:
            wing = points((0, 0), (way * 16, -22), (way * 36, -20), (way * 38, 8), (way * 18, 14))
            fold = points((0, 0), (way * 20, -2), (way * 44, 4), (way * 30, 22), (0, 12))
            place = root + at(0, 4)
            outline = ring(turned(wing, s * 0.5) + place)
            return Shape(
                [outline],
                colors.BOW,
                [shadow(ring(turned(fold, s * 0.5) + place), colors.BOW_SHADOW)],
            )

        return [loop(-1), loop(1), Shape([oval(root + at(0, 4), 9, 10)], colors.BOW)]


def _strand(start: Points, end: Points) -> Points:
    """The border of a strand of hair, from notch to tip or back; it bulges near its root."""
    middle, across = (start + end) / 2, 0.24 * (end[0] - start[0])
    return bend(start, middle + at(across if end[1] < start[1] else -across, 0), end)
