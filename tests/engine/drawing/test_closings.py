"""Closings: openings are closed in open drawings, and strokes that are meant to end are left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.drawing.ends import find_dots, find_ends
from shiage_engine.drawing.joining import joined_ends
from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.openings import find_closings
from shiage_engine.drawing.segmentation import automatic_gap, segment, segment_and_tell, segment_with_suspects
from shiage_engine.drawing.strokes import Bounds
from tests.engine.drawing.drawings import figure

SIZE = 160
PLACES = [  # in the figure's lines, in hundredths of its size: (x, y, is the line upright there)
    *[(28, 30, True), (72, 30, True), (50, 8, False), (30, 75, True), (70, 55, True)],
    *[(50, 62, False), (50, 68, False), (40, 94, False), (60, 94, False), (34, 88, True), (66, 86, True)],
    *[(37, 26, True), (63, 26, True)],
]


def open_figure(opening: float, size: int = SIZE, places: list[tuple[int, int, bool]] = PLACES) -> np.ndarray:
    """The figure with an opening so many pixels wide at each of the places."""
    drawing = figure(size, 2.5 * size / SIZE)
    for x, y, is_upright in places:
        left, top = round(x * size / 100), round(y * size / 100)
        along, across = round(opening / 2), round(4 * size / SIZE)
        rows, columns = (along, across) if is_upright else (across, along)
        drawing[top - rows : top + rows, left - columns : left + columns, :3] = 255
    return drawing


def test_ends_point_out_of_strokes() -> None:
    line = np.zeros((40, 60), bool)
    line[20:23, 10:50] = True
    ends = find_ends(line, 3)
    order = np.argsort(ends.place[:, 0])
    np.testing.assert_allclose(ends.place[order], [(10, 21), (49, 21)], atol=1)
    np.testing.assert_allclose(ends.direction[order], [(-1, 0), (1, 0)], atol=0.2)
    assert not len(find_dots(line, 3))


def test_corners_and_rings_have_no_ends() -> None:
    line = np.zeros((60, 60), np.uint8)
    cv2.circle(line, (30, 30), 20, 1, 3)
    cv2.rectangle(line, (20, 20), (40, 40), 1, 3)
    assert not len(find_ends(line.view(bool), 3))


def test_a_dot_has_its_place() -> None:
    line = np.zeros((20, 20), bool)
    line[8:11, 4:7] = True
    assert find_dots(line, 3).tolist() == [[5, 9]]


@pytest.mark.parametrize(("size", "opening"), [(160, 2), (160, 4), (720, 6), (1080, 8)])
def test_openings_inside_and_outside_are_closed(size: int, opening: int) -> None:
    whole = segment(read(figure(size, 2.5 * size / SIZE)), 0)
    drawing = read(open_figure(opening, size))
    assert segment(drawing, 0).max() < whole.max()
    regions, suspect = segment_with_suspects(drawing)
    assert regions.max() == whole.max() == suspect - 1
    agree = (regions == whole).mean()
    assert agree > 0.98


@pytest.mark.parametrize("opening", [14, 18])
def test_where_all_openings_are_wide_they_are_closed_and_make_suspects(opening: int) -> None:
    whole = segment(read(figure(640, 10)), 0)
    drawing = read(open_figure(opening, 640))
    regions, suspect = segment_with_suspects(drawing, 5)
    assert suspect < regions.max() == whole.max()
    assert ((regions > 1) == (whole > 1)).mean() > 0.98


def test_a_dot_between_two_openings_goes_on_to_both_sides() -> None:
    drawing = open_figure(4)
    # The upper line of the belt ends long before the body's side.
    body = slice(round(0.58 * SIZE), round(0.66 * SIZE))
    assert drawing[body, 112:118, 0].any()
    drawing[body, 96:112, :3] = 255
    drawing[98:101, 102:105, :3] = 0
    regions = segment_with_suspects(read(drawing))[0]
    assert regions[92, 104] != regions[104, 104]


def test_an_end_that_is_left_over_goes_on_to_a_line_far_ahead() -> None:
    line = np.zeros((70, 80), np.uint8)
    cv2.line(line, (5, 10), (70, 10), 1, 3)
    cv2.polylines(
        line, [np.array([(20, 26), (20, 55), (60, 55), (60, 10)])], isClosed=False, color=1, thickness=3
    )
    art = line.view(bool)
    closings = joined_ends(find_ends(art, 3), art, 3, 4, 4)
    (start,), (end,) = closings.start, closings.end
    np.testing.assert_allclose([start, end], [(20, 24.5), (20, 11)], atol=2)
    assert not closings.is_sure.any()


def test_what_is_closed_grows_with_the_drawing() -> None:
    assert [automatic_gap(Bounds(np.zeros((side, 2 * side), bool))) for side in (240, 480, 1080, 2160)] == [
        4,
        4,
        9,
        18,
    ]


def open_boxes(opening: int, size: int = 720) -> np.ndarray:
    """Lines of boxes, bool (H, W), with two openings in each."""
    line = np.zeros((size, size), bool)
    for top in range(20, 700, 80):
        cv2.rectangle(line.view(np.uint8), (100, top), (600, top + 50), 1, 3)
        for left in (200, 400):
            line[top - 4 : top + 5, left : left + opening] = False
    return line


@pytest.mark.parametrize(("opening", "gap"), [(4, 5), (8, 10), (2, 4)])
def test_the_largest_gap_is_no_wider_than_most_openings(opening: int, gap: int) -> None:
    bounds = Bounds(open_boxes(opening))
    found = find_closings(bounds, 16, is_measured=True)
    assert (found.times, round(found.gap)) == (1, gap)
    assert find_closings(bounds, 16).gap == 16


@pytest.mark.parametrize(("opening", "is_too_wide"), [(6, False), (15, True)])
def test_where_openings_are_wide_a_region_that_lines_end_in_has_likely_run_into_another(
    opening: int, is_too_wide: bool
) -> None:
    line = open_boxes(opening)
    line[300:303, 650:680] = True
    drawing = np.full((*line.shape, 4), 255, np.uint8)
    drawing[line, :3] = 0
    found = segment_and_tell(read(drawing), 4)
    assert (found.regions[0, 0] in found.merged) == is_too_wide
    assert found.regions[45, 300] not in found.merged, "all ends of its lines are joined"


def test_an_area_that_is_narrow_in_its_middle_stays_whole_where_openings_are_narrower() -> None:
    line = open_boxes(4, 1080)
    cv2.rectangle(line.view(np.uint8), (700, 20), (740, 400), 1, 3)
    line[200:216, 700:713] = line[200:216, 728:740] = True
    drawing = np.full((*line.shape, 4), 255, np.uint8)
    drawing[line, :3] = 0
    regions = segment_with_suspects(read(drawing))[0]
    assert regions[100, 720] == regions[300, 720] != regions[0, 0]
    assert regions[45, 300] != regions[0, 0], "openings are closed"


def test_one_opening_between_the_figure_and_its_surroundings_is_enough() -> None:
    regions = segment(read(open_figure(6, 720, PLACES[:1])))
    assert regions[216, 360] != regions[0, 0]


def test_strokes_that_end_inside_stay_as_they_are() -> None:
    drawing = figure(SIZE)
    for x in (56, 64, 72, 88, 96, 104):  # folds below the belt, which stop short of the lower line
        drawing[110:124, x : x + 2, :3] = 0
    art = read(drawing)
    found = find_closings(Bounds(art.ink >= 128), 4)
    assert not found.times
    assert not len(found.closings)
    np.testing.assert_array_equal(segment(art), segment(art, 0))


def test_lines_that_stop_short_of_the_frames_edge_are_closed_there() -> None:
    drawing = np.full((120, 120, 4), 255, np.uint8)
    for x in (30, 60, 90):
        drawing[20:117, x : x + 3, :3] = 0
    drawing[20:23, 30:93, :3] = 0
    assert segment(read(drawing), 0).max() == 1
    assert segment(read(drawing)).max() == 3


@pytest.mark.parametrize("turns", range(4))
def test_lines_that_run_slantwise_are_closed_where_all_are_cut_off(turns: int) -> None:
    drawn = np.zeros((120, 160), np.uint8)
    cv2.line(drawn, (20, 60), (160, 130), 1, 3)  # 27 degrees from the frame's edge
    cv2.line(drawn, (20, 60), (20, 119), 1, 3)
    cv2.line(drawn, (70, 85), (70, 119), 1, 3)
    drawn[117:] = drawn[:, 157:] = 0
    drawing = np.full((120, 160, 4), 255, np.uint8)
    drawing[drawn > 0, :3] = 0
    regions = segment(read(np.ascontiguousarray(np.rot90(drawing, turns))))
    assert regions.max() == 3
    assert len(np.unique(np.rot90(regions, -turns)[119])) == 4  # 0 where the closings end


def test_where_lines_are_cut_off_one_that_ends_a_little_before_is_closed_too() -> None:
    drawing = np.full((120, 160, 4), 255, np.uint8)
    for x, bottom in ((30, 117), (60, 117), (90, 117), (120, 116)):
        drawing[20:bottom, x : x + 3, :3] = 0
    drawing[20:23, 30:123, :3] = 0
    drawing[114:116, 120:123, :3] = 255
    assert segment(read(drawing), 9).max() == 4


def test_where_lines_reach_the_edge_one_that_ends_before_is_meant() -> None:
    drawing = np.full((120, 120, 4), 255, np.uint8)
    for x, bottom in ((30, 120), (60, 117), (90, 120)):
        drawing[20:bottom, x : x + 3, :3] = 0
    drawing[20:23, 30:93, :3] = 0
    assert segment(read(drawing)).max() == 2
