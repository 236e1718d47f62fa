"""What runs in the worker process: takes a job, runs its generator, sends what it yields."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain

from ..errors import InputError, is_shortage
from ..limits import BEGUN_BYTES, KEPT_BYTES, PIECE
from ..protocol import messages
from ..protocol.channel import Channel, Closed, Received
from ..protocol.framing import Buffer
from ..protocol.messages import Cancel, Cancelled, Done, Error, Frame, Labels, Result, Submit
from . import log
from .jobs import OUT_OF_MEMORY, drawn
from .memory import give_back, resident_bytes, return_at_once, trim
from .steps import Given, Kind, Kinds, Reply, Steps, Unchanged
from .warm import warm_up

TRIM_SECONDS = 2.0  # between two times that a large job returns freed memory: some 10 ms each
PROGRESS_SECONDS = 0.1  # between two messages about progress
OOM_SCORE = "1000"  # when memory runs out the system ends this process, and not Krita
SIGNAL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
NOTHING: Iterator[object] = iter(())


def main(sock: socket.socket) -> None:
    """Entry of the spawned process."""
    give_way()
    if sys.stderr is not None:
        faulthandler.enable()  # a crash in native code says where, in the engine's output
    log.set_up("worker.log")
    serve(Channel(sock), load, warm_up(), prepare_correction)


def load() -> Kinds:
    """What the worker can do. Importing it takes a second or two, so it is done before the first job."""
    from .answers import answers_job  # noqa: PLC0415 (numpy and OpenCV, which the supervisor must not import)
    from .colorize import colorize_job  # noqa: PLC0415
    from .regions import regions_job  # noqa: PLC0415
    from .traces import traces_job  # noqa: PLC0415

    return {
        messages.COLORIZE: colorize_job,
        messages.ANSWERS: answers_job,
        messages.REGIONS: regions_job,
        messages.TRACES: traces_job,
    }


def prepare_correction() -> Iterator[object]:
    """What a painter's first correction of the shot that was colored last would have to wait for."""
    from .colorize import SESSIONS  # noqa: PLC0415 (as above)

    yield from SESSIONS.preparation()


def give_way() -> None:
    """Leave processor time and memory to Krita; to be called before anything heavy is imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the supervisor, which ends us
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if hasattr(os, "nice"):
        os.nice(5)
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 (not needed elsewhere)

        ctypes.CDLL(None).prctl(SIGNAL_WHEN_PARENT_DIES, signal.SIGKILL)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write(OOM_SCORE)


def serve(
    channel: Channel,
    load: Callable[[], Kinds],
    preparation: Iterator[object] = NOTHING,
    next_preparation: Callable[[], Iterator[object]] = lambda: NOTHING,
) -> None:
    """Do jobs until the supervisor is gone, or this process has grown too large to be kept.

    While there is none, take the steps of `preparation`, one by one; after a job those of `next_preparation` first.
    """
    supervisor = WorkerChannel(channel)
    kinds: Kinds = {}
    import_error, after_job = "", NOTHING
    try:
        kinds = load()
    except Exception as error:
        logging.exception("The engine's installation is incomplete")
        if is_shortage(error):
            raise  # the supervisor says that this process ended, and starts another
        import_error = f"The engine's installation is incomplete ({error}): run the installer again."
    try:
        while True:
            _prepare(supervisor, chain(after_job, preparation))
            message = supervisor.wait().message
            if isinstance(message, Submit):
                if import_error:
                    _gather(supervisor, message)
                    supervisor.send(Error(message.job, messages.INTERNAL, import_error))
                else:
                    _run(supervisor, message, kinds[message.kind])
                    after_job = next_preparation()
                give_back()
                if resident_bytes() > KEPT_BYTES:
                    logging.info("The worker has grown too large: the next one takes its place")
                    return
    except Closed:
        return


def _prepare(supervisor: WorkerChannel, steps: Iterator[object]) -> None:
    """Go on with the preparation until a message has come. Jobs can do without it, so its failure is only logged."""
    try:
        while not supervisor.has_message():
            next(steps)
    except StopIteration:
        return
    except Closed:
        raise
    except Exception:
        logging.exception("The worker could not prepare for its first job")


class WorkerChannel:
    """The worker's side of the channel; unlike the supervisor it may wait."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._received: deque[Received] = deque()

    def wait(self) -> Received:
        """The next message. Raises Closed."""
        while not self._received:
            select.select([self._channel], [], [])
            self._received.extend(self._channel.receive())
        return self._received.popleft()

    def has_message(self) -> bool:
        """Whether `wait` would return at once. Raises Closed."""
        self._received.extend(self._channel.receive())
        return bool(self._received)

    def send(self, message: messages.Message, planes: tuple[Buffer, ...] = ()) -> None:
        """Returns when all was taken: results are taken as fast as the client takes them. Raises Closed."""
        self._channel.send(message, planes)
        while self._channel.waiting:
            select.select([], [self._channel], [])
            self._channel.flush()

    def is_cancelled(self, job: int) -> bool:
        self._received.extend(self._channel.receive())
        return any(received.message == Cancel(job) for received in self._received)


