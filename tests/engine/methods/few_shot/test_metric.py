"""The metric of a shot, and links between frames."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiage_engine.limits import LESSONS, PLACED
from shiage_engine.methods.few_shot.metric import (
    FARTHEST,
    Metric,
    learn_metric,
    lesson_step,
    link,
    squared_distances,
)

HERE = "shiage_engine.methods.few_shot.metric"
PLAIN = Metric(np.zeros(2), np.ones(2), np.eye(2))

values = st.integers(-40, 40)
placed = st.lists(st.tuples(values, values), max_size=8, unique=True)


def rows(*points: tuple[float, ...]) -> np.ndarray:
    """Coordinates of regions, row 0 the line."""
    return np.array([(0.0,) * len(points[0]), *points], np.float32)


def pairs(here: np.ndarray, there: np.ndarray) -> set[tuple[int, int]]:
    a, b = link(here, there)
    return set(zip(a.tolist(), b.tolist(), strict=True))


def test_coordinates_are_standard_descriptors_along_the_axes() -> None:
    metric = Metric(np.array([1.0, 2.0]), np.array([2.0, 4.0]), np.array([[0.0, 1.0], [3.0, 0.0]]))
    np.testing.assert_allclose(metric.transform(np.array([[3, 10], [1, 2]], np.float32)), [[6, 1], [0, 0]])


def test_standard_descriptors_are_clipped() -> None:
    np.testing.assert_array_equal(PLAIN.transform(np.array([[1e9, -1e9]])), [[FARTHEST, -FARTHEST]])


@given(placed, placed)
def test_distances_are_the_naive_ones(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    here, there = (np.array(points, np.float32).reshape(-1, 2) for points in (a, b))
    naive = ((here[:, None] - there[None]) ** 2).sum(2)
    np.testing.assert_array_equal(squared_distances(here, there), naive)


def test_a_distance_is_never_negative_and_next_to_nothing_from_itself() -> None:
    many = np.random.default_rng(0).normal(0, 3, (50, 280)).astype(np.float32)
    distance = squared_distances(many, many)
    assert distance.min() >= 0
    assert distance.diagonal().max() < 1e-5 * (many**2).sum(1).max()


def frames_and_copies() -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Two frames of regions apart by whole numbers in two descriptors; copies vary in the first alone."""
    grid = np.array([(x, y) for x in range(4) for y in range(4)], float)
    frame = np.concatenate([np.zeros((1, 2)), grid])
    sway = np.random.default_rng(0).normal(0, 0.3, (8, len(grid), 1))
    return [frame, frame], [grid + np.concatenate([sway, np.zeros_like(sway)], 2)]


def test_what_varies_in_the_copies_counts_less() -> None:
    metric = learn_metric(*frames_and_copies())
    origin, along_first, along_second = metric.transform(np.array([[0, 0], [1, 0], [0, 1]], float))
    assert ((along_first - origin) ** 2).sum() < 0.8 * ((along_second - origin) ** 2).sum()


def test_what_moves_from_frame_to_frame_counts_less() -> None:
    frames, _ = frames_and_copies()
    same = np.repeat(frames[0][None, 1:], 2, 0)
    still = learn_metric(frames, [same])
    moving = learn_metric([frames[0], frames[0] + np.array([0, 0.4])], [same])
    step = np.array([[0, 0], [0, 1]], float)
    assert np.ptp(moving.transform(step), axis=0).max() < np.ptp(still.transform(step), axis=0).max()


def test_a_descriptor_that_never_changes_is_no_trouble() -> None:
    frames, copies = frames_and_copies()
    with_constant = [np.column_stack([frame, np.full(len(frame), 7.0)]) for frame in frames]
    stack = np.concatenate([copies[0], np.full((*copies[0].shape[:2], 1), 7.0)], 2)
    metric = learn_metric(with_constant, [stack])
    assert np.isfinite(metric.transform(with_constant[0])).all()


def test_no_whole_region_in_the_copies_is_no_trouble() -> None:
    frames, _ = frames_and_copies()
    assert np.isfinite(learn_metric(frames[:1], [np.zeros((3, 0, 2))]).axes).all()


def test_of_many_regions_every_nth_is_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (lesson_step(0), lesson_step(LESSONS), lesson_step(LESSONS + 1)) == (1, 1, 2)
    random = np.random.default_rng(0)
    frames = [random.normal(0, 1, (4001, 40)).astype(np.float32) for _ in range(4)]
    all_of_them = learn_metric(frames, [frames[0][None, :100]])
    monkeypatch.setattr(f"{HERE}.LESSONS", 1000)
    monkeypatch.setattr(f"{HERE}.MOST_PAIRS", 0)
    tracemalloc.start()
    learned = learn_metric(frames, [frames[0][None, :100]])
    assert (
        tracemalloc.get_traced_memory()[1] < 10 * frames[0].nbytes
    )  # and not all that is learned from, again and again
    tracemalloc.stop()
    np.testing.assert_allclose(learned.scale, all_of_them.scale, rtol=0.2)


def test_many_regions_are_placed_some_at_a_time() -> None:
    plain = Metric(np.zeros(40), np.ones(40), np.eye(40))
    many = np.random.default_rng(0).normal(0, 1, (5 * PLACED, 40)).astype(np.float32)
    tracemalloc.start()
    placed = plain.transform(many)
    assert tracemalloc.get_traced_memory()[1] < 4 * many.nbytes  # and not five times as much
    tracemalloc.stop()
    np.testing.assert_array_equal(placed, np.clip(many, -FARTHEST, FARTHEST))


def test_regions_are_linked_to_their_nearest() -> None:
    here, there = rows((0,), (10,), (20,)), rows((20.5,), (0.5,), (10.5,))
    assert pairs(here, there) == {(1, 2), (2, 3), (3, 1)}


def test_a_choice_between_two_alike_is_no_link() -> None:
    assert pairs(rows((0,), (50,)), rows((-1,), (1,), (50,))) == {(2, 3)}
    assert pairs(rows((-1,), (1,), (50,)), rows((0,), (50,))) == {(3, 2)}


def test_the_nearest_that_has_a_nearer_one_is_no_link() -> None:
    assert pairs(rows((0,), (4,)), rows((5,), (90,))) == {(2, 1)}


@pytest.mark.parametrize("few", [rows((1,)), np.zeros((1, 1), np.float32)], ids=["one region", "none"])
def test_nothing_is_clear_among_fewer_than_two(few: np.ndarray) -> None:
    many = rows((0,), (10,))
    assert pairs(few, many) == pairs(many, few) == pairs(few, few) == set()


@given(placed, placed)
def test_links_are_the_same_from_both_sides(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    here, there = (np.array([(0, 0), *points], np.float32) for points in (a, b))
    linked = pairs(here, there)
    assert pairs(there, here) == {(second, first) for first, second in linked}
    assert len({first for first, _ in linked}) == len({second for _, second in linked}) == len(linked)
    assert 0 not in {number for pair in linked for number in pair}
