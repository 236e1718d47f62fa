"""One job of Auto-colorize, from reading the drawings to inserting the result."""

import time as clock
from collections import deque
from dataclasses import dataclass, replace
from typing import Any, Callable, Deque, Dict, Optional

from .client.engine_client import ColoredFrame, EngineClient, JobRequest, PreviewImage
from .client.protocol.messages import MAX_LAYERS, METHODS_SINCE
from .client.protocol.options import Options
from .guard import Refused
from .methods import REFERENCES, Method
from .pace import Pace
from .scene import Host, Scene, Snapshot, Stage
from .turns import Steps

POLL = 20  # milliseconds between two checks for an answer of the engine
LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


@dataclass(frozen=True)
class Choices:
    """What the painter has chosen in the panel when a job begins."""

    method: Method
    options: Options
    is_hatched: bool


class Coloring:
    """One job: its steps, and what the engine has answered so far."""

    def __init__(self, host: Host, client: EngineClient, scene: Scene, changed: Callable[[], None]) -> None:
        self._host = host
        self._client = client
        self._changed = changed
        self._received: Deque[ColoredFrame] = deque()
        self._error = ""
        self.scene = scene
        self.number = 0  # the number the client has given it; 0 until it is submitted
        self.report: Optional[Dict[str, Any]] = None
        self.fraction = 0.0
        self.note = "Reading the drawings"
        self.done = 0  # frames written to the stage
        self.total = 0  # frames to color
        self.is_inserting = False
        self.preview: Optional[PreviewImage] = None
        self._began = clock.monotonic()
        self._pace = Pace()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return clock.monotonic() - self._began

    @property
    def seconds_left(self) -> Optional[float]:
        """An estimate; None while there is too little progress for one."""
        return self._pace.left(clock.monotonic(), self.fraction)

    def steps(self, choices: Choices) -> Steps:
        """All steps; they raise Refused with the reason when there will be no result."""
        self._client.start()
        stage: Optional[Stage] = None
        snapshot = yield from self._host.snapshot(self.scene)
        try:
            self._check_frames(snapshot, choices.method)
            # Opening the stage blocks Krita for a moment: better now, at the press of the button, than while drawing.
            stage = yield from self._host.stage(snapshot, choices.is_hatched)
            yield from self._engine_ready()
            yield from self._send(snapshot, choices)
            snapshot.close()
            yield 0
            yield from self._fill(snapshot, stage)
            self.is_inserting = True
            yield from stage.insert()
            yield 0
        finally:
            snapshot.close()
            if stage is not None:
                stage.close()

    def give_up(self) -> None:
        """The result is not wanted any more: cancel it in the engine, unless that has given its last answer."""
        if self.number and self.report is None and not self._error:
            self._client.cancel(self.number)

    def _check_frames(self, snapshot: Snapshot, method: Method) -> None:
        if not snapshot.times:
            raise Refused("The line art has no drawing that is visible: show its layers first.")
        if REFERENCES in method.needs and not snapshot.references:
            name = self.scene.colors.name if self.scene.colors is not None else ""
            raise Refused(f"Nothing is painted on “{name}” yet: paint one to three frames there first.")
        if len(snapshot.references) == len(snapshot.times):
            raise Refused("Every frame is a reference already: there is nothing left to color.")

    def _engine_ready(self) -> Steps:
        self._set_note("Starting the engine")
        while self._client.state != "ready":
            if self._client.state != "starting":
                raise Refused(self._error or "Shiage's engine does not run: run the installer's doctor.")
            yield POLL

    def _send(self, snapshot: Snapshot, choices: Choices) -> Steps:
        """Submit the job, and send its drawings, one frame a turn."""
        width, height = snapshot.size
        # An engine older than that knows neither characters nor previews.
        is_recent = self._client.protocol >= METHODS_SINCE
        options = choices.options
        if not (is_recent and choices.method.asks_for_character):
            options = replace(options, character="")
        request = JobRequest(
            width=width,
            height=height,
            times=snapshot.times,
            references=snapshot.references,
            options=options,
            watch=is_recent,
        )
        self.total = len(snapshot.times) - len(snapshot.references)
        self._error = ""
        self._set_note("Sending the drawings")
        self.number = self._client.submit(request)
        for time in snapshot.times:
            lines = snapshot.lines(time)
            if len(lines) > MAX_LAYERS:
                raise Refused(f"The lines are in more than {MAX_LAYERS} layers: merge or hide some of them.")
            self._client.send_line(self.number, time, lines)
            if time in snapshot.references:
                self._client.send_color(self.number, time, snapshot.color(time))
            yield 0
            while self._client.backlog > LARGEST_BACKLOG:
                self._raise_error()
                yield POLL
            self._raise_error()

    def _fill(self, snapshot: Snapshot, stage: Stage) -> Steps:
        """Write every frame to the stage as it arrives, the references first."""
        for time in snapshot.references:
            yield from stage.put(time, snapshot.color(time), None, None)
        while self._received or self.report is None:
            self._raise_error()
            if not self._received:
                yield POLL
                continue
            frame = self._received.popleft()
            yield from stage.put(frame.time, frame.color, frame.mask, frame.confidence)
            self.done += 1
            self._changed()
        if self.done != self.total:
            raise Refused("The engine left frames out; the result was dropped. Please try again.")

    def _raise_error(self) -> None:
        if self._error:
            raise Refused(self._error)

    def _set_note(self, note: str) -> None:
        self.note = note
        self._changed()

    # The engine's answers

    def progressed(self, fraction: float, note: str) -> None:
        self.fraction, self.note = fraction, note
        self._pace.mark(clock.monotonic(), fraction)

    def previewed(self, preview: PreviewImage) -> None:
        self.preview = preview

    def painted(self, frame: ColoredFrame) -> None:
        self._received.append(frame)

    def finished(self, report: Dict[str, Any]) -> None:
        self.report = report

    def failed(self, sentence: str) -> None:
        """The job has failed, for a reason in a sentence; the first one counts."""
        self._error = self._error or sentence or "The engine ended; press Auto-colorize to try again."
