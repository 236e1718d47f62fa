"""What a job of the worker is: what it takes, and what it yields, ready for the wire."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import NamedTuple

from ..progress import Progress
from ..protocol.framing import Buffer
from ..protocol.messages import Submit

Planes = Mapping[int, list[bytes]]  # time -> compressed planes


class EncodedFrame(NamedTuple):
    """A step of a job: one target frame is ready."""

    time: int
    regions: int
    coverage: float
    seconds: float
    planes: tuple[Buffer, Buffer, Buffer]  # color BGRA, mask, confidence BGRA


class EncodedPreview(NamedTuple):
    """A step of a job: how a target frame would be painted now."""

    time: int
    width: int
    height: int
    plane: Buffer  # BGRA


Steps = Generator[
    "Progress | EncodedPreview | EncodedFrame", None, dict[str, object]
]  # returns the job's report
Kind = Callable[[Submit, Planes, Planes], Steps]  # the request, its line art, its paint
Kinds = Mapping[str, Kind]
