"""The figures of a frame of four regions, counted by hand."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from shiage_engine.evaluation.metrics import BACKGROUND, Figures, judge, mean

RED, BLUE = 7, 8
NOTHING = float("nan")

#                 background, red,  blue, a speck
TRUTH = np.array([BACKGROUND, RED, BLUE, RED])
AREA = np.array([50, 30, 20, 10])
KEPT = np.zeros(4, bool)


def test_all_right_and_all_painted() -> None:
    assert astuple(judge(TRUTH, TRUTH, AREA, KEPT)) == (1,) * 7


def test_four_regions() -> None:
    painted = np.array([BACKGROUND, RED, BACKGROUND, BLUE])
    withdrawn = np.array([False, False, True, False])
    figures = judge(TRUTH, painted, AREA, withdrawn)
    assert figures == Figures(
        region_accuracy=pytest.approx(2 / 3),  # without the speck
        all_region_accuracy=pytest.approx(2 / 4),
        pixel_accuracy=pytest.approx(80 / 110),
        foreground_accuracy=pytest.approx(30 / 60),
        background_iou=pytest.approx(50 / 70),
        coverage=pytest.approx(2 / 3),
        selective_accuracy=1,
    )


def test_a_region_of_ten_pixels_is_a_speck_and_one_of_eleven_is_not() -> None:
    painted = np.array([BACKGROUND, RED, BLUE, BLUE])
    assert judge(TRUTH, painted, np.array([50, 30, 20, 10]), KEPT).region_accuracy == 1
    assert judge(TRUTH, painted, np.array([50, 30, 20, 11]), KEPT).region_accuracy == 3 / 4


def test_what_was_not_there_is_not_counted() -> None:
    only_figure = judge(TRUTH[1:3], TRUTH[1:3], AREA[1:3], KEPT[1:3])
    np.testing.assert_equal(only_figure.background_iou, NOTHING)
    withdrawn = judge(TRUTH, TRUTH, AREA, ~KEPT)
    assert withdrawn.coverage == 0
    np.testing.assert_equal(withdrawn.selective_accuracy, NOTHING)
    nothing = judge(TRUTH[:0], TRUTH[:0], AREA[:0], KEPT[:0])
    np.testing.assert_equal(astuple(nothing), (NOTHING,) * 7)


def test_the_mean_is_over_those_that_have_the_figure() -> None:
    one = Figures(0.5, 0.5, 0.5, 0.5, NOTHING, 1, NOTHING)
    two = Figures(1, 0.7, 0.5, 0.6, 0.8, 0, NOTHING)
    expected = (0.75, 0.6, 0.5, 0.55, 0.8, 0.5, NOTHING)
    np.testing.assert_allclose(astuple(mean([one, two])), expected)
    np.testing.assert_equal(astuple(mean([])), (NOTHING,) * 7)
