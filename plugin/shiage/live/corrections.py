"""Turns what the painter has painted into answers, by the engine, and has the other frames follow."""

from collections import deque
from dataclasses import replace
from typing import Any, Callable, Deque, Dict, Generator, Mapping, NamedTuple, Optional, Sequence, Tuple

from ..client.engine_client import JobRequest, LabelFrame
from ..client.protocol.messages import ANSWERS, LABELS_SINCE, QUESTIONS_SINCE
from ..client.protocol.options import Options
from ..guard import Refused
from ..jobs import POLL, Job, Jobs
from ..result.exchange import Rgba, rgba
from ..scene import Host, Scene
from ..sending import aids, digests, send, submit_drawings
from ..turns import Steps
from .state import LiveResult

Answers = Tuple[Tuple[int, ...], ...]
PIXEL = 3  # the first numbers of an answer: its time, and x and y of its pixel


class Change(NamedTuple):
    """A frame of the result, before and after the painter's stroke: BGRA planes; or what is said without a stroke."""

    time: int
    before: bytes = b""
    now: bytes = b""
    answers: Optional[Answers] = None  # of this frame, where they are known already
    accepts: Optional[bool] = None  # the rest of the frame is accepted, or is not any more
    adds: Answers = ()  # of this frame, besides those that it has
    drops: Answers = ()  # answers that do not hold any more


