"""Coloring a shot, from line art and reference paint to painted frames.

The path that command line, engine and tests take.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from time import perf_counter
from typing import NamedTuple

import numpy as np

from ..confidence import prior_of
from ..confidence.withdrawal import Verdict, by_share, by_target
from ..drawing import regions, specks
from ..drawing.shot import Shot
from ..errors import InputError
from ..methods.colorizer import Colorizer
from ..methods.method import SHARE, Method
from ..progress import Progress, scaled
from ..results import FrameReport, PaintedFrame, Preview, Report
from .held_out import hold_out
from .painting import paint_frame, preview_frame
from .reading import read_shot
from .request import AUTO, Request, checked, has_unknown_character

PREVIEW_SECONDS = 3.0  # between two previews while a method learns
PREVIEW_REST = 9.0  # times as long as a preview took, at least, pass before the next


class Done(NamedTuple):
    """Shares of the whole work that are done when its parts are."""

    read: float
    tried: float  # on references that were held out
    learned: float
    scored: float


QUICK, SLOW = Done(0.15, 0.4, 0.8, 0.85), Done(0.05, 0.05, 0.85, 0.93)


def colorize(
    request: Request, methods: Mapping[str, Method]
) -> Generator[Progress | Preview | PaintedFrame, None, Report]:
    """Color every frame that is no reference, each given out as soon as it is ready.

    `methods`: those to choose from, the best one first. Raises InputError, with a sentence for the painter, where
    the request cannot be met.
    """
    request, method = checked(request, methods)
    if len(request.colors) == len(request.lines):
        raise InputError(
            "Every frame of this shot is a reference already: leave at least one frame to color."
        )
    part = QUICK if method.is_quick else SLOW
    colorizer = method.make(request.options.character)
    if has_unknown_character(request, method):
        yield Progress(0, f"Nothing is known of {request.options.character}: going by the references alone")
    shot = yield from scaled(read_shot(request), 0, part.read)
    shot = shot.with_colors(colorizer.palette())
    rule = method.rule if request.options.rule == AUTO else request.options.rule
    held_out: list[tuple[np.ndarray, np.ndarray]] = []
    if rule != SHARE and method.is_quick:
        held_out = yield from scaled(hold_out(colorizer, shot), part.read, part.tried)
    has_previews = request.watch and not method.is_quick
    yield from _learn(shot, colorizer, part, has_previews)
    scores = yield from _score(shot, colorizer, part, request.watch)
    if rule == SHARE:
        verdicts = by_share(scores)
    else:
        verdicts = _calibrated(shot, method, scores, held_out, request.options.target_accuracy)
    done: list[FrameReport] = []
    for number, target in enumerate(shot.targets):
        yield Progress(part.scored + (1 - part.scored) * number / len(shot.targets), "Painting")
        painted = paint_frame(
            shot, target, scores[number].argmax(1), verdicts[number], request.options.withdraw
        )
        done.append(FrameReport(painted.time, painted.regions, painted.coverage, painted.seconds))
        yield painted
    return Report(method.name, shot.palette, tuple(done))


def _learn(
    shot: Shot, colorizer: Colorizer, part: Done, has_previews: bool
) -> Generator[Progress | Preview, None, None]:
    """Learn the shot; previews show its targets in turn as they would be painted now."""
    targets, due = cycle(shot.targets), perf_counter() + PREVIEW_SECONDS
    for step in scaled(colorizer.learn(shot), part.tried, part.learned):
        yield step
        if has_previews and perf_counter() >= due:
            start, target = perf_counter(), next(targets)
            scores = yield from scaled(colorizer.colorize(shot, target), step.fraction, step.fraction)
            yield preview_frame(shot, target, scores)
            due = perf_counter() + max(PREVIEW_SECONDS, PREVIEW_REST * (perf_counter() - start))


def _score(
    shot: Shot, colorizer: Colorizer, part: Done, has_previews: bool
) -> Generator[Progress | Preview, None, list[np.ndarray]]:
    """The scores of all target frames; specks take after their neighbors."""
    scores = []
    for number, target in enumerate(shot.targets):
        start, end = (
            part.learned + (part.scored - part.learned) * n / len(shot.targets) for n in (number, number + 1)
        )
        of_frame = yield from scaled(colorizer.colorize(shot, target), start, end)
        frame = shot.frames[target]
        scores.append(specks.blend(of_frame, frame.regions, frame.line_art))
        if has_previews:
            yield preview_frame(shot, target, scores[-1])
    return scores


def _calibrated(
    shot: Shot,
    method: Method,
    scores: Sequence[np.ndarray],
    held_out: Sequence[tuple[np.ndarray, np.ndarray]],
    target_accuracy: float,
) -> list[Verdict]:
    """Withdrawal by the estimated probability that a color is right; `held_out`: as from `hold_out`."""
    is_speck = [regions.specks(shot.frames[target].regions) for target in shot.targets]
    prior = prior_of(method.name)
    calibration = replace(prior, shift=prior.shift_for(held_out))
    return by_target(scores, is_speck, calibration, target_accuracy, shot.purity)
