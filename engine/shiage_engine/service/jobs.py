"""Jobs and their queue: what was asked, what has arrived of it, and whose turn it is. No sockets here."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from ..protocol.messages import (
    ANSWERS,
    BAD_REQUEST,
    CLOSING,
    COLOR,
    COLORIZE,
    HINT,
    LINE,
    MOST_BESIDE,
    REGIONS,
    SHEET,
    TOO_LARGE,
    TRACES,
    Error,
    Frame,
    Need,
    Submit,
)
from .limits import MAX_FRAMES, MAX_PIXELS, MAX_SHEETS
from .store import Drawing, DrawingStore

OUT_OF_MEMORY = "The engine ran out of memory: close other programs, or color fewer or smaller frames."
KINDS = frozenset({COLORIZE, ANSWERS, REGIONS, TRACES})  # of jobs
SHEET_PLANES = {1, 2}  # lines and paint together, or apart
ANSWER_LENGTHS = {7, 11}  # numbers in a row of Submit.answers: with the color before, or without
Owner = TypeVar("Owner", bound=Hashable)
Reason = tuple[bool, str, str]  # does it hold, its code, and its sentence
_serials = itertools.count(1)


class Job(Generic[Owner]):
    """One request, with the frames that have come for it so far, compressed."""

    def __init__(self, owner: Owner, request: Submit) -> None:
        self.owner = owner
        self.request = request
        # Its number for the worker: clients number their jobs each for themselves.
        self.serial = next(_serials)
        self.frames: dict[tuple[str, int], Sequence[bytes]] = {}
        places = [(role, time) for role, times in drawn(request).items() for time in times]
        self.missing = set(places)
        self._digests = dict(zip(places, request.drawings, strict=False))  # `refusal` compares the numbers
        self.arriving: set[tuple[str, int]] = set()  # being received or compressed

    @property
    def is_complete(self) -> bool:
        return not self.missing

    def need(self) -> Need:
        """The drawings that have to be sent for it."""
        roles = (LINE, COLOR, HINT, CLOSING, SHEET)
        return Need(
            self.request.job, *(tuple(sorted(at for of, at in self.missing if of == role)) for role in roles)
        )

    def take_from(self, store: DrawingStore) -> None:
        """Take those of its drawings that were sent before; from now on they are the job's, evicted or not."""
        for place, digest in self._digests.items():
            drawing = store.get(digest)
            if drawing is not None and self._fits(*place, drawing.sizes):
                self.missing.discard(place)
                self.frames[place] = drawing.planes

    def expect(self, frame: Frame, sizes: Sequence[int]) -> Error | None:
        """Note that `frame` is about to be received; an error when the job has no place for it."""
        key = (frame.role, frame.time)
        if key not in self.missing or key in self.arriving:
            return self.error(BAD_REQUEST, f"Frame {frame.time} was sent twice, or is not of this job.")
        if not self._fits(frame.role, frame.time, sizes):
            return self.error(BAD_REQUEST, f"Frame {frame.time} is not of the size that was announced.")
        self.arriving.add(key)
        return None

    def keep(self, frame: Frame, drawing: Drawing) -> Error | None:
        """Put the planes of an expected frame in their place; an error when they are not what was announced."""
        key = (frame.role, frame.time)
        if drawing.digest != self._digests.get(key, ""):
            return self.error(BAD_REQUEST, f"Frame {frame.time} is not the drawing that was announced.")
        self.arriving.remove(key)
        self.missing.remove(key)
        self.frames[key] = drawing.planes
        return None

    def _fits(self, role: str, time: int, sizes: Sequence[int]) -> bool:
        """Whether planes of these sizes can be a drawing of the job."""
        width, height = self.request.width, self.request.height
        if role == SHEET:
            width, height = self.request.sheet_sizes[time]
            is_count_right = len(sizes) in SHEET_PLANES
        else:
            wanted = 2 if role == COLOR and self.request.kind == ANSWERS else 1
            is_count_right = role == LINE or len(sizes) == wanted
        return is_count_right and all(size == 4 * width * height for size in sizes)

    def error(self, code: str, text: str, retryable: bool = False) -> Error:
        return Error(self.request.job, code, text, retryable)


