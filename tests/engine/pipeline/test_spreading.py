"""The painter's answers, kept and followed: on three frames of two boxes, whose links are made by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from shiage_engine.confidence.withdrawal import PAINTED, Thresholds, Verdict
from shiage_engine.drawing.shot import Shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.request import Answer
from shiage_engine.pipeline.spreading import (
    FOLLOWED,
    Colored,
    answer_colors,
    answered_regions,
    known_regions,
    spread_answers,
)
from shiage_engine.progress import finish
from tests.engine.methods.shared.test_tracks import both
from tests.engine.shots import BLUE, LEFT, RED, RIGHT, color, line

STEPS = 21
THRESHOLDS = Thresholds(0.8, tuple(np.linspace(0.5, 0.999, STEPS).tolist()))
AREAS = {frame: np.array([0, 400, 400]) for frame in (1, 2, 3)}
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
    # The last on a line.
    answers = [answer(1, LEFT, GREEN), answer(2, RIGHT, (0, 0, 0, 0)), answer(2, (10, 6), RED)]
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
    links = both(((1, 2), (2, 2), 0.999), ((2, 2), (3, 2), 0.999))
    found = spread_answers(base, {(1, 2): 2}, links, AREAS, THRESHOLDS)
    assert [one.labels.tolist() for one in found.values()] == [[0, 1, 2], [0, 1, 2], [0, 1, 1]]
    assert found[1].verdict.painted_steps[2] == PAINTED and found[1].verdict.confidence[2] == 1
    sure = found[2].verdict.confidence[2]
    assert FOLLOWED < sure < 1 and not found[2].verdict.withdrawn[2]
    assert found[2].verdict.painted_steps[2] == sum(sure >= least for least in THRESHOLDS.steps) < STEPS
    assert found[3] is base[3]  # painted regions stay as they are
    assert base[2].labels.tolist() == [0, 1, 1]  # the base itself, too


@pytest.mark.parametrize(
    ("strength", "suggestion", "is_painted", "label"),
    [(0.999, 1, True, 2), (0.9, 1, False, 2), (0.9, 2, True, 2), (0.4, 1, False, 1)],
)
def test_an_answer_is_followed_as_far_as_it_is_sure(
    strength: float, suggestion: int, is_painted: bool, label: int
) -> None:
    """Painted where sure, which is sooner where the color is the suggestion already; else suggested where likely."""
    base = {1: colored(0, 1, withdrawn=(1,)), 2: colored(0, suggestion, withdrawn=(1,))}
    found = spread_answers(base, {(1, 1): 2}, both(((1, 1), (2, 1), strength)), AREAS, THRESHOLDS)
    assert (not found[2].verdict.withdrawn[1]) == is_painted
    assert found[2].labels[1] == label


def test_a_stricter_accuracy_needs_a_surer_track() -> None:
    base = {1: colored(0, 1, withdrawn=(1,)), 2: colored(0, 2, withdrawn=(1,))}
    links = both(((1, 1), (2, 1), 0.9))
    strict = Thresholds(0.99, THRESHOLDS.steps)
    assert spread_answers(base, {(1, 1): 2}, links, AREAS, strict)[2].verdict.withdrawn[1]


def test_the_paint_of_partly_painted_frames_is_followed_too(shot: Shot) -> None:
    labels = np.array([0, -1, 1, 0])
    assert known_regions(replace(shot, partial={1: labels})) == {(1, 2): 1, (1, 3): 0}


def test_the_order_of_answers_does_not_matter() -> None:
    base = {i: colored(0, 1, 1, withdrawn=(1, 2)) for i in (1, 2, 3)}
    links = both(
        ((1, 1), (2, 1), 0.999), ((3, 1), (2, 1), 0.999), ((1, 2), (2, 2), 0.99), ((3, 2), (2, 2), 0.999)
    )
    answers = {(1, 1): 2, (3, 1): 3, (1, 2): 2, (3, 2): 3}
    results = [
        spread_answers(base, dict(order), links, AREAS, THRESHOLDS) for order in permutations(answers.items())
    ]
    for result in results:
        assert {i: one.labels.tolist() for i, one in result.items()} == {
            1: [0, 2, 2],
            2: [0, 2, 3],
            3: [0, 3, 3],
        }


def test_a_result_with_answers_does_not_depend_on_their_order(shot: Shot) -> None:
    one, other = answer(1, LEFT, RED), answer(1, (LEFT[0] + 1, LEFT[1]), BLUE)  # two of one region
    assert answered_regions(shot, [one, other]) == answered_regions(shot, [other, one])
