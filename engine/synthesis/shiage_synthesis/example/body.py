"""The body of the example's character: the clothes from the neck to the hem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.curves import Points, at, points, segments, turned
from . import colors
from .canvas import Ink, Shape, shadow, stroke
from .curves import curve, oval, ring
from .pose import Pose

WAIST, HEM = 404.0, 494.0
PLEATS = 13  # around the whole skirt


@dataclass(frozen=True)
class Body:
    """Where the body is and how it is turned."""

    pose: Pose

    def place(self, flat: Points) -> Points:
        """On the page: points of the chest, x around it (0 at the breastbone), y as on the page."""
        radius = np.interp(flat[:, 1], (300, 330, 404), (60, 62, 48))
        # Farther around, x would decrease again.
        angle = np.clip(flat[:, 0] / radius + self.pose.body_yaw, -1.5, 1.5)
        x = 480 + radius * np.sin(angle)
        return np.stack([x, flat[:, 1] + self.pose.bob], 1)

    def on_page(self, local: Points) -> Points:
        return local + at(480, self.pose.bob)

    def neck(self) -> Shape:
        lean = 10 * np.sin(self.pose.yaw)
        column = points((-17 + lean, 260), (17 + lean, 260), (20, 322), (-20, 322))
        chin = points((-40, 250), (40, 250), (40, 300), (lean, 308), (-40, 296))
        return Shape(
            [self.on_page(column)], colors.SKIN, [shadow(self.on_page(curve(chin)), colors.SKIN_SHADOW)]
        )

    def torso(self) -> list[Shape | Ink]:
        half = points((16, 306), (40, 314), (58, 330), (54, 356), (44, 384), (42, 410))
        outline = curve(np.concatenate([half, (half * (-1, 1))[::-1]]))
        dark = points((62, 320), (36, 340), (34, 372), (24, 412), (70, 412))
        inside: list[Shape | Ink] = [
            shadow(self.on_page(curve(dark)), colors.BLOUSE_SHADOW),
            stroke(self.place(curve(points((-30, 404), (-24, 392), (-22, 378)))), 1.8),
            stroke(self.place(curve(points((14, 404), (12, 390), (16, 380)))), 1.8),
        ]
        return [Shape([self.on_page(outline)], colors.BLOUSE, inside), *self._collar(), *self._scarf()]

    def skirt(self) -> list[Shape | Ink]:
        """A pleated skirt: as it turns, pleats appear at one side and vanish at the other."""
        around = np.linspace(-np.pi / 2, np.pi / 2, 41)
        hem = np.stack([480 + 94 * np.sin(around), HEM + 13 * np.cos(around) + self.pose.bob], 1)
        hem[:, 0] += 0.5 * self.pose.sway
        top = self.on_page(points((44, WAIST), (-44, WAIST)))
        inside: list[Shape | Ink] = []
        for k in range(PLEATS):
            angle = (2 * np.pi * k / PLEATS + 1.6 * self.pose.body_yaw + np.pi) % (2 * np.pi) - np.pi
            if abs(angle) < 1.35:
                inside += self._pleat(angle)
        belt = Shape([self._belt()], colors.BELT)
        return [Shape([np.concatenate([hem, top])], colors.WINE, inside), belt]

    def bag(self) -> list[Shape | Ink]:
        root = self.place(points((74, 400)))[0] + (0.6 * self.pose.sway, 20)
        lean = -0.012 * self.pose.sway
        box = points((-30, 0), (30, 0), (32, 30), (28, 52), (-28, 52), (-32, 30))
        flap = points((-34, -4), (34, -4), (34, 16), (20, 28), (-20, 28), (-34, 16))
        dark = points((10, 20), (16, 60), (50, 60), (50, 20))
        buckle = points((-6, 18), (6, 18), (6, 34), (-6, 34))
        under = shadow(turned(dark, lean) + root, colors.BAG_SHADOW)
        return [
            Shape([turned(box, lean) + root], colors.BAG, [under]),
            Shape([turned(flap, lean) + root], colors.FLAP),
            Shape([turned(buckle, lean) + root], colors.BUCKLE, width=2.0),
        ]

    def strap(self) -> Shape:
        band = segments(self.place(curve(points((-36, 314), (0, 352), (44, 398), (76, 424)))), (9, 9))
        return Shape(band, colors.BAG_SHADOW, width=2.0)

    def _collar(self) -> list[Shape | Ink]:
        flaps: list[Shape | Ink] = []
        for s in (-1, 1):
            flap = points((s * 15, 300), (s * 48, 312), (s * 58, 334), (s * 30, 346), (0, 366), (s * 4, 340))
            band = points(
                (s * 64, 322),
                (s * 52, 328),
                (s * 30, 338),
                (s * 3, 355),
                (s * 3, 346),
                (s * 28, 330),
                (s * 48, 320),
                (s * 60, 312),
            )
            stripe = Shape([self.place(band)], colors.STRIPE, width=1.6)
            flaps.append(Shape([self.place(flap)], colors.WINE, [stripe]))
        return flaps

    def _scarf(self) -> list[Shape | Ink]:
        knot = self.place(points((0, 362)))[0]
        parts: list[Shape | Ink] = []
        for s in (-1, 1):
            end = ring(points((0, 0), (s * 9, 10), (s * 22, 42), (s * 8, 46), (0, 20)))
            fold = points((s * 2, 0), (s * 5, 24), (s * 10, 60), (-s * 8, 60))
            parts.append(Shape([knot + end], colors.SCARF, [shadow(knot + fold, colors.SCARF_SHADOW)]))
        for s in (-1, 1):
            loop = ring(points((0, 0), (s * 20, -16), (s * 38, -8), (s * 34, 12), (s * 16, 10)))
            fold = points((0, 0), (s * 18, 0), (s * 46, 8), (s * 30, 24), (0, 16))
            parts.append(Shape([knot + loop], colors.SCARF, [shadow(knot + fold, colors.SCARF_SHADOW)]))
        return [*parts, Shape([knot + oval(at(0, 0), 9, 9)], colors.SCARF)]

    def _pleat(self, angle: float) -> list[Shape | Ink]:
        def edge(turn: float) -> Points:
            low = (480 + 94 * np.sin(turn) + 0.5 * self.pose.sway, HEM + 16 * np.cos(turn) + self.pose.bob)
            return np.array([(480 + 44 * np.sin(turn), WAIST + self.pose.bob), low])

        fold = np.concatenate([edge(angle), edge(angle + 0.13)[::-1]])
        fold[0] = fold[3] = fold[0] + at(0, 14)
        return [shadow(fold, colors.WINE_SHADOW, 1.8), Ink(segments(edge(angle), (2, 2)))]

    def _belt(self) -> Points:
        around = np.linspace(-np.pi / 2, np.pi / 2, 21)
        low = np.stack([480 + 47 * np.sin(around), WAIST + 4 + 5 * np.cos(around) + self.pose.bob], 1)
        return np.concatenate([low, (low - (0, 13))[::-1]])
