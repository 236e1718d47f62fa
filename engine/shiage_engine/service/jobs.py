"""Jobs and their queue: what was asked, what has arrived of it, and whose turn it is. No sockets here."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from ..protocol.messages import BAD_REQUEST, COLOR, LINE, TOO_LARGE, Error, Frame, Submit
from .limits import MAX_FRAMES, MAX_PIXELS

KINDS = frozenset({"colorize"})  # of jobs
Owner = TypeVar("Owner", bound=Hashable)
_serials = itertools.count(1)


class Job(Generic[Owner]):
    """One request, with the frames that have come for it so far, compressed."""

    def __init__(self, owner: Owner, request: Submit) -> None:
        self.owner = owner
        self.request = request
        self.serial = next(
            _serials
        )  # its number for the worker: clients number their jobs each for themselves
        self.frames: dict[tuple[str, int], list[bytes]] = {}
        self.missing = {(LINE, time) for time in request.times} | {
            (COLOR, time) for time in request.references
        }
        self.on_the_way: set[tuple[str, int]] = set()  # being received or compressed

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def kept_bytes(self) -> int:
        return sum(len(plane) for planes in self.frames.values() for plane in planes)

    def expect(self, frame: Frame, sizes: Sequence[int]) -> Error | None:
        """Note that `frame` is about to be received; an error when the job has no place for it."""
        key = (frame.role, frame.time)
        pixels = self.request.width * self.request.height
        if key not in self.missing or key in self.on_the_way:
            return self.error(BAD_REQUEST, f"Frame {frame.time} was sent twice, or is not of this job.")
        if any(size != 4 * pixels for size in sizes) or (frame.role == COLOR and len(sizes) != 1):
            return self.error(BAD_REQUEST, f"Frame {frame.time} is not of the size that was announced.")
        self.on_the_way.add(key)
        return None

    def keep(self, frame: Frame, planes: list[bytes]) -> None:
        """Put the compressed planes of an expected frame in their place."""
        key = (frame.role, frame.time)
        self.on_the_way.remove(key)
        self.missing.remove(key)
        self.frames[key] = planes

    def error(self, code: str, text: str, retryable: bool = False) -> Error:
        return Error(self.request.job, code, text, retryable)


def refusal(request: Submit) -> Error | None:
    """Why no frames of `request` are taken, if so. Whether it can be colored is for the pipeline to say."""
    times, references = set(request.times), set(request.references)
    size = f"{request.width} x {request.height}"
    twice = len(times) < len(request.times) or len(references) < len(request.references)
    reasons = (
        (request.kind not in KINDS, BAD_REQUEST, "The engine does not know this kind of job: update it."),
        (request.width < 1 or request.height < 1, BAD_REQUEST, "The document is empty: give it a size."),
        (
            request.width * request.height > MAX_PIXELS,
            TOO_LARGE,
            f"Frames of {size} pixels are too large: scale the document down.",
        ),
        (not times, BAD_REQUEST, "There is no frame to color: draw one."),
        (len(times) > MAX_FRAMES, TOO_LARGE, f"Color at most {MAX_FRAMES} frames at a time."),
        (twice, BAD_REQUEST, "A frame was named twice: name each frame once."),
    )
    return next((Error(request.job, code, text) for wrong, code, text in reasons if wrong), None)


class Queue(Generic[Owner]):
    """Complete jobs waiting for the worker: in order for each owner, and the owners take turns."""

    def __init__(self) -> None:
        self._waiting: dict[Owner, deque[Job[Owner]]] = {}

    def add(self, job: Job[Owner]) -> None:
        self._waiting.setdefault(job.owner, deque()).append(job)

    def take(self) -> Job[Owner] | None:
        """The next job; its owner goes to the end of the row."""
        for owner in self._waiting:
            jobs = self._waiting.pop(owner)
            job = jobs.popleft()
            if jobs:
                self._waiting[owner] = jobs
            return job
        return None

    def remove(self, job: Job[Owner]) -> None:
        """Take `job` out, if it is still waiting."""
        jobs = self._waiting.get(job.owner, deque())
        if job in jobs:
            jobs.remove(job)
            if not jobs:
                del self._waiting[job.owner]

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))
