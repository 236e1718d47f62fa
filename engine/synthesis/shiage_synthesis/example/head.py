"""The head of the example's character: features on a round skull, which narrow and vanish as it turns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..page.curves import Points, at, bend, points, segments, strip, turned
from . import colors
from .canvas import Ink, Shape, light, shadow, stroke
from .curves import curve, oval, ring
from .pose import Pose

RADIUS = 92.0  # of the skull, at the height of the eyes
CROWN = 108.0  # how high it rises above them
LIFT = 1.1  # how far the hair stands off the skull

# From the nape over one side lock, the fringe and the other side lock: notches and tips by turns; (u, v).
HAIRLINE = points(
    (-178, 44), (-146, 26), (-118, 122), (-86, -12), (-70, 24), (-54, -24), (-36, 16), (-18, -30), (4, 14),
    (18, -28), (40, 18), (54, -22), (72, 26), (86, -12), (118, 122), (146, 26), (178, 44),
)  # fmt: skip
# The outline of an open eye, from its inner corner over the upper lid; (u, v) from the eye's middle.
LID = points((-19, 3), (-15, -13), (-3, -22), (11, -20), (21, -6))
LOWER_LID = points((20, 8), (12, 22), (-2, 25), (-14, 17))
TAIL_WIDTHS = (20, 44, 54, 50, 38, 20, 2)


@dataclass(frozen=True)
class Head:
    """Where the head is and how it is turned."""

    pose: Pose

    @property
    def center(self) -> Points:
        return at(480 + 14 * np.sin(self.pose.yaw), 190 + self.pose.bob)

    def place(self, flat: Points, lift: float = 1.0) -> Points:
        """On the page: points of the skull, u around it (0 at the nose), v down from the eyes."""
        u, v = flat[:, 0], flat[:, 1]
        narrow = np.sqrt(np.clip(1 - (np.minimum(v, 0) / (CROWN * lift)) ** 2, 0, 1))
        x = RADIUS * lift * narrow * np.sin(u / RADIUS + self.pose.yaw)
        return self.on_page(np.stack([x, v], 1))

    def on_page(self, local: Points) -> Points:
        return turned(local, self.pose.tilt, at(0, 100)) + self.center

    def angle(self, u: float) -> float:
        """The angle of `u` to the camera, in radians: 0 faces it, beyond pi / 2 is hidden."""
        return u / RADIUS + self.pose.yaw

    def front(self) -> list[Shape | Ink]:
        """Face, ears and the hair around them."""
        behind = [self._ear(s) for s in (-1, 1) if 1.15 < abs(self.angle(s * 128)) < 1.75]
        before = [self._ear(s) for s in (-1, 1) if abs(self.angle(s * 128)) <= 1.15]
        return [*behind, self._face(), *before, self._cap()]

    def nape(self) -> Shape:
        """The hair at the back of the head, which the neck is drawn over."""
        half = curve(points((0, -100), (80, -70), (100, 0), (90, 60), (58, 104), (0, 112)))
        outline = np.concatenate([half, (half * (-1, 1))[::-1]])
        return Shape([self.on_page(outline - (10 * np.sin(self.pose.yaw), 0))], colors.HAIR_SHADOW)

    def tails(self, near: bool) -> list[Shape | Ink]:
        """The tails of hair with their bows: those in front of the head, or those behind it."""
        return [part for s in (-1, 1) if (abs(self.angle(s * 116)) < 1.0) == near for part in self._tail(s)]

    def _face(self) -> Shape:
        turn = np.sin(self.pose.yaw)
        half = points((0, 101), (30, 92), (60, 68), (80, 36), (87, 0), (84, -44), (56, -84), (0, -96))
        jaw = np.concatenate([half, (half * (-1, 1))[-2:0:-1]])
        down = np.clip(jaw[:, 1] / 100, 0, 1)
        jaw = jaw + np.stack([turn * 30 * down**1.5, -4 * np.abs(turn) * down], 1)
        fringe = np.array([(u, 9 + 6 * np.cos(u / 26)) for u in range(-130, 131, 5)], np.float64)
        fringe = self._seen(fringe, 1.02)
        shade = np.concatenate([fringe, self.on_page(points((110, -100), (-110, -100)))])
        cheeks = [light(self.place(oval(at(s * 54, 66), 14, 8)), colors.BLUSH, 1.6) for s in (-1, 1)]
        features: list[Shape | Ink] = [shadow(shade, colors.SKIN_SHADOW), *cheeks, *self._mouth()]
        for s in (-1, 1):
            features += self._eye(s)
        features.append(stroke(self.place(points((2, 60), (5, 63), (1, 65))), 2.0))
        return Shape([ring(self.on_page(jaw))], colors.SKIN, features)

    def _eye(self, s: int) -> list[Shape | Ink]:
        """An eye, `s` -1 on the left of the page: white, iris, shadow, pupil and light; or a closed lid."""

        def place(flat: Points) -> Points:
            return self.place(flat * (s, 1) + (s * 39, 38))

        opened = self.pose.eyes
        lid = LID * (1, opened) + (0, 14 * (1 - opened))
        brow = stroke(self.place(points((s * 22, -8), (s * 38, -14), (s * 56, -6))), 2.6)
        lash = Ink(
            segments(place(curve(np.concatenate([lid, [(25, 2 + 8 * (1 - opened))]]))), (3, 6, 7, 6, 3))
        )
        if opened < 0.3:
            closed = curve(points((-20, 6), (-8, 13), (8, 13), (22, 4)))
            return [brow, Ink(segments(place(closed), (3, 5.5, 5.5, 3)))]
        gaze = s * 5 * np.sin(self.pose.yaw)
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
        if self.pose.mouth < 0.2:
            return [stroke(self.place(curve(points((-9, 77), (0, 80), (9, 77)))), 2.2)]
        depth = 14 * self.pose.mouth
        lips = ring(
            points(
                (-12, 74), (0, 77), (12, 74), (8, 74 + 0.75 * depth), (0, 76 + depth), (-8, 74 + 0.75 * depth)
            )
        )
        tongue = oval(at(0, 78 + depth), 9, 0.55 * depth)
        return [
            Shape(
                [self.place(lips)],
                colors.MOUTH,
                [Shape([self.place(tongue)], colors.TONGUE, width=1.4)],
                width=2.0,
            )
        ]

    def _ear(self, s: int) -> Shape:
        root = self.place(points((s * 128, 30)))[0]
        wide = 8 + 12 * abs(np.sin(self.angle(s * 128)))
        shell = points(
            (0, -22), (s * wide, -26), (s * wide * 1.15, -4), (s * wide * 0.6, 18), (0, 24), (-s * 6, 0)
        )
        inner = points((s * 2, -12), (s * wide * 0.75, -16), (s * wide * 0.7, 2), (s * 3, 10))
        hollow = shadow(ring(root + inner), colors.SKIN_SHADOW, 1.8)
        return Shape([ring(root + shell)], colors.SKIN, [hollow])

    def _seen(self, flat: Points, lift: float) -> Points:
        """On the page: the points of a line around the skull that face the camera."""
        return self.place(flat[np.abs(flat[:, 0] / RADIUS + self.pose.yaw) < 1.44], lift)

    def _cap(self) -> Shape:
        """Crown, fringe and side locks in one piece, with the ring of light and the shadow."""
        edge = np.concatenate([_strand(a, b) for a, b in pairwise(HAIRLINE)])
        crown = np.linspace(0, np.pi, 60)
        dome = self.on_page(np.stack([RADIUS * LIFT * np.cos(crown), -CROWN * LIFT * np.sin(crown)], 1))
        outline = np.concatenate([self._seen(edge, LIFT), dome])
        notches = HAIRLINE[3:-3:2]
        creases = [
            stroke(self._seen(curve(points((u, v + 2), (u * 0.93, v - 16), (u * 0.8, v - 34))), LIFT), 1.8)
            for u, v in notches
            if abs(self.angle(u)) < 1.3
        ]
        shine = np.concatenate([
            [(u, -54 + 7 * (i % 2)) for i, u in enumerate(range(-66, 67, 11))],
            [(u, -76 - 7 * (i % 2)) for i, u in enumerate(range(60, -61, -12))],
        ])  # fmt: skip
        shade = self.on_page(
            points((120, -130), (60, -112), (84, -60), (80, -10), (92, 10), (86, 130), (120, 130))
        )
        inside: list[Shape | Ink] = [
            shadow(curve(shade), colors.HAIR_SHADOW),
            light(self._seen(shine.astype(float), LIFT), colors.HAIR_LIGHT),
        ]
        return Shape([outline], colors.HAIR, [*inside, *creases])

    def _tail(self, s: int) -> list[Shape | Ink]:
        root = self.place(points((s * 116, -52)), LIFT)[0]
        sway = self.pose.sway
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