def drawn(request: Submit) -> dict[str, tuple[int, ...]]:
    """The times of the drawings of a job by their role, in the order of `Submit.drawings`."""
    roles = (
        (LINE, request.times),
        (COLOR, request.references),
        (HINT, request.hints),
        (CLOSING, request.closings),
        (SHEET, tuple(range(len(request.sheets)))),
    )
    return dict(roles)


def refusal(request: Submit) -> Error | None:
    """Why no frames of `request` are taken, if so. Whether it can be colored is for the pipeline to say."""
    times, by_role = set(request.times), drawn(request).values()
    size = f"{request.width} x {request.height}"
    twice = any(len(set(of_role)) < len(of_role) for of_role in by_role)
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
        (
            len(request.drawings) not in (0, sum(map(len, by_role))),
            BAD_REQUEST,
            "The digests of the drawings are too few or too many: update the plugin.",
        ),
        *_of_kind(request),
        (
            not set(request.closings) <= times,
            BAD_REQUEST,
            "Closing strokes lie on a frame without lines: draw its lines or remove them.",
        ),
        *_of_sheets(request),
        (
            not all(map(_is_answer, request.answers)),
            BAD_REQUEST,
            "An answer is no place and color: update the plugin.",
        ),
    )
    return next((Error(request.job, code, text) for wrong, code, text in reasons if wrong), None)


def _of_kind(request: Submit) -> tuple[Reason, ...]:
    """Reasons against jobs on one frame."""
    return (
        (
            request.kind == ANSWERS
            and (len(request.times) != 1 or request.times != request.references or bool(request.hints)),
            BAD_REQUEST,
            "Ask for the answers of one frame at a time.",
        ),
        (
            request.kind == REGIONS
            and (len(request.times) > 1 + MOST_BESIDE or bool(request.references or request.hints)),
            BAD_REQUEST,
            f"Ask for the regions of one frame at a time, with at most {MOST_BESIDE} others of its shot.",
        ),
        (
            request.kind == TRACES
            and (
                len(request.times) != 1
                or request.times != request.references
                or bool(request.hints or request.closings)
            ),
            BAD_REQUEST,
            "Ask for the lines of one frame at a time, with its paint.",
        ),
    )


def _of_sheets(request: Submit) -> tuple[Reason, ...]:
    """Reasons against model sheets."""
    return (
        (
            bool(request.sheets) and request.kind != COLORIZE,
            BAD_REQUEST,
            "Model sheets are for coloring alone: update the plugin.",
        ),
        (
            len(set(request.sheets)) < len(request.sheets),
            BAD_REQUEST,
            "Two model sheets have one name: give them different ones.",
        ),
        (
            len(request.sheet_sizes) != len(request.sheets) or not all(map(_is_size, request.sheet_sizes)),
            BAD_REQUEST,
            "A model sheet has no size: update the plugin.",
        ),
        (len(request.sheets) > MAX_SHEETS, TOO_LARGE, f"Give at most {MAX_SHEETS} model sheets."),
        (
            any(width * height > MAX_PIXELS for width, height in filter(_is_size, request.sheet_sizes)),
            TOO_LARGE,
            "A model sheet is too large: scale it down.",
        ),
    )


def kept_bytes(jobs: Iterable[Job[Owner]]) -> int:
    """The memory of all drawings of `jobs`; they may share some."""
    planes = (plane for job in jobs for planes in job.frames.values() for plane in planes)
    return sum({id(plane): len(plane) for plane in planes}.values())


def _is_size(row: Sequence[int]) -> bool:
    return len(row) == 2 and min(row) > 0


def _is_answer(row: Sequence[int]) -> bool:
    return len(row) in ANSWER_LENGTHS and all(0 <= value <= 255 for value in row[3:])


class Queue(Generic[Owner]):
    """Complete jobs waiting for the worker: in order for each owner, and the owners take turns."""

    def __init__(self) -> None:
        self._waiting: dict[Owner, deque[Job[Owner]]] = {}

    def add(self, job: Job[Owner]) -> None:
        self._waiting.setdefault(job.owner, deque()).append(job)

    def take(self) -> Job[Owner] | None:
        """The next job; its owner goes to the end of the queue."""
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
