"""One run of Auto-colorize: from the first drawing read to the group in the document."""

import time as clock
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Deque, Dict, Optional

from .client import EngineClient, JobRequest, Preview, Result
from .guard import Refused
from .methods import AUTO, REFERENCES, Method
from .pace import Pace
from .protocol.messages import MAX_LAYERS, METHODS_SINCE
from .scene import Desk, Scene, Snapshot, Stage
from .turns import Steps

WAIT = 20  # milliseconds between two looks for an answer of the engine
LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


@dataclass(frozen=True)
class Wishes:
    """What the painter has chosen in the panel when a job begins."""

    method: Method = AUTO
    character: str = ""
    target_accuracy: float = 0.98
    largest_gap: int = 4
    is_hatched: bool = True


class Coloring:
    """The state of one job, its steps, and what the engine has answered so far."""

    def __init__(self, desk: Desk, client: EngineClient, scene: Scene, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._client = client
        self._changed = changed
        self._arrived: Deque[Result] = deque()
        self._trouble = ""
        self.scene = scene
        self.number = 0  # the client's; 0 until the job is submitted
        self.report: Optional[Dict[str, Any]] = None
        self.fraction = 0.0
        self.note = "Reading the drawings"
        self.done = 0  # frames laid down, of
        self.total = 0
        self.is_inserting = False
        self.preview: Optional[Preview] = None
        self._began = clock.monotonic()
        self._pace = Pace()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return clock.monotonic() - self._began

    @property
    def seconds_left(self) -> Optional[float]:
        """An estimate, once there is something to go by."""
        return self._pace.left(clock.monotonic(), self.fraction)

    def steps(self, wishes: Wishes) -> Steps:
        """The whole run; raises Refused with the reason when there will be no result."""
        self._client.start()
        stage: Optional[Stage] = None
        snapshot = yield from self._desk.snapshot(self.scene)
        try:
            self._check_frames(snapshot, wishes.method)
            # The stage is dear to open; now the painter's hand is still at the button, later they may draw.
            stage = yield from self._desk.stage(snapshot, wishes.is_hatched)
            yield from self._engine_ready()
            yield from self._send(snapshot, wishes)
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
        """Nobody wants the result any more: tell the engine, unless it has given its last answer."""
        if self.number and self.report is None and not self._trouble:
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
        self._tell("Starting the engine")
        while self._client.state != "ready":
            if self._client.state != "starting":
                raise Refused(self._trouble or "Shiage's engine does not run: run the installer's doctor.")
            yield WAIT

    def _send(self, snapshot: Snapshot, wishes: Wishes) -> Steps:
        """Give the drawings to the engine, one a turn."""
        width, height = snapshot.size
        is_recent = self._client.protocol >= METHODS_SINCE  # an older engine knows neither names nor previews
        request = JobRequest(
            width=width,
            height=height,
            times=snapshot.times,
            references=snapshot.references,
            method=wishes.method.name,
            target_accuracy=wishes.target_accuracy,
            largest_gap=wishes.largest_gap,
            character=wishes.character if is_recent and wishes.method.asks_for_character else "",
            watch=is_recent,
        )
        self.total = len(snapshot.times) - len(snapshot.references)
        self._trouble = ""
        self._tell("Sending the drawings")
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
                self._check()
                yield WAIT
            self._check()

    def _fill(self, snapshot: Snapshot, stage: Stage) -> Steps:
        """Lay every frame down on the stage as it arrives, the references first."""
        for time in snapshot.references:
            yield from stage.put(time, snapshot.color(time), None, None)
        while self._arrived or self.report is None:
            self._check()
            if not self._arrived:
                yield WAIT
                continue
            result = self._arrived.popleft()
            yield from stage.put(result.time, result.color, result.mask, result.confidence)
            self.done += 1
            self._changed()
        if self.done != self.total:
            raise Refused("The engine left frames out; the result was dropped. Please try again.")

    def _check(self) -> None:
        if self._trouble:
            raise Refused(self._trouble)

    def _tell(self, note: str) -> None:
        self.note = note
        self._changed()

    # What the engine says

    def progressed(self, fraction: float, note: str) -> None:
        self.fraction, self.note = fraction, note
        self._pace.mark(clock.monotonic(), fraction)

    def previewed(self, preview: Preview) -> None:
        self.preview = preview

    def painted(self, result: Result) -> None:
        self._arrived.append(result)

    def finished(self, report: Dict[str, Any]) -> None:
        self.report = report

    def failed(self, sentence: str) -> None:
        """The engine's last answer, or the reason why it cannot be reached."""
        self._trouble = self._trouble or sentence or "The engine ended; press Auto-colorize to try again."
