"""Paint: it runs under the lines to their middle, and no further."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.paint import fill, spread


def test_sides_meet_in_the_middle_of_a_line() -> None:
    regions = np.array([[1, 1, 0, 0, 0, 0, 2]] * 3, np.int32)
    assert spread(regions).tolist() == [[1, 1, 1, 1, 2, 2, 2]] * 3


def test_a_drawing_of_ink_alone_and_one_without_ink() -> None:
    assert not spread(np.zeros((2, 3), np.int32)).any()
    assert spread(np.ones((2, 3), np.int32)).tolist() == [[1] * 3] * 2


def test_spread_keeps_regions_and_leaves_no_line() -> None:
    generator = np.random.default_rng(3)
    regions = generator.integers(0, 4, (40, 30)).astype(np.int32)
    grown = spread(regions)
    np.testing.assert_array_equal(grown[regions > 0], regions[regions > 0])
    assert grown.min() > 0


def test_the_region_map_itself_stays_as_it_is() -> None:
    regions = np.array([[0, 1, 0], [2, 0, 1], [0, 2, 0]], np.int32)  # lines at every edge
    before = regions.copy()
    spread(regions)
    np.testing.assert_array_equal(regions, before)


@pytest.mark.parametrize("seed", range(8))
def test_far_paper_changes_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    regions = generator.integers(1, 9, (30, 41)).astype(np.int32)
    regions[generator.random(regions.shape) < 0.6] = 0
    paper = np.pad(regions, 2, constant_values=9)
    around = np.pad(paper, ((8, 3), (1, 12)), constant_values=9)
    np.testing.assert_array_equal(spread(around)[8:-3, 1:-12], spread(paper))


def test_ids_beyond_sixteen_bits_survive() -> None:
    regions = np.array([[70000, 0, 65536]], np.int32)
    assert spread(regions)[0, [0, 2]].tolist() == [70000, 65536]


def test_fill_gives_each_region_its_exact_color() -> None:
    palette = np.array([[0, 0, 0, 0], [1, 2, 3, 255], [1, 2, 4, 255]], np.uint8)
    painted = fill(np.array([[1, 2], [3, 1]], np.int32), np.array([0, 2, 1, 0]), palette)
    assert painted.dtype == np.uint8
    assert painted.tolist() == [[[1, 2, 4, 255], [1, 2, 3, 255]], [[0, 0, 0, 0], [1, 2, 4, 255]]]
