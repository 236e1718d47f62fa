"""Model sheets in the pipeline: references that are no frame of the shot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from shiage_engine.drawing.model_sheets import ModelSheet
from shiage_engine.drawing.shot import FAR, UNKNOWN, Shot
from shiage_engine.errors import InputError
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from shiage_engine.results import FrameResult, Report
from tests.engine.shots import (
    BLUE,
    BY_AREA,
    HEIGHT,
    LEFT,
    RED,
    RIGHT,
    WIDTH,
    ByArea,
    color,
    colored,
    line,
    method_of,
)

GREEN = (10, 200, 10, 255)


def larger(times: int = 2) -> ModelSheet:
    """The drawing of `line()` and its paint, so many times as large."""
    square = np.ones((times, times, 1), np.uint8)
    return ModelSheet(np.kron(line(), square), np.kron(color(), square))


def painted(left: tuple[int, ...]) -> np.ndarray:
    """The paint of `line()` with the left box in another color than red."""
    paint = color()
    paint[(paint == RED).all(2)] = left
    return paint


def run(
    sheets: Mapping[str, ModelSheet], colors: Mapping[int, np.ndarray] | None = None
) -> tuple[dict[int, FrameResult], Report]:
    request = Request({10: line(), 20: line(2)}, colors or {}, sheets=sheets)
    return colored(request, BY_AREA)


def test_a_sheet_alone_colors_all_frames() -> None:
    frames, report = run({"front": ModelSheet(line(), color())})
    assert list(frames) == [10, 20]
    assert [tuple(frames[10].color()[at]) for at in (LEFT, RIGHT)] == [RED, BLUE]
    assert (report.sheets, report.finished) == (("front",), [])


def test_a_sheet_has_any_size_and_no_neighbors_in_time() -> None:
    shot = finish(read_shot(Request({10: line(), 20: line(2)}, {20: color(2)}, sheets={"front": larger()})))
    assert [frame.packed_ink.shape for frame in shot.frames] == [(HEIGHT, WIDTH)] * 2 + [
        (2 * HEIGHT, 2 * WIDTH)
    ]
    assert (list(shot.in_time), shot.targets, shot.references) == ([0, 1], [0], [1, 2])
    assert list(shot.finished) == [1]
    assert (shot.away(0, 1), shot.away(0, 2), shot.away(2, 1)) == (1, FAR, FAR)
    assert shot.frames[2].time < 0
    np.testing.assert_array_equal(shot.labels[1], shot.labels[2])


def test_lines_and_paint_may_be_in_one_picture() -> None:
    paint = color()
    whole = np.where(paint[..., 3:] > 0, paint, line())
    frames, report = run({"one picture": ModelSheet(None, whole)})
    assert tuple(frames[20].color()[RIGHT]) == BLUE
    assert report.sheets == ("one picture",)


def test_what_is_unpainted_in_a_sheet_that_is_not_finished_teaches_nothing_and_is_no_target() -> None:
    shot = finish(
        read_shot(Request({10: line()}, {}, sheets={"a": ModelSheet(line(), painted((0, 0, 0, 0)))}))
    )
    assert shot.labels[1].tolist() == [0, UNKNOWN, UNKNOWN, 1]
    assert (shot.targets, shot.references, shot.partial) == ([0], [1], {})


def test_a_page_of_two_figures_is_one_sheet_of_two_drawings() -> None:
    space = np.full((HEIGHT, WIDTH // 2, 4), 255, np.uint8)
    page = ModelSheet(
        np.hstack([line(), space, line()]), np.hstack([color(), np.zeros_like(space), painted(GREEN)])
    )
    shot = finish(read_shot(Request({10: line()}, {}, sheets={"views": page})))
    assert shot.sheets == ("views", "views")
    assert {tuple(rgba) for rgba in shot.palette.tolist()} == {(0, 0, 0, 0), RED, GREEN, BLUE}
    _, report = run({"views": page})
    assert report.sheets == ("views",)


def test_sheets_that_teach_nothing_are_not_named() -> None:
    blank = ModelSheet(line(), np.zeros_like(line()))
    _, report = run({"blank": blank, "front": ModelSheet(line(), color())})
    assert report.sheets == ("front",)


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (ModelSheet(line(), np.zeros_like(line())), "model sheets hold no region of one clear color"),
        (
            ModelSheet(line(), color()[1:]),
            "The paint of model sheet front is 60 x 39 pixels, but its line art is",
        ),
    ],
)
def test_a_sheet_that_cannot_teach_is_said(sheet: ModelSheet, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        run({"front": sheet})


class Same(ByArea):
    """Knows the colors of sheets alone; matches each region to the one with its number."""

    def learn(self, shot: Shot) -> Iterator[object]:  # type: ignore[override]
        yield from super().learn(shot.with_references([i for i in shot.labels if i not in shot.in_time]))

    def same_parts(self, shot: Shot, one: int, other: int) -> Iterator[tuple[int, int, float]]:
        for number in range(1, shot.frames[one].count + 1):
            yield number, number, 0.9


def test_where_sheet_and_frame_disagree_the_frame_wins_and_nothing_is_withdrawn() -> None:
    request = Request(
        {time: line() for time in range(4)},
        {0: color()},
        finished=[0],
        sheets={"front": ModelSheet(line(), painted(GREEN))},
    )
    frames, report = colored(request, method_of(lambda _: Same()))
    assert [tuple(frames[time].color()[LEFT]) for time in frames] == [RED] * 3
    assert not any(frame.withdrawn_pixels()[RIGHT] for frame in frames.values())
    assert report.disagreements == ()
