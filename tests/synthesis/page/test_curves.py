"""Curves, on shapes whose measures are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_synthesis.page.curves import (
    at,
    band,
    bend,
    ellipse,
    points,
    segments,
    smooth,
    star,
    strip,
    turned,
    unit,
    zigzag,
)


def area(shape: np.ndarray) -> float:
    return float(cv2.contourArea(shape.astype(np.float32)))


def test_a_smooth_curve_goes_through_its_points() -> None:
    through = points((0, 0), (4, 0), (4, 3), (0, 3))
    closed, open_ended = smooth(through), smooth(through, closed=False)
    for place in through:
        assert np.abs(closed - place).sum(1).min() == pytest.approx(0)
        assert np.abs(open_ended - place).sum(1).min() == pytest.approx(0)
    assert len(closed) == 4 * 6
    assert len(open_ended) == 3 * 6 + 1


def test_an_ellipse_has_its_area() -> None:
    assert area(ellipse(5, 5, 3, 2, 0.7, steps=200)) == pytest.approx(np.pi * 6, rel=0.01)


def test_a_quarter_turn_is_clockwise_on_the_page() -> None:
    assert turned(points((1, 0)), np.pi / 2) == pytest.approx(points((0, 1)))
    assert turned(points((2, 1)), np.pi / 2, points((1, 1))[0]) == pytest.approx(points((1, 2)))


def test_a_band_is_as_wide_as_told() -> None:
    path = points((0, 0), (5, 0), (10, 0))
    assert area(band(path, (2, 2))) == pytest.approx(20)
    assert area(band(path, (2, 0))) == pytest.approx(10)


def test_a_star_and_a_jagged_border_have_their_tips() -> None:
    assert np.hypot(*star(2, 1, 5).T).tolist() == pytest.approx([2, 1] * 5)
    border = zigzag(np.zeros(2), np.array([4.0, 0.0]), [1.0, 3.0], 1.0)
    assert border.tolist() == [[0, 0], [1, 1], [2, 0], [3, 3], [4, 0]]


def test_a_curve_has_as_many_steps_as_asked_for() -> None:
    through = points((0, 0), (1, 0), (2, 0))
    assert np.allclose(smooth(through, closed=False, steps=2)[:, 0], [0, 0.5, 1, 1.5, 2], atol=0.07)


def test_a_closed_curve_comes_back_to_its_first_point_in_a_last_step() -> None:
    corners = points((0, 0), (1, 0), (1, 1))
    ring = smooth(corners, steps=8)
    back = smooth(np.concatenate([corners, corners[:1]]), closed=False, steps=8)
    assert len(ring) == len(back) - 1
    assert np.allclose(back[-1], ring[0])
    assert np.abs(ring[0] - ring[-1]).sum() < 0.2


def test_a_bend_is_drawn_toward_its_middle_point_and_leaves_out_its_end() -> None:
    assert np.allclose(bend(at(0, 0), at(1, 2), at(2, 0), steps=2), [[0, 0], [1, 1]])


def test_segments_cover_a_band() -> None:
    path = points((0, 0), (10, 0))
    pieces = np.concatenate(segments(path, (4, 4), round_ends=False))
    assert np.allclose([pieces.min(0), pieces.max(0)], [[0, -2], [10, 2]])
    rounded = np.concatenate(segments(path, (4, 4)))
    assert np.allclose([rounded.min(0), rounded.max(0)], [[-2, -2], [12, 2]])


def test_a_strip_lies_to_the_right_of_its_path_where_asked() -> None:
    shape = strip(points((0, 0), (10, 0)), (4, 4), 0, 1)
    assert np.allclose([shape.min(0), shape.max(0)], [[0, 0], [10, 2]])


def test_a_unit_vector_has_length_1_and_zero_stays_zero() -> None:
    assert unit(at(3, 4)) == pytest.approx(at(0.6, 0.8))
    assert unit(at(0, 0)).tolist() == [0, 0]
