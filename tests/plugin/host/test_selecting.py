"""Pixels spread over a selection."""

from __future__ import annotations

from shiage.host.selecting import SIDE, box_around, grid, nearest_color


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


def test_the_paint_nearest_to_a_pixel() -> None:
    clear, soft, red, blue = bytes(4), b"\x00\x00\xff\x80", b"\x00\x00\xff\xff", b"\xff\x00\x00\xff"
    paint = red + clear + soft + blue
    assert nearest_color(paint, 4, (0, 0)) == (255, 0, 0, 255)
    assert nearest_color(paint, 4, (2, 0)) == (0, 0, 255, 255), "no soft edge of a stroke"
    assert nearest_color(paint, 2, (0, 1)) == (255, 0, 0, 255)
    assert nearest_color(clear + soft, 2, (0, 0)) is None


def test_what_is_near_a_pixel_lies_within_the_frame() -> None:
    assert box_around(100, 100, (1000, 1000)) == (60, 60, 141, 141)
    assert box_around(0, 999, (1000, 1000)) == (0, 959, 41, 1000)
    assert box_around(-500, 5000, (1000, 1000)) == (0, 999, 1, 1000)
