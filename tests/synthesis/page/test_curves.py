"""Curves, on shapes whose measures are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_synthesis.page.curves import band, ellipse, points, smooth, star, turned, zigzag


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
