"""The job "answers": the painter's changes on the result of one frame, read as answers."""

from __future__ import annotations

from ..drawing.shot import Frame
from ..pipeline import Request, read_shot
from ..pipeline.answers import CLEAR, Answered, update_answers
from ..pipeline.request import Answer
from ..pipeline.slips import slipped_pixels
from ..progress import Progress, finish
from ..protocol.digests import planes_digest
from ..protocol.messages import Submit
from ..protocol.options import Options
from .drawings import Drawings
from .steps import Given, Steps

SEGMENTED = 16  # drawings, some megabytes together
LARGE = 8 << 20  # bytes of a segmented drawing that is not kept

_kept: dict[str, Frame] = {}  # the newest last


def answers_of(submit: Submit) -> tuple[Answer, ...]:
    """The answers of a request, whose rows `jobs.refusal` has checked."""
    return tuple(Answer(time, x, y, (r, g, b, a)) for time, x, y, r, g, b, a, *_ in submit.answers)


def answers_job(submit: Submit, drawn: Given) -> Steps:
    """Compare the result of one frame with the paint that is there now. Returns the report, see messages.Done."""
    (time,) = submit.times
    yield Progress(0, "Reading the correction")
    shown, present = Drawings(drawn.colors, submit.height, submit.width).planes(time)
    given = [
        Answered(answer, tuple(row[7:]) or None)
        for answer, row in zip(answers_of(submit), submit.answers, strict=True)
    ]
    frame = _segmented(submit, drawn.lines[time], drawn.closings.get(time, []))
    updated, mixed, flooded = update_answers(time, frame.regions, shown, present, given)
    new = {one.answer for one in updated} - {one.answer for one in given}
    is_silent = not (new or mixed or flooded)
    return {
        "answers": [[time, answer.x, answer.y, *answer.color] for answer, _ in updated],
        "before": [list(before or CLEAR) for _, before in updated],
        "mixed": mixed,
        "flooded": flooded,
        "slipped": slipped_pixels(frame.regions, shown, present) if is_silent else 0,
    }


def _segmented(submit: Submit, layers: list[bytes], closing: list[bytes]) -> Frame:
    """The drawing of compressed line layers, segmented; kept, since a frame is often corrected several times.

    `closing`: the compressed strokes that close regions of it, none where it is empty.
    """
    size, options = (submit.height, submit.width), Options(largest_gap=submit.options.largest_gap)
    key = planes_digest([*layers, *closing], f"{size} {options} {len(layers)}".encode())
    frame = _kept.pop(key, None)
    if frame is None:
        drawing, strokes = Drawings({0: layers}, *size), Drawings({0: closing} if closing else {}, *size)
        frame = finish(read_shot(Request(drawing, {}, options, closings=strokes))).frames[0]
    if frame.nbytes <= LARGE:
        _kept[key] = frame
    while len(_kept) > SEGMENTED:
        del _kept[next(iter(_kept))]
    return frame
