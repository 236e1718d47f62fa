"""The face of the example's character, and her ears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.curves import Points, at, points, segments
from . import colors
from .canvas import Ink, Shape, light, shadow, stroke
from .curves import curve, oval, ring
from .head import Head

# The outline of an open eye, from its inner corner over the upper lid; (u, v) from the eye's middle.
LID = points((-19, 3), (-15, -13), (-3, -22), (11, -20), (21, -6))
LOWER_LID = points((20, 8), (12, 22), (-2, 25), (-14, 17))


@dataclass(frozen=True)
class Face:
    """The face on a head."""

    head: Head

    def shapes(self) -> list[Shape | Ink]:
        """The ears behind the face, the face, and the ears before it."""
        behind = [self._ear(s) for s in (-1, 1) if 1.15 < abs(self.head.angle(s * 128)) < 1.75]
        before = [self._ear(s) for s in (-1, 1) if abs(self.head.angle(s * 128)) <= 1.15]
        return [*behind, self._face(), *before]

    def _face(self) -> Shape:
        turn = np.sin(self.head.pose.yaw)
        half = points((0, 101), (30, 92), (60, 68), (80, 36), (87, 0), (84, -44), (56, -84), (0, -96))
        jaw = np.concatenate([half, (half * (-1, 1))[-2:0:-1]])
        down = np.clip(jaw[:, 1] / 100, 0, 1)
        jaw = jaw + np.stack([turn * 30 * down**1.5, -4 * np.abs(turn) * down], 1)
        fringe = np.array([(u, 9 + 6 * np.cos(u / 26)) for u in range(-130, 131, 5)], np.float64)
        fringe = self.head.seen(fringe, 1.02)
        shade = np.concatenate([fringe, self.head.on_page(points((110, -100), (-110, -100)))])
        cheeks = [light(self.head.place(oval(at(s * 54, 66), 14, 8)), colors.BLUSH, 1.6) for s in (-1, 1)]
        features: list[Shape | Ink] = [shadow(shade, colors.SKIN_SHADOW), *cheeks, *self._mouth()]
        for s in (-1, 1):
            features += self._eye(s)
        features.append(stroke(self.head.place(points((2, 60), (5, 63), (1, 65))), 2.0))
        return Shape([ring(self.head.on_page(jaw))], colors.SKIN, features)

    def _eye(self, s: int) -> list[Shape | Ink]:
        """An eye, `s` -1 on the left of the page: white, iris, shadow, pupil and light; or a closed lid."""

        def place(flat: Points) -> Points:
            return self.head.place(flat * (s, 1) + (s * 39, 38))

        opened = self.head.pose.eyes
        lid = LID * (1, opened) + (0, 14 * (1 - opened))
        brow = stroke(self.head.place(points((s * 22, -8), (s * 38, -14), (s * 56, -6))), 2.6)
        lash = Ink(
            segments(place(curve(np.concatenate([lid, [(25, 2 + 8 * (1 - opened))]]))), (3, 6, 7, 6, 3))
        )
        if opened < 0.3:
            closed = curve(points((-20, 6), (-8, 13), (8, 13), (22, 4)))
            return [brow, Ink(segments(place(closed), (3, 5.5, 5.5, 3)))]
        gaze = s * 5 * np.sin(self.head.pose.yaw)
        iris = oval(at(gaze, 2), 13.5, 22)
        shade = points((-30, -40), (30, -40), (30, -4), (gaze, -1), (-30, -4))
        glint = oval(at(gaze - s * 6, -8), 5.2, 6.5)
        deep: list[Shape | Ink] = [
            shadow(place(shade), colors.IRIS_SHADOW, 1.6),
            Shape([place(oval(at(gaze, 4), 6, 10))], colors.PUPIL, width=1.4),
            light(place(glint), colors.EYE, 1.6),
        ]
        outline = ring(np.concatenate([lid, LOWER_LID]))
        ball = Shape(
            [place(outline)], colors.EYE, [Shape([place(iris)], colors.IRIS, deep, width=1.8)], width=1.8
        )
        return [brow, ball, lash]

    def _mouth(self) -> list[Shape | Ink]:
        if self.head.pose.mouth < 0.2:
            return [stroke(self.head.place(curve(points((-9, 77), (0, 80), (9, 77)))), 2.2)]
        depth = 14 * self.head.pose.mouth
        lips = ring(
            points(
                (-12, 74), (0, 77), (12, 74), (8, 74 + 0.75 * depth), (0, 76 + depth), (-8, 74 + 0.75 * depth)
            )
        )
        tongue = oval(at(0, 78 + depth), 9, 0.55 * depth)
        return [
            Shape(
                [self.head.place(lips)],
                colors.MOUTH,
                [Shape([self.head.place(tongue)], colors.TONGUE, width=1.4)],
                width=2.0,
            )
        ]

    def _ear(self, s: int) -> Shape:
        root = self.head.place(points((s * 128, 30)))[0]
        wide = 8 + 12 * abs(np.sin(self.head.angle(s * 128)))
        shell = points(
            (0, -22), (s * wide, -26), (s * wide * 1.15, -4), (s * wide * 0.6, 18), (0, 24), (-s * 6, 0)
        )
        inner = points((s * 2, -12), (s * wide * 0.75, -16), (s * wide * 0.7, 2), (s * 3, 10))
        hollow = shadow(ring(root + inner), colors.SKIN_SHADOW, 1.8)
        return Shape([ring(root + shell)], colors.SKIN, [hollow])
