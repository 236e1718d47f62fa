"""What goes on after the first press costs: a correction, and a finished frame more, in seconds of processor time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time

import numpy as np

from ..errors import InputError
from ..pipeline import Base, Request, color_base
from ..pipeline.request import Answer
from ..progress import finish
from ..protocol.options import Options
from ..registry import METHODS
from ..results import FrameResult
from .truth import TruthShot, open_truth

CORRECTION, NEXT, FINISHED = "a correction", "one more correction", "a finished frame more"


def session_costs(folder: Path, references: str) -> dict[str, float]:
    """Seconds of processor time until all frames of a shot are made anew, after each of these."""
    truth = open_truth(folder, references)
    base = finish(color_base(_request(truth, truth.given), METHODS))
    targets = [time for time in truth.times if time not in truth.given]
    if len(targets) < 2:
        raise InputError(f"{folder} has too few frames: at least two must be left to color.")
    middle = targets[len(targets) // 2]
    first, second = _withdrawn(base, middle)
    costs = {}
    for name, answers in ((CORRECTION, [first]), (NEXT, [first, second])):
        start = process_time()
        finish(base.results(answers))
        costs[name] = process_time() - start
    request = _request(truth, sorted({*truth.given, middle}))
    start = process_time()
    finish(finish(color_base(request, METHODS, base)).results(()))
    return {**costs, FINISHED: process_time() - start}


def _request(truth: TruthShot, finished: Sequence[int]) -> Request:
    colors = {time: truth.colors[time] if time in truth.given else truth.paint(time) for time in finished}
    return Request(truth.lines, colors, Options(), finished=finished)


def _withdrawn(base: Base, time: int) -> list[Answer]:
    """Answers for two regions of a frame, their suggestions: the largest that are withdrawn, if there are such."""
    frame = next(step for step in base.results(()) if isinstance(step, FrameResult) and step.time == time)
    order = np.argsort(-frame.areas * np.where(frame.withdrawn, 1, 1e-6))[:2]
    found = []
    for number in order:
        y, x = np.argwhere(frame.region_map == number)[0]
        red, green, blue, alpha = frame.palette[frame.labels[number]].tolist()
        found.append(Answer(time, int(x), int(y), (red, green, blue, alpha)))
    return found
