"""What a job of the worker is: what it takes, and what it yields, ready for the wire."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..progress import Progress
from ..protocol.framing import Buffer
from ..protocol.messages import Message, Submit

Planes = Mapping[int, list[bytes]]  # time -> compressed planes


class Given(NamedTuple):
    """The drawings of a job."""

    lines: Planes
    colors: Planes  # the paint of references
    hints: Planes = MappingProxyType({})
    closings: Planes = MappingProxyType({})
    sheets: Planes = MappingProxyType({})  # by number, in place of a time


class Reply(NamedTuple):
    """A step of a job: something for the client."""

    message: Message
    planes: tuple[Buffer, ...] = ()


class Unchanged(NamedTuple):
    """A step of a job: a target frame is ready, and the client shows its result already."""

    time: int


Steps = Generator[Progress | Reply | Unchanged, None, dict[str, object]]  # returns the job's report
Kind = Callable[[Submit, Given], Steps]
Kinds = Mapping[str, Kind]
