"""One run of Auto-colorize, from reading the drawings to inserting the result."""

import time as clock
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Generator, Optional, Tuple, Union

from .client.engine_client import ColoredFrame, JobRequest, PreviewImage
from .client.protocol.messages import LABELS_SINCE, METHODS_SINCE, QUESTIONS_SINCE, SHEETS_SINCE, Need
from .client.protocol.options import Options
from .guard import Refused
from .jobs import Job, Jobs, TargetFrame
from .methods import NOTHING_GIVEN, REFERENCES, Method
from .pace import Pace, Steady
from .result.exchange import shown_palette
from .result.labels import COLORS, CONFIDENCE, LabelImage, Own, step_of
from .result.masked import MaskedImage
from .result.store import Store
from .scene import Host, Scene, Snapshot, Stage
from .sending import aids, digests, send
from .turns import Steps

EVERY_FRAME = "Every frame is finished: there is nothing left to color. To open one again, {}"
OPEN_ACCEPTED = "go to it and press “Open again” on the page Shot."
OPEN_PAINTED = "click the circle under its thumbnail: what has no paint there is colored then."


@dataclass(frozen=True)
class Choices:
    """What the painter has chosen in the panel when a run begins."""

    method: Method
    options: Options
    is_hatched: bool


class Coloring:
    """One run: its steps, its progress, and its result."""

    is_measured = True  # are the drawings measured, and frames as large as they are now?

    def __init__(
        self,
        host: Host,
        jobs: Jobs,
        scene: Scene,
        *,
        own: Callable[[int], Optional[Own]],
        is_read: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        """`own`: what the painter has painted on a frame of the result before, which stays.

        `is_read`: is all of that known, so that the result before can go?
        """
        self._host = host
        self._jobs = jobs
        self._client = jobs.client
        self._changed = changed
        self._own = own
        self._is_read = is_read
        self._job: Optional[Job] = None
        self.scene = scene
        self.request: Optional[JobRequest] = None
        self.step = 0  # of the accuracy slider, for which the layers are painted
        self.store = Store(scene.size, scene.palettes.exchange)
        self.group = ""  # uid of the group of the result, once it is in
        self.accepts: Tuple[int, ...] = ()  # frames whose suggestions are paint, once it is in
        self._note = "Reading the drawings"
        self.done = 0  # frames written to the stage
        self._total = 0
        self.is_inserting = False
        self._began = clock.monotonic()
        self._pace, self._left = Pace(), Steady()

    # Progress, for the panel

    @property
    def seconds(self) -> float:
        """Since the start."""
        return clock.monotonic() - self._began

    @property
    def seconds_left(self) -> Optional[float]:
        """An estimate; None while there is too little progress for one."""
        now = clock.monotonic()
        return self._left.at(now, self._pace.left(now, self.fraction))

    @property
    def fraction(self) -> float:
        return self._job.fraction if self._job is not None else 0.0

    @property
    def note(self) -> str:
        """What is being done."""
        return self._job.note if self._job is not None and self._job.note else self._note

    @property
    def total(self) -> int:
        """Frames to color."""
        return self._job.total if self._job is not None and self._job.total else self._total

    @property
    def preview(self) -> Optional[PreviewImage]:
        return self._job.preview if self._job is not None else None

    @property
    def report(self) -> Optional[Dict[str, Any]]:
        return self._job.report if self._job is not None else None

    # The run

    def steps(self, choices: Choices) -> Steps:
        """All steps; they raise Refused with the reason when there will be no result."""
        self._prepare()
        self.step = self._step(choices)
        stage: Optional[Stage] = None
        snapshot = yield from self._host.snapshot(self.scene, self.is_measured)
        if snapshot.size != self.store.size:
            self.store = Store(snapshot.size, self.store.exchange)
            self._own = lambda _: None  # the painter's pixels are of frames of another size; answers stay
        try:
            self._check_frames(snapshot, choices.method)
            # Opening the stage blocks Krita for a moment: better now, at the press of the button, than while drawing.
            stage = yield from self._host.stage(snapshot, choices.is_hatched)
            yield from self._fill(stage, snapshot, choices)
            self.is_inserting = True
            self.group = yield from stage.insert(self._is_read)
            yield 0
            stage.close()  # takes Krita a moment; what follows the run is for another turn
            yield 0
        finally:
            snapshot.close()
            if stage is not None:
                stage.close()

    def give_up(self) -> None:
        """The result is not wanted any more: cancel it in the engine, unless that has given its last answer."""
        if self._job is not None:
            self._jobs.drop(self._job)

    def _step(self, choices: Choices) -> int:
        """The step of the accuracy slider that frames are painted for."""
        return step_of(choices.options.target_accuracy)

    def _prepare(self) -> None:
        """What can begin before the drawings are read."""
        self._client.start()

    def _check_frames(self, snapshot: Snapshot, method: Method) -> None:
        if not snapshot.times:
            raise Refused("The line art has no drawing that is visible: show its layers first.")
        if not method.has_any(bool(snapshot.references), bool(snapshot.hints), bool(self.scene.character)):
            raise Refused(NOTHING_GIVEN)
        if REFERENCES in method.needs and not snapshot.references and not snapshot.sheets:
            name = self.scene.colors.name if self.scene.colors is not None else ""
            raise Refused(f"Nothing is painted on “{name}” yet: paint one to three frames there first.")
        if set(snapshot.times) <= set(snapshot.references) - set(snapshot.partial):
            raise Refused(EVERY_FRAME.format(OPEN_ACCEPTED if self.scene.accepted else OPEN_PAINTED))

    def _send(self, snapshot: Snapshot, choices: Choices) -> Generator[int, None, Job]:
        """Submit the job, and send the drawings that the engine needs; returns the job."""
        protocol = self._client.protocol
        if snapshot.sheets and not snapshot.references and protocol < SHEETS_SINCE:
            raise Refused(
                "The engine that runs knows no model sheets: paint a frame, or run the installer again."
            )
        request = self._request(snapshot, choices)
        self._total = len(snapshot.times) - len(snapshot.references)
        if protocol >= LABELS_SINCE:
            self._set_note("Reading the drawings")
            drawings = yield from digests(snapshot, aids(snapshot, protocol))
            request = replace(request, as_labels=True, drawings=drawings)
        self._set_note("Sending the drawings")
        self.request = request
        self._job = job = self._jobs.submit(request, self._progressed)
        need: Optional[Need] = Need(job.number, snapshot.times, snapshot.references)
        if request.drawings:
            yield from job.wait_for_need()
            need = job.need
        if need is not None:
            yield from send(self._client, job, snapshot, need)
        return job

    def _request(self, snapshot: Snapshot, choices: Choices) -> JobRequest:
        # An engine older than that knows neither characters nor previews.
        protocol = self._client.protocol
        is_recent = protocol >= METHODS_SINCE
        options = choices.options
        if not (is_recent and choices.method.asks_for_character):
            options = replace(options, character="")
        width, height = snapshot.size
        request = JobRequest(width, height, snapshot.times, snapshot.references, options, watch=is_recent)
        if protocol < LABELS_SINCE:
            return request
        sent = aids(snapshot, protocol)
        return replace(
            request,
            finished=snapshot.finished,
            partial=snapshot.partial,
            answers=snapshot.answers,
            questions=protocol >= QUESTIONS_SINCE,
            hints=sent.hints,
            closings=sent.closings,
            sheets=tuple(snapshot.sheets[number].name for number in sent.sheets),
            sheet_sizes=tuple(snapshot.sheets[number].size for number in sent.sheets),
        )

    def _fill(self, stage: Stage, snapshot: Snapshot, choices: Choices) -> Steps:
        """Write every frame to the stage as it arrives, the references first."""
        self._set_note("Starting the engine")
        yield from self._jobs.engine_ready()
        job = yield from self._send(snapshot, choices)
        snapshot.close()
        yield 0
        yield from self._put_references(stage, snapshot)
        missing = set(snapshot.times) - set(snapshot.references)
        while True:
            frame = yield from job.next_frame()
            if frame is None:
                break
            yield from self._put(stage, frame.time, self._image(frame))
            missing.discard(frame.time)
        if missing:
            raise Refused("The engine left frames out; the result was dropped. Please try again.")

    def _put_references(self, stage: Stage, snapshot: Snapshot) -> Steps:
        exchange, size = self.store.exchange, self.store.size
        for time in snapshot.references:
            yield from stage.put(time, {COLORS: exchange.plane(bytes(snapshot.color(time)), size)})

    def _put(self, stage: Stage, time: int, image: Union[LabelImage, MaskedImage]) -> Steps:
        """Write a target frame to the stage; what the painter has painted on it stays."""
        yield 0
        own = self._own(time)
        if isinstance(image, LabelImage):
            layers = image.painted(self.step, own)
            yield 0
            layers[CONFIDENCE] = image.confidence()
        else:
            layers = image.layers(self.step)
        yield 0
        yield from stage.put(time, layers)
        self.done += 1
        self._changed()

    def _image(self, frame: TargetFrame) -> Union[LabelImage, MaskedImage]:
        size, exchange = self.store.size, self.store.exchange
        if isinstance(frame, ColoredFrame):
            color = exchange.plane(bytes(frame.color), size)
            return MaskedImage(size, color, bytes(frame.mask), bytes(frame.confidence))
        self.store.put(frame)
        palette = shown_palette(exchange, frame.palette)
        return LabelImage(size, tuple(map(bytes, frame.labels)), bytes(frame.steps), palette)

    def _progressed(self) -> None:
        self._pace.mark(clock.monotonic(), self.fraction)
        self._changed()

    def _set_note(self, note: str) -> None:
        self._note = note
        self._changed()
