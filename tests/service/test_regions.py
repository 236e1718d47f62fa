"""The job "regions": the picture of one frame, with and without a stroke that closes an opening."""

from __future__ import annotations

import zlib

import numpy as np
from shiage_engine.protocol.handshake import Identity
from shiage_engine.protocol.messages import REGIONS, REGIONS_SINCE, Preview, Submit
from shiage_engine.protocol.options import Options

from shiage_engine.drawing.planes import bgra_of_rgba
from shiage_engine.service.regions import regions_job
from shiage_engine.service.steps import Given, Reply
from tests.engine.drawing.drawings import figure
from tests.engine.pipeline.test_reading import NARROW
from tests.engine.pipeline.test_reading import SIZE as FIGURE

SIDE, LEFT, RIGHT = 96, 20, 70
INK = (0, 0, 0, 255)
NO_GAP = Options(largest_gap=0)


def packed(rgba: np.ndarray) -> list[bytes]:
    return [zlib.compress(bgra_of_rgba(rgba).tobytes())]


def box() -> np.ndarray:
    """A box whose right side is open."""
    drawing = np.zeros((SIDE, SIDE, 4), np.uint8)
    drawing[LEFT : LEFT + 2, LEFT:RIGHT] = drawing[RIGHT - 2 : RIGHT, LEFT:RIGHT] = INK
    drawing[LEFT:RIGHT, LEFT : LEFT + 2] = INK
    return drawing


def side() -> np.ndarray:
    """The stroke that closes it."""
    drawing = np.zeros((SIDE, SIDE, 4), np.uint8)
    drawing[LEFT:RIGHT, RIGHT - 2 : RIGHT] = 60, 60, 200, 255
    return drawing


def asked(
    given: Given, closings: tuple[int, ...] = (), options: Options = NO_GAP, side: int = SIDE
) -> tuple[np.ndarray, dict[str, object]]:
    """The picture, BGRA (H, W, 4), and the report."""
    submit = Submit(1, side, side, (*given.lines,), (), REGIONS, options, closings=closings)
    job = regions_job(submit, given)
    pictures: list[np.ndarray] = []
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            (picture,) = pictures
            return picture, stop.value
        if isinstance(step, Reply):
            assert step.message == Preview(1, 4, side, side)
            pictures.append(np.frombuffer(step.planes[0], np.uint8).reshape(side, side, 4))


def test_what_is_open_has_one_color_with_the_background() -> None:
    picture, report = asked(Given({4: packed(box())}, {}))
    assert report["regions"] == 1
    assert (picture[45, 45] == picture[45, 90]).all()
    assert (picture[..., 3] == 255).all()
    assert picture[LEFT, 40, :3].tolist() == [0, 0, 0], "lines are black"


def test_a_closing_stroke_parts_it() -> None:
    picture, report = asked(Given({4: packed(box())}, {}, closings={4: packed(side())}), (4,))
    assert report["regions"] == 2
    assert (picture[45, 45] != picture[45, 90]).any()


def test_frames_beside_it_tell_that_it_is_open() -> None:
    alone, beside = figure(FIGURE, 5), figure(FIGURE, 5)
    alone[190:206, 150:157, :3] = 255
    alone[20:300:40, 10:30, :3] = 0  # strokes that end
    for left, top, width, height in NARROW:
        beside[top : top + height, left : left + width, :3] = 255
    options = Options(largest_gap=4)
    _, report = asked(Given({4: packed(alone)}, {}), (), options, FIGURE)
    assert (report["closings"], report["open"]) == (0, False)
    # The frame that is shown comes first.
    _, report = asked(Given({4: packed(alone), 2: packed(beside)}, {}), (), options, FIGURE)
    assert report["open"] is True
    assert report["closings"] != 0


def test_the_engine_speaks_a_protocol_with_regions() -> None:
    assert Identity._field_defaults["protocol_max"] >= REGIONS_SINCE
