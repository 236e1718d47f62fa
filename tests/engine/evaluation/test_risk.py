"""Risk and coverage of five regions, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.evaluation import risk
from shiage_engine.evaluation.metrics import Ranking

EMPTY = Ranking(np.zeros(0, np.float32), np.zeros(0), np.zeros(0))


def ranking(confidence: list[float], right: list[float], weight: list[float] | None = None) -> Ranking:
    return Ranking(np.array(confidence), np.array(right, float), np.array(weight or [1.0] * len(right)))


# Most confident first: right, right, wrong, right, wrong.
FIVE = ranking([0.5, 0.9, 0.7, 0.8, 0.6], [0, 1, 0, 1, 1])
UNEVEN = ranking([1.0, 0.95, 0.8, 0.55, 0.5], [1, 1, 0, 1, 0])


def test_the_curve_goes_from_the_surest_down() -> None:
    found = risk.curve(FIVE)
    assert found.threshold.tolist() == [0.9, 0.8, 0.7, 0.6, 0.5]
    np.testing.assert_allclose(found.coverage, [0.2, 0.4, 0.6, 0.8, 1])
    np.testing.assert_allclose(found.accuracy, [1, 1, 2 / 3, 3 / 4, 3 / 5])


@pytest.mark.parametrize(
    ("accuracy", "threshold", "coverage"), [(1, 0.8, 0.4), (0.75, 0.6, 0.8), (0.7, 0.6, 0.8), (0.5, 0.5, 1)]
)
def test_the_largest_share_that_is_right_often_enough(
    accuracy: float, threshold: float, coverage: float
) -> None:
    assert risk.threshold_at(FIVE, accuracy) == threshold
    assert risk.coverage(FIVE, threshold) == pytest.approx(coverage)
    assert risk.accuracy(FIVE, threshold) >= accuracy


def test_where_the_surest_is_wrong_nothing_can_be_painted() -> None:
    wrong = ranking([0.9, 0.8], [0, 1])
    assert risk.threshold_at(wrong, 0.98) == np.inf
    assert risk.coverage(wrong, np.inf) == 0
    assert np.isnan(risk.accuracy(wrong, np.inf))


def test_equals_are_painted_together() -> None:
    equal = ranking([0.9, 0.9, 0.5], [1, 0, 1])
    assert risk.threshold_at(equal, 1) == np.inf
    assert risk.threshold_at(equal, 0.6) == 0.5
    np.testing.assert_allclose(risk.aurc(ranking([1, 1], [1, 0])), 0.5)
    assert risk.aurc(ranking([1, 1], [0, 1])) == risk.aurc(ranking([1, 1], [1, 0]))


def test_the_area_under_the_curve() -> None:
    assert risk.aurc(ranking([0.9, 0.8], [1, 1])) == 0
    assert risk.aurc(ranking([0.9, 0.8], [0, 0])) == pytest.approx(1)
    half = risk.aurc(ranking([0.9, 0.8], [1, 0]))  # no risk to 1/2, then (c - 1/2) / c: 1/2 - ln(2)/2
    assert half == pytest.approx(0.5 - np.log(2) / 2, abs=1e-4)
    assert half < risk.aurc(ranking([0.9, 0.8], [0, 1]))


def test_weights_count_like_regions_of_that_number() -> None:
    weighted = ranking([0.9, 0.5], [2, 0], [2, 1])
    alone = ranking([0.9, 0.9, 0.5], [1, 1, 0])
    for function in (risk.aurc, risk.calibration_error, lambda of: risk.coverage(of, 0.9)):
        assert function(weighted) == pytest.approx(function(alone))
    assert risk.threshold_at(weighted, 1) == 0.9


def test_what_has_no_weight_does_not_count() -> None:
    found = risk.curve(ranking([0.9, 0.5], [0, 1], [0, 1]))
    assert found.threshold.tolist() == [0.5]
    assert found.accuracy.tolist() == [1]


def test_confidence_that_says_the_truth_has_no_error() -> None:
    assert risk.calibration_error(ranking([0.5] * 4, [1, 0, 1, 0]), bins=1) == 0
    assert risk.calibration_error(ranking([1.0, 1.0], [0, 0])) == pytest.approx(1)
    low, high = risk.reliability(ranking([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1]), bins=2)
    assert low == pytest.approx((0.2, 0.5, 0.5))
    assert high == pytest.approx((0.8, 1, 0.5))


def test_accuracy_by_confidence_is_of_equal_ranges() -> None:
    low, middle, high = risk.by_confidence(UNEVEN, 10)
    assert low == pytest.approx((0.525, 0.5, 0.4))
    assert middle == pytest.approx((0.8, 0, 0.2))
    assert high == pytest.approx((0.975, 1, 0.4))


def test_what_is_painted_at_each_threshold() -> None:
    points = risk.by_threshold(UNEVEN, 5)
    assert [point.threshold for point in points] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    np.testing.assert_allclose([point.coverage for point in points], [1, 1, 1, 0.6, 0.6, 0.2])
    np.testing.assert_allclose([point.accuracy for point in points], [0.6, 0.6, 0.6, 2 / 3, 2 / 3, 1])


def test_weights_count_in_both() -> None:
    heavy = ranking([0.9, 0.9], [3, 0], [3, 1])
    assert risk.by_confidence(heavy) == [pytest.approx((0.9, 0.75, 1))]
    assert risk.by_threshold(heavy, 1)[0] == pytest.approx((0, 1, 0.75))


def test_many_are_the_sum_of_few() -> None:
    both = risk.pooled([FIVE, ranking([0.1], [1])])
    assert both.weight.sum() == 6
    assert risk.coverage(both, 0.2) == pytest.approx(5 / 6)


def test_nothing_has_no_figures() -> None:
    assert risk.pooled([]).weight.sum() == 0
    assert risk.threshold_at(EMPTY, 0.9) == np.inf
    assert risk.reliability(EMPTY) == []
    assert np.isnan([risk.aurc(EMPTY), risk.calibration_error(EMPTY), risk.coverage(EMPTY, 0.5)]).all()
