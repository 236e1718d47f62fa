"""Model sheets: figures on one page, and pictures that hold lines and paint together."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing import colored_drawing
from shiage_engine.drawing.colored_drawing import take_apart
from shiage_engine.drawing.line_art import BLACK, BLUE, read
from shiage_engine.drawing.model_sheets import ModelSheet, figures
from tests.engine import shots
from tests.engine.shots import HEIGHT, RED, WIDTH, color, line

SKIN, SHADE = (250, 210, 180, 255), (190, 150, 130, 255)


def page(count: int) -> ModelSheet:
    """Figures as of `line()`, side by side, half of their width between two."""
    space = np.full((HEIGHT, WIDTH // 2, 4), 255, np.uint8)
    lines = [part for _ in range(count) for part in (line(), space)]
    colors = [part for _ in range(count) for part in (color(), np.zeros_like(space))]
    return ModelSheet(np.hstack(lines), np.hstack(colors))


def in_one(line_art: np.ndarray, paint: np.ndarray, paper: tuple[int, ...]) -> np.ndarray:
    """Lines over paint over paper."""
    is_paint = paint[..., 3:] > 0
    picture = np.where(is_paint, paint, np.array(paper, np.uint8))
    return np.where(line_art[..., :3].max(2, keepdims=True) < 128, line_art, picture)


def test_each_figure_of_a_page_is_a_drawing_of_its_own() -> None:
    one, two, three = found = figures(page(3))
    for figure in found:
        assert figure.line.shape == figure.color.shape
        assert figure.line.shape[1] < WIDTH + 10
        inked = np.argwhere(figure.line[..., 0] == 0)
        assert (np.ptp(inked, 0) + 1).tolist() == [20, 44]
        assert np.count_nonzero((figure.color == RED).all(2)) == np.count_nonzero((color() == RED).all(2))
    assert one.line.shape == two.line.shape
    assert len(three.line)


def test_a_page_of_one_figure_stays_as_it_is() -> None:
    (found,) = figures(ModelSheet(line(), color()))
    np.testing.assert_array_equal(found.line, line())
    np.testing.assert_array_equal(found.color, color())


def test_a_note_far_from_all_figures_is_left_out() -> None:
    sheet = page(2)
    assert sheet.line is not None
    sheet.line[2:4, 2:8, :3] = 0  # near the left figure
    sheet.line[2:4, 170:176, :3] = 0  # in the last corner
    found = figures(sheet)
    assert [int((figure.line[..., 0] == 0).sum()) - int((line()[..., 0] == 0).sum()) for figure in found] == [
        12,
        0,
    ]


def test_figures_come_from_a_page_on_transparent_paper_too() -> None:
    sheet = page(2)
    assert sheet.line is not None
    sheet.line[sheet.line[..., 0] == 255] = 0
    assert len(figures(sheet)) == 2


@pytest.mark.parametrize("paper", [(255, 255, 255, 255), (0, 0, 0, 0), (120, 130, 140, 255)])
def test_lines_and_paint_of_one_picture_are_taken_apart(paper: tuple[int, ...]) -> None:
    found_line, found_color = take_apart(in_one(line(), color(), paper))
    np.testing.assert_array_equal(found_line, line())
    np.testing.assert_array_equal(found_color, color())


def test_soft_lines_leave_the_same_regions() -> None:
    """Each pixel of a larger picture a mixture of the four around it, as a scaled one has them."""
    hard = np.kron(in_one(line(), color(), (255, 255, 255, 255)), np.ones((2, 2, 1))).astype(np.float64)
    soft = (hard + np.roll(hard, 1, 0) + np.roll(hard, 1, 1) + np.roll(hard, (1, 1), (0, 1))) / 4
    found_line, found_color = take_apart(soft.round().astype(np.uint8))
    art = read(found_line)
    assert set(np.unique(art.kind)) == {0, BLACK}
    for y, x in (shots.LEFT, shots.RIGHT):
        assert tuple(found_color[2 * y, 2 * x]) == tuple(color()[y, x])
    assert not found_color[2 * shots.BACKGROUND[0], 2 * shots.BACKGROUND[1]].any()


def test_two_colors_that_meet_without_a_line_get_a_trace_line() -> None:
    paint = color()
    paint[12:28, 8:24] = SKIN
    paint[12:28, 16:24] = SHADE
    found_line, found_color = take_apart(in_one(line(), paint, (255, 255, 255, 255)))
    art = read(found_line)
    assert np.argwhere(art.kind == BLUE).tolist() == [[y, 15] for y in range(12, 28)]
    np.testing.assert_array_equal(found_color, paint)


def test_dark_paint_much_wider_than_lines_stays_paint() -> None:
    paint = color()
    paint[(paint == RED).all(2)] = (0, 0, 0, 255)  # as black as the lines
    _, found = take_apart(in_one(line(), paint, (255, 255, 255, 255)))
    assert tuple(found[shots.LEFT]) == (0, 0, 0, 255)
    assert not found[10, 30].any()  # a line


def test_of_many_dark_colors_the_most_frequent_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.full((40, 60, 4), 255, np.uint8)
    noise[10:30, :, :3] = np.repeat(np.arange(60, dtype=np.uint8)[:, None], 3, 1)
    looked_at = []
    without_wide = colored_drawing._without_wide

    def counted(mask: np.ndarray, reach: int) -> np.ndarray:
        looked_at.append(mask)
        return without_wide(mask, reach)

    monkeypatch.setattr(colored_drawing, "_without_wide", counted)
    take_apart(noise)
    assert len(looked_at) == colored_drawing.MOST_DARK + 1  # and once more the one that is taken


def test_what_a_ball_fits_into_is_wide() -> None:
    mask = np.zeros((30, 60), np.uint8)
    mask[5:20, 5:20] = 1  # a square of 15 pixels, and from it a line of 3
    mask[11:14, 20:55] = 1
    narrow = colored_drawing._without_wide(mask, 4)
    assert not narrow[7:18, 7:18].any()
    np.testing.assert_array_equal(narrow[:, 24:], mask[:, 24:])
    np.testing.assert_array_equal(colored_drawing._without_wide(mask, 8), mask)
