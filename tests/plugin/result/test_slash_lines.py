"""The slash lines over withdrawn regions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shiage.result.slash_lines import EDGES, SLASH, TINT, over


def rows(size: tuple[int, int]) -> list[list[bytes]]:
    """The pixels of a frame full of slashes, by row."""
    width, height = size
    plane = over(size, b"\xff" * (width * height))
    assert len(plane) == width * height * 4
    pixels = [plane[i : i + 4] for i in range(0, len(plane), 4)]
    return [pixels[y * width : (y + 1) * width] for y in range(height)]


def is_near(one: bytes, other: bytes) -> bool:
    """Alike, but for the rounding of antialiasing."""
    return all(abs(a - b) <= 8 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (64, 50), (31, 480)])
def test_it_repeats_along_both_axes_and_runs_from_lower_left_to_upper_right(size: tuple[int, int]) -> None:
    pixels, period = rows(size), max(8, round(size[1] / 54))
    for y, row in enumerate(pixels):
        assert row[period:] == row[:-period] or len(row) <= period
        assert y < period or row == pixels[y - period]
    for above, row in pairwise(pixels):
        assert all(map(is_near, row[:-1], above[1:])), "a row is the one above, moved to the left"


@pytest.mark.parametrize("height", [1080, 4320])
def test_slashes_stand_out_and_no_pixel_is_clear(height: int) -> None:
    pixels = [pixel for row in rows((60, height)) for pixel in row]
    red, green, blue, alpha = SLASH
    share = sum(is_near(pixel, bytes((blue, green, red, alpha))) for pixel in pixels) / len(pixels)
    assert 0.1 < share < 0.3
    assert min(pixel[3] for pixel in pixels) >= TINT[3] - 8
    assert any(min(pixel[:3]) > 200 and pixel[3] > EDGES[3] - 8 for pixel in pixels), "an edge is white"


def test_slashes_are_where_they_are_asked_for() -> None:
    assert over((2, 1), b"\x00\x00") == bytes(8)
    left, right = over((2, 1), b"\x00\xff")[3::4]
    assert (left, right > 0) == (0, True)
