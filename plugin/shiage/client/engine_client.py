"""The engine for a Qt program: methods that return at once, and signals on the GUI thread."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from ..qt import QtCore
from .connection import Connected, Disconnected, EngineConnection, Event
from .protocol import messages
from .protocol.channel import Received
from .protocol.framing import Buffer
from .protocol.messages import Cancel, Cancelled, Done, Error, Frame, Progress, Submit
from .protocol.options import Options

ENGINE_GONE = "engine_gone"  # error code of jobs whose engine stopped, cannot be started or does not answer
STARTING = "Starting the engine."
READY = "The engine is ready."
RESULTS = (messages.Result, messages.Labels)  # one for each target frame


@dataclass(frozen=True)
class JobRequest:
    """A job as the client asks for it, without its drawings; the client gives it a number and submits it.

    The fields are those of `messages.Submit`; what has a default only engines of protocol 2 and 3 understand.
    """

    width: int
    height: int
    times: Tuple[int, ...]
    references: Tuple[int, ...]  # of `times`
    options: Options
    watch: bool = False  # send previews too
    kind: str = messages.COLORIZE
    as_labels: bool = False
    finished: Tuple[int, ...] = ()
    partial: Tuple[int, ...] = ()
    answers: Tuple[Tuple[int, ...], ...] = ()
    known: Tuple[str, ...] = ()
    drawings: Tuple[str, ...] = ()
    hints: Tuple[int, ...] = ()  # of `times`; for engines of protocol 4
    closings: Tuple[int, ...] = ()  # of `times`; for engines of protocol 5
    questions: bool = False
    kept: str = ""
    darker: bool = False  # for jobs of kind "traces"
    sheets: Tuple[str, ...] = ()  # names of model sheets; for engines of protocol 6
    sheet_sizes: Tuple[Tuple[int, ...], ...] = ()


class LabelFrame(NamedTuple):
    """One target frame as data: a `messages.Labels` with its planes, and what the labels stand for."""

    time: int
    digest: str
    coverage: Tuple[float, ...]  # by step of the accuracy slider: share of the regions that is painted
    area: Tuple[float, ...]  # and of the frame
    labels: Tuple[bytearray, ...]  # a byte a pixel each
    steps: bytearray  # a byte a pixel
    palette: Tuple[Tuple[int, ...], ...]  # RGBA by label


class ColoredFrame(NamedTuple):
    """One target frame as the engine colored it: a `messages.Result` with its planes."""

    time: int
    regions: int
    coverage: float
    seconds: float
    color: bytearray  # BGRA, paint before withdrawal
    mask: bytearray  # 1 byte a pixel: 255 keeps, 0 withdrawn
    confidence: bytearray  # BGRA heat map


class PreviewImage(NamedTuple):
    """How one target frame would look now, small: a `messages.Preview` with its plane."""

    time: int
    width: int
    height: int
    plane: bytearray  # BGRA, opaque


class EngineClient(QtCore.QObject):
    """For the GUI thread only. Every job gets exactly one of finished, failed and cancelled."""

    state_changed = QtCore.pyqtSignal(str, str)  # "stopped", "starting", "ready" or "failed"; one sentence
    progressed = QtCore.pyqtSignal(int, float, str, int, int)  # job, fraction, note, done, total
    previewed = QtCore.pyqtSignal(int, object)  # job, PreviewImage
    needed = QtCore.pyqtSignal(int, object)  # job, messages.Need
    painted = QtCore.pyqtSignal(int, object)  # job, ColoredFrame or LabelFrame
    finished = QtCore.pyqtSignal(int, object)  # job, report: dict
    failed = QtCore.pyqtSignal(int, str, str)  # job, code, sentence
    cancelled = QtCore.pyqtSignal(int)  # job
    methods_received = QtCore.pyqtSignal(object)  # dict, as in messages.Methods; empty from an older engine
    _event = QtCore.pyqtSignal(object, object)  # EngineConnection, Event; emitted in its thread, so queued

    def __init__(self, parent: Optional[Any] = None) -> None:
        super().__init__(parent)
        self.state = "stopped"
        self.protocol = 0  # version agreed on with the engine; 0 until it is ready
        self._connection: Optional[EngineConnection] = None
        self._jobs: Set[int] = set()  # unanswered
        self._palettes: Dict[int, Tuple[Tuple[int, ...], ...]] = {}  # by job
        self._numbers = itertools.count(1)
        self._event.connect(self._on_event)

    @property
    def backlog(self) -> int:
        """Bytes of drawings that wait to be sent: read the next when it is small, so that memory stays small."""
        return self._connection.backlog if self._connection is not None else 0

    def start(self) -> None:
        """Connect to the engine, or start one; state_changed reports the outcome."""
        if self._connection is None:
            self._set_state("starting", STARTING)
            self._connection = EngineConnection(self._emit_event)
            self._connection.start()

    def request_methods(self) -> None:
        """Have `methods_received` emitted soon with the engine's present methods; starts the engine if need be."""
        if self._connection is None:
            self.start()
        elif self.protocol >= messages.METHODS_SINCE:
            self._send(messages.Ask())

    def stop(self) -> None:
        """Close the connection; the engine ends by itself when nobody needs it. Unanswered jobs are cancelled."""
        if self._connection is not None:
            self._connection.close()
            self._connection, self.protocol = None, 0
            self._set_state("stopped", "")
        for job in self._take_jobs():
            self.cancelled.emit(job)

    def submit(self, request: JobRequest) -> int:
        """The number of a new job, whose drawings are to be sent next; starts the engine if need be."""
        self.start()
        job = next(self._numbers)
        self._jobs.add(job)
        self._send(Submit(job=job, **vars(request)))
        return job

    def send_line(self, job: int, time: int, planes: List[Buffer]) -> None:
        """The line layers of one frame, bottom to top, each BGRA. The planes must not change afterwards."""
        self._send_frame(Frame(job, time, messages.LINE), planes)

    def send_color(self, job: int, time: int, *planes: Buffer) -> None:
        """The paint of a reference frame, BGRA; in a job of kind "answers" the result's paint, then the paint now."""
        self._send_frame(Frame(job, time, messages.COLOR), planes)

    def send_hint(self, job: int, time: int, plane: Buffer) -> None:
        """The dabs of color on one frame, BGRA, transparent elsewhere."""
        self._send_frame(Frame(job, time, messages.HINT), [plane])

    def send_closing(self, job: int, time: int, plane: Buffer) -> None:
        """The strokes that close regions of one frame, BGRA, transparent elsewhere."""
        self._send_frame(Frame(job, time, messages.CLOSING), [plane])

    def send_sheet(self, job: int, number: int, plane: Buffer) -> None:
        """A model sheet, lines and paint together: BGRA, of its own size."""
        self._send_frame(Frame(job, number, messages.SHEET), [plane])

    def cancel(self, job: int) -> None:
        """The engine answers with cancelled when the work has stopped, or with finished if it was faster."""
        if job in self._jobs:
            self._send(Cancel(job))

    def _send_frame(self, frame: Frame, planes: Sequence[Buffer]) -> None:
        if frame.job in self._jobs:  # else it was answered meanwhile, and the drawing is not needed
            self._send(frame, planes)

    def _send(self, message: messages.Message, planes: Sequence[Buffer] = ()) -> None:
        if self._connection is not None:
            self._connection.send(message, planes)

    def _emit_event(self, connection: EngineConnection, event: Event) -> None:
        """Called in the thread of `connection`."""
        try:
            self._event.emit(connection, event)
        except RuntimeError:  # Krita has ended, and Qt has deleted this object
            connection.close()

    def _on_event(self, connection: EngineConnection, event: Event) -> None:
        if isinstance(event, Received) and isinstance(event.message, RESULTS):
            connection.result_handled()
        if connection is not self._connection:
            return
        if isinstance(event, Connected):
            self._on_connected(event.welcome)
        elif isinstance(event, Disconnected):
            self._on_disconnected(event)
        else:
            self._on_message(event)

    def _on_connected(self, welcome: messages.Welcome) -> None:
        self.protocol = welcome.protocol
        if self.protocol >= messages.METHODS_SINCE:
            self._send(messages.Ask())
        else:
            self.methods_received.emit({})
        self._set_state("ready", READY)

    def _on_disconnected(self, event: Disconnected) -> None:
        self._connection, self.protocol = None, 0
        self._set_state("stopped" if event.was_connected else "failed", event.sentence)
        for job in self._take_jobs():
            self.failed.emit(job, ENGINE_GONE, event.sentence)

    def _on_message(self, received: Received) -> None:
        message, planes = received
        if isinstance(message, messages.Methods):
            self.methods_received.emit(message.methods)
        job: int = getattr(message, "job", 0)
        if job not in self._jobs:
            return
        if isinstance(message, Progress):
            self.progressed.emit(job, message.fraction, message.note, message.done, message.total)
        elif isinstance(message, messages.Preview):
            self.previewed.emit(job, PreviewImage(message.time, message.width, message.height, planes[0]))
        elif isinstance(message, messages.Need):
            self.needed.emit(job, message)
        elif isinstance(message, messages.Palette):
            self._palettes[job] = message.colors
        elif isinstance(message, messages.Labels):
            self._on_labels(message, planes)
        elif isinstance(message, messages.Result):
            head = (message.time, message.regions, message.coverage, message.seconds)
            color, mask, confidence = planes
            self.painted.emit(job, ColoredFrame(*head, color, mask, confidence))
        else:
            self._jobs.remove(job)
            self._palettes.pop(job, None)
            self._on_last_answer(job, message)

    def _on_labels(self, message: messages.Labels, planes: List[bytearray]) -> None:
        *labels, steps = planes
        palette = self._palettes.get(message.job, ())
        shares = (message.coverage, message.area)
        frame = LabelFrame(message.time, message.digest, *shares, tuple(labels), steps, palette)
        self.painted.emit(message.job, frame)

    def _on_last_answer(self, job: int, message: messages.Message) -> None:
        if isinstance(message, Done):
            self.finished.emit(job, message.report)
        elif isinstance(message, Error):
            self.failed.emit(job, message.code, message.text)
        elif isinstance(message, Cancelled):
            self.cancelled.emit(job)

    def _take_jobs(self) -> List[int]:
        jobs, self._jobs = sorted(self._jobs), set()
        self._palettes.clear()
        return jobs

    def _set_state(self, state: str, sentence: str) -> None:
        self.state = state
        self.state_changed.emit(state, sentence)
