"""The figures of a frame of four regions, counted by hand."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import cast

import numpy as np
import pytest

from shiage_engine.evaluation.metrics import Figures, Regions, mean, mean_of

NOTHING = float("nan")


def near(value: float) -> float:
    """Equal to whatever differs from `value` by rounding alone."""
    return cast("float", pytest.approx(value))


#       background, two regions of the figure, a speck of it
ALL_RIGHT = Regions(
    area=np.array([50, 30, 20, 10]),
    right=np.ones(4, bool),
    in_figure=np.array([False, True, True, True]),
    blank=np.array([True, False, False, False]),
    withdrawn=np.zeros(4, bool),
    confidence=np.array([1, 0.9, 0.8, 0.7], np.float32),
    at_trace=np.array([False, True, False, True]),
    is_thin=np.array([False, True, True, True]),
    change=np.array([0, 0, -1, 0], np.int8),
    shift=np.array([0, 0, np.nan, 0], np.float32),
)


def test_all_right_and_all_painted() -> None:
    assert astuple(ALL_RIGHT.figures) == (1,) * 8 + (0, 0, 1, 1, 0)


def test_four_regions() -> None:
    """The third is left unpainted and withdrawn, the speck has a wrong color, the second changed its own."""
    regions = replace(
        ALL_RIGHT,
        right=np.array([True, True, False, False]),
        blank=np.array([True, False, True, False]),
        withdrawn=np.array([False, False, True, False]),
        change=np.array([0, 1, -1, 1], np.int8),
        shift=np.array([0, 0.5, np.nan, 9], np.float32),
    )
    assert regions.figures == Figures(
        region_accuracy=near(2 / 3),  # without the speck
        all_region_accuracy=near(2 / 4),
        pixel_accuracy=near(80 / 110),
        foreground_accuracy=near(30 / 60),
        background_iou=near(50 / 70),
        speck_accuracy=0,
        trace_accuracy=1,
        sliver_accuracy=1,
        flicker=near(1 / 2),  # the background did not
        raw_flicker=near(1 / 4),
        coverage=near(2 / 3),
        selective_accuracy=1,
        clicks=near(1 / 2),
    )


@pytest.mark.parametrize(
    ("right", "blank", "withdrawn", "clicks"),
    [
        ([1, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0], 2),  # a wrong color is found and filled; the speck is left
        ([1, 0, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0], 1),  # what was left blank is filled
        ([1, 0, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], 1),  # so is what was withdrawn, wrong or right
        ([1, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], 0),  # background that stays blank
        ([0, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0], 2),  # paint to be taken off the background
    ],
)
def test_clicks_to_finish(right: list[int], blank: list[int], withdrawn: list[int], clicks: int) -> None:
    regions = replace(
        ALL_RIGHT,
        right=np.array(right, bool),
        blank=np.array(blank, bool),
        withdrawn=np.array(withdrawn, bool),
    )
    assert regions.figures.clicks == clicks / 2  # two regions by hand


def test_a_region_of_ten_pixels_is_a_speck_and_one_of_eleven_is_not() -> None:
    wrong = replace(ALL_RIGHT, right=np.array([True, True, True, False]))
    assert wrong.figures.region_accuracy == 1
    assert wrong.ranking.right.tolist() == [1, 1, 1]
    larger = replace(wrong, area=np.array([50, 30, 20, 11]))
    assert larger.figures.region_accuracy == 3 / 4
    assert larger.ranking.right.tolist() == [1, 1, 1, 0]


def test_what_was_not_there_is_not_counted() -> None:
    nothing = Regions(*(values[:0] for values in vars(ALL_RIGHT).values()))
    np.testing.assert_equal(astuple(nothing.figures), (NOTHING,) * 13)
    only_figure = Regions(*(values[1:3] for values in vars(ALL_RIGHT).values()))
    np.testing.assert_equal(only_figure.figures.background_iou, NOTHING)
    withdrawn = replace(ALL_RIGHT, withdrawn=np.ones(4, bool))
    assert withdrawn.figures.coverage == 0
    np.testing.assert_equal(withdrawn.figures.selective_accuracy, NOTHING)


def test_the_mean_is_over_those_that_have_the_figure() -> None:
    one = replace(ALL_RIGHT.figures, region_accuracy=0.5, background_iou=NOTHING, speck_accuracy=NOTHING)
    two = replace(ALL_RIGHT.figures, region_accuracy=1, background_iou=0.8, speck_accuracy=NOTHING)
    found = mean([one, two])
    assert (found.region_accuracy, found.background_iou) == (0.75, 0.8)
    assert np.isnan(found.speck_accuracy)
    assert np.isnan(mean_of([]))
