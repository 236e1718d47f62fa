"""The slash lines over withdrawn regions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shiage.host.hatch import EDGES, SLASH, TINT, pattern, where_withdrawn


def rows(size: tuple[int, int]) -> list[list[bytes]]:
    """The pixels of a pattern, by row."""
    width, height = size
    plane = pattern(size)
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


def test_slashes_stand_out_and_no_pixel_is_clear() -> None:
    pixels = [pixel for row in rows((60, 1080)) for pixel in row]
    red, green, blue, alpha = SLASH
    share = pixels.count(bytes((blue, green, red, alpha))) / len(pixels)
    assert 0.1 < share < 0.3
    assert min(pixel[3] for pixel in pixels) >= TINT[3] - 1
    assert any(min(pixel[:3]) > 200 and pixel[3] > EDGES[3] - 1 for pixel in pixels), "an edge is white"


def test_the_hatch_is_seen_where_paint_is_not() -> None:
    assert where_withdrawn(b"\x00\xff\x80") == b"\xff\x00\x7f"
    assert where_withdrawn(bytearray(b"\x00")) == b"\xff"  # as it comes from the engine
