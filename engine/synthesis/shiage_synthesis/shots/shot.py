"""One shot: who is in it, how it is drawn, and its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..page.canvas import Canvas, Frame
from ..page.curves import Points
from ..page.flaws import with_flaws
from ..page.motion import warp
from ..page.paints import Paints
from ..page.parts import affine, joined, moved, reshaped
from ..page.shading import Shading
from ..page.style import choose_style
from ..page.surfaces import Surfaces
from ..scenery.choice import choose_scenery
from .camera import camera, framing
from .cast import Cast

MEASURE = 640  # pixels: the edge of the page that the widths of a style are given for


class Shot:
    """The shot of a seed: the same seed, size and number of frames draw the same pixels."""

    def __init__(self, seed: int, size: int, frames: int) -> None:
        rng = np.random.default_rng(seed)
        self.seed, self.size, self.frames = seed, size, frames
        self.style = choose_style(rng)
        self.paints = Paints(rng)
        self._surfaces = Surfaces(self.paints.shade)
        self._shading = Shading(rng, self.style)
        cast = Cast(rng, self.paints, self.style, frames)
        self.cast, self._figures = cast.names, cast.figures
        self._framing = framing(rng, self._figures, frames)
        self._camera = camera(rng, frames)
        self._scenery = choose_scenery(rng, self.paints)
        self._boils = rng.random() < 0.5  # the wobble of the lines is another one in every frame

    def draw(self) -> Iterator[Frame]:
        """The frames in order."""
        rng = np.random.default_rng([self.seed, 1])
        wobble = self.style.wobble * self.size / MEASURE
        lasting = warp(rng, wobble, self.size / 4)
        for frame in range(self.frames):
            fresh = warp(rng, wobble, self.size / 5)
            drawn = self._frame(frame, fresh if self._boils else lasting)
            yield with_flaws(drawn, rng, self.style.gaps, self.style.specks)

    def _frame(self, frame: int, wobble: Callable[[Points], Points]) -> Frame:
        parts = list(self._scenery)
        for figure in self._figures:
            parts += moved(figure(frame), self._framing)
        to_pixels = joined(affine(0, 0, self.size), self._camera[frame])
        width = max(self.style.pen.width * self.size / MEASURE, 1.0)
        canvas = Canvas(self.size, self.size, self.style.pen._replace(width=width), self._surfaces)
        page = [self._shading.apply(part, 5 * width + 6, frame) for part in moved(parts, to_pixels)]
        canvas.draw([reshaped(part, wobble) for part in page] if self.style.wobble else page)
        return canvas.finish()
