"""The job "colorize": planes from the wire to the pipeline and back, in Krita's order of channels."""

from __future__ import annotations

import zlib
from collections.abc import Generator
from typing import cast

import numpy as np
import pytest
from shiage_engine.protocol.messages import Submit
from shiage_engine.protocol.options import Options

from shiage_engine import api, pipeline, results
from shiage_engine.progress import Progress
from shiage_engine.service.colorize import Drawings, colorize_job
from shiage_engine.service.steps import EncodedFrame, EncodedPreview

BGRA, RGBA = [10, 20, 30, 255], [30, 20, 10, 255]
REQUEST = Submit(
    job=1,
    width=3,
    height=2,
    times=(0, 4),
    references=(0,),
    options=Options(method="m", target_accuracy=0.9, largest_gap=7, character="Vita"),
    watch=True,
)


def plane(pixel: list[int]) -> bytes:
    return zlib.compress(bytes(pixel * 6))


def test_drawings_are_unpacked_at_each_access() -> None:
    drawings = Drawings({4: [plane(BGRA)], 0: [plane(BGRA)]}, height=2, width=3)
    assert list(drawings) == [0, 4] and len(drawings) == 2
    assert drawings[4].shape == (2, 3, 4) and drawings[4].tolist() == [[RGBA] * 3] * 2
    assert drawings[4] is not drawings[4]


def test_line_layers_are_composited_bottom_to_top() -> None:
    bottom, top, clear = plane([0, 0, 255, 255]), plane([255, 0, 0, 255]), plane([0, 0, 0, 0])
    drawings = Drawings({0: [bottom, top, clear]}, height=2, width=3)
    assert drawings[0].tolist() == [[[0, 0, 255, 255]] * 3] * 2


def test_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline gets all that the request says; what it paints comes back ready for Krita."""
    given: list[pipeline.Request] = []
    four, two = cast("int", np.int64(4)), cast("int", np.int64(2))  # as numpy counts

    def colorize(request: pipeline.Request) -> Generator[object, None, results.Report]:
        given.append(request)
        yield Progress(0.5, "half")
        yield results.Preview(four, np.full((1, 2, 4), RGBA, np.uint8))
        yield results.PaintedFrame(
            time=four,
            color=np.full((2, 3, 4), RGBA, np.uint8),
            withdrawn=np.array([[True, False, False]] * 2),
            confidence=np.full((2, 3), 255, np.uint8),
            region_map=np.ones((2, 3), np.int32),
            region_confidence=np.array([0, 1], np.float32),
            regions=two,
            coverage=np.float64(0.5),
            seconds=0.25,
        )
        frames = (results.FrameReport(4, 2, 0.5, 0.25), results.FrameReport(5, 6, 1.0, 0.5))
        return results.Report("m", np.array([[0, 0, 0, 0], RGBA], np.uint8), frames)

    monkeypatch.setattr(api, "colorize", colorize)
    steps = colorize_job(REQUEST, {0: [plane(BGRA)], 4: [plane(BGRA)]}, {0: [plane(BGRA)]})
    assert next(steps) == Progress(0.5, "half")
    preview = next(steps)
    painted = next(steps)
    with pytest.raises(StopIteration) as stop:
        next(steps)

    (request,) = given
    assert request.options == Options("m", 0.9, largest_gap=7, character="Vita")
    assert request.watch
    assert isinstance(preview, EncodedPreview) and isinstance(painted, EncodedFrame)
    assert preview[:3] == (4, 2, 1) and bytes(preview.plane) == bytes(BGRA * 2)
    assert sorted(request.lines) == [0, 4] and sorted(request.colors) == [0]
    assert painted[:4] == (4, 2, 0.5, 0.25)
    assert [type(value) for value in painted[:4]] == [int, int, float, float]  # as JSON wants them
    color, mask, confidence = (bytes(layer) for layer in painted.planes)
    assert color == bytes(BGRA * 6)
    assert mask == bytes([0, 255, 255] * 2)
    assert len(confidence) == 24
    assert stop.value.value == {
        "method": "m",
        "palette": [[0, 0, 0, 0], RGBA],
        "coverage": (2 * 0.5 + 6 * 1.0) / 8,
        "seconds": 0.75,
        "frames": [
            {"time": 4, "regions": 2, "coverage": 0.5, "seconds": 0.25},
            {"time": 5, "regions": 6, "coverage": 1.0, "seconds": 0.5},
        ],
    }
