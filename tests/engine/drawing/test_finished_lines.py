"""Lines of the finished picture: black ones stay, trace lines go, or take the color of the darker side."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.finished_lines import FinishedLines, finish_lines

SIDE = 40
MIDDLE = slice(19, 22)  # rows of the trace line
BLACK, RED, CLEAR, WHITE = (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 0, 0), (255, 255, 255, 255)
LIGHT, DARK = (230, 200, 180, 255), (150, 90, 70, 255)


def drawing(trace: tuple[int, ...] = RED, paper: tuple[int, ...] = CLEAR) -> np.ndarray:
    """A black box with a trace line across its middle, three pixels wide."""
    rgba = np.full((SIDE, SIDE, 4), paper, np.uint8)
    rgba[4:36, 4:36] = BLACK
    rgba[6:34, 6:34] = paper
    rgba[MIDDLE, 6:34] = trace
    return rgba


def paint(line: tuple[int, ...] | None = None) -> np.ndarray:
    """The box light above the middle and dark below; `line`: what is painted under the trace line."""
    rgba = np.zeros((SIDE, SIDE, 4), np.uint8)
    rgba[5:20, 5:35], rgba[20:35, 5:35] = LIGHT, DARK
    if line is not None:
        rgba[MIDDLE, 6:34] = line
    return rgba


def colors_across(found: FinishedLines) -> list[tuple[int, ...]]:
    """What is left on a column through the trace line, in its three rows."""
    return [tuple(int(part) for part in pixel) for pixel in found.rgba[MIDDLE, 20]]


@pytest.mark.parametrize("paper", [CLEAR, WHITE])
def test_without_trace_lines_all_stays(paper: tuple[int, ...]) -> None:
    lines = drawing(trace=(90, 80, 70, 255), paper=paper)  # brown is no trace color
    found = finish_lines(lines, paint(), takes_darker=True)
    assert found.traces == 0
    alpha = found.rgba[..., 3:] / 255
    seen = np.rint(found.rgba[..., :3] * alpha + 255 * (1 - alpha))
    assert (seen[MIDDLE, 20] == (90, 80, 70)).all()
    assert (seen[4, 4:36] == 0).all() and (seen[10, 10] == 255).all()
    if paper == CLEAR:
        assert (found.rgba == lines).all()


@pytest.mark.parametrize("paper", [CLEAR, WHITE])
def test_a_trace_line_is_taken_away_and_black_stays(paper: tuple[int, ...]) -> None:
    found = finish_lines(drawing(paper=paper), paint(), takes_darker=False)
    assert found.traces == 3 * 28
    assert colors_across(found) == [CLEAR] * 3, "what is below is seen, its border in the middle"
    assert (found.rgba[4:6, 4:36] == BLACK).all() and not found.rgba[10, 10].any()


def test_it_takes_the_color_of_the_darker_side_by_choice() -> None:
    found = finish_lines(drawing(), paint(), takes_darker=True)
    assert colors_across(found) == [DARK] * 3
    assert (found.rgba[MIDDLE, 4:6] == BLACK).all()


@pytest.mark.parametrize("takes_darker", [False, True])
def test_where_paint_stops_at_the_line_there_is_no_hole(takes_darker: bool) -> None:
    found = finish_lines(drawing(), paint(line=CLEAR), takes_darker)
    across = colors_across(found)
    assert across[0] == (DARK if takes_darker else LIGHT) and across[1:] == [DARK, DARK]


def test_where_nothing_is_painted_nothing_is_left() -> None:
    found = finish_lines(drawing(), np.zeros((SIDE, SIDE, 4), np.uint8), takes_darker=True)
    assert colors_across(found) == [CLEAR] * 3


@pytest.mark.parametrize("trace", [(220, 60, 60, 255), (50, 50, 170, 255), (40, 160, 60, 255)])
def test_colors_that_are_not_pure_leave_no_shadow(trace: tuple[int, ...]) -> None:
    """A soft line: half covered above and below."""
    lines = drawing(trace)
    lines[(18, 22), 6:34] = *trace[:3], 128
    found = finish_lines(lines, paint(), takes_darker=False)
    assert not found.rgba[17:24, 8:32].any()


def test_soft_edges_of_black_beside_a_trace_line_stay_black() -> None:
    lines = drawing()
    lines[MIDDLE, 6] = 128, 0, 0, 255  # half black, half red
    found = finish_lines(lines, paint(), takes_darker=False)
    assert (found.rgba[MIDDLE, 6, :3] == 0).all()
    assert (np.abs(found.rgba[MIDDLE, 6, 3].astype(int) - 127) <= 1).all()
