"""Pixels spread over a selection."""

from __future__ import annotations

from shiage.host.selecting import SIDE, grid


def test_selected_pixels_alone_within_the_frame() -> None:
    plane = b"\xff\x00\x7f\x80"
    assert grid(plane, (5, 6), (2, 2), (100, 100)) == [(5, 6), (6, 7)]
    assert grid(plane, (5, 6), (2, 2), (6, 100)) == [(5, 6)]
    assert grid(bytes(4), (0, 0), (2, 2), (9, 9)) == []


def test_a_narrow_selection_has_one_pixel_at_least() -> None:
    plane = bytearray(100 * 100)
    plane[3] = 255
    assert grid(bytes(plane), (0, 0), (100, 100), (100, 100)) == [(3, 0)]
    assert len(grid(b"\xff" * 10000, (0, 0), (100, 100), (100, 100))) == SIDE * SIDE
