"""The state of the plugin and its verbs. It knows the document and the engine by their interfaces alone; no Krita."""

import time as clock
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Deque, Dict, Optional, Tuple

from .client import EngineClient, JobRequest, Result
from .guard import Guard, Refused
from .qt import QObject, QtGui, QTimer, pyqtSignal
from .scene import Desk, Scene, Snapshot, Stage
from .turns import Steps, Turns

LOOK_EVERY = 500  # milliseconds; Krita has no signal for a change of time, layer or undo
WAIT = 20  # milliseconds between two looks for an answer of the engine
LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent
THUMBNAIL_EDGE = 72
TARGET, GAP = "target_accuracy", "largest_gap"  # names of the settings
DEFAULTS = {TARGET: "0.98", GAP: "4"}

Color = Tuple[int, int, int, int]  # RGBA


@dataclass
class Job:
    """One run of Auto-colorize."""

    scene: Scene
    number: int = 0
    arrived: Deque[Result] = field(default_factory=deque)
    report: Optional[Dict[str, Any]] = None
    trouble: str = ""
    fraction: float = 0.0
    done: int = 0
    total: int = 0
    note: str = ""
    began: float = field(default_factory=clock.monotonic)
    is_inserting: bool = False

    @property
    def seconds_left(self) -> Optional[float]:
        """An estimate once there is something to go by."""
        if self.fraction < 0.05:
            return None
        spent = clock.monotonic() - self.began
        return spent / self.fraction * (1 - self.fraction)


@dataclass
class Outcome:
    """What the panel shows of the last result."""

    palette: Tuple[Color, ...] = ()
    coverage: Optional[float] = None
    frames: int = 0


