"""The job "colorize": frames from the wire to the pipeline, and what it paints back."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from .. import api
from ..drawing import planes
from ..pipeline import Base
from ..pipeline.coloring import PAINTING
from ..progress import Progress, converted, scaled
from ..protocol import messages
from ..protocol.messages import Submit
from ..results import FrameReport, FrameResult, Preview, Report
from .answers import answers_of
from .drawings import Drawings, sheets_in
from .labels import Painted, labels_message, palette_message, result_message, total
from .questions import questions_report
from .sessions import Sessions
from .shown import unpacked
from .steps import Given, Reply, Steps, Unchanged

SESSIONS = Sessions()
T = TypeVar("T")


def colorize_job(submit: Submit, given: Given) -> Steps:
    """Run the pipeline; yields what it yields, ready for the wire. Returns the report."""
    request = api.Request(
        lines=Drawings(given.lines, submit.height, submit.width),
        colors=Drawings(given.colors, submit.height, submit.width),
        hints=Drawings(given.hints, submit.height, submit.width),
        closings=Drawings(given.closings, submit.height, submit.width),
        options=submit.options,
        watch=submit.watch,
        finished=frozenset(submit.finished),
        partial=frozenset(submit.partial),
        answers=answers_of(submit),
        sheets=sheets_in(submit, given.sheets),
        kept=unpacked(submit.kept),
    )
    results = Results(submit)
    base, report = yield from _for_the_wire(submit, _colored(submit, given, request), results)
    asked = questions_report(base, request.answers, request.kept) if submit.questions else {}
    return {**_report(report), **results.report(), **asked}


def _colored(
    submit: Submit, given: Given, request: api.Request
) -> Generator[Progress | Preview | FrameResult, None, tuple[Base, Report]]:
    """As `pipeline.colorize`, from what is kept of the shot, which is returned too."""
    base = yield from scaled(SESSIONS.base(submit, given, request), 0, PAINTING)
    report = yield from scaled(base.results(request.answers, request.kept), PAINTING, 1)
    return base, report


def _for_the_wire(
    submit: Submit, work: Generator[Progress | Preview | FrameResult, None, T], results: Results
) -> Generator[Progress | Reply | Unchanged, None, T]:
    """What `work` yields, as the client wants it; returns what `work` returns."""

    def convert(step: Progress | Preview | FrameResult) -> Iterable[Progress | Reply | Unchanged]:
        if isinstance(step, FrameResult):
            yield from results.replies(step)
        elif isinstance(step, Preview):
            yield _preview(submit.job, step)
        else:
            yield step

    return converted(work, convert)


class Results:
    """The results of one job on their way to the client, in the form it asked for, and what they come to."""

    def __init__(self, submit: Submit) -> None:
        self._submit = submit
        self._painted: dict[int, Painted] = {}  # by time

    def replies(self, frame: FrameResult) -> Iterator[Reply | Unchanged]:
        """What the client is to be sent for a frame; the palette before the first."""
        submit = self._submit
        if not submit.as_labels:
            yield Reply(*result_message(submit.job, frame))
            return
        if not self._painted:
            yield Reply(palette_message(submit.job, frame.palette))
        self._painted[int(frame.time)] = Painted.of(frame)
        message, encoded = labels_message(submit.job, frame)
        yield Unchanged(message.time) if message.digest in submit.known else Reply(message, encoded)

    def report(self) -> dict[str, object]:
        """What the report of the job has besides, for a client that takes labels."""
        if not self._submit.as_labels:
            return {}
        painted = total(self._painted.values())
        return {"coverage": list(painted.coverage), "area": list(painted.area)}


def _preview(job: int, preview: Preview) -> Reply:
    height, width = preview.picture.shape[:2]
    message = messages.Preview(job, int(preview.time), width, height)
    return Reply(message, (planes.bgra_of_rgba(preview.picture).data,))


def _report(report: Report) -> dict[str, object]:
    frames = [
        {
            "time": int(frame.time),
            "regions": int(frame.regions),
            "coverage": float(frame.coverage),
            "seconds": float(frame.seconds),
        }
        for frame in report.frames
    ]
    return {
        "method": report.method,
        "palette": np.asarray(report.palette).tolist(),
        "coverage": _mean_coverage(report.frames),
        "finished": [int(time) for time in report.finished],
        "sheets": list(report.sheets),
        "partial": [int(time) for time in report.partial],
        "hints": [[int(one.time), one.regions, one.mixed] for one in report.hints],
        "disagreements": [[*map(int, one.times), *one.hex_colors] for one in report.disagreements],
        "seconds": sum(float(frame.seconds) for frame in report.frames),
        "frames": frames,
    }


def _mean_coverage(frames: Sequence[FrameReport]) -> float:
    """The share of all regions of all frames that was painted."""
    regions = sum(int(frame.regions) for frame in frames)
    return sum(float(frame.coverage) * int(frame.regions) for frame in frames) / max(regions, 1)
