"""A shot small enough to know by heart, and a method that does as it is told."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from shiage_engine.drawing.regions import areas
from shiage_engine.drawing.shot import Shot
from shiage_engine.methods.colorizer import Colorizer
from shiage_engine.methods.method import REFERENCES, Method
from shiage_engine.pipeline import Request, colorize
from shiage_engine.progress import Progress
from shiage_engine.results import FrameResult, Report

HEIGHT, WIDTH = 40, 60
RED, BLUE = (200, 30, 30, 255), (30, 30, 200, 255)
BACKGROUND, LEFT, RIGHT = (3, 3), (20, 16), (20, 44)  # a pixel of each region


def line(shift: int = 0) -> np.ndarray:
    """Two boxes side by side: u8 RGBA (HEIGHT, WIDTH, 4)."""
    drawing = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    drawing[10:30, 6 + shift : 50 + shift, :3] = 0
    drawing[12:28, 8 + shift : 24 + shift, :3] = 255
    drawing[12:28, 26 + shift : 48 + shift, :3] = 255
    return drawing


def color(shift: int = 0) -> np.ndarray:
    """The paint of `line(shift)`: the smaller box red, the larger blue."""
    paint = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    paint[12:28, 8 + shift : 24 + shift] = RED
    paint[12:28, 26 + shift : 48 + shift] = BLUE
    return paint


class ByArea(Colorizer):
    """Gives a region the label of the reference region that is nearest in area; unsure about the smallest."""

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        yield Progress(0, "Learning")
        first = shot.references[0]
        self._areas = areas(shot.frames[first].regions)[1:]
        self._labels = shot.known[first][1:]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        yield Progress(0.5, "Coloring")
        sizes = areas(shot.frames[frame].regions)
        scores = np.zeros((len(sizes), len(shot.palette)), np.float32)
        for region in range(1, len(sizes)):
            nearest = int(np.abs(self._areas - sizes[region]).argmin())
            scores[region, self._labels[nearest]] = 1
        if len(sizes) > 1:
            scores[1 + sizes[1:].argmin()] += 0.5
        return scores / np.maximum(scores.sum(axis=1, keepdims=True), 1e-9)


def method_of(make: Callable[[str], Colorizer], name: str = "mine", **facts: Any) -> dict[str, Method]:
    """The methods to choose from: one, which needs references unless `facts` say otherwise."""
    method = Method(name, name.title(), "", make, needs=frozenset({REFERENCES}))
    return {name: replace(method, **facts)}


BY_AREA = method_of(lambda _: ByArea(), "by-area")


def changed(request: Request, **changes: Any) -> Request:
    """The same request with other drawings or other options."""
    own = {name: value for name, value in changes.items() if hasattr(request, name)}
    of_options = {name: value for name, value in changes.items() if name not in own}
    return replace(request, options=replace(request.options, **of_options), **own)


def colored(request: Request, methods: Mapping[str, Method]) -> tuple[dict[int, FrameResult], Report]:
    """What the pipeline answers: the frames by time, and the report."""
    work = colorize(request, methods)
    frames: dict[int, FrameResult] = {}
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            return frames, stop.value
        if isinstance(step, FrameResult):
            frames[step.time] = step
