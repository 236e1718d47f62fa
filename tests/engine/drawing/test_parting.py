"""Parting by paint: two colors on the sides of an opening are two regions, one color is one."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.parting import part_by_paint

RED, BLUE = np.uint32(0xFF0000FF), np.uint32(0xFFFF0000)


def two_rooms() -> tuple[np.ndarray, np.ndarray]:
    """One region of two rooms, 20 x 20 and 24 x 20, with an opening 6 pixels wide between them; and red paint."""
    regions = np.zeros((24, 56), np.int32)
    regions[2:22, 2:22] = regions[2:22, 24:48] = 1
    regions[9:15, 22:24] = 1
    regions[2:7, 50:55] = 2  # and a small one
    return regions, np.full(regions.shape, RED)


def test_two_colors_that_meet_in_an_opening_are_two_regions() -> None:
    regions, paint = two_rooms()
    paint[:, :23] = BLUE
    parted = part_by_paint(regions, paint, 8)
    assert (parted[2:22, 24:48] == 1).all()  # the larger part keeps its id
    assert (parted[2:22, 2:22] == 3).all()
    np.testing.assert_array_equal(parted > 0, regions > 0)


def test_bare_paper_on_one_side_is_a_color_as_well() -> None:
    regions, paint = two_rooms()
    paint[:, :23] = 0
    assert len(np.unique(part_by_paint(regions, paint, 8)[regions == 1])) == 2


def test_one_color_needs_no_closing() -> None:
    regions, paint = two_rooms()
    assert part_by_paint(regions, paint, 8) is regions


def test_a_shadow_without_a_line_parts_nothing() -> None:
    regions, paint = two_rooms()
    paint[:12] = BLUE  # along 52 pixels
    np.testing.assert_array_equal(part_by_paint(regions, paint, 8), regions)


def test_checks_part_nothing() -> None:
    rows, columns = np.indices((120, 120)) // 10
    regions = np.ones((120, 120), np.int32)
    paint = np.where((rows + columns) % 2 == 0, RED, BLUE)
    np.testing.assert_array_equal(part_by_paint(regions, paint, 18), regions)


def test_paint_that_laps_over_a_line_is_no_part() -> None:
    regions, paint = two_rooms()
    paint[2:22, 24:28] = BLUE
    assert part_by_paint(regions, paint, 8) is regions


def test_paint_that_was_missed_in_the_opening_is_no_part() -> None:
    regions, paint = two_rooms()
    paint[:, :21] = BLUE
    paint[:, 21:26] = 0
    assert len(np.unique(part_by_paint(regions, paint, 8)[regions == 1])) == 2


def test_other_regions_keep_their_ids() -> None:
    regions, paint = two_rooms()
    regions = np.concatenate([regions, np.where(regions > 0, regions + 2, 0).astype(np.int32)])
    paint = np.concatenate([paint, paint])
    paint[:24, :23] = BLUE
    parted = part_by_paint(regions, paint, 8)
    np.testing.assert_array_equal(parted[24:], regions[24:])
    assert np.unique(parted[:24]).tolist() == [0, 1, 2, 5]
