"""The job "traces": the lines of one frame without its trace lines."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from shiage_engine.protocol.handshake import Identity
from shiage_engine.protocol.messages import TRACES, TRACES_SINCE, Preview, Submit

from shiage_engine.drawing.planes import bgra_of_rgba
from shiage_engine.service.jobs import refusal
from shiage_engine.service.steps import Given, Reply
from shiage_engine.service.traces import traces_job
from tests.engine.drawing.test_finished_lines import CLEAR, DARK, MIDDLE, SIDE, drawing, paint


def packed(rgba: np.ndarray) -> list[bytes]:
    return [zlib.compress(bgra_of_rgba(rgba).tobytes())]


@pytest.mark.parametrize(("darker", "left"), [(False, CLEAR), (True, DARK)])
def test_the_lines_come_as_a_picture_of_the_frames_size(darker: bool, left: tuple[int, ...]) -> None:
    submit = Submit(1, SIDE, SIDE, (4,), (4,), TRACES, darker=darker)
    pictures: list[np.ndarray] = []
    job = traces_job(submit, Given({4: packed(drawing())}, {4: packed(paint())}))
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            assert stop.value == {"traces": 3 * 28}
            break
        if isinstance(step, Reply):
            assert step.message == Preview(1, 4, SIDE, SIDE)
            pictures.append(np.frombuffer(step.planes[0], np.uint8).reshape(SIDE, SIDE, 4))
    (picture,) = pictures
    assert (picture[MIDDLE, 20] == (*left[2::-1], left[3])).all()


def test_it_is_asked_for_with_the_paint_of_the_same_frame() -> None:
    assert refusal(Submit(7, 4, 2, (3,), (3,), kind=TRACES)) is None
    for wrong in (
        Submit(7, 4, 2, (3,), (), kind=TRACES),
        Submit(7, 4, 2, (3, 4), (3, 4), kind=TRACES),
        Submit(7, 4, 2, (3,), (3,), kind=TRACES, hints=(3,)),
    ):
        assert refusal(wrong) is not None


def test_the_engine_speaks_a_protocol_with_it() -> None:
    assert Identity._field_defaults["protocol_max"] >= TRACES_SINCE
