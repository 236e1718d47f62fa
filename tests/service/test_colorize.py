"""The job "colorize": planes from the wire to the pipeline and back, in Krita's order of channels."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from shiage_engine.protocol import messages
from shiage_engine.protocol.messages import ACCURACIES, Labels, Palette, Submit
from shiage_engine.protocol.options import Options

from shiage_engine import pipeline, results
from shiage_engine.pipeline.coloring import PAINTING
from shiage_engine.pipeline.request import Answer
from shiage_engine.progress import Progress
from shiage_engine.service import colorize as service
from shiage_engine.service.colorize import colorize_job
from shiage_engine.service.drawings import sheets_in
from shiage_engine.service.sessions import Sessions
from shiage_engine.service.steps import Given, Reply, Unchanged

BGRA, RGBA = [10, 20, 30, 255], [30, 20, 10, 255]
PALETTE = np.array([[0, 0, 0, 0], RGBA], np.uint8)
REQUEST = Submit(
    job=1,
    width=3,
    height=2,
    times=(0, 4),
    references=(0,),
    options=Options(method="m", target_accuracy=0.9, largest_gap=7, character="Vita"),
    watch=True,
)


Steps = Generator[Progress | results.Preview | results.FrameResult, None, results.Report]


class Scripted(Sessions):
    """Sessions whose shots yield what a test says."""

    def __init__(self, color: Callable[[pipeline.Request], Steps]) -> None:
        self._color = color

    def base(self, submit: Submit, given: Given, request: pipeline.Request) -> Generator[Progress, None, Any]:
        yield from ()
        return SimpleNamespace(results=lambda answers, kept: self._color(request))


def plane(pixel: list[int]) -> bytes:
    return zlib.compress(bytes(pixel * 6))


def test_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline gets all that the request says; what it paints comes back ready for Krita."""
    given: list[pipeline.Request] = []
    four, two = cast("int", np.int64(4)), cast("int", np.int64(2))  # as numpy counts

    def color(request: pipeline.Request) -> Steps:
        given.append(request)
        yield Progress(0.5, "half")
        yield results.Preview(four, np.full((1, 2, 4), RGBA, np.uint8))
        yield results.FrameResult(
            time=four,
            region_map=np.array([[1, 2, 2]] * 2, np.int32),
            labels=np.array([0, 1, 1], np.uint16),
            confidence=np.array([0, 1, 1], np.float32),
            painted_steps=np.array([0, 0, 21], np.uint8),
            withdrawn=np.array([False, True, False]),
            palette=PALETTE,
            seconds=0.25,
        )
        frames = (results.FrameReport(4, 2, 0.5, 0.6, 0.25), results.FrameReport(5, 6, 1.0, 1.0, 0.5))
        return results.Report("m", PALETTE, frames, finished=[two], sheets=("front",))

    monkeypatch.setattr(service, "SESSIONS", Scripted(color))
    steps = colorize_job(REQUEST, Given({0: [plane(BGRA)], 4: [plane(BGRA)]}, {0: [plane(BGRA)]}))
    assert next(steps) == Progress(PAINTING + (1 - PAINTING) / 2, "half")
    preview: Any = next(steps)
    painted: Any = next(steps)
    with pytest.raises(StopIteration) as stop:
        next(steps)

    (request,) = given
    assert request.options == Options("m", 0.9, largest_gap=7, character="Vita")
    assert request.watch
    assert preview.message == messages.Preview(1, 4, 2, 1) and bytes(preview.planes[0]) == bytes(BGRA * 2)
    assert sorted(request.lines) == [0, 4] and sorted(request.colors) == [0]
    assert painted.message == messages.Result(1, 4, 2, 0.5, 0.25)
    values = [*vars(painted.message).values()][1:]
    assert [type(value) for value in values] == [int, int, float, float]  # as JSON wants them
    paint, mask, confidence = (bytes(layer) for layer in painted.planes)
    assert paint == bytes(BGRA * 6)
    assert mask == bytes([0, 255, 255] * 2)
    assert len(confidence) == 24
    assert stop.value.value == {
        "method": "m",
        "palette": [[0, 0, 0, 0], RGBA],
        "coverage": (2 * 0.5 + 6 * 1.0) / 8,
        "finished": [2],
        "sheets": ["front"],
        "partial": [],
        "hints": [],
        "disagreements": [],
        "seconds": 0.75,
        "frames": [
            {"time": 4, "regions": 2, "coverage": 0.5, "seconds": 0.25},
            {"time": 5, "regions": 6, "coverage": 1.0, "seconds": 0.5},
        ],
    }


