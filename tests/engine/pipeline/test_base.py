"""A colored shot that is colored once more: from other references, or with answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.confidence.prior import THRESHOLDS
from shiage_engine.confidence.withdrawal import SHARE_THRESHOLD
from shiage_engine.pipeline import Base, Request, color_base
from shiage_engine.pipeline.questions import DOUBT, FLICKER
from shiage_engine.pipeline.request import Answer
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult
from tests.engine.shots import BLUE, LEFT, RED, color, line

GREEN = (10, 200, 10, 255)
LINES = {time: line(time) for time in range(4)}


def base(method: str, references: tuple[int, ...], former: Base | None = None, rule: str = "auto") -> Base:
    colors = {time: color() for time in references}
    request = Request(LINES, colors, Options(method, rule=rule), finished=references)
    return finish(color_base(request, METHODS, former))


def frames(base: Base, *answers: Answer) -> dict[int, FrameResult]:
    return {step.time: step for step in base.results(answers) if isinstance(step, FrameResult)}


@pytest.mark.parametrize("method", ["fused", "matcher", "few-shot"])
def test_from_the_same_drawings_the_same_comes_out_as_from_scratch(method: str) -> None:
    former = base(method, (0, 3))
    for references in ((0, 1, 3), (0,), (0, 3)):
        former = base(method, references, former)
        scratch = base(method, references)
        assert former.shot.palette.tolist() == scratch.shot.palette.tolist()
        for target, colored in scratch.frames.items():
            again = former.frames[target]
            assert again.labels.tolist() == colored.labels.tolist()
            for one, other in zip(again.verdict, colored.verdict, strict=True):
                np.testing.assert_array_equal(one, other)


def test_the_drawings_are_not_read_again() -> None:
    former = base("fused", (0,))
    specks = former.specks[1]
    again = base("fused", (0, 3), former)
    assert all(one is other for one, other in zip(again.shot.frames, former.shot.frames, strict=True))
    assert again.colorizer is former.colorizer
    assert again.specks[1] is specks


def test_the_first_frame_is_sent_before_the_last_one_is_made() -> None:
    colored = base("fused", (0,))
    next(step for step in colored.results(()) if isinstance(step, FrameResult))
    assert colored.frames.missing() == [2, 3]


def test_an_answer_is_shown_and_taken_back_without_a_trace() -> None:
    colored = base("fused", (0,))
    before = frames(colored)
    y, x = LEFT
    answered = frames(colored, Answer(2, x, y, GREEN))
    assert tuple(answered[2].color()[LEFT]) == GREEN
    assert tuple(answered[2].palette[-1]) == GREEN, "a new color stands at the end"
    after = frames(colored)
    for time, frame in before.items():
        assert after[time].palette.tolist() == frame.palette.tolist()
        np.testing.assert_array_equal(after[time].labels, frame.labels)
        np.testing.assert_array_equal(after[time].confidence, frame.confidence)


def test_what_is_painted_never_changes_with_an_answer_elsewhere() -> None:
    colored = base("fused", (0, 3))
    before = frames(colored)
    y, x = LEFT
    after = frames(colored, Answer(1, x, y, BLUE))
    assert tuple(before[2].color()[LEFT]) == RED and not before[2].withdrawn.any()
    np.testing.assert_array_equal(after[2].color(), before[2].color())


def test_preparing_for_corrections_may_be_stopped_and_goes_on() -> None:
    colored = base("fused", (0,))
    whole = len(list(colored.prepare()))
    assert whole > 1 and not list(colored.prepare()), "made once"
    again = base("fused", (0,))
    first = again.prepare()
    next(first)
    first.close()
    assert len(list(again.prepare())) == whole - 1
    assert finish(again.prepare()) == finish(colored.prepare())


@pytest.mark.parametrize(
    ("rule", "least"), [("calibrated", dict(THRESHOLDS[1])[0.98]), ("share", SHARE_THRESHOLD)]
)
def test_paint_that_would_not_be_painted_for_the_first_time_is_asked_about(rule: str, least: float) -> None:
    colored = base("few-shot", (0, 3), rule=rule)
    before, number = colored.frames[1], int(colored.shot.frames[1].spread[LEFT])

    def asked(sure: float) -> list[str]:
        confidence = before.verdict.confidence.copy()
        confidence[number] = sure
        verdict = before.verdict._replace(confidence=confidence)
        questions = colored.questions({1: replace(before, verdict=verdict)})
        return [question.why for question in questions if (1, number) in question.regions]

    assert asked(least - 0.01) == [DOUBT] and asked(least + 0.01) == []


def test_a_part_that_the_painter_changed_in_one_frame_is_asked_about_once_in_those_beside_it() -> None:
    lines = {time: line(time) for time in range(9)}
    request = Request(lines, {0: color(), 8: color(8)}, finished=(0, 8))
    colored = finish(color_base(request, METHODS))
    y, x = LEFT

    def asked(*answers: Answer) -> list[tuple[str, list[int], tuple[int, ...]]]:
        shot, frames = colored.colored(answers)
        return [
            (question.why, [frame for frame, _ in question.regions], tuple(shot.palette[first.label]))
            for question in colored.questions(frames)
            for first in question.suggestions[:1]
        ]

    changed = Answer(4, x + 4, y, GREEN)
    assert asked() == []
    assert asked(changed) == [(FLICKER, [3, 5], GREEN)]
    for paint in (GREEN, RED):  # followed, or left as it was
        assert asked(changed, Answer(3, x + 3, y, paint), Answer(5, x + 5, y, paint)) == []


@pytest.mark.parametrize(("spot", "expected"), [(RED, RED), (GREEN, (0, 0, 0, 0))])
def test_slivers_take_after_larger_regions_if_those_of_the_finished_frames_do(
    spot: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    """A spot of 16 pixels in the left box has the box's color in the finished frames, or one of its own."""
    lines, paint = {time: line() for time in range(3)}, color()
    for drawing in lines.values():
        drawing[17:23, 13:19, :3] = 0
        drawing[18:22, 14:18, :3] = 255
    paint[18:22, 14:18] = spot
    request = Request(lines, {0: paint, 2: paint}, finished=(0, 2))
    colored = finish(color_base(request, METHODS))
    number = int(colored.shot.frames[1].regions[LEFT])
    before = colored.judged[1]
    before.labels[number] = before.verdict.confidence[number] = 0  # nothing is known of it here
    assert tuple(colored.shot.palette[colored.frames[1].labels[number]]) == expected
