"""The job "colorize": frames from the wire to the pipeline, and what it paints back."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from .. import api
from ..drawing import line_art, planes
from ..protocol.messages import Submit
from ..results import FrameReport, FrameResult, Preview, Report
from .steps import EncodedFrame, EncodedPreview, Planes, Steps


class Drawings(Mapping[int, np.ndarray]):
    """Frames by time, u8 RGBA (H, W, 4), unpacked at each access: a long shot would not fit in memory."""

    def __init__(self, packed: Planes, height: int, width: int) -> None:
        self._packed = packed
        self._shape = (height, width, 4)

    def __getitem__(self, time: int) -> np.ndarray:
        layers = [self._unpack(plane) for plane in self._packed[time]]
        return layers[0] if len(layers) == 1 else line_art.flatten(layers)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._packed))

    def __len__(self) -> int:
        return len(self._packed)

    def _unpack(self, plane: bytes) -> np.ndarray:
        return planes.rgba_of_bgra(np.frombuffer(zlib.decompress(plane), np.uint8).reshape(self._shape))


def colorize_job(submit: Submit, lines: Planes, colors: Planes) -> Steps:
    """Run the pipeline; yields what it yields, ready for the wire. Returns the report."""
    request = api.Request(
        lines=Drawings(lines, submit.height, submit.width),
        colors=Drawings(colors, submit.height, submit.width),
        options=submit.options,
        watch=submit.watch,
    )
    steps = api.colorize(request)
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            return _report(stop.value)
        if isinstance(step, FrameResult):
            yield _painted(step)
        elif isinstance(step, Preview):
            height, width = step.picture.shape[:2]
            yield EncodedPreview(int(step.time), width, height, planes.bgra_of_rgba(step.picture).data)
        else:
            yield step


def _painted(frame: FrameResult) -> EncodedFrame:
    layers = (
        planes.bgra_of_rgba(frame.color()),
        planes.mask(frame.withdrawn_pixels()),
        planes.heat(frame.confidence_pixels()),
    )
    color, mask, confidence = (np.ascontiguousarray(layer).data for layer in layers)
    return EncodedFrame(
        time=int(frame.time),
        regions=int(frame.regions),
        coverage=float(frame.coverage),
        seconds=float(frame.seconds),
        planes=(color, mask, confidence),
    )


def _report(report: Report) -> dict[str, object]:
    frames = [
        {
            "time": int(frame.time),
            "regions": int(frame.regions),
            "coverage": float(frame.coverage),
            "seconds": float(frame.seconds),
        }
        for frame in report.frames
    ]
    return {
        "method": report.method,
        "palette": np.asarray(report.palette).tolist(),
        "coverage": _mean_coverage(report.frames),
        "seconds": sum(float(frame.seconds) for frame in report.frames),
        "frames": frames,
    }


def _mean_coverage(frames: Sequence[FrameReport]) -> float:
    """The share of all regions of all frames that was painted."""
    regions = sum(int(frame.regions) for frame in frames)
    return sum(float(frame.coverage) * int(frame.regions) for frame in frames) / max(regions, 1)
