"""Contact sheets, on frames small enough to count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation.sheet import Row, contact_sheet, errors, on_paper, picture
from shiage_engine.evaluation.sheet_files import read_rows
from shiage_engine.files.images import read_image, write_image

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


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """A shot of three frames on disk, the first a reference, with a result and truth."""
    example = row()
    assert example.truth is not None
    for name in ("0000", "0001", "0002"):
        for room, pixels in (("line", example.line), ("truth", example.truth)):
            write(tmp_path / "shot" / room / f"{name}.png", pixels)
        if name == "0000":
            write(tmp_path / "shot" / "color" / f"{name}.png", example.color)
            continue
        write(tmp_path / "result" / "full" / f"{name}.png", example.color)
        write(tmp_path / "result" / "withdrawn" / f"{name}.png", np.full((40, 60), 255, np.uint8))
    return tmp_path / "shot"


def write(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_image(path, pixels)


def test_rows_are_read_from_a_shot_and_its_result(shot: Path) -> None:
    reference, first, second = read_rows(shot, shot.parent / "result")
    assert (reference.label, reference.withdrawn, reference.truth) == ("0000  reference", None, None)
    assert (first.label, second.label) == ("0001", "0002")
    assert (first.color == row().color).all()
    assert first.withdrawn is not None
    assert first.withdrawn.all()
    assert first.truth is not None
    (chosen,) = read_rows(shot, shot.parent / "result", ["0002"], with_truth=False)
    assert (chosen.label, chosen.truth) == ("0002", None)


def test_a_frame_that_was_colored_though_the_painter_had_is_a_result(shot: Path) -> None:
    result = shot.parent / "result"
    for room in ("full", "withdrawn"):
        write(result / room / "0000.png", read_image(result / room / "0001.png"))
    (first, *_) = read_rows(shot, result)
    assert first.label == "0000"
    assert first.truth is not None


def test_what_is_missing_is_named(shot: Path) -> None:
    with pytest.raises(InputError, match="no frame 0009"):
        read_rows(shot, shot.parent / "result", ["0009"])
    (shot.parent / "result" / "full" / "0001.png").unlink()
    with pytest.raises(InputError, match="color the shot first"):
        read_rows(shot, shot.parent / "result")


def test_the_command_writes_a_picture(shot: Path, tmp_path: Path) -> None:
    words = ["sheet", str(shot), str(tmp_path / "result"), "--width", "50", "--columns", "3", "--stacked"]
    assert main([*words, "--no-truth", "--out", str(tmp_path / "sheet.png")]) == 0
    assert (
        read_image(tmp_path / "sheet.png").shape[1] == 3 * contact_sheet([row()], 50, stacked=True).shape[1]
    )
