"""Which regions are withdrawn, on confidences made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.confidence.calibration import Calibration
from shiage_engine.confidence.withdrawal import (
    PAINTED,
    Figure,
    Verdict,
    by_share,
    by_threshold,
    keep_known,
    without_leaked,
    without_merged,
    without_suspects,
    without_withdrawal,
)
from shiage_engine.drawing.shot import UNKNOWN

STEPS = (0.8, 0.9, 0.99)
# Log odds are the evidence; confidence is painted from .5, .8 and .95 on at the three accuracies.
STRAIGHT = Calibration(1, 1, (-9, 9), (-9, 9), ((0.8, 0.5), (0.9, 0.8), (0.99, 0.95)))


def rows(*scores: tuple[float, ...]) -> np.ndarray:
    return np.array([(0.0,) * len(scores[0]), *scores], np.float32)


SCORES = rows((0.97, 0.02), (0.5, 0.2), (0.3, 0.3), (0.02, 0.9))


def test_a_region_is_painted_from_its_threshold_on() -> None:
    found = by_threshold(SCORES, STRAIGHT, 0.9, STEPS)
    assert found.withdrawn.tolist() == [False, False, False, True, False]
    np.testing.assert_array_equal(found.confidence, STRAIGHT.confidence(SCORES))
    assert found.painted_steps[1:].tolist() == [3, 2, 1, 3]


@pytest.mark.parametrize("accuracy", [0.5, 0.8, 0.85, 0.9, 0.95, 0.99])
def test_other_regions_change_nothing(accuracy: float) -> None:
    whole = by_threshold(SCORES, STRAIGHT, accuracy, STEPS)
    for region in range(1, len(SCORES)):
        alone = by_threshold(SCORES[[0, region]], STRAIGHT, accuracy, STEPS)
        assert alone.withdrawn[1] == whole.withdrawn[region]


def test_a_higher_accuracy_never_paints_more_and_none_is_certain() -> None:
    withdrawn = [
        by_threshold(SCORES, STRAIGHT, accuracy, STEPS).withdrawn.sum() for accuracy in (0.1, 0.9, 0.999, 1)
    ]
    assert withdrawn == sorted(withdrawn)
    assert (withdrawn[0], withdrawn[-1]) == (0, 4)  # never the line


def test_steps_say_what_is_painted_at_every_accuracy() -> None:
    steps = by_threshold(SCORES, STRAIGHT, 0.9, STEPS).painted_steps
    for step, accuracy in enumerate(STEPS):
        is_painted = ~by_threshold(SCORES, STRAIGHT, accuracy, STEPS).withdrawn
        np.testing.assert_array_equal(steps[1:] > step, is_painted[1:])


def test_labels_less_pure_than_the_accuracy_are_withdrawn() -> None:
    purity = np.array([1, 0.85], np.float32)
    assert not by_threshold(SCORES, STRAIGHT, 0.8, STEPS, purity).withdrawn[4]
    mixed = by_threshold(SCORES, STRAIGHT, 0.9, STEPS, purity)
    assert mixed.withdrawn.tolist() == [False, False, False, True, True]
    np.testing.assert_array_equal(mixed.confidence, STRAIGHT.confidence(SCORES))
    assert mixed.painted_steps[4] == 1


def test_by_share_withdraws_under_four_fifths() -> None:
    found = by_share(rows((0.4, 0.1), (0.39, 0.11), (0, 0)), STEPS)
    assert found.withdrawn.tolist() == [False, False, True, True]
    assert found.painted_steps.tolist() == [0, 3, 0, 0]
    np.testing.assert_allclose(found.confidence, [0, 0.8, 0.78, 0])
    assert by_share(np.zeros((1, 2), np.float32), STEPS).withdrawn.tolist() == [False]


VERDICT = Verdict(
    np.array([0, 0.9, 0.9, 0.2], np.float32),
    np.array([0, 2, 2, 0], np.uint8),
    np.array([False, False, False, True]),
)


NO_OPENINGS = np.zeros((0, 2), np.int32)


def test_suspects_of_a_leak_are_withdrawn_unless_left_unpainted() -> None:
    found = without_suspects(VERDICT, np.array([0, 2, 2, 0]), 2, NO_OPENINGS)
    assert found.withdrawn.tolist() == [False, False, True, True]
    assert found.painted_steps.tolist() == [0, 2, 0, 0]
    np.testing.assert_array_equal(found.confidence, np.array([0, 0.9, 0, 0.2], np.float32))
    unchanged = without_suspects(VERDICT, np.array([0, 2, 2, 0]), 4, NO_OPENINGS)
    np.testing.assert_array_equal(unchanged.withdrawn, VERDICT.withdrawn)


@pytest.mark.parametrize(("labels", "is_withdrawn"), [([0, 2, 2, 2], False), ([0, 1, 2, 2], True)])
def test_a_suspect_of_one_color_with_the_other_side_of_its_opening_is_no_risk(
    labels: list[int], is_withdrawn: bool
) -> None:
    openings = np.array([[1, 2], [2, 3]], np.int32)  # 2 and 3 are suspects: they say nothing of each other
    found = without_suspects(VERDICT, np.array(labels), 2, openings)
    assert found.withdrawn.tolist() == [False, False, is_withdrawn, True]


def test_a_suspect_of_another_color_than_the_other_side_is_painted_if_that_is_surer_than_others_are() -> None:
    openings, labels = np.array([[1, 2]], np.int32), np.array([0, 1, 2, 0])
    assert without_suspects(VERDICT, labels, 2, openings).withdrawn[2]
    sure = VERDICT._replace(confidence=np.array([0, 0.9, 0.96, 0.2], np.float32))
    assert not without_suspects(sure, labels, 2, openings).withdrawn[2]


def test_what_the_painter_painted_is_certain() -> None:
    found = keep_known(VERDICT, np.array([0, UNKNOWN, 1, 0]))
    assert found.withdrawn.tolist() == [False] * 4
    assert found.painted_steps.tolist() == [0, 2, PAINTED, PAINTED]
    np.testing.assert_array_equal(found.confidence, np.array([0, 0.9, 1, 1], np.float32))


def test_nothing_is_withdrawn_for_who_wants_everything_painted() -> None:
    found = without_withdrawal(VERDICT)
    assert not found.withdrawn.any()
    np.testing.assert_array_equal(found.painted_steps, VERDICT.painted_steps)


ALL_PAINTED = Verdict(np.ones(4, np.float32), np.full(4, 3, np.uint8), np.zeros(4, bool))
FINISHED = [Figure(100, 900), Figure(100, 1000)]


@pytest.mark.parametrize(
    ("area", "labels", "withdrawn"),
    [
        ((100, 5000, 400, 500), (0, 0, 1, 2), []),  # the whole figure
        ((100, 5400, 500, 0), (0, 0, 1, 2), [1]),  # 400 pixels have become background
        ((100, 30, 5870, 500), (0, 0, 0, 2), [2]),  # the largest of what is left unpainted
        ((50, 5900, 50, 0), (0, 0, 1, 2), []),  # half of the lines are not there either
        ((100, 5400, 500, 0), (0, 3, 1, 2), []),  # nothing is left unpainted
    ],
)
def test_a_background_that_ran_into_the_figure_is_withdrawn(
    area: tuple[int, ...], labels: tuple[int, ...], withdrawn: list[int]
) -> None:
    found = without_leaked(ALL_PAINTED, np.array(labels), np.array(area), FINISHED)
    assert np.flatnonzero(found.withdrawn).tolist() == withdrawn
    assert (found.painted_steps[found.withdrawn] == 0).all() and (
        found.confidence[found.withdrawn] == 0
    ).all()


def test_without_a_finished_frame_nothing_is_known_of_a_figure() -> None:
    found = without_leaked(ALL_PAINTED, np.array([0, 0, 1, 2]), np.array([100, 5400, 500, 0]), [])
    assert not found.withdrawn.any()


def test_what_has_run_into_others_is_withdrawn_at_every_accuracy() -> None:
    found = without_merged(VERDICT, (2,))
    assert found.withdrawn[2] and found.confidence[2] == 0 and found.painted_steps[2] == 0
    assert (found.withdrawn[[1, 3]] == VERDICT.withdrawn[[1, 3]]).all()
    assert without_merged(VERDICT, ()) is VERDICT
