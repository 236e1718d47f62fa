"""Border lengths on maps small enough to count by eye."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shiage_engine.drawing.adjacency import BORDER_KINDS, across_openings, touching
from shiage_engine.drawing.line_art import BLACK, BLUE, GREEN, PAPER, RED

SPREAD = np.array([[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 3, 3]], np.int32)
INK = np.full(SPREAD.shape, BLACK, np.uint8)

maps = arrays(np.int32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(1, 4))
kinds = arrays(np.uint8, (6, 6), elements=st.integers(PAPER, GREEN))


def lengths(spread: np.ndarray, kind: np.ndarray) -> dict[int, np.ndarray]:
    matrices = touching(spread, kind).by_kind
    return {which: matrix.toarray() for which, matrix in zip(BORDER_KINDS, matrices, strict=True)}


def test_three_regions_around_a_corner() -> None:
    black = lengths(SPREAD, INK)[BLACK]
    np.testing.assert_array_equal(black, [[0, 0, 0, 0], [0, 0, 2, 2], [0, 2, 0, 2], [0, 2, 2, 0]])


def test_a_border_pair_is_a_trace_line_if_either_pixel_is() -> None:
    for x in (1, 2):
        kind = INK.copy()
        kind[0, x] = BLUE
        found = lengths(SPREAD, kind)
        assert (found[BLUE][1, 2], found[BLACK][1, 2], found[BLACK][1, 3]) == (1, 1, 2)


def test_each_trace_color_is_kept_apart() -> None:
    spread = np.array([[1, 2], [1, 2], [1, 2]], np.int32)
    kind = np.array([[BLUE, PAPER], [BLACK, RED], [GREEN, BLACK]], np.uint8)
    found = lengths(spread, kind)
    assert [found[which][1, 2] for which in (BLACK, BLUE, RED, GREEN)] == [0, 1, 1, 1]


def test_a_border_without_ink_counts_as_black() -> None:
    found = lengths(np.array([[1, 2]], np.int32), np.full((1, 2), PAPER, np.uint8))
    assert found[BLACK][1, 2] == 1


def test_total_is_over_all_kinds() -> None:
    kind = INK.copy()
    kind[0, 1] = BLUE
    np.testing.assert_array_equal(touching(SPREAD, kind).total.toarray(), lengths(SPREAD, INK)[BLACK])


def test_one_region_and_no_region_touch_nothing() -> None:
    for spread in (np.ones((3, 3), np.int32), np.zeros((3, 3), np.int32), np.ones((1, 1), np.int32)):
        adjacency = touching(spread, np.full(spread.shape, BLACK, np.uint8))
        assert adjacency.total.shape == (spread.max() + 1, spread.max() + 1)
        assert adjacency.total.sum() == 0


@given(maps, kinds)
def test_borders_are_symmetric_and_every_pair_counts_once(spread: np.ndarray, kind: np.ndarray) -> None:
    height, width = spread.shape
    total = touching(spread, kind[:height, :width]).total.toarray()
    pairs = (spread[1:] != spread[:-1]).sum() + (spread[:, 1:] != spread[:, :-1]).sum()
    np.testing.assert_array_equal(total, total.T)
    assert total.sum() == 2 * pairs
    assert not total.diagonal().any()
    assert not total[0].any()


def test_regions_without_a_line_between_them_touch_across_an_opening() -> None:
    kind = INK.copy()
    kind[2, 1:] = kind[1, 1:3] = PAPER  # 1 and 3, 2 and 3, and 1 and 2 in the second row
    kind[1, 2] = BLUE  # a line beside the border is one on it
    np.testing.assert_array_equal(across_openings(SPREAD, kind), [[1, 3]])
    kind[1, 2] = PAPER
    np.testing.assert_array_equal(across_openings(SPREAD, kind), [[1, 2], [1, 3], [2, 3]])
    assert across_openings(SPREAD, INK).shape == (0, 2)
