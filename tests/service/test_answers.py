"""The job "answers", from the planes of the wire to its report."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from shiage_engine.protocol.messages import Submit
from shiage_engine.protocol.options import Options

from shiage_engine.drawing.shot import Frame
from shiage_engine.progress import finish
from shiage_engine.service import answers
from shiage_engine.service.answers import answers_job
from shiage_engine.service.steps import Given

SIZE, T = 48, 6
RED = (200, 10, 20, 255)
SAID = {"mixed": 0, "flooded": 0, "slipped": 0}
REQUEST = Submit(job=1, width=SIZE, height=SIZE, times=(T,), references=(T,), kind="answers")


def box() -> np.ndarray:
    """Line art, u8 BGRA: a box of 20 x 20 pixels inside a line 2 pixels wide."""
    line = np.zeros((SIZE, SIZE, 4), np.uint8)
    line[10:34, 10:34, 3] = 255
    line[12:32, 12:32, 3] = 0
    return line


def packed(*planes: np.ndarray) -> list[bytes]:
    return [zlib.compress(plane.tobytes()) for plane in planes]


def report(request: Submit, shown: np.ndarray, present: np.ndarray) -> dict[str, Any]:
    paper = np.zeros_like(shown)
    return finish(answers_job(request, Given({T: packed(paper, box())}, {T: packed(shown, present)})))


def filled(color: tuple[int, ...] = RED) -> np.ndarray:
    paint = np.zeros((SIZE, SIZE, 4), np.uint8)
    paint[11:33, 11:33] = (*color[2::-1], color[3])
    return paint


def test_a_fill_its_result_and_its_undoing() -> None:
    nothing = np.zeros((SIZE, SIZE, 4), np.uint8)
    first = report(REQUEST, nothing, filled())
    assert first == {"answers": [[T, 22, 22, *RED]], "before": [[0, 0, 0, 0]], **SAID}
    other = (T + 1, 3, 3, *RED)  # of another frame: no concern of this job
    answered = replace(REQUEST, answers=(other, tuple(first["answers"][0] + first["before"][0])))
    assert report(answered, filled(), filled()) == first
    assert report(answered, filled(), nothing) == {"answers": [], "before": [], **SAID}
    blue = (10, 20, 200, 255)
    changed = report(answered, filled(), filled(blue))
    assert changed == {"answers": [[T, 22, 22, *blue]], "before": [[0, 0, 0, 0]], **SAID}


def test_a_client_need_not_say_what_was_there_before() -> None:
    answered = replace(REQUEST, answers=((T, 20, 20, *RED),))
    nothing = np.zeros((SIZE, SIZE, 4), np.uint8)
    assert report(answered, filled(), nothing) == {"answers": [], "before": [], **SAID}
    assert report(answered, filled(), filled())["answers"] == [[T, 20, 20, *RED]]


def test_a_fill_of_a_pixel_is_counted_and_one_that_touches_up_or_comes_beside_an_answer_is_not() -> None:
    nothing, full = np.zeros((SIZE, SIZE, 4), np.uint8), filled()
    slip, touched_up = nothing.copy(), full.copy()
    slip[20, 20] = full[20, 20]
    slip[2, 2:6] = full[20, 20]  # in the background
    touched_up[20, 20] = 0
    assert report(REQUEST, nothing, slip)["slipped"] == 5
    assert report(REQUEST, slip, nothing)["slipped"] == 0, "it was undone"
    assert report(REQUEST, touched_up, full)["slipped"] == 0
    beside = full.copy()
    beside[2, 2] = full[20, 20]
    assert report(REQUEST, nothing, beside)["slipped"] == 0, "the fill of the box says something"
    slip[12:16, 12:16] = full[20, 20]
    assert report(REQUEST, nothing, slip)["slipped"] == 0, "a small dab is no slip, though no answer either"


def test_only_small_drawings_are_kept_and_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, Frame] = {}
    monkeypatch.setattr(answers, "_kept", kept)
    for gap in range(answers.SEGMENTED + 2):
        report(replace(REQUEST, options=Options(largest_gap=gap)), filled(), filled())
        report(replace(REQUEST, options=Options(largest_gap=0)), filled(), filled())
    assert len(kept) == answers.SEGMENTED
    kept.clear()
    monkeypatch.setattr(answers, "LARGE", 10)
    assert report(REQUEST, np.zeros_like(box()), filled())["answers"] and not kept
