"""The engine as Qt sees it: verbs that return at once, signals on the GUI thread."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, List, NamedTuple, Optional, Set, Tuple

from .protocol import messages
from .protocol.channel import Said
from .protocol.framing import Buffer
from .protocol.messages import Cancel, Cancelled, Done, Error, Frame, Progress, Submit
from .qt import QtCore
from .talk import Event, Over, Ready, Talk

ENGINE_GONE = "engine_gone"  # error code of jobs whose engine stopped, cannot be started or does not answer
STARTING = "Starting the engine."
READY = "The engine is ready."


@dataclass(frozen=True)
class JobRequest:
    """All that a job depends on, but its drawings."""

    width: int
    height: int
    times: Tuple[int, ...]
    references: Tuple[int, ...]  # of `times`
    method: str = "auto"
    target_accuracy: float = 0.98
    withdraw: bool = True
    largest_gap: int = 4
    character: str = ""
    watch: bool = False


class Result(NamedTuple):
    """One target frame."""

    time: int
    regions: int
    coverage: float
    seconds: float
    color: bytearray  # BGRA, paint before withdrawal
    mask: bytearray  # 1 byte a pixel: 255 keeps, 0 withdrawn
    confidence: bytearray  # BGRA heat map


class Preview(NamedTuple):
    """How one target frame would look now, small."""

    time: int
    width: int
    height: int
    picture: bytearray  # BGRA, opaque


class EngineClient(QtCore.QObject):
    """For the GUI thread only. Every job gets exactly one of finished, failed and cancelled."""

    state_changed = QtCore.pyqtSignal(str, str)  # "stopped", "starting", "ready" or "failed"; one sentence
    progressed = QtCore.pyqtSignal(int, float, str, int, int)  # job, fraction, note, done, total
    previewed = QtCore.pyqtSignal(int, object)  # job, Preview
    painted = QtCore.pyqtSignal(int, object)  # job, Result
    finished = QtCore.pyqtSignal(int, object)  # job, report: dict
    failed = QtCore.pyqtSignal(int, str, str)  # job, code, sentence
    cancelled = QtCore.pyqtSignal(int)  # job
    told_methods = QtCore.pyqtSignal(object)  # dict, as in messages.Methods; empty from an engine without
    _happened = QtCore.pyqtSignal(object, object)  # from the thread of a Talk, queued: the Talk, Event

    def __init__(self, parent: Optional[Any] = None) -> None:
        super().__init__(parent)
        self.state = "stopped"
        self.protocol = 0  # that the engine speaks with us, once it is ready
        self._talk: Optional[Talk] = None
        self._jobs: Set[int] = set()  # unanswered
        self._numbers = itertools.count(1)
        self._happened.connect(self._on_event)

    @property
    def backlog(self) -> int:
        """Bytes of drawings that wait to be sent: read on when it is small, and memory stays small."""
        return self._talk.backlog if self._talk is not None else 0

    def start(self) -> None:
        """Reach the engine, or start one; state_changed says how it went."""
        if self._talk is None:
            self._set_state("starting", STARTING)
            self._talk = Talk(self._tell)
            self._talk.start()

    def ask_methods(self) -> None:
        """Have `told_methods` emitted soon, with what the engine has now; starts it where it does not run."""
        if self._talk is None:
            self.start()
        elif self.protocol >= messages.METHODS_SINCE:
            self._say(messages.Ask())

    def stop(self) -> None:
        """Leave the engine; it ends by itself when nobody needs it. Unanswered jobs are cancelled."""
        if self._talk is not None:
            self._talk.leave()
            self._talk, self.protocol = None, 0
            self._set_state("stopped", "")
        for job in self._take_jobs():
            self.cancelled.emit(job)

    def submit(self, request: JobRequest) -> int:
        """A new job, whose drawings are to be sent next; starts the engine where it does not run."""
        self.start()
        job = next(self._numbers)
        self._jobs.add(job)
        self._say(Submit(job=job, **vars(request)))
        return job

    def send_line(self, job: int, time: int, planes: List[Buffer]) -> None:
        """The line layers of one frame, bottom to top, each BGRA. The planes must not change afterwards."""
        self._send(Frame(job, time, messages.LINE), planes)

    def send_color(self, job: int, time: int, plane: Buffer) -> None:
        """The paint of a reference frame, BGRA."""
        self._send(Frame(job, time, messages.COLOR), [plane])

    def cancel(self, job: int) -> None:
        """The engine answers with cancelled when the work has stopped, or with finished if it was faster."""
        if job in self._jobs:
            self._say(Cancel(job))

    def _send(self, frame: Frame, planes: List[Buffer]) -> None:
        if frame.job in self._jobs:  # else it was answered meanwhile, and nobody wants the drawing
            self._say(frame, planes)

    def _say(self, message: messages.Message, planes: Tuple[Buffer, ...] | List[Buffer] = ()) -> None:
        if self._talk is not None:
            self._talk.say(message, planes)

    def _tell(self, talk: Talk, event: Event) -> None:
        """Called in the thread of `talk`."""
        try:
            self._happened.emit(talk, event)
        except RuntimeError:  # Krita has ended, and Qt deleted us
            talk.leave()

    def _on_event(self, talk: Talk, event: Event) -> None:
        if isinstance(event, Said) and isinstance(event.message, messages.Result):
            talk.seen()
        if talk is not self._talk:
            return
        if isinstance(event, Ready):
            self._welcome(event.welcome)
        elif isinstance(event, Over):
            self._lose(event)
        else:
            self._on_message(event)

    def _welcome(self, welcome: messages.Welcome) -> None:
        self.protocol = welcome.protocol
        if self.protocol >= messages.METHODS_SINCE:
            self._say(messages.Ask())
        else:
            self.told_methods.emit({})
        self._set_state("ready", READY)

    def _lose(self, over: Over) -> None:
        self._talk, self.protocol = None, 0
        self._set_state("stopped" if over.was_ready else "failed", over.sentence)
        for job in self._take_jobs():
            self.failed.emit(job, ENGINE_GONE, over.sentence)

    def _on_message(self, said: Said) -> None:
        message = said.message
        if isinstance(message, messages.Methods):
            self.told_methods.emit(message.methods)
        job: int = getattr(message, "job", 0)
        if job not in self._jobs:
            return
        if isinstance(message, Progress):
            self.progressed.emit(job, message.fraction, message.note, message.done, message.total)
        elif isinstance(message, messages.Preview):
            preview = Preview(message.time, message.width, message.height, said.planes[0])
            self.previewed.emit(job, preview)
        elif isinstance(message, messages.Result):
            color, mask, confidence = said.planes
            result = Result(
                message.time, message.regions, message.coverage, message.seconds, color, mask, confidence
            )
            self.painted.emit(job, result)
        else:
            self._jobs.remove(job)
            self._on_last_answer(job, message)

    def _on_last_answer(self, job: int, message: messages.Message) -> None:
        if isinstance(message, Done):
            self.finished.emit(job, message.report)
        elif isinstance(message, Error):
            self.failed.emit(job, message.code, message.text)
        elif isinstance(message, Cancelled):
            self.cancelled.emit(job)

    def _take_jobs(self) -> List[int]:
        jobs, self._jobs = sorted(self._jobs), set()
        return jobs

    def _set_state(self, state: str, sentence: str) -> None:
        self.state = state
        self.state_changed.emit(state, sentence)
