"""Gaps: an outline with an opening does not leak, and what is no gap stays open."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.drawing import gaps
from shiage_engine.drawing.line_art import LineArt, read
from shiage_engine.drawing.regions import between
from shiage_engine.drawing.segmentation import segment, segment_with_suspects
from shiage_engine.drawing.strokes import lines
from tests.engine.drawing.drawings import ring

SIZE = 64
MIDDLE, CORNER = (SIZE // 2, SIZE // 2), (0, 0)


@pytest.mark.parametrize("opening", [1, 2, 3, 4])
def test_an_outline_with_a_gap_holds(opening: int) -> None:
    art = read(ring(SIZE, opening))
    assert segment(art, 0).max() == 1
    closed = segment(art, 4)
    assert closed.max() == 2
    assert closed[MIDDLE] != closed[CORNER]
    inside = SIZE - 2 * (SIZE // 4 + 3)
    assert abs(int((closed == closed[MIDDLE]).sum()) - inside**2) <= 3 * opening


@pytest.mark.parametrize(("opening", "largest_gap"), [(9, 4), (4, 1), (2, 0)])
def test_a_wider_opening_is_meant(opening: int, largest_gap: int) -> None:
    assert segment(read(ring(SIZE, opening)), largest_gap).max() == 1


@pytest.mark.parametrize(("opening", "regions"), [(1, 3), (3, 3), (4, 3)])
def test_a_narrow_strand_holds_if_its_gap_is_narrower_still(opening: int, regions: int) -> None:
    ink = np.full((48, 64), 255, np.uint8)
    ink[12:40, 8:56] = 0
    ink[14:20, 10:54] = ink[22:38, 10:54] = 255  # a strand 6 pixels wide, and a figure below it
    for sides in (slice(12, 14), slice(20, 22)):  # open from the background to the figure, through the strand
        ink[sides, 30 : 30 + opening] = 255
    art = read(np.stack([ink, ink, ink, np.full_like(ink, 255)], axis=2))
    assert segment(art, 0).max() == 1
    assert segment(art, 4).max() == regions


def test_a_line_that_fades_still_closes() -> None:
    art = read(ring(SIZE, 4, soft=160))
    assert segment(art, 0).max() == 1
    assert segment(art, 4).max() == 2


def test_a_closed_outline_keeps_its_regions() -> None:
    art = read(ring(SIZE, 0))
    np.testing.assert_array_equal(segment(art, 4), segment(art, 0))


def test_a_channel_between_two_lines_is_a_gap_in_an_open_drawing_alone() -> None:
    line = np.zeros((80, 80), np.uint8)
    for x in (10, 70):  # two bows that come within three pixels of each other
        cv2.ellipse(line, (x, 40), (28, 60), 0, -90 if x == 10 else 90, 90 if x == 10 else 270, 1, 3)
    regions = between(line > 0)
    np.testing.assert_array_equal(gaps.close(regions, line > 0, 6), regions)
    parted = gaps.close(regions, line > 0, 6, everywhere=True)
    assert parted[2, 40] != parted[78, 40]


@pytest.mark.parametrize(("opening", "regions"), [(3, 3), (6, 3), (7, 2)])
def test_in_an_open_drawing_small_areas_are_parted_where_the_opening_is_a_little_smaller(
    opening: int, regions: int
) -> None:
    line = np.zeros((40, 40), bool)
    line[10:22, 8:30] = True
    line[12:20, 10:18] = line[12:20, 20:28] = False  # two squares of 8 pixels side by side
    line[12 : 12 + opening, 18:20] = False
    assert gaps.close(between(line), line, 8, everywhere=True).max() == regions


def test_openings_inside_a_figure_stay_open() -> None:
    drawing = ring(SIZE, 0)
    drawing[19:40, 32:34, :3] = 0  # a stroke that stops short of the lower side
    drawing[42:45, 32:34, :3] = 0
    art = read(drawing)
    np.testing.assert_array_equal(segment(art, 4), segment(art, 0))


def test_ids_stay_consecutive_when_several_gaps_close() -> None:
    small = ring(40, 2)
    regions = segment(read(np.concatenate([np.concatenate([small, small], 1)] * 2)), 4)
    assert sorted(np.unique(regions)) == [0, 1, 2, 3, 4, 5]


def split_suspects(regions: np.ndarray, art: LineArt, largest_gap: int) -> np.ndarray:
    """As `segment_with_suspects` does, in a step of its own after `segment`."""
    return gaps.close(regions, lines(art).faint, 2 * largest_gap) if largest_gap > 0 else regions


def test_what_lies_behind_a_wider_opening_is_a_suspect_of_a_leak() -> None:
    found = lines(read(ring(SIZE, 7)))
    sure, parted = gaps.close_in_turn(found.bounds.regions, found.faint, (4, 8))
    assert sure.max() == 1
    assert parted.max() == 2
    assert parted[MIDDLE] != parted[CORNER]


@pytest.mark.parametrize(("opening", "largest_gap"), [(9, 4), (2, 0)])
def test_openings_wide_enough_to_be_meant_make_no_suspects(opening: int, largest_gap: int) -> None:
    art = read(ring(SIZE, opening))
    sure = segment(art, largest_gap)
    np.testing.assert_array_equal(split_suspects(sure, art, largest_gap), sure)


@pytest.mark.parametrize("opening", [0, 2, 4, 7])
@pytest.mark.parametrize(("top", "left"), [(0, 0), (37, 0), (0, 50), (61, 40), (38, 51)])
def test_what_is_split_does_not_depend_on_the_box_of_the_lines(
    opening: int, top: int, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = np.concatenate([ring(SIZE, opening), ring(SIZE, 3)], axis=1)
    art = read(np.pad(drawing, ((top, 45), (left, 71), (0, 0)), constant_values=255))
    in_box = segment_with_suspects(art, 4)[0]
    monkeypatch.setattr(gaps, "_box", lambda *_: (slice(None), slice(None)))
    np.testing.assert_array_equal(segment_with_suspects(art, 4)[0], in_box)


@pytest.mark.parametrize("largest_gap", [0, 4])
@pytest.mark.parametrize("opening", [0, 3])
def test_suspects_are_found_in_one_go_as_well(opening: int, largest_gap: int) -> None:
    art = read(np.concatenate([ring(SIZE, opening), ring(SIZE, 3)], axis=1))
    sure = segment(art, largest_gap)
    regions, first_suspect = segment_with_suspects(art, largest_gap)
    np.testing.assert_array_equal(regions, split_suspects(sure, art, largest_gap))
    assert first_suspect == sure.max() + 1
