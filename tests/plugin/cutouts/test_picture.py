"""What a cut-out shows of a frame, and which pixels count as its region."""

from __future__ import annotations

from collections.abc import Generator
from typing import cast

from shiage.cutouts.picture import HEIGHT, WIDTH, around, drawn, ink, lines_of, painted_like, region
from shiage.live.questions import Place
from shiage.qt import QtGui
from shiage.scene import CloseUp

CLEAR, BLACK, RED, WHITE = bytes(4), b"\x00\x00\x00\xff", b"\x00\x00\xff\xff", b"\xff" * 4
SIZE = (1920, 1080)


def whole(steps: Generator[int, None, QtGui.QPainterPath]) -> QtGui.QPainterPath:
    """What the steps return."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("QtGui.QPainterPath", end.value)


def test_a_cut_out_has_room_around_the_region_and_lies_within_the_frame() -> None:
    left, top, right, bottom = around(Place(0, 510, 505, 500, 500, 520, 510), SIZE)
    assert left < 500 and top < 500 and right > 520 and bottom > 510
    assert abs((right - left) / (bottom - top) - WIDTH / HEIGHT) < 0.1
    assert around(Place(0, 1, 1, 0, 0, 4, 4), SIZE)[:2] == (0, 0)
    assert around(Place(0, 1, 1, 0, 0, 1920, 1080), SIZE) == (0, 0, 1920, 1080)
    assert around(Place(0, 1, 1, 0, 0, 4, 3), (4, 3)) == (0, 0, 4, 3)


def test_ink_is_what_is_dark_on_white_or_on_clear_paper() -> None:
    for paper in (CLEAR, WHITE):
        lines = lines_of(CloseUp(b"", [paper + BLACK + paper, CLEAR * 3]), (3, 1))
        assert ink(lines) == b"\x00\xff\x00"


def test_paint_of_the_same_color() -> None:
    assert painted_like(RED + CLEAR + RED + WHITE, 2, 0, 1) == b"\xff\x00\xff\x00"


def test_a_region_ends_at_lines_and_where_the_answer_is_another() -> None:
    place = Place(0, 10, 20, 10, 20, 16, 21)
    alike, dark = b"\xff" * 5 + b"\x00", b"\x00\x00\x00\xff\x00\x00"
    box = whole(region(place, alike, dark)).boundingRect()
    assert (box.left(), box.right()) == (10, 13)
    box = whole(region(place, alike, b"\xff" * 6)).boundingRect()
    assert (box.left(), box.right()) == (10, 15), "a region that is as dark as a line"
    box = whole(region(place, bytes(6), bytes(6))).boundingRect()
    assert (box.left(), box.right()) == (10, 16), "nothing is known: its box"


def test_the_picture_is_enlarged_with_the_outline_in_it() -> None:
    size, place = (21, 15), Place(0, 10, 7, 8, 5, 13, 10)
    lines = lines_of(CloseUp(b"", []), size)
    border = whole(region(place, b"\xff" * 25, bytes(25)))
    shown = drawn((0, 0, *size), RED * (size[0] * size[1]), lines, border)
    assert (shown.width(), shown.height()) == (WIDTH, HEIGHT)
    assert shown.pixelColor(2, 2).name() == "#ff0000" == shown.pixelColor(42, 30).name()
    row = {shown.pixelColor(x, 30).name() for x in range(28, 38)}
    assert "#d010c0" in row, "the left side of the region"
