"""The worker's loop, in a thread of the test, with a channel instead of a supervisor."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Iterator

import pytest
from shiage_engine.protocol.channel import Channel
from shiage_engine.protocol.messages import (
    INTERNAL,
    OUT_OF_MEMORY,
    Cancel,
    Cancelled,
    Done,
    Error,
    Frame,
    Message,
    Submit,
)

from shiage_engine.progress import Progress
from shiage_engine.service import steps, work

REQUEST = Submit(job=5, width=1, height=1, times=(0, 1), references=(0,))


class Bench:
    """Runs `work.serve` until the test ends."""

    def __init__(self) -> None:
        ours, self._theirs = socket.socketpair()
        self.channel = Channel(ours)
        self._worker = work.WorkerChannel(self.channel)
        self._thread: threading.Thread | None = None

    def serve(self, load: object, *preparation: object) -> None:
        self._thread = threading.Thread(target=work.serve, args=(Channel(self._theirs), load, *preparation))
        self._thread.start()

    def submit(self, request: Submit = REQUEST) -> None:
        self._worker.send(request)
        for time in request.times:
            self._worker.send(Frame(request.job, time, "line"), (zlib.compress(b"line"),))
        for time in request.references:
            self._worker.send(Frame(request.job, time, "color"), (zlib.compress(b"color"),))

    def send(self, message: Message) -> None:
        self._worker.send(message)

    def receive(self) -> Message:
        return self._worker.wait().message

    def join(self) -> None:
        """Wait until the worker has ended by itself."""
        assert self._thread is not None
        self._thread.join(30)
        assert not self._thread.is_alive()

    def end(self) -> None:
        self.channel.close()
        if self._thread is not None:
            self._thread.join(30)
        self._theirs.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.end()


def test_an_incomplete_installation_is_told_with_each_job(bench: Bench) -> None:
    def load() -> steps.Kinds:
        raise ModuleNotFoundError("No module named 'cv2'")

    bench.serve(load)
    for job in (1, 2):
        bench.submit(Submit(job, 1, 1, (0, 1), (0,)))
        answer = bench.receive()
        assert isinstance(answer, Error) and (answer.job, answer.code) == (job, INTERNAL)
        assert "No module named 'cv2'" in answer.text and "run the installer again" in answer.text


def test_a_job_gets_its_frames(bench: Bench) -> None:
    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(0.5, "half")
        return {"lines": sorted(given.lines), "color": zlib.decompress(given.colors[0][0]).decode()}

    bench.serve(lambda: {"colorize": job})
    bench.submit()
    assert bench.receive().note == "half"
    assert bench.receive() == Done(5, {"lines": [0, 1], "color": "color"})


def test_a_late_cancel_belongs_to_no_later_job(bench: Bench) -> None:
    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(1.0, "")
        return {}

    bench.serve(lambda: {"colorize": job})
    bench.send(Cancel(4))
    bench.submit()
    bench.receive()
    assert bench.receive() == Done(5, {})


def test_a_cancelled_job_cleans_up_before_it_answers(bench: Bench) -> None:
    cleaned = []

    def job(request: Submit, given: steps.Given) -> steps.Steps:
        try:
            while True:
                yield Progress(0.0, "")
        finally:
            cleaned.append(request.job)

    bench.serve(lambda: {"colorize": job})
    bench.submit()
    bench.receive()
    bench.send(Cancel(5))
    while not isinstance(answer := bench.receive(), Cancelled):
        pass
    assert answer == Cancelled(5) and cleaned == [5]


def test_a_job_interrupts_the_preparation_which_then_goes_on(bench: Bench) -> None:
    taken = []
    may_go_on, at_third, all_taken = threading.Event(), threading.Event(), threading.Event()

    def preparation() -> Iterator[object]:
        for step in range(5):
            taken.append(step)
            if step == 2:
                at_third.set()
                may_go_on.wait(30)
            yield step
        all_taken.set()

    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(0.0, str(len(taken)))
        return {}

    bench.serve(lambda: {"colorize": job}, preparation())
    assert at_third.wait(30)
    bench.submit()
    may_go_on.set()
    assert bench.receive().note == "3"
    assert bench.receive() == Done(5, {})
    assert all_taken.wait(30) and taken == [0, 1, 2, 3, 4]


def test_after_each_job_the_next_correction_is_prepared(bench: Bench) -> None:
    prepared, done = [], threading.Event()

    def after_job() -> Iterator[object]:
        prepared.append(5)
        yield "one step"
        done.set()

    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(0.0, "")
        return {}

    bench.serve(lambda: {"colorize": job}, iter(()), after_job)
    for count in (1, 2):
        bench.submit(Submit(count, 1, 1, (0, 1), (0,)))
        while not isinstance(bench.receive(), Done):
            pass
        assert done.wait(30) and prepared == [5] * count
        done.clear()


def test_a_preparation_that_fails_costs_no_job(bench: Bench) -> None:
    def preparation() -> Iterator[object]:
        yield "one step"
        raise ModuleNotFoundError("No module named 'torch'")

    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(0.0, "")
        return {"done": True}

    bench.serve(lambda: {"colorize": job}, preparation())
    for number in (5, 6):
        bench.submit(Submit(number, 1, 1, (0, 1), (0,)))
        bench.receive()
        assert bench.receive() == Done(number, {"done": True})


def test_a_worker_that_has_grown_too_large_ends_after_its_job(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(1.0, "")
        return {}

    monkeypatch.setattr(work, "KEPT_BYTES", 1)
    bench.serve(lambda: {"colorize": job})
    bench.submit()
    bench.receive()
    assert bench.receive() == Done(5, {})
    bench.join()


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("can't start new thread"), RuntimeError("std::bad_alloc")]
)
def test_shortage_is_told_as_such(bench: Bench, error: Exception) -> None:
    def job(request: Submit, given: steps.Given) -> steps.Steps:
        yield Progress(1.0, "")
        raise error

    bench.serve(lambda: {"colorize": job})
    bench.submit()
    bench.receive()
    answer = bench.receive()
    assert isinstance(answer, Error) and (answer.code, answer.retryable) == (OUT_OF_MEMORY, True)
