"""Regions: golden maps, soft and hard lines, and what must hold for any drawing."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.regions import areas, consecutive, specks
from shiage_engine.drawing.segmentation import segment
from tests.engine.drawing.drawings import picture


def test_regions_are_numbered_in_order_and_lines_are_zero() -> None:
    art = read(picture("..#..", "..#..", "#####", ".b.r."))
    assert segment(art, 0).tolist() == [
        [1, 1, 0, 2, 2],
        [1, 1, 0, 2, 2],
        [0, 0, 0, 0, 0],
        [3, 0, 4, 0, 5],
    ]


def test_a_diagonal_line_parts_its_sides() -> None:
    art = read(picture("#..", ".#.", "..#"))
    assert segment(art, 0).tolist() == [[0, 1, 1], [2, 0, 1], [2, 2, 0]]


def test_the_edge_of_a_soft_line_lies_at_half_its_ink() -> None:
    art = read(picture("o#o.", "o#o.", "q#q.", ".#.."))
    assert (segment(art, 0) == 0).tolist() == [[False, True, False, False]] * 4


def test_a_pale_pencil_line_bounds_regions_too() -> None:
    pencil = picture(".p.", ".p.", p=(160, 160, 255, 255))
    assert segment(read(pencil), 0).max() == 2


@pytest.mark.parametrize("largest_gap", [0, 4])
@pytest.mark.parametrize(
    ("rows", "count"),
    [(["."], 1), (["#"], 0), (["....."], 1), ([".", "#", "."], 2), (["###", "###"], 0), (["..", ".."], 1)],
)
def test_the_smallest_drawings(rows: list[str], count: int, largest_gap: int) -> None:
    regions = segment(read(picture(*rows)), largest_gap)
    assert regions.dtype == np.int32
    assert sorted(set(regions.ravel()) - {0}) == list(range(1, count + 1))


def test_areas_count_pixels_and_specks_are_small() -> None:
    regions = np.array([[1] * 11 + [0] + [2] * 10], np.int32)
    assert areas(regions).tolist() == [1, 11, 10]
    assert areas(np.zeros((0, 3), np.int32)).tolist() == [0]
    assert areas(np.array([[2, 2], [2, 4]], np.int32)).tolist() == [0, 0, 3, 0, 1]
    assert specks(regions).tolist() == [False, False, True]


def test_ids_without_a_pixel_are_left_out() -> None:
    assert consecutive(np.array([[1, 0, 3], [1, 0, 3]], np.int32)).tolist() == [[1, 0, 2], [1, 0, 2]]
    regions = np.array([[1, 0, 2]], np.int32)
    assert consecutive(regions) is regions
