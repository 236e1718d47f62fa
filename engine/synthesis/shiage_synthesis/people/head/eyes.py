"""Eyes: detailed, simple and closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, ellipse, points, smooth
from ...page.motion import sometimes
from ...page.paints import Paints
from ...page.parts import BLACK, BLUE, RED, SIDES, Inlay, Part
from .head import Head, HeadFeature, patch

EYES = 2.5  # z of the eyes; the face is at 2


@dataclass(frozen=True)
class Eyes:
    """Both eyes of a person, in head coordinates."""

    paints: Paints
    kind: str  # anime, round, dot or bean
    level: float
    apart: float
    wide: float  # half sizes
    high: float
    slant: float
    square: float  # in [0, 1]: how flat the lower lid is
    iris: float  # size, relative to the eye
    pupil: float  # size, relative to the iris
    lights: int
    edge: int  # pen of the iris
    odd: bool  # irises of two colors
    lash: bool
    lid_shadow: bool
    solid: bool  # dots and closed eyes are filled with ink
    curve: float  # of closed lids
    gaze: np.ndarray  # f64 (frames, 2), relative to the eye
    shut: np.ndarray  # bool (frames,)

    def draw(self, head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES:
            x = side * self.apart
            if head.depth(x * 1.15) >= 0.15:
                drawn += self._one(head, name, x, self._outline(side))
        return drawn

    def _outline(self, side: int) -> Points:
        slant, flat = self.slant * side, 0.6 + 0.3 * self.square
        top = [(-1, 0.1 + slant), (-0.6, -0.7), (0, -1), (0.6, -0.75), (1, -slant)]
        low = [(0.75, flat), (0, 1), (-0.7, flat)]
        return smooth(np.array(top + low)) * (self.wide * side, self.high)

    def _one(self, head: Head, name: str, x: float, shape: Points) -> list[Part]:
        if self.shut[head.frame]:
            return [self._closed(head, name, x)]
        place, key = [patch(head, shape, x, self.level)], f"eye {name}"
        if self.kind == "dot":
            drawn = Part(key, place, self.paints("pupil"), EYES, solid=self.solid, shaded=False, pen=0.7)
        elif self.kind == "bean":
            drawn = Part(key, place, self.paints("iris"), EYES, shaded=False)
        else:
            inlays = self._inside(head, key, name, x, shape)
            drawn = Part(key, place, self.paints("eye white"), EYES, inlays, shaded=False, pen=0.8)
        if not self.lash:
            return [drawn]
        top = shape[:25]
        leaf = patch(head, np.concatenate([top * 1.06, top[::-1] * at(0.95, 0.72)]), x, self.level)
        return [drawn, Part(f"lash {name}", [leaf], 0, EYES + 0.02, solid=True, shaded=False, pen=0.6)]

    def _closed(self, head: Head, name: str, x: float) -> Part:
        arc = smooth(points((-self.wide, 0), (0, self.curve), (self.wide, 0)), False)
        if not self.solid:
            return Part(f"lid {name}", [], 0, EYES, folds=[patch(head, arc, x, self.level)], pen=1.4)
        lid = np.concatenate([arc, arc[::-1] * at(0.9, 0.6) + at(0, 0.06)])
        return Part(f"lid {name}", [patch(head, lid, x, self.level)], 0, EYES, solid=True, shaded=False)

    def _inside(self, head: Head, key: str, name: str, x: float, shape: Points) -> list[Inlay]:
        """Iris, pupil and highlights, cut off by the outline of the eye."""
        paints, wide, high = self.paints, self.wide, self.high
        shift = self.gaze[head.frame] * (wide, high)

        def oval(part: str, dx: float, dy: float, size: tuple[float, float], label: int, edge: int) -> Inlay:  # noqa: PLR0917
            form = ellipse(shift[0] + dx * wide, shift[1] + dy * high, wide * size[0], high * size[1])
            return Inlay(f"{key} {part}", patch(head, form, x, self.level), label, edge)

        iris, core = self.iris, self.iris * self.pupil
        tone = paints(f"iris {name}" if self.odd else "iris")
        inlays = [oval("iris", 0, 0, (iris, iris * 1.1), tone, self.edge)]
        if self.lights == 2:
            inlays.append(oval("iris low", 0, 0.55 * iris, (iris * 0.8, iris * 0.5), paints("iris low"), RED))
        inlays.append(oval("pupil", 0, 0, (core, core), paints("pupil"), self.edge))
        for index, (side, size) in enumerate(((-1, 0.25), (1, 0.15))[: self.lights]):
            inlays.append(
                oval(f"light {index}", 0.3 * side, 0.4 * side, (size, size), paints("eye light"), RED)
            )
        if self.lid_shadow:
            lid = patch(head, shape + at(0, high * 0.35), x, self.level)
            inlays.append(Inlay("dark", lid, 0, BLUE, outside=True, is_shade=True))
        return inlays


def eyes(rng: Rng, paints: Paints, frames: int, level: float, apart: float) -> HeadFeature:
    """Random eyes, which look about and blink."""
    kind = str(rng.choice(["anime", "anime", "anime", "round", "dot", "bean"]))
    gaze = rng.uniform(-0.25, 0.25, (frames // 3 + 1, 2))
    return Eyes(
        paints=paints,
        kind=kind,
        level=level,
        apart=apart,
        wide=0.07 if kind == "dot" else rng.uniform(0.14, 0.26),
        high=rng.uniform(0.07, 0.14) if kind == "dot" else rng.uniform(0.13, 0.36),
        slant=rng.uniform(-0.3, 0.3),
        square=rng.random(),
        iris=rng.uniform(0.55, 0.9),
        pupil=rng.uniform(0.3, 0.65),
        lights=int(rng.integers(0, 3)),
        edge=int(rng.choice([BLACK, BLACK, BLUE])),
        odd=rng.random() < 0.06,
        lash=rng.random() < 0.5 and kind == "anime",
        lid_shadow=rng.random() < 0.3,
        solid=rng.random() < 0.6,
        curve=rng.uniform(-0.12, 0.12),
        gaze=np.repeat(gaze, 3, axis=0)[:frames],
        shut=sometimes(rng, frames, rng.choice([0, 0.2, 0.5])),
    ).draw
