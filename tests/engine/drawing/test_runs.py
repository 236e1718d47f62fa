"""Sums over runs are what sums over pixels would be."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shiage_engine.drawing.runs import Runs

REGIONS = np.array([[1, 1, 0, 2], [0, 1, 1, 1]], np.int32)
COUNT = 4  # region 3 has no pixel

maps = arrays(np.int32, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.integers(0, 3))


def test_runs_of_a_small_map() -> None:
    runs = Runs.of(REGIONS, COUNT)
    assert runs.region.tolist() == [1, 0, 2, 0, 1]
    assert runs.start.tolist() == [0, 2, 3, 4, 5]
    assert runs.length.tolist() == [2, 1, 1, 1, 3]
    assert runs.x.tolist() == [0, 2, 3, 0, 1]
    assert runs.y.tolist() == [0, 0, 0, 1, 1]


def test_a_run_ends_with_its_row() -> None:
    assert Runs.of(np.ones((3, 2), np.int32), 2).length.tolist() == [2, 2, 2]


def test_total_greatest_and_extent_by_region() -> None:
    runs = Runs.of(REGIONS, COUNT)
    assert runs.total(runs.length).tolist() == [2, 5, 1, 0]
    assert runs.greatest(runs.length).tolist() == [1, 3, 1, 0]
    assert runs.extent(runs.x, runs.x + runs.length).tolist() == [3, 4, 1, 1]
    assert runs.extent(runs.y, runs.y + 1).tolist() == [2, 2, 1, 1]


def test_a_map_without_pixels_has_no_runs() -> None:
    assert Runs.of(np.zeros((0, 0), np.int32), 1).total(np.zeros(0)).tolist() == [0]


@given(maps)
def test_lengths_sum_to_the_pixels_of_each_region(regions: np.ndarray) -> None:
    runs = Runs.of(regions, COUNT)
    np.testing.assert_array_equal(runs.total(runs.length), np.bincount(regions.ravel(), minlength=COUNT))
    for region in np.unique(regions):
        ys, xs = np.nonzero(regions == region)
        assert runs.extent(runs.x, runs.x + runs.length)[region] == np.ptp(xs) + 1
        assert runs.extent(runs.y, runs.y + 1)[region] == np.ptp(ys) + 1
