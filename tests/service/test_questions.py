"""Questions for the wire, of a real shot of two boxes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shiage_engine.protocol.framing import Limits
from shiage_engine.protocol.handshake import Identity
from shiage_engine.protocol.messages import MOST_PLACES, MOST_QUESTIONS, QUESTIONS_SINCE
from shiage_engine.protocol.options import Options

from shiage_engine.limits import COLORS, FRAME_REGIONS
from shiage_engine.pipeline import Request, color_base
from shiage_engine.pipeline.questions import SUGGESTIONS
from shiage_engine.pipeline.request import Answer
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.service import questions
from shiage_engine.service.limits import MAX_FRAMES
from shiage_engine.service.questions import questions_report
from tests.engine.shots import BY_AREA, LEFT, RED, color, line


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


def test_a_color_that_no_reference_has_comes_from_where_the_painter_gave_it() -> None:
    green = (10, 200, 10, 255)
    lines = {10 * step: line(step) for step in range(9)}
    request = Request(lines, {0: color(), 80: color(8)}, finished=(0, 80))
    y, x = LEFT
    base = finish(color_base(request, METHODS))
    report: Any = questions_report(base, (Answer(40, x + 4, y, green),), None)
    (row,) = report["questions"]
    assert (row["why"], [place[0] for place in row["at"]]) == ("flicker", [30, 50])
    new, known = row["colors"][:2]
    assert new["color"] == list(green) and new["as"][0] == 40 and new["as"][3:] == [12, 12, 28, 28]
    assert known["color"] == list(RED) and known["as"][0] in (0, 80)


def test_no_more_places_are_told_than_a_report_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {time: line(time) for time in range(3)}
    base = finish(color_base(Request(lines, {0: color()}, Options(target_accuracy=1)), BY_AREA))
    everything: Any = questions_report(base, (), None)
    most = len(everything["questions"][0]["at"])
    monkeypatch.setattr(questions, "MOST_PLACES", most)
    report: Any = questions_report(base, (), None)
    assert len(everything["questions"]) > 1 and report["questions"] == everything["questions"][:1]


def test_the_longest_report_fits_into_a_packet() -> None:
    """What is shown takes half a megabyte besides, at most."""
    place = [MAX_FRAMES, *[32766] * 6]
    suggestion = {"color": [255] * 4, "confidence": 1 / 3, "as": place}
    question = {"at": [place] * (MOST_PLACES // MOST_QUESTIONS), "why": "disagrees", "weight": 1 / 3}
    frame = {"time": MAX_FRAMES, "regions": FRAME_REGIONS, "coverage": 1 / 3, "seconds": 1 / 3}
    rows = [{**question, "colors": [suggestion] * SUGGESTIONS}] * MOST_QUESTIONS
    report = {"questions": rows, "frames": [frame] * MAX_FRAMES, "palette": [[255] * 4] * COLORS}
    assert len(json.dumps(report)) + 500_000 < Limits().header


def test_the_engine_speaks_a_protocol_with_questions() -> None:
    assert Identity._field_defaults["protocol_max"] >= QUESTIONS_SINCE
