"""The arms and legs of the example's character."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.curves import Points, at, points, segments, strip, turned
from . import colors
from .canvas import Ink, Shape, light, shadow, stroke
from .curves import curve, oval, ring
from .pose import Pose

LEG_WIDTHS = (48, 42, 34, 36, 30, 22)


@dataclass(frozen=True)
class Limbs:
    """Where arms and legs are; `s` is -1 for those on the left of the page when she faces the camera."""

    pose: Pose

    def legs(self) -> list[Shape | Ink]:
        far = 1 if self.pose.body_yaw > 0 else -1
        return [part for s in (far, -far) for part in self._leg(s)]

    def sweeping_arm(self) -> list[Shape | Ink]:
        return self._arm(-1, self.pose.upper_arm, self.pose.forearm, open_hand=abs(self.pose.forearm) > 1.0)

    def other_arm(self) -> list[Shape | Ink]:
        return self._arm(1, self.pose.other_arm, self.pose.other_arm - 0.5, open_hand=False)

    def _arm(self, s: int, upper: float, fore: float, open_hand: bool) -> list[Shape | Ink]:
        """`upper`, `fore`: directions of the parts of the arm, 0 down, positive to the right of the page."""
        yaw = self.pose.body_yaw
        shoulder = at(480 + s * 50 * np.cos(yaw) + 4 * np.sin(yaw), 332 + self.pose.bob)
        elbow = shoulder + 58 * at(np.sin(upper), np.cos(upper))
        toward = at(np.sin(fore), np.cos(fore))
        wrist = elbow + 54 * toward
        bent = 0.9 * elbow + 0.06 * shoulder + 0.04 * wrist  # a sleeve is rounder than the elbow in it
        path = curve(np.stack([shoulder, (shoulder + elbow) / 2, bent, (elbow + wrist) / 2, wrist]))
        widths = (36, 34, 31, 33, 38)
        dark = strip(path, widths, -1.6, -0.25) if s < 0 else strip(path, widths, 0.25, 1.6)
        creases = [
            stroke(curve(np.stack([elbow - at(s * 12, 6), elbow + at(0, 2), elbow + at(s * 8, 10)])), 1.8)
        ]
        sleeve = Shape(segments(path, widths), colors.BLOUSE, [shadow(dark, colors.BLOUSE_SHADOW), *creases])
        cuff = Shape(
            segments(np.stack([wrist - 6 * toward, wrist + 10 * toward]), (42, 39), False), colors.WINE
        )
        return [*self._hand(wrist + 12 * toward, fore, s, open_hand), sleeve, cuff]

    def _hand(self, wrist: Points, angle: float, s: int, open_hand: bool) -> list[Shape | Ink]:
        """`angle`: direction of the hand, 0 down; an open hand spreads its fingers."""
        spread = 0.34 if open_hand else 0.1
        reach = 20 if open_hand else 15
        fingers = []
        for k in range(4):
            tip = turned(points((0, 14 + reach)), -spread * (k - 1.5))[0] * (1, 1 - 0.04 * (k - 1.5) ** 2)
            fingers += segments(
                np.stack([points((5 * (k - 1.5), 10))[0], tip + at(4 * (k - 1.5), 0)]), (10.5, 10, 8.5)
            )
        thumb = segments(
            curve(points((-s * 6, 2), (-s * 17, 10), (-s * 20, 20 if open_hand else 24))), (12, 10, 8)
        )
        palm = oval(at(0, 9), 15, 14)
        pieces = [turned(piece, -angle) + wrist for piece in [palm, *fingers, *thumb]]
        gaps = [turned(points((5 * k, 20), (6.4 * k, 14 + reach * 0.8)), -angle) + wrist for k in (-1, 0, 1)]
        return [Shape(pieces, colors.SKIN, [] if open_hand else [stroke(g, 1.6) for g in gaps])]

    def _leg(self, s: int) -> list[Shape | Ink]:
        yaw, step, bob = self.pose.body_yaw, self.pose.step, self.pose.bob
        hip, foot = 480 + s * 25 * np.cos(yaw), 480 + s * (23 + step)
        path = curve(
            points(
                (hip, 470 + bob), (hip + s * 1, 540 + bob), (foot + 5 * yaw, 586 + 0.4 * bob), (foot, 656)
            ),
            steps=10,
        )
        skirt_shadow = shadow(
            points((hip - 40, 480), (hip + 40, 480), (hip + 40, 522), (hip, 528), (hip - 40, 520))
            + at(0, bob),
            colors.SKIN_SHADOW,
        )
        cut = 13
        widths = tuple(np.interp(np.linspace(cut / 30, 1, 6), np.linspace(0, 1, 6), LEG_WIDTHS) * 1.07)
        dark = shadow(strip(path[cut:], widths, -1.7, -0.2), colors.SOCK_SHADOW)
        band = Shape(segments(path[cut : cut + 4], (widths[0] + 1, widths[0]), False), colors.STRIPE)
        sock = Shape(segments(path[cut:], widths, False), colors.SOCK, [dark])
        return [
            Shape(segments(path, LEG_WIDTHS), colors.SKIN, [skirt_shadow]),
            *self._shoe(foot, s),
            sock,
            band,
        ]

    def _shoe(self, foot: float, s: int) -> list[Shape | Ink]:
        toe = 26 * self.pose.body_yaw + 5 * s
        body = ring(
            points(
                (-15, 640),
                (15, 640),
                (20 + toe * 0.4, 664),
                (20 + toe, 678),
                (toe, 688),
                (-20 + toe, 678),
                (-20 + toe * 0.4, 664),
            )
        )
        sole = points((-60, 682), (60, 682), (60, 700), (-60, 700))
        dark = points((6 + toe * 0.6, 640), (8 + toe * 0.8, 690), (70, 690), (70, 640))
        shine = oval(at(toe - 8, 668), 6, 4)
        inside: list[Shape | Ink] = [
            shadow(dark + at(foot, 0), colors.SHOE_SHADOW),
            light(shine + at(foot, 0), colors.SHOE_LIGHT, 1.6),
            Shape([sole + at(foot, 0)], colors.SOLE),
        ]
        return [Shape([body + at(foot, 0)], colors.SHOE, inside)]