class Corrections:
    """The changes that wait for an answer, and the steps that answer them."""

    def __init__(
        self,
        host: Host,
        jobs: Jobs,
        result: LiveResult,
        *,
        scene: Scene,
        options: Callable[[], Options],
        notify: Callable[[str], None],
    ) -> None:
        self._host = host
        self._jobs = jobs
        self._result = result
        self._options = options
        self._notify = notify
        self._waiting: Deque[Change] = deque()
        self._asked: Optional[Change] = None  # the one that is being answered
        self._job: Optional[Job] = None
        self._has_warned = False  # of the stroke that was read last
        self.scene = scene
        self.spreads = True  # do other frames follow?
        self.is_run_due = False  # has something changed that the engine is to color anew?

    def add(self, change: Change) -> None:
        """Two changes of one frame that wait are one."""
        last = self._waiting[-1] if self._waiting else None
        if last is not None and last.time == change.time and last.before and change.before:
            change = self._waiting.pop()._replace(now=change.now)
        self._waiting.append(change)

    @property
    def unanswered(self) -> Tuple[Change, ...]:
        """What the painter has said and is not remembered yet."""
        return (*([self._asked] if self._asked is not None else []), *self._waiting)

    def steps(self) -> Steps:
        """Runs for as long as the result is there."""
        try:
            while True:
                if self._ready is None and not self.is_run_due:
                    yield POLL
                    continue
                try:
                    yield from self._next()
                except Refused as refusal:
                    self._waiting = deque(one for one in self._waiting if one.accepts is not None)
                    self._asked, self.is_run_due = None, False
                    self._notify(str(refusal))
        finally:
            self._drop()

    @property
    def _ready(self) -> Optional[Change]:
        """The next change; one that accepts a frame waits until its suggestions are paint, and lets others pass."""
        ready = (one for one in self._waiting if one.accepts is None or not self._result.is_due(one.time))
        return next(ready, None)

    def _next(self) -> Steps:
        asked, taken_back = self._ready, set()
        last = asked
        while asked is not None:
            self._waiting.remove(asked)
            self._asked = asked
            if asked.accepts is not None:
                self._accept(asked)
            else:
                yield from self._answer(asked)
            self._asked = None
            if asked.answers is not None:
                taken_back.add(asked.time)
            last, asked = asked, self._ready
        only = None if self.spreads or self.is_run_due or last is None else last.time
        self.is_run_due = False
        yield from self._until_ready()
        yield from self._update(only)
        for time in taken_back:  # the slash lines went with the stroke, also where that was no answer
            self._result.written.pop(time, None)

    def _until_ready(self) -> Steps:
        """Wait until the engine can be asked. Raises Refused where it cannot."""
        if self.scene.is_put_away:  # without its trace lines a drawing has other regions
            raise Refused(
                "The picture is finished: press Unfinish, and other frames follow your paint again."
            )
        client = self._jobs.client
        client.start()
        while client.state == "starting":
            yield POLL
        if client.state != "ready":
            raise Refused("The engine does not run: your paint stays, but other frames do not follow it.")
        if client.protocol < LABELS_SINCE:
            raise Refused("This engine is too old to follow corrections: run Shiage's installer again.")

    def _answer(self, change: Change) -> Steps:
        """What the change says, as answers; they are remembered with the document."""
        answers = change.answers
        if answers is not None and self._has_warned:  # the stroke was undone
            self._notify("")
        self._has_warned = False
        if change.adds or change.drops:
            gone = {row[:PIXEL] for row in (*change.adds, *change.drops)}
            before = of_frame(self._host.answers(self.scene), change.time)
            answers = (*(row for row in before if row[:PIXEL] not in gone), *change.adds)
        if answers is None:
            report = yield from self._ask(change)
            told = [tuple(int(part) for part in answer) for answer in report.get("answers", ())]
            answers = _with_colors(told, self._result.store.exchange.entry)
            self._warn(report)
        self._host.remember_answers(self.scene, change.time, answers)

    def _warn(self, report: Mapping[str, Any]) -> None:
        """Tell what was no answer, and what to do."""
        mixed, flooded, slipped = (int(report.get(name, 0)) for name in ("mixed", "flooded", "slipped"))
        self._has_warned = bool(mixed or flooded or slipped)
        if flooded:
            self._notify(
                f"The fill ran through {flooded} regions, since the lines are on another layer. Undo it, and let the "
                "fill tool go by all layers: Tool Options, Reference."
            )
        elif mixed:
            regions = "region has" if mixed == 1 else "regions have"
            self._notify(f"{mixed} {regions} more than one new color, and so other frames do not follow.")
        elif slipped:
            pixels = "pixel was" if slipped == 1 else "pixels were"
            self._notify(
                f"Only {slipped} {pixels} painted, too few to color a region. Undo it, and click away from lines and "
                "slash lines."
            )

    def _accept(self, change: Change) -> None:
        """From now on the frame is a reference, or is none any more."""
        result, time = self._result, change.time
        self._host.accept(self.scene, time, bool(change.accepts))
        result.finish(time, bool(change.accepts))
        result.request = None  # the references are others now
        self.is_run_due = True

    def _ask(self, change: Change) -> Generator[int, None, Dict[str, Any]]:
        yield from self._until_ready()
        drawn = yield from self._host.drawing(self.scene, change.time)
        # The engine sees what the painter sees: the colors that are shown.
        time = change.time
        answers = _with_colors(self._host.answers(self.scene), self._result.store.exchange.shown)
        options, size = self._options(), self._result.size
        request = JobRequest(*size, (time,), (time,), options, kind=ANSWERS, answers=answers)
        self._job = job = submit_drawings(self._jobs, request, {time: drawn})
        self._jobs.client.send_color(job.number, time, change.before, change.now)
        report = yield from job.last_answer()
        self._drop()
        return report

    def _update(self, only: Optional[int]) -> Steps:
        """Have the engine color anew, and take in the frames that changed: all, or only one."""
        request = yield from self._request()
        job = self._submit(request)
        yield from job.wait_for_need()
        need = job.need
        if need is not None and (need.lines or need.colors or need.hints or need.closings):
            snapshot = yield from self._host.snapshot(self.scene)
            try:
                yield from send(self._jobs.client, job, snapshot, need)
            finally:
                snapshot.close()
        changed = 0
        while True:
            frame = yield from job.next_frame()
            if frame is None:
                break
            if isinstance(frame, LabelFrame) and only in {None, frame.time}:
                self._result.store.put(frame)
                changed += 1
                yield 0
        report = job.report or {}
        settled = self._result.questions.update(report.get("questions", ()), self._result.answered)
        self._result.shown = str(report.get("shown", ""))
        self._drop()
        if changed or settled:
            more = f" {settled} more settled." if settled else ""
            self._notify(f"{changed} frame{'s' * (changed != 1)} changed.{more}")

    def _request(self) -> Generator[int, None, JobRequest]:
        """As the run that made the result, with what the painter has said since."""
        last = self._result.request
        if last is None or not last.drawings:
            snapshot = yield from self._host.snapshot(self.scene)
            sent = aids(snapshot, self._jobs.client.protocol)
            try:
                drawings = yield from digests(snapshot, sent)
            finally:
                snapshot.close()
            last = JobRequest(
                *snapshot.size,
                snapshot.times,
                snapshot.references,
                self._options(),
                as_labels=True,
                finished=snapshot.finished,
                partial=snapshot.partial,
                drawings=drawings,
                hints=sent.hints,
                closings=sent.closings,
            )
            self._result.request = last
        known = self._result.store.digests
        asks = self._jobs.client.protocol >= QUESTIONS_SINCE
        answers = self._host.answers(self.scene)
        kept = self._result.kept if asks else ""
        return replace(last, answers=answers, known=known, watch=False, questions=asks, kept=kept)

    def _submit(self, request: JobRequest) -> Job:
        self._job = self._jobs.submit(request, lambda: None)
        return self._job

    def _drop(self) -> None:
        if self._job is not None:
            self._jobs.drop(self._job)
            self._job = None


def _with_colors(answers: Sequence[Tuple[int, ...]], exchanged: Callable[[Rgba], Rgba]) -> Answers:
    """The answers with their colors (RGBA) exchanged."""
    return tuple((*row[:PIXEL], *exchanged(rgba(row[PIXEL:]))) for row in answers)


def of_frame(answers: Sequence[Tuple[int, ...]], time: int) -> Answers:
    return tuple(answer for answer in answers if answer[0] == time)
