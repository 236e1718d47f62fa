"""Questions: gone through, answered, taken back, between fakes of document and engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shiage import asking as asking_module
from shiage.controller import Controller
from shiage.guard import Refused
from shiage.live.questions import Questions, read
from tests.plugin.fakes import PALETTE, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]
RED, BLUE = PALETTE[1], PALETTE[2]


def row(*places: tuple[int, ...], sure: float = 0.6, why: str = "unsure") -> dict[str, Any]:
    """A question about a part at these places (time, x, y), red rather than blue."""
    return {
        "at": [[*place, 0, 0, 2, 2] for place in places],
        "why": why,
        "weight": 1.0,
        "colors": [
            {"color": list(RED), "confidence": sure, "as": [0, 1, 1, 0, 0, 2, 2]},
            {"color": list(BLUE), "confidence": 1 - sure, "as": []},
        ],
    }


BOTH, LATER, FIRST = row((2, 1, 1), (5, 1, 0)), row((5, 3, 2), sure=0.95), row((2, 3, 0), sure=0.92)


@pytest.fixture
def asked(controller: Controller, client: FakeClient, until: Until) -> Iterator[Controller]:
    """A controller with a result of two frames, of which three parts are open."""
    begin(controller, client, until, 4)
    assert client.requests[0].questions
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5, "questions": [BOTH, LATER, FIRST]})
    until(lambda: controller.job is None)
    yield controller
    controller.stop()


def colored_anew(
    client: FakeClient, until: Until, job: int, *left: dict[str, Any]
) -> tuple[tuple[int, ...], ...]:
    """The engine colors with the answers, and lists what is left; returns the answers that it was sent."""
    until(lambda: len(client.requests) == job)
    client.need_nothing(job)
    client.finished.emit(job, {"questions": list(left)})
    return client.requests[-1].answers


def test_the_next_question_is_shown_with_its_first_suggestion(asked: Controller, host: FakeHost) -> None:
    asked.asking.next()
    assert host.shown[:3] == (2, 1, 1) and host.brush == RED
    assert asked.notice == "Frames 2 to 5: 60% sure of this color, as in frame 0."
    asked.asking.next()
    assert host.shown[:3] == (5, 3, 2) and asked.scene.time == 5
    asked.asking.previous()
    assert host.shown[:3] == (5, 1, 0), "the same part as before, in the frame in view"


def test_a_frame_that_is_left_out_stays_open_when_its_part_is_answered(
    asked: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    questions = asked.asking.questions
    asked.asking.next()
    assert questions is not None and questions.current is not None
    here, there = questions.current.places
    for place in (there, here, there, there):  # out, refused, in again, out
        asked.guard(asked.asking.leave_out)(place)
    assert "one frame at least" in asked.notice
    assert questions.asked_at(questions.current) == (here,)
    asked.asking.accept()
    assert colored_anew(client, until, 2, row((5, 1, 0)), LATER) == ((2, 1, 1, *RED),)
    until(lambda: [one.frames for one in questions.open] == ["Frame 5", "Frame 5"])
    assert questions.asked_at(questions.open[0]) == questions.open[0].places, "it is asked about again"


def test_what_was_left_out_is_asked_for_where_nothing_else_is_left_of_its_question() -> None:
    questions = Questions()
    questions.update([BOTH])
    (question,) = questions.open
    assert questions.leave_out(question, question.places[1])
    questions.update([row((5, 1, 0))])
    (left,) = questions.open
    assert questions.asked_at(left) == left.places == question.places[1:]
    assert questions.answer([(left, RED)]) == ((5, 1, 0, *RED),)


def test_the_region_is_outlined_for_a_moment(
    asked: Controller, host: FakeHost, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_module, "OUTLINED", 200)
    asked.asking.next()
    box = host.outlines[-1].boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (0, 0, 2, 2), "first its box"
    until(lambda: len(host.outlines) == 2)
    until(lambda: not host.outlines)
    assert asked.asking.questions is not None and asked.asking.questions.current is not None, (
        "the question is still at hand"
    )


def test_the_place_that_a_suggestion_comes_from_is_shown(asked: Controller, host: FakeHost) -> None:
    assert asked.asking.questions is not None
    question = asked.asking.questions.open[1]
    asked.asking.show_example(question, 0)
    assert host.shown == (0, 1, 1, 0, 0, 2, 2) and asked.scene.time == 0
    assert asked.notice == "Frame 0: suggestion 1 is the color of this region."
    assert asked.asking.questions.current == question, "it can be answered there"
    with pytest.raises(Refused, match="No reference frame shows this color"):
        asked.asking.show_example(question, 1)


def test_an_accepted_suggestion_holds_in_all_frames_of_the_part(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    asked.asking.next()
    asked.asking.accept()
    assert host.shown[:3] == (5, 3, 2), "on to the next"
    assert colored_anew(client, until, 2, LATER) == ((2, 1, 1, *RED), (5, 1, 0, *RED))
    until(lambda: asked.notice == "0 frames changed. 1 more settled.")
    assert asked.asking.questions is not None
    assert [question.places[0][:3] for question in asked.asking.questions.open] == [(5, 3, 2)]


def test_another_suggestion_and_the_color_of_the_brush(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    asked.asking.next()
    asked.asking.accept(1)
    assert colored_anew(client, until, 2, LATER, FIRST)[0] == (2, 1, 1, *BLUE)
    until(lambda: "changed" in asked.notice or client.requests[-1].answers != ())
    assert asked.asking.questions is not None
    asked.asking.show(asked.asking.questions.open[1])
    host.brush = (9, 8, 7, 255)
    asked.asking.take_brush()
    assert (2, 3, 0, 9, 8, 7, 255) in colored_anew(client, until, 3, LATER)


def test_the_color_under_the_cursor(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    asked.asking.next()
    with pytest.raises(Refused, match="Rest the cursor"):
        asked.asking.take_color()
    assert asked.asking.questions is not None and len(asked.asking.questions.open) == 3
    host.at_cursor = (1, 2, 3, 255)
    asked.asking.take_color()
    assert colored_anew(client, until, 2, LATER, FIRST)[0] == (2, 1, 1, 1, 2, 3, 255)


def test_a_sweep_is_taken_back_as_one(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    asked.asking.accept_above(0.9)
    assert asked.notice == "2 questions answered; Take back, or Ctrl+Z, opens them again."
    assert colored_anew(client, until, 2, BOTH) == ((2, 3, 0, *RED), (5, 3, 2, *RED))
    until(lambda: asked.asking.questions is not None and len(asked.asking.questions.open) == 1)
    asked.asking.take_back()
    assert colored_anew(client, until, 3, BOTH, LATER, FIRST) == ()
    until(lambda: asked.asking.questions is not None and len(asked.asking.questions.open) == 3)
    with pytest.raises(Refused, match="no answer to take back"):
        asked.asking.take_back()


def test_ctrl_z_opens_a_question_again_in_all_its_frames(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    asked.asking.next()
    asked.asking.accept()
    assert len(colored_anew(client, until, 2, LATER)) == 2
    until(lambda: "changed" in asked.notice)
    until(lambda: len(host.layers.modes) == 2)
    mode = host.layers.modes.pop()
    assert colored_anew(client, until, 3, BOTH, LATER, FIRST) == ()
    questions = asked.asking.questions
    assert questions is not None
    until(lambda: len(questions.open) == 3)
    assert questions.current == questions.open[0], "it is at hand again"
    with pytest.raises(Refused, match="no answer to take back"):
        asked.asking.take_back()
    host.layers.modes.append(mode)  # redo
    assert len(colored_anew(client, until, 4, LATER)) == 2


def test_what_the_painter_has_said_before_stays(
    asked: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    host.said = [(2, 0, 0, *BLUE), (2, 3, 0, *BLUE)]
    asked.asking.accept_above(0.9)
    assert colored_anew(client, until, 2) == ((2, 0, 0, *BLUE), (2, 3, 0, *RED), (5, 3, 2, *RED))


def test_refusals_say_what_to_do(asked: Controller, controller: Controller) -> None:
    with pytest.raises(Refused, match="go to the next one first"):
        asked.asking.accept()
    with pytest.raises(Refused, match="none has 99%"):
        asked.asking.accept_above(0.99)
    asked.asking.next()
    with pytest.raises(Refused, match="no suggestion 3"):
        asked.asking.accept(2)


def test_frame_by_frame_by_choice(asked: Controller, host: FakeHost) -> None:
    asked.asking.order_by_frame(True)
    assert asked.asking.questions is not None
    assert [one.places[0].time for one in asked.asking.questions.in_order] == [2, 2, 5]
    assert asked.asking.questions.in_frame(5) == 2


def test_without_a_result_nothing_is_open(controller: Controller) -> None:
    assert controller.asking.questions is None
    with pytest.raises(Refused, match="press Auto-colorize"):
        controller.asking.next()


def test_settled_are_those_that_are_gone_and_were_not_answered() -> None:
    questions = Questions()
    assert questions.update([BOTH, LATER, FIRST]) == 0
    questions.answer([(read([BOTH])[0], RED)])
    assert questions.update([FIRST]) == 1
    assert questions.update([row((2, 3, 0), (5, 0, 0))]) == 0, "the same part, found in another frame too"
    assert questions.update([], lambda places: {one for one in places if one.time == 5}) == 0, (
        "the painter has painted it in one frame"
    )