def frame_result(time: int, steps: int) -> results.FrameResult:
    """One region of six pixels in the one color, painted at so many steps of accuracy."""
    ones = np.ones((2, 3), np.int32)
    labels, painted = np.array([0, 1], np.uint16), np.array([0, steps], np.uint8)
    is_withdrawn = np.array([False, steps < len(ACCURACIES)])
    return results.FrameResult(
        time, ones, labels, np.ones(2, np.float32), painted, is_withdrawn, PALETTE, 0.5
    )


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[pipeline.Request]]:
    """A pipeline that finds frame 0 partly painted, and the requests that it was given."""
    given: list[pipeline.Request] = []

    def color(request: pipeline.Request) -> Steps:
        given.append(request)
        yield frame_result(0, steps=21)
        yield frame_result(4, steps=1)
        return results.Report("m", PALETTE, (), finished=[3], partial=[0])

    monkeypatch.setattr(service, "SESSIONS", Scripted(color))
    yield given


def run(submit: Submit) -> tuple[list[Any], dict[str, object]]:
    """All steps of a job, and its report."""
    steps = colorize_job(submit, Given({}, {}))
    found: list[Any] = []
    while True:
        try:
            found.append(next(steps))
        except StopIteration as stop:
            return found, stop.value


def test_results_as_labels(given: list[pipeline.Request]) -> None:
    submit = replace(
        REQUEST,
        references=(0, 3),
        as_labels=True,
        finished=(3,),
        partial=(0,),
        answers=((4, 1, 0, 9, 8, 7, 255), (0, 2, 1, 0, 0, 0, 0, 1, 2, 3, 4)),
    )
    (palette, first, second), report = run(submit)
    assert palette == Reply(Palette(1, ((0, 0, 0, 0), tuple(RGBA))))
    assert isinstance(first, Reply) and isinstance(first.message, Labels) and first.message.time == 0
    assert isinstance(second, Reply) and [bytes(plane) for plane in second.planes] == [b"\x01" * 6] * 2
    assert report["coverage"] == report["area"] == [1.0] + [0.5] * (len(ACCURACIES) - 1)
    assert (report["finished"], report["partial"]) == ([3], [0])
    assert (given[0].finished, given[0].partial) == ({3}, {0})
    assert given[0].answers == (Answer(4, 1, 0, (9, 8, 7, 255)), Answer(0, 2, 1, (0, 0, 0, 0)))


def test_what_the_client_shows_already_is_not_sent_again(given: list[pipeline.Request]) -> None:
    submit = replace(REQUEST, as_labels=True)
    (_, first, second), report = run(submit)
    again, same_report = run(replace(submit, known=(first.message.digest,)))
    assert isinstance(again[0].message, Palette)
    assert again[1:] == [Unchanged(0), second] and same_report == report
    both = (first.message.digest, second.message.digest)
    assert run(replace(submit, known=both))[0][1:] == [Unchanged(0), Unchanged(4)]


def test_a_client_of_protocol_2_gets_pictures(given: list[pipeline.Request]) -> None:
    (first, second), report = run(REQUEST)
    assert first.message == messages.Result(1, 0, 1, 1.0, 0.5)
    assert second.message == messages.Result(1, 4, 1, 0.0, 0.5)
    assert bytes(second.planes[1]) == bytes(6)
    assert isinstance(report["coverage"], float)


def test_model_sheets_come_in_one_plane_or_in_two() -> None:
    submit = replace(REQUEST, sheets=("front", "back"), sheet_sizes=((3, 2), (2, 1)))
    one, two = zlib.compress(bytes([*BGRA] * 6)), zlib.compress(bytes([*BGRA] * 2))
    sheets = sheets_in(submit, {0: [one], 1: [two, two]})
    assert list(sheets) == ["front", "back"]
    assert sheets["front"].line is None
    assert sheets["front"].color.tolist() == [[RGBA] * 3] * 2
    back = sheets["back"].line
    assert back is not None and back.tolist() == [[RGBA] * 2]
    assert sheets["back"].color.tolist() == [[RGBA] * 2]
