"""Jobs in the engine: each collects what the engine answers, by the signals of the client."""

from collections import deque
from typing import Any, Callable, Deque, Dict, Generator, Optional, Union

from .client.engine_client import ColoredFrame, EngineClient, JobRequest, LabelFrame, PreviewImage
from .client.protocol.messages import Need
from .guard import Guard, Refused
from .turns import Steps

POLL = 20  # milliseconds between two checks for an answer of the engine

TargetFrame = Union[ColoredFrame, LabelFrame]


class Job:
    """One job in the engine, and what it has answered so far."""

    def __init__(self, client: EngineClient, request: JobRequest, changed: Callable[[], None]) -> None:
        self._client = client
        self._changed = changed
        self.request = request
        self.number = client.submit(request)
        self.fraction, self.note, self.total = 0.0, "", 0
        self.preview: Optional[PreviewImage] = None
        self.need: Optional[Need] = None
        self.received: Deque[TargetFrame] = deque()
        self.report: Optional[Dict[str, Any]] = None
        self.error = ""

    @property
    def is_answered(self) -> bool:
        """Has the engine given its last answer?"""
        return self.report is not None or bool(self.error)

    def cancel(self) -> None:
        """Its answer is not wanted any more."""
        if not self.is_answered:
            self._client.cancel(self.number)

    def raise_error(self) -> None:
        if self.error:
            raise Refused(self.error)

    def wait_for_need(self) -> Steps:
        """Wait until the engine says which drawings it needs."""
        while self.need is None and self.report is None:
            self.raise_error()
            yield POLL

    def next_frame(self) -> Generator[int, None, Optional[TargetFrame]]:
        """Wait for the next target frame; None once the engine has given all."""
        while not self.received:
            self.raise_error()
            if self.report is not None:
                return None
            yield POLL
        self.raise_error()
        return self.received.popleft()

    def last_answer(self) -> Generator[int, None, Dict[str, Any]]:
        """Wait for the report."""
        while self.report is None:
            self.raise_error()
            yield POLL
        return self.report

    def progressed(self, fraction: float, note: str, total: int) -> None:
        self.fraction, self.note, self.total = fraction, note, total
        self._changed()

    def previewed(self, preview: PreviewImage) -> None:
        self.preview = preview
        self._changed()

    def failed(self, sentence: str) -> None:
        """The first reason counts."""
        self.error = self.error or sentence or "The engine ended; press Auto-colorize to try again."


class Jobs:
    """The jobs that wait for answers of one client; signals of a job that was dropped are ignored."""

    def __init__(self, client: EngineClient, guard: Guard) -> None:
        self.client = client
        self._open: Dict[int, Job] = {}
        self.trouble = ""  # why the engine does not run, in a sentence
        client.progressed.connect(guard(self._on_progress))
        client.previewed.connect(guard(self._on_preview))
        client.needed.connect(guard(self._on_need))
        client.painted.connect(guard(self._on_painted))
        client.finished.connect(guard(self._on_finished))
        client.failed.connect(guard(self._on_failed))
        client.cancelled.connect(guard(self._on_cancelled))

    def submit(self, request: JobRequest, changed: Callable[[], None]) -> Job:
        """Give the engine a job; `changed` is called when its progress has."""
        job = Job(self.client, request, changed)
        self._open[job.number] = job
        return job

    def engine_ready(self) -> Steps:
        """Wait until the engine, which was started, is ready. Raises Refused where it does not run."""
        while self.client.state != "ready":
            if self.client.state != "starting":
                raise Refused(self.trouble or "Shiage's engine does not run: run the installer's doctor.")
            yield POLL

    def drop(self, job: Job) -> None:
        """Forget a job, and cancel it unless it is answered."""
        if self._open.pop(job.number, None) is not None:
            job.cancel()

    def engine_gone(self, sentence: str) -> None:
        """No answer will come any more."""
        self.trouble = sentence
        for job in self._open.values():
            if not job.is_answered:
                job.failed(sentence)

    def _on_progress(self, number: int, fraction: float, note: str, done: int, total: int) -> None:
        if number in self._open:
            self._open[number].progressed(fraction, note, total)

    def _on_preview(self, number: int, preview: PreviewImage) -> None:
        if number in self._open:
            self._open[number].previewed(preview)

    def _on_need(self, number: int, need: Need) -> None:
        if number in self._open:
            self._open[number].need = need

    def _on_painted(self, number: int, frame: TargetFrame) -> None:
        if number in self._open:
            self._open[number].received.append(frame)

    def _on_finished(self, number: int, report: Dict[str, Any]) -> None:
        if number in self._open:
            self._open[number].report = report

    def _on_failed(self, number: int, code: str, sentence: str) -> None:
        if number in self._open:
            self._open[number].failed(sentence)

    def _on_cancelled(self, number: int) -> None:
        if number in self._open:
            self._open[number].failed("The engine stopped this job; press Auto-colorize to try again.")
