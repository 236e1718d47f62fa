"""The job "answers": what the painter's changes on the result of one frame say about its regions."""

from __future__ import annotations

from ..pipeline import Request, read_shot
from ..pipeline.answers import CLEAR, Answered, update_answers
from ..pipeline.request import Answer
from ..protocol.messages import Submit
from .drawings import Drawings
from .steps import Planes, Steps


def answers_of(submit: Submit) -> tuple[Answer, ...]:
    """The answers of a request, whose rows `jobs.refusal` has checked."""
    return tuple(Answer(time, x, y, (r, g, b, a)) for time, x, y, r, g, b, a, *_ in submit.answers)


def answers_job(submit: Submit, lines: Planes, colors: Planes) -> Steps:
    """Compare the result of one frame with the paint that is there now. Returns the report, see messages.Done."""
    (time,) = submit.times
    drawing = Drawings(lines, submit.height, submit.width)
    shown, present = Drawings(colors, submit.height, submit.width).planes(time)
    given = [
        Answered(answer, tuple(row[7:]) or None)
        for answer, row in zip(answers_of(submit), submit.answers, strict=True)
    ]
    shot = yield from read_shot(Request(lines=drawing, colors={}, options=submit.options))
    updated, mixed = update_answers(time, shot.frames[0].regions, shown, present, given)
    return {
        "answers": [[time, answer.x, answer.y, *answer.color] for answer, _ in updated],
        "before": [list(before or CLEAR) for _, before in updated],
        "mixed": mixed,
    }