class Controller(QObject):
    """Verbs return at once; `changed` says that there is something new to show."""

    changed = pyqtSignal()

    def __init__(self, desk: Desk, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client = client
        self._turns = Turns(self)
        self.guard = Guard(self)
        self.scene = Scene()
        self.engine = "stopped"
        self.engine_sentence = ""
        self.notice = ""
        self.is_notice_bad = False
        self.job: Optional[Job] = None
        self.outcomes: Dict[str, Outcome] = {}  # by line layer
        self.thumbnails: Dict[int, QtGui.QImage] = {}
        self._blank: "set[int]" = set()  # frames with a color keyframe and no paint on it
        self._next_thumbnail = 0
        self._looked_at: Tuple[str, str] = ("", "")
        self._timer = QTimer(self)
        self._connect()

    def _connect(self) -> None:
        client, guard = self._client, self.guard
        guard.troubled.connect(self._tell_trouble)
        client.state_changed.connect(guard(self._on_engine))
        client.progressed.connect(guard(self._on_progress))
        client.painted.connect(guard(self._on_painted))
        client.finished.connect(guard(self._on_finished))
        client.failed.connect(guard(self._on_failed))
        client.cancelled.connect(guard(self._on_cancelled))
        self._timer.timeout.connect(guard(self.look))

    # What the panel shows

    @property
    def references(self) -> Tuple[int, ...]:
        """The reference frames, without those where a look has shown that nothing is painted."""
        return tuple(time for time in self.scene.references if time not in self._blank)

    @property
    def outcome(self) -> Optional[Outcome]:
        """The last result of the line layer, while it is in the document."""
        lines = self.scene.lines
        return self.outcomes.get(lines.uid) if lines is not None and self.scene.has_result else None

    @property
    def target_accuracy(self) -> float:
        return self._number(TARGET, 0.5, 1.0)

    @property
    def largest_gap(self) -> int:
        return int(self._number(GAP, 0, 32))

    def _number(self, name: str, least: float, most: float) -> float:
        """A setting; one that was edited to nonsense counts as not set."""
        try:
            return min(most, max(least, float(self._desk.setting(name, DEFAULTS[name]))))
        except ValueError:
            return float(DEFAULTS[name])

    # Verbs

    def start(self) -> None:
        """Begin to follow the active document."""
        self._timer.start(LOOK_EVERY)

    def stop(self) -> None:
        """Krita ends: drop what is under way."""
        self._timer.stop()
        self._drop_job()
        self._client.stop()

    def look(self) -> None:
        """See what is new in the active document. Not while a result goes in: half of it would look like an undo."""
        if self.job is not None and self.job.is_inserting:
            return
        scene = self._desk.look()
        pair = (
            scene.document + (scene.lines.uid if scene.lines else ""),
            scene.colors.uid if scene.colors else "",
        )
        if pair != self._looked_at:
            self._looked_at = pair
            self.thumbnails, self._blank = {}, set()
        is_new = scene != self.scene
        self.scene = scene
        if self._refresh_thumbnail() or is_new or self.job is not None:
            self.changed.emit()

    def auto_colorize(self) -> None:
        """Color every frame that is not a reference."""
        if self.job is not None:
            raise Refused("Shiage is coloring already; Cancel stops it.")
        self.look()
        if self.scene.problem:
            raise Refused(self.scene.problem)
        self.job = Job(self.scene, note="Reading the drawings")
        self._say("")
        self._turns.run(self._color(self.job), self._ended)

    def cancel(self) -> None:
        """Stop the job; nothing of it goes into the document."""
        if self.job is None:
            self._say("Nothing is being colored.")
        elif self.job.is_inserting:
            self._say("The result is going in already; Undo takes it back.")
        else:
            self._drop_job()
            self._say("Cancelled; the document is as it was.")

    def mark_reference(self) -> None:
        """Mark the frame at the current time as a reference, or unmark it."""
        self.look()
        time, is_marked = self._desk.toggle_mark(self.scene)
        self._say(f"Frame {time} is {'a reference now' if is_marked else 'no reference any more'}.")
        self.look()

    def toggle_withdrawn(self) -> None:
        """Show or hide what the engine would have painted where it is not sure."""
        self.look()
        is_withdrawn = self._desk.toggle(self.scene, "withdrawn")
        self._say(
            "Unsure regions are left unpainted." if is_withdrawn else "Unsure regions are shown painted."
        )
        self.look()

    def toggle_confidence(self) -> None:
        self.look()
        is_shown = self._desk.toggle(self.scene, "confidence")
        self._say("Confidence is shown over the colors." if is_shown else "Confidence is hidden.")
        self.look()

    def choose_colors(self, uid: str) -> None:
        """Take this layer as the painter's colors, and remember it with the document."""
        self._desk.choose_colors(self.scene, uid)
        self.look()

    def set_target_accuracy(self, value: float) -> None:
        self._desk.set_setting(TARGET, f"{value:.3f}")

    def set_largest_gap(self, pixels: int) -> None:
        self._desk.set_setting(GAP, str(pixels))

    def start_engine(self) -> None:
        self._client.start()

    # A job, from the first drawing read to the group in the document

    def _color(self, job: Job) -> Steps:
        self._client.start()
        snapshot = yield from self._desk.snapshot(job.scene)
        try:
            yield from self._engine_ready(job)
            yield from self._send(job, snapshot)
            stage = yield from self._desk.stage(snapshot)
            try:
                yield from self._fill(job, snapshot, stage)
                job.is_inserting = True
                yield from stage.insert()
            finally:
                stage.close()
        finally:
            snapshot.close()

    def _engine_ready(self, job: Job) -> Steps:
        job.note = "Starting the engine"
        self.changed.emit()
        while self.engine != "ready":
            if self.engine in {"failed", "stopped"}:
                raise Refused(
                    self.engine_sentence or "The engine of Shiage does not run; run the installer's doctor."
                )
            yield WAIT

    def _send(self, job: Job, snapshot: Snapshot) -> Steps:
        """Give the drawings to the engine, one a turn."""
        width, height = snapshot.size
        request = JobRequest(
            width=width,
            height=height,
            times=snapshot.times,
            references=snapshot.references,
            target_accuracy=self.target_accuracy,
            largest_gap=self.largest_gap,
        )
        job.total = len(snapshot.times) - len(snapshot.references)
        job.note = "Sending the drawings"
        job.number = self._client.submit(request)
        for time in snapshot.times:
            self._client.send_line(job.number, time, snapshot.lines(time))
            if time in snapshot.references:
                self._client.send_color(job.number, time, snapshot.color(time))
            yield 0
            while self._client.backlog > LARGEST_BACKLOG:
                self._check(job)
                yield WAIT
            self._check(job)

    def _fill(self, job: Job, snapshot: Snapshot, stage: Stage) -> Steps:
        """Lay every frame down on the stage as it arrives, the references first."""
        for time in snapshot.references:
            yield from stage.put(time, snapshot.color(time), None, None)
        while job.arrived or job.report is None:
            self._check(job)
            if not job.arrived:
                yield WAIT
                continue
            result = job.arrived.popleft()
            yield from stage.put(result.time, result.color, result.mask, result.confidence)
            job.done += 1
            self.changed.emit()
        if job.done != job.total:
            raise Refused("The engine left frames out; the result was dropped. Please try again.")

    def _check(self, job: Job) -> None:
        if job.trouble:
            raise Refused(job.trouble)

    def _ended(self, error: Optional[Exception]) -> None:
        job, self.job = self.job, None
        if job is None:
            return
        if error is not None:
            if job.number and job.report is None and not job.trouble:
                self._client.cancel(job.number)
            self.guard.tell(error)
        else:
            self._note_outcome(job)
        self.look()
        self.changed.emit()

    def _note_outcome(self, job: Job) -> None:
        report = job.report or {}
        palette = tuple((int(r), int(g), int(b), int(a)) for r, g, b, a in report.get("palette", ()))
        coverage = report.get("coverage")
        if job.scene.lines is not None:
            self.outcomes[job.scene.lines.uid] = Outcome(palette, coverage, job.total)
        seconds = clock.monotonic() - job.began
        gray = " This document is gray, and so Krita shows them gray." if job.scene.is_gray else ""
        self._say(f"Colored {job.total} frames in {seconds:.0f} s. Undo takes them back.{gray}")

    def _drop_job(self) -> None:
        job, self.job = self.job, None
        self._turns.stop()
        if job is not None and job.number:
            self._client.cancel(job.number)

    # Answers of the engine; those of a job that is not wanted any more are ignored

    def _current(self, number: int) -> Optional[Job]:
        return self.job if self.job is not None and self.job.number == number else None

    def _on_engine(self, state: str, sentence: str) -> None:
        self.engine, self.engine_sentence = state, sentence
        job = self.job
        if job is not None and job.number and state != "ready" and job.report is None:
            job.trouble = job.trouble or sentence or "The engine ended; press Auto-colorize to try again."
        self.changed.emit()

    def _on_progress(self, number: int, fraction: float, note: str, done: int, total: int) -> None:
        job = self._current(number)
        if job is not None:
            job.fraction, job.note = fraction, note
            self.changed.emit()

    def _on_painted(self, number: int, result: Result) -> None:
        job = self._current(number)
        if job is not None:
            job.arrived.append(result)

    def _on_finished(self, number: int, report: Dict[str, Any]) -> None:
        job = self._current(number)
        if job is not None:
            job.report = report

    def _on_failed(self, number: int, code: str, sentence: str) -> None:
        job = self._current(number)
        if job is not None:
            job.trouble = sentence

    def _on_cancelled(self, number: int) -> None:
        job = self._current(number)
        if job is not None:
            job.trouble = "The engine stopped this job; press Auto-colorize to try again."

    # Small parts

    def _refresh_thumbnail(self) -> bool:
        """Look at one reference frame; the painter may have gone on painting it. True when something changed."""
        scene = self.scene
        if self.job is not None or not scene.references:
            return False
        unknown = [
            time for time in scene.references if time not in self.thumbnails and time not in self._blank
        ]
        self._next_thumbnail += 1
        time = unknown[0] if unknown else scene.references[self._next_thumbnail % len(scene.references)]
        found = self._desk.thumbnail(scene, time, THUMBNAIL_EDGE)
        if found is None:
            return False
        if not found.is_painted:
            self._blank.add(time)
            return self.thumbnails.pop(time, None) is not None or bool(unknown)
        self._blank.discard(time)
        image = found.image if found.image is not None else QtGui.QImage()
        is_new = self.thumbnails.get(time) != image
        self.thumbnails[time] = image
        return is_new

    def _say(self, sentence: str) -> None:
        self.notice, self.is_notice_bad = sentence, False
        self.changed.emit()

    def _tell_trouble(self, sentence: str) -> None:
        self.notice, self.is_notice_bad = sentence, True
        self.changed.emit()
