"""Coloring a shot, from line art and reference paint to painted frames.

The path that command line, engine and tests take.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from itertools import cycle
from time import perf_counter
from typing import NamedTuple

import numpy as np

from ..confidence import calibration_of
from ..confidence.withdrawal import (
    Verdict,
    by_share,
    by_threshold,
    keep_known,
    without_suspects,
    without_withdrawal,
)
from ..drawing import specks
from ..drawing.shot import UNKNOWN, Shot
from ..errors import InputError
from ..methods.colorizer import Colorizer
from ..methods.method import SHARE, Method
from ..progress import Progress, scaled
from ..protocol.messages import ACCURACIES
from ..protocol.options import Options
from ..results import FrameReport, FrameResult, Preview, Report
from .painting import frame_result, preview_frame
from .reading import read_shot
from .request import AUTO, Request, checked, has_unknown_character

PREVIEW_SECONDS = 3.0  # between two previews while a method learns
PREVIEW_REST = 9.0  # times as long as a preview took, at least, pass before the next


class Done(NamedTuple):
    """Shares of the whole work that are done when its parts are."""

    read: float
    learned: float
    scored: float


QUICK, SLOW = Done(0.15, 0.8, 0.85), Done(0.05, 0.85, 0.93)


def colorize(
    request: Request, methods: Mapping[str, Method]
) -> Generator[Progress | Preview | FrameResult, None, Report]:
    """Color every frame that is no reference, each given out as soon as it is ready.

    `methods`: those to choose from, the best one first. Raises InputError, with a sentence for the painter, where
    the request cannot be met.
    """
    request, method = checked(request, methods)
    part = QUICK if method.is_quick else SLOW
    colorizer = method.make(request.options.character)
    if has_unknown_character(request, method):
        yield Progress(0, f"Nothing is known of {request.options.character}: going by the references alone")
    shot = yield from scaled(read_shot(request), 0, part.read)
    if not shot.targets:
        raise InputError("Every frame of this shot is finished already: leave at least one frame to color.")
    shot = shot.with_colors(colorizer.palette())
    rule = method.rule if request.options.rule == AUTO else request.options.rule
    has_previews = request.watch and not method.is_quick
    yield from _learn(shot, colorizer, part, has_previews)
    scores = yield from _score(shot, colorizer, part, request.watch)
    options = replace(request.options, rule=rule)
    done: list[FrameReport] = []
    for number, target in enumerate(shot.targets):
        yield Progress(part.scored + (1 - part.scored) * number / len(shot.targets), "Painting")
        labels = scores[number].argmax(1)
        frame = frame_result(shot, target, labels, _verdict(shot, target, method, scores[number], options))
        done.append(
            FrameReport(frame.time, frame.regions, frame.coverage, frame.area_coverage, frame.seconds)
        )
        yield frame
    finished, partial = ([shot.frames[i].time for i in sorted(part)] for part in (shot.labels, shot.partial))
    return Report(method.name, shot.palette, tuple(done), finished, partial)


def _learn(
    shot: Shot, colorizer: Colorizer, part: Done, has_previews: bool
) -> Generator[Progress | Preview, None, None]:
    """Learn the shot; previews show its targets in turn as they would be painted now."""
    targets, due = cycle(shot.targets), perf_counter() + PREVIEW_SECONDS
    for step in scaled(colorizer.learn(shot), part.read, part.learned):
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
        blended = specks.blend(of_frame, frame.regions, frame.line_art)
        scores.append(_certain(blended, shot.partial.get(target)))
        if has_previews:
            yield preview_frame(shot, target, scores[-1])
    return scores


def _verdict(shot: Shot, target: int, method: Method, scores: np.ndarray, options: Options) -> Verdict:
    """What is withdrawn of frame number `target`; `options` name the rule."""
    if options.rule == SHARE:
        verdict = by_share(scores, ACCURACIES)
    else:
        calibration = calibration_of(method.name, len(shot.labels))
        verdict = by_threshold(scores, calibration, options.target_accuracy, ACCURACIES, shot.purity)
    verdict = without_suspects(verdict, scores.argmax(1), shot.frames[target].suspect)
    if not options.withdraw:
        verdict = without_withdrawal(verdict)
    return verdict if target not in shot.partial else keep_known(verdict, shot.partial[target])


def _certain(scores: np.ndarray, known: np.ndarray | None) -> np.ndarray:
    """`scores`, (R + 1, K), with the regions whose labels are known, i32 (R + 1,), certain of these."""
    if known is None:
        return scores
    rows = np.flatnonzero(known[1:] != UNKNOWN) + 1
    certain = scores.copy()
    certain[rows] = 0
    certain[rows, known[rows]] = 1
    return certain