def _gather(supervisor: WorkerChannel, request: Submit) -> Given:
    """The drawings of a job, still compressed."""
    frames: dict[str, dict[int, list[bytes]]] = {role: {} for role in drawn(request)}
    for _ in range(sum(map(len, drawn(request).values()))):
        message, planes = supervisor.wait()
        assert isinstance(message, Frame)
        frames[message.role][message.time] = [bytes(plane) for plane in planes]
    return Given(*frames.values())


def _run(supervisor: WorkerChannel, request: Submit, kind: Kind) -> None:
    """Run a job to its last answer. Whatever it raises becomes one sentence, and a traceback in the log."""
    started = time.monotonic()
    try:
        answer = _last_answer(supervisor, request, kind(request, _gather(supervisor, request)))
    except Closed:
        raise
    except InputError as error:
        answer = Error(request.job, messages.BAD_REQUEST, str(error))
    except Exception as error:
        logging.exception("The job failed")
        answer = _failure(request.job, error)
    supervisor.send(answer)
    logging.info("Job %d: %s after %.1f s", request.job, type(answer).__name__, time.monotonic() - started)


def _failure(job: int, error: Exception) -> Error:
    if is_shortage(error):
        return Error(job, messages.OUT_OF_MEMORY, OUT_OF_MEMORY, retryable=True)
    if isinstance(error, OSError):
        text = f"{error.filename or 'The disk'}: {error.strerror or error}. Make room, or check the folder."
        return Error(job, messages.BAD_REQUEST, text)
    text = f"The engine failed, and wrote why into {log.folder() / 'worker.log'}."
    return Error(job, messages.INTERNAL, text)


def _last_answer(supervisor: WorkerChannel, request: Submit, steps: Steps) -> messages.LastAnswer:
    done, targets = 0, len(request.times) - len(request.references) + len(request.partial)
    last_progress = last_trim = float("-inf")
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            return Done(request.job, stop.value)
        if time.monotonic() - last_trim > TRIM_SECONDS:
            if resident_bytes() > BEGUN_BYTES:
                return_at_once(PIECE)
                trim()
            last_trim = time.monotonic()
        if supervisor.is_cancelled(request.job):
            steps.close()
            return Cancelled(request.job)
        if isinstance(step, Reply):
            done += isinstance(step.message, (Result, Labels))
            supervisor.send(step.message, step.planes)
        elif isinstance(step, Unchanged):
            done += 1
        elif time.monotonic() - last_progress > PROGRESS_SECONDS:
            last_progress = time.monotonic()
            # The engine may find references partly painted, which makes them targets.
            total = max(targets, done)
            supervisor.send(messages.Progress(request.job, step.fraction, step.note, done, total))
