"""Contact sheets, on frames small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.evaluation.sheet import Row, contact_sheet, errors, on_paper, picture

RED, GREEN, NONE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 0, 0)


def blank(height: int = 40, width: int = 60) -> np.ndarray:
    return np.full((height, width, 4), 255, np.uint8)


def row(label: str = "0001", truth: bool = True) -> Row:
    """Left third red (right), middle green (wrong), the rest unpainted; a black line down the middle."""
    line, color = blank(), np.zeros((40, 60, 4), np.uint8)
    line[:, 30] = (0, 0, 0, 255)
    color[:, :20] = RED
    color[:, 20:40] = GREEN
    answer = color.copy()
    answer[:, 20:40] = RED
    return Row(label, line, color, np.zeros((40, 60), bool), answer if truth else None)


def test_on_paper_shows_white_where_nothing_is_painted() -> None:
    rgba = np.array([[RED, NONE, (0, 0, 0, 128)]], np.uint8)
    assert on_paper(rgba).tolist() == [[[255, 0, 0], [255, 255, 255], [127, 127, 127]]]


def test_picture_draws_lines_over_paint_and_hatches_what_is_withdrawn() -> None:
    example = row()
    withdrawn = np.zeros((40, 60), bool)
    withdrawn[:, :20] = True
    shown = picture(example.line, example.color, withdrawn)
    assert (shown[:, 30] == 0).all()
    assert (shown[:, 35] == (0, 255, 0)).all()
    left = shown[:, :20].reshape(-1, 3)
    assert (left == 255).all(axis=1).any()
    assert not (left == (255, 0, 0)).all(axis=1).any()
    assert len(np.unique(left, axis=0)) == 2


def test_errors_are_painted_pixels_in_another_color_off_the_lines() -> None:
    assert errors(row()).sum() == 40 * 19
    withdrawn = np.zeros((40, 60), bool)
    withdrawn[:, 20:30] = True
    hidden = Row("1", row().line, row().color, withdrawn, row().truth)
    assert errors(hidden).sum() == 40 * 9
    with pytest.raises(ValueError, match="no truth"):
        errors(row(truth=False))


def test_paint_that_is_missing_is_an_error_and_colors_under_nothing_are_not() -> None:
    line, nothing, other = blank(), np.zeros((40, 60, 4), np.uint8), np.zeros((40, 60, 4), np.uint8)
    other[..., 0] = 9
    assert not errors(Row("1", line, nothing, None, other)).any()
    other[:5] = RED
    assert errors(Row("1", line, nothing, None, other)).sum() == 5 * 60


def test_a_sheet_grows_with_frames_and_columns() -> None:
    one = contact_sheet([row()], panel_width=50)
    three = contact_sheet([row()] * 3, panel_width=50)
    wide = contact_sheet([row()] * 3, panel_width=50, columns=2)
    assert three.shape == (3 * one.shape[0], one.shape[1], 3)
    assert wide.shape == (2 * one.shape[0], 2 * one.shape[1], 3)
    assert wide.dtype == np.uint8
    plain = contact_sheet([row(truth=False), row()], panel_width=50)
    assert plain.shape == (2 * one.shape[0], one.shape[1], 3)


def test_a_sheet_shows_only_the_part_of_the_page_that_is_used() -> None:
    line = blank(200, 400)
    line[90:110, 190:210] = (0, 0, 0, 255)
    sheet = contact_sheet([Row("1", line, np.zeros_like(line))], panel_width=44)
    assert (sheet < 40).all(axis=2).sum() > 300


def test_no_frames_is_refused_and_empty_paper_is_not() -> None:
    with pytest.raises(ValueError, match="at least one"):
        contact_sheet([])
    assert contact_sheet([Row("1", blank(), np.zeros_like(blank()))]).ndim == 3
