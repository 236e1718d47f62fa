"""Arithmetic on planes, on some bytes worked by hand."""

from __future__ import annotations

from shiage.result import planes


def test_and_or_and_merge() -> None:
    assert planes.both(b"\x07\x09\x00", b"\xff\x00\xff") == b"\x07\x00\x00"
    assert planes.either(b"\x07\x00\x00", b"\x00\x09\x00") == b"\x07\x09\x00"
    assert planes.merged(b"\x01\x02", b"\x03\x04", b"\xff\x00") == b"\x03\x02"


def test_a_pixel_differs_where_any_of_its_channels_does() -> None:
    one = bytes(4 * 6)
    other = b"".join([bytes(4), b"\1\0\0\0", b"\0\1\0\0", b"\0\0\1\0", b"\0\0\0\x80", bytes(4)])
    assert planes.difference(one, other) == b"\x00\xff\xff\xff\xff\x00"
    assert planes.difference(other, other) == bytes(6)
    assert planes.widened(b"\xff\x00", (2, 1)) == b"\xff\xff\xff\xff\0\0\0\0"


def test_rows_that_are_set() -> None:
    assert planes.rows_set(bytes(6), 2) is None
    assert planes.rows_set(b"\0\0\0\xff\xff\0\0\0", 2) == (1, 3)


def test_colors_are_looked_up_exactly() -> None:
    table = planes.color_table([(1, 2, 3, 4), (9, 9, 9, 0)])
    assert planes.looked_up(b"\x00\x01\x02", (3, 1), table) == b"\0\0\0\0\3\2\1\4\0\0\0\0"
