"""Questions for the wire, of a real shot of two boxes."""

from __future__ import annotations

import json
from typing import Any

from shiage_engine.protocol.handshake import Identity
from shiage_engine.protocol.messages import QUESTIONS_SINCE
from shiage_engine.protocol.options import Options

from shiage_engine.pipeline import Request, color_base
from shiage_engine.pipeline.request import Answer
from shiage_engine.progress import finish
from shiage_engine.service.questions import questions_report
from tests.engine.shots import BY_AREA, RED, color, line


def test_each_question_says_where_why_and_what() -> None:
    """Nothing is sure enough to be painted: the two boxes and the background are questions."""
    lines = {10: line(), 20: line(2)}
    base = finish(color_base(Request(lines, {10: color()}, Options(target_accuracy=1)), BY_AREA))
    report: Any = questions_report(base, (), None)
    rows = report["questions"]
    assert [row["why"] for row in rows] == ["unsure"] * 3
    (red,) = [row for row in rows if row["colors"][0]["color"] == list(RED)]
    ((time, x, y, *box),) = red["at"]
    assert (time, box) == (20, [10, 12, 26, 28])
    assert box[0] <= x < box[2] and box[1] <= y < box[3]
    example = red["colors"][0]["as"]
    assert example[0] == 10 and example[3:] == [8, 12, 24, 28]
    assert json.loads(json.dumps(rows)) == rows
    answered: Any = questions_report(base, (Answer(time, x, y, RED),), None)
    assert [row["at"] for row in answered["questions"]] == [row["at"] for row in rows if row is not red]


def test_the_engine_speaks_a_protocol_with_questions() -> None:
    assert Identity._field_defaults["protocol_max"] >= QUESTIONS_SINCE
