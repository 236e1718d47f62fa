"""The job "answers": what the painter's changes on a result say about single regions."""

from __future__ import annotations

from ..pipeline.request import Answer
from ..protocol.messages import Submit


def answers_of(submit: Submit) -> tuple[Answer, ...]:
    """The answers of a request, whose rows `jobs.refusal` has checked."""
    return tuple(Answer(time, x, y, (r, g, b, a)) for time, x, y, r, g, b, a, *_ in submit.answers)
