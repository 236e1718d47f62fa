"""Open shots: what other drawings tell of one."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import LineArt, read
from shiage_engine.drawing.open_shots import ALONE, open_as, segmented
from tests.engine.drawing.drawings import figure
from tests.engine.pipeline.test_reading import NARROW, SIZE

GAP = 4


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], 0),
        ([0, 0, 0, 0], 0),
        ([0, 0, 0, 0, 2], 0),  # a fifth
        ([0, 0, 0, 2], 2),
        ([1, 2, 0, 0], 1),  # the middle one, of two the lower
        ([1, 2, 2, 0], 2),
        ([0.5, 0.5, 0.5, 0], 0),  # grain
    ],
)
def test_a_quarter_of_the_drawings_tell_that_all_are_open(times: list[float], expected: float) -> None:
    assert open_as(times) == expected


def open_drawing(places: tuple[tuple[int, int, int, int], ...]) -> LineArt:
    drawing = figure(SIZE, 5)
    for left, top, width, height in places:
        drawing[top : top + height, left : left + width, :3] = 255
    return read(drawing)


def test_a_drawing_that_does_not_tell_is_segmented_again_as_the_others_are() -> None:
    arts = {3: figure_of_one_opening(), 5: open_drawing(NARROW), 8: open_drawing(NARROW)}
    asked: list[int] = []

    def art(time: int) -> tuple[LineArt, np.ndarray | None]:
        asked.append(time)
        return arts[time], None

    turns = list(segmented([*arts], art, GAP))
    assert asked == [turn.time for turn in turns] == [3, 5, 8, 3]
    assert [turn.done for turn in turns] == pytest.approx([ALONE / 3, 2 * ALONE / 3, ALONE, 1])
    assert not len(turns[0].found.closings) and len(turns[3].found.closings)
    assert turns[3].art is arts[3]


def test_drawings_of_closed_lines_are_segmented_once() -> None:
    turns = list(segmented([1, 2], lambda _: (read(figure(SIZE, 5)), None), GAP))
    assert [(turn.time, turn.found.times) for turn in turns] == [(1, 0), (2, 0)]


def figure_of_one_opening() -> LineArt:
    """Above its belt; and strokes beside it that end."""
    drawing = figure(SIZE, 5)
    drawing[190:206, 150:157, :3] = 255
    drawing[20:300:40, 10:30, :3] = 0
    return read(drawing)
