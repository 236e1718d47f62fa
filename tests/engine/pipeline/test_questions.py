"""What the painter is asked: one question for each part of three frames, whose links are made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.confidence.withdrawal import PAINTED, Verdict
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.methods.shared.tracks import Links, Region
from shiage_engine.pipeline.questions import DOUBT, FLICKER, GAP, UNSURE, Frame, ask, ranked
from shiage_engine.pipeline.spreading import Colored
from tests.engine.methods.shared.test_tracks import both

RED, BLUE = 1, 2
AREAS = (0, 100, 50, 10)


def frame(
    labels: tuple[int, ...],
    sure: tuple[float, ...],
    steps: tuple[int, ...],
    specks: tuple[int, ...] = (),
    suspect: int = 99,
) -> Frame:
    """Of as many regions as `labels`; those with no steps are withdrawn. Scores are certain of the labels."""
    count = len(labels) + 1
    painted = np.array([1, *steps], np.uint8)
    verdict = Verdict(np.array([0, *sure], np.float32), painted, painted == 0)
    scores = np.eye(3, dtype=np.float32)[[0, *labels]]
    return Frame(
        Colored(np.array([0, *labels]), verdict),
        ranked(scores),
        np.array(AREAS[:count]),
        np.array(specks, np.int64),
        suspect,
    )


def regions(frames: dict[int, Frame], links: Links | None = None) -> list[tuple[Region, ...]]:
    return [question.regions for question in ask(frames, links or {})]


def test_withdrawn_regions_are_questions_those_that_settle_most_first() -> None:
    frames = {
        1: frame((RED, BLUE), (0.9, 0.2), (0, 0)),  # 100 px with a doubt of .1, 50 px with one of .8
        2: frame((RED, BLUE), (0.1, 0.9), (0, 5)),
    }
    asked = ask(frames, {})
    assert [question.regions for question in asked] == [((2, 1),), ((1, 2),), ((1, 1),)]
    assert [question.weight for question in asked] == pytest.approx([90, 40, 10])


def test_one_part_in_several_frames_is_one_question() -> None:
    links = both(((1, 1), (2, 1), 0.95), ((2, 1), (3, 1), 0.92), ((1, 2), (2, 2), 0.7))
    frames = {index: frame((RED, BLUE), (0.5, 0.5), (0, 0)) for index in (1, 2, 3)}
    assert regions(frames, links) == [((1, 1), (2, 1), (3, 1)), ((1, 2),), ((2, 2),), ((3, 2),)]


def test_a_part_is_in_a_frame_but_once() -> None:
    links = both(((1, 1), (2, 1), 0.99), ((1, 2), (2, 1), 0.95))
    frames = {index: frame((RED, RED), (0.5, 0.5), (0, 0)) for index in (1, 2)}
    assert regions(frames, links) == [((1, 1), (2, 1)), ((1, 2),), ((2, 2),)]


def test_specks_are_not_asked_about_and_suspects_are_gaps() -> None:
    frames = {1: frame((RED, RED, RED), (0.5, 0.5, 0.5), (0, 0, 0), specks=(3,), suspect=2)}
    assert [(question.regions, question.why) for question in ask(frames, {})] == [
        (((1, 1),), UNSURE),
        (((1, 2),), GAP),
    ]


def test_a_color_that_comes_and_goes_is_a_question_unless_the_painter_gave_it() -> None:
    links = both(((1, 1), (2, 1), 0.95), ((2, 1), (3, 1), 0.95))
    steady, other = frame((RED,), (0.99,), (9,)), frame((BLUE,), (0.99,), (9,))
    (question,) = ask({1: steady, 2: other, 3: steady}, links)
    assert (question.regions, question.why) == (((2, 1),), FLICKER)
    # That of before and after comes first.
    assert [label for label, _ in question.suggestions][:2] == [RED, BLUE]
    assert ask({1: steady, 2: steady, 3: other}, links) == []  # the last frame has none after it


def test_paint_that_differs_from_what_the_painter_gave_the_part_is_a_question() -> None:
    links = both(((1, 1), (2, 1), 0.95), ((2, 1), (3, 1), 0.8))
    steady, given = frame((RED,), (0.99,), (9,)), frame((BLUE,), (1.0,), (PAINTED,))
    (question,) = ask({1: steady, 2: given, 3: steady}, links)
    # The link to the third frame is not clear.
    assert (question.regions, question.why) == (((1, 1),), FLICKER)
    assert question.suggestions[0].label == BLUE
    finished = {2: np.array([0, BLUE])}
    assert [one.regions for one in ask({1: steady, 3: steady}, links, finished)] == [((1, 1),)]
    assert ask({1: steady, 3: steady}, links, {2: np.array([0, UNKNOWN])}) == []


def test_kept_paint_that_has_become_unlikely_is_a_question() -> None:
    kept = frame((RED, RED), (0.2, 0.6), (9, 9))
    kept = kept._replace(ranked=ranked(np.array([[0, 0, 0], [0, 0.1, 0.7], [0, 0.6, 0.1]])))
    assert ask({1: kept}, {}) == []
    (question,) = ask({1: kept}, {}, doubted=0.5)
    assert (question.regions, question.why) == (((1, 1),), DOUBT)
    assert [label for label, _ in question.suggestions][:2] == [BLUE, RED]
    assert ask({1: kept._replace(specks=np.array([1]))}, {}, doubted=0.5) == []
    given = kept.colored.verdict._replace(painted_steps=np.array([1, PAINTED, 9], np.uint8))
    assert ask({1: kept._replace(colored=Colored(kept.colored.labels, given))}, {}, doubted=0.5) == []


def test_suggestions_are_the_mean_over_the_part_likeliest_first() -> None:
    links = both(((1, 1), (2, 1), 0.95))
    one, other = frame((RED,), (0.6,), (0,)), frame((BLUE,), (0.9,), (0,))
    (question,) = ask({1: one, 2: other}, links)
    assert [suggestion.label for suggestion in question.suggestions][:2] == [BLUE, RED]
    assert question.confidence == pytest.approx(0.45)


def test_the_rest_of_doubt_is_shared_among_the_others_by_score() -> None:
    one = frame((RED,), (0.6,), (0,))._replace(ranked=ranked(np.array([[0, 0, 0], [0.1, 0.5, 0.3]])))
    (question,) = ask({1: one}, {})
    assert [label for label, _ in question.suggestions] == [RED, BLUE, 0]
    assert [sure for _, sure in question.suggestions] == pytest.approx([0.6, 0.3, 0.1])


def test_fewer_colors_than_suggestions() -> None:
    labels, shares = ranked(np.array([[0.0, 0], [0, 2]]))
    assert labels[1].tolist() == [1, 0, UNKNOWN] and shares[1].tolist() == [1, 0, 0]
