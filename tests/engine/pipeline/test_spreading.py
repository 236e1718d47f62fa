"""The painter's answers, kept and followed: on three frames of two boxes, whose links are made by hand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from shiage_engine.confidence.withdrawal import PAINTED, Verdict
from shiage_engine.drawing.shot import Shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.request import Answer
from shiage_engine.pipeline.spreading import Colored, answer_colors, answered_regions, spread_answers
from shiage_engine.progress import finish
from tests.engine.methods.shared.test_tracks import both
from tests.engine.shots import BLUE, LEFT, RED, RIGHT, color, line

STEPS = 21
GREEN = (10, 200, 10, 255)


@pytest.fixture
def shot() -> Shot:
    """Frame 0 is finished, 1 to 3 are to be colored; times are ten times as much."""
    return finish(read_shot(Request({10 * i: line() for i in range(4)}, {0: color()})))


def region(shot: Shot, at: tuple[int, int]) -> int:
    return int(shot.frames[0].regions[at])


def colored(*labels: int, withdrawn: tuple[int, ...]) -> Colored:
    is_withdrawn = np.isin(np.arange(len(labels)), withdrawn)
    steps = np.where(is_withdrawn, 3, STEPS).astype(np.uint8)
    return Colored(
        np.array(labels), Verdict(np.where(is_withdrawn, 0.5, 0.99).astype(np.float32), steps, is_withdrawn)
    )


def answer(frame: int, at: tuple[int, int], paint: tuple[int, int, int, int]) -> Answer:
    return Answer(10 * frame, at[1], at[0], paint)


def test_an_answer_is_of_the_region_under_its_pixel(shot: Shot) -> None:
    known = shot.with_colors(np.array([GREEN], np.uint8))
    left, right = region(shot, LEFT), region(shot, RIGHT)
    answers = [
        answer(1, LEFT, GREEN),
        answer(2, RIGHT, (0, 0, 0, 0)),
        answer(2, (10, 6), RED),
    ]  # the last on a line
    found = answered_regions(known, answers)
    red = known.palette.tolist().index(list(RED))
    assert found == {(1, left): 3, (2, right): 0, (2, known_at(known, (10, 6))): red}
    assert answer_colors(answers).tolist() == [list(GREEN), list(RED)]


def known_at(shot: Shot, at: tuple[int, int]) -> int:
    """The region that a line's pixel is nearest to: the background."""
    return region(shot, (3, 3)) if at == (10, 6) else region(shot, at)


@pytest.mark.parametrize("gone", [Answer(5, 16, 20, RED), Answer(0, 16, 20, RED), Answer(10, 900, 20, RED)])
def test_answers_without_a_region_are_passed_over(shot: Shot, gone: Answer) -> None:
    """Of a time that is no frame, of a finished frame, outside of the frame."""
    assert answered_regions(shot, [gone]) == {}


def test_answers_are_kept_and_followed_where_nothing_is_painted() -> None:
    base = {
        1: colored(0, 1, 2, withdrawn=(2,)),
        2: colored(0, 1, 1, withdrawn=(2,)),
        3: colored(0, 1, 1, withdrawn=()),
    }
    links = both(((1, 2), (2, 2), 0.95), ((2, 2), (3, 2), 0.95))
    found = spread_answers(base, {(1, 2): 2}, links, STEPS)
    assert [one.labels.tolist() for one in found.values()] == [[0, 1, 2], [0, 1, 2], [0, 1, 1]]
    assert found[1].verdict.painted_steps[2] == PAINTED and found[1].verdict.confidence[2] == 1
    assert found[2].verdict.painted_steps[2] == STEPS and not found[2].verdict.withdrawn[2]
    assert found[3] is base[3]  # painted regions stay as they are
    assert base[2].labels.tolist() == [0, 1, 1]  # the base itself, too


@pytest.mark.parametrize(
    ("strength", "suggestion", "is_followed"),
    [(0.95, 1, True), (0.7, 1, False), (0.7, 2, True), (0.4, 2, False)],
)
def test_weak_tracks_are_followed_to_where_the_color_is_the_suggestion(
    strength: float, suggestion: int, is_followed: bool
) -> None:
    base = {1: colored(0, 1, withdrawn=(1,)), 2: colored(0, suggestion, withdrawn=(1,))}
    found = spread_answers(base, {(1, 1): 2}, both(((1, 1), (2, 1), strength)), STEPS)
    assert (not found[2].verdict.withdrawn[1]) == is_followed
    assert found[2].labels[1] == (2 if is_followed else suggestion)


def test_the_order_of_answers_does_not_matter() -> None:
    base = {i: colored(0, 1, 1, withdrawn=(1, 2)) for i in (1, 2, 3)}
    links = both(
        ((1, 1), (2, 1), 0.95), ((3, 1), (2, 1), 0.95), ((1, 2), (2, 2), 0.92), ((3, 2), (2, 2), 0.99)
    )
    answers = {(1, 1): 2, (3, 1): 3, (1, 2): 2, (3, 2): 3}
    results = [spread_answers(base, dict(order), links, STEPS) for order in permutations(answers.items())]
    for result in results:
        assert {i: one.labels.tolist() for i, one in result.items()} == {
            1: [0, 2, 2],
            2: [0, 2, 3],
            3: [0, 3, 3],
        }


def test_a_result_with_answers_does_not_depend_on_their_order(shot: Shot) -> None:
    one, other = answer(1, LEFT, RED), answer(1, (LEFT[0] + 1, LEFT[1]), BLUE)  # two of one region
    assert answered_regions(shot, [one, other]) == answered_regions(shot, [other, one])
