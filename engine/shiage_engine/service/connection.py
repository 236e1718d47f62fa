"""One client: whether it is authenticated, the jobs it has asked for, and what is still to be sent to it."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ..protocol import messages
from ..protocol.channel import Channel, Closed, Received
from ..protocol.framing import ProtocolError
from ..protocol.handshake import EngineHandshake, HandshakeError, VersionMismatch
from ..protocol.messages import (
    Answer,
    Ask,
    Cancel,
    Error,
    Frame,
    Hello,
    Labels,
    Message,
    Palette,
    Ping,
    Pong,
    Preview,
    Progress,
    Result,
    Submit,
    Welcome,
)
from . import limits
from .jobs import OUT_OF_MEMORY, Job, kept_bytes, refusal
from .store import Drawing, DrawingStore

CROWDED = Error(0, messages.BUSY, "Too many programs use the engine: close one.", retryable=True)
JobMessage: TypeAlias = Progress | Preview | Result | Palette | Labels  # what may come before the last answer


class SupervisorCalls(NamedTuple):
    """What a connection asks of the supervisor."""

    store: DrawingStore
    pack: Callable[[Connection, Job, Frame, list[bytearray]], None]  # compress, then call `packed`
    enqueue: Callable[[Job], None]
    cancel: Callable[[Job], None]
    ask: Callable[[Connection], None]  # tell it the methods, soon
    is_full: Callable[[], bool]  # whether no more clients are let in


class Connection:
    """A client's socket and its unanswered jobs. Each job gets exactly one last answer, by `finish`."""

    def __init__(self, sock: socket.socket, token: bytes, calls: SupervisorCalls) -> None:
        self.channel = Channel(sock, self._admit, limits.BEFORE_AUTHENTICATION)
        self.jobs: dict[int, Job] = {}
        self.since = time.monotonic()
        self.is_authenticated = False
        self.is_closing = False  # as soon as it has taken what was sent
        self.packing_bytes = 0
        self._handshake = EngineHandshake(token)
        self._was_challenged = False
        self._newest_job = 0
        self._calls = calls
        self._unread = 0  # answers sent since it last took something
        self._sent_before = 0
        self._last_sent = (0, time.monotonic())  # bytes it has taken, and when we saw that

    @property
    def is_readable(self) -> bool:
        """Whether more may be read: not while too much of it waits to be compressed, or to be taken."""
        waiting = self.channel.waiting + self.packing_bytes
        return not self.is_closing and waiting < limits.PACKING_BYTES

    @property
    def has_room(self) -> bool:
        """Whether another result may be queued."""
        return self.channel.waiting < limits.OUTGOING_BYTES

    def is_overdue(self, now: float) -> bool:
        """Whether it has not authenticated itself, or has taken nothing, for too long."""
        sent, since = self._last_sent
        if sent != self.channel.sent or not self.channel.waiting:
            self._last_sent = (self.channel.sent, now)
            since = now
        late = not self.is_authenticated and now - self.since > limits.AUTHENTICATION_SECONDS
        return late or now - since > limits.STALLED_SECONDS

    def read(self) -> None:
        """Read and handle pending messages. Raises Closed; a violation is answered once, and ends the connection."""
        try:
            for received in self.channel.receive():
                self._handle(received)
        except ProtocolError as error:
            logging.warning("A client broke the protocol: %s", error)
            self.close_with(Error(0, messages.PROTOCOL, f"{error}."))
        except (HandshakeError, VersionMismatch) as error:
            logging.warning("A client was turned away: %s", error)
            self.close_with(Error(0, messages.PROTOCOL, "The engine turned the connection away."))

    def tell(self, message: Message) -> None:
        """Answer a message. Raises Closed, also where the client asks on and on and takes no answers."""
        if self._sent_before != self.channel.sent or not self.channel.waiting:
            self._sent_before, self._unread = self.channel.sent, 0
        self._unread += 1
        if self._unread > limits.UNREAD_ANSWERS:
            raise Closed("it takes no answers")
        self.channel.send(message)

    def give_up(self, code: str, text: str) -> None:
        """End all its jobs, and the connection, which cannot be read any more. Raises Closed."""
        for job in list(self.jobs.values()):
            self.finish(job, job.error(code, text, retryable=True))
        self.close_with(Error(0, code, text, retryable=True))

    def close_with(self, error: Error) -> None:
        """Send the reason, and have the connection closed when the client has taken it."""
        if not self.is_closing:
            self.is_closing = True
            self.channel.send(error)

    def packed(self, job: Job, frame: Frame, drawing: Drawing) -> None:
        """A frame of `job` was compressed."""
        if drawing.digest:
            self._calls.store.put(drawing)
        if not self._is_live(job):
            return
        error = job.keep(frame, drawing)
        if error is None:
            self._enqueue_if_complete(job)
        else:
            self.finish(job, error)

    def send(self, job: Job, message: JobMessage, planes: list[bytearray]) -> None:
        if self._is_live(job):
            self.channel.send(replace(message, job=job.request.job), planes)

    def finish(self, job: Job, answer: messages.LastAnswer) -> None:
        """Give a job its last answer, unless it has one."""
        if self._is_live(job):
            del self.jobs[job.request.job]
            self.tell(replace(answer, job=job.request.job))

    def _is_live(self, job: Job) -> bool:
        return self.jobs.get(job.request.job) is job

    def _admit(self, message: Message, sizes: tuple[int, ...]) -> bool:
        """Whether to take memory for the planes of `message`: only of a frame that a job waits for."""
        if not isinstance(message, Frame):
            return True
        job = self.jobs.get(message.job)
        if job is None:
            if message.job > self._newest_job:
                raise ProtocolError("A frame came before its job")
            return False
        error = job.expect(message, sizes)
        if error is not None:
            self.finish(job, error)
        return error is None

    def _handle(self, received: Received) -> None:
        message = received.message
        if not self.is_authenticated:
            self._authenticate(message)
        elif isinstance(message, Submit):
            self._submit(message)
        elif isinstance(message, Frame):
            self._frame(message, received.planes)
        elif isinstance(message, Cancel):
            if message.job in self.jobs:
                self._calls.cancel(self.jobs[message.job])
        elif isinstance(message, Ask):
            self._calls.ask(self)
        elif isinstance(message, Ping):
            self.tell(Pong())
        else:
            raise ProtocolError("The engine does not take this message: " + type(message).__name__)

    def _frame(self, message: Frame, planes: list[bytearray]) -> None:
        job = self.jobs.get(message.job)
        if job is None:  # it has ended, and the planes were dropped
            return
        if planes:
            self._calls.pack(self, job, message, planes)
        else:
            self.finish(job, job.error(messages.OUT_OF_MEMORY, OUT_OF_MEMORY, retryable=True))

    def _authenticate(self, message: Message) -> None:
        if isinstance(message, Hello) and not self._was_challenged:
            self._was_challenged = True
            self.channel.send(self._handshake.challenge(message))
        elif isinstance(message, Answer) and self._was_challenged:
            protocol = self._handshake.check(message)
            if self._calls.is_full():  # since it was let in
                self.close_with(CROWDED)
                return
            self.is_authenticated = True
            self.channel.limits = limits.AUTHENTICATED
            self.channel.send(Welcome(protocol, limits.MAX_PIXELS, limits.MAX_FRAMES, limits.MAX_JOBS))
            logging.info("A client was welcomed")
        else:
            raise ProtocolError("The client must show who it is first")

    def _submit(self, request: Submit) -> None:
        if request.job <= self._newest_job:
            raise ProtocolError("The number of a job was used before")
        self._newest_job = request.job
        job = Job(self, request)
        error = refusal(request)
        if len(self.jobs) >= limits.MAX_JOBS:
            error = job.error(
                messages.BUSY, "Too many jobs wait already: let some finish first.", retryable=True
            )
        self.jobs[request.job] = job
        if error is not None:
            self.finish(job, error)
        elif request.drawings:
            job.take_from(self._calls.store)
            self.tell(job.need())
            self._enqueue_if_complete(job)

    def _enqueue_if_complete(self, job: Job) -> None:
        if kept_bytes(self.jobs.values()) > limits.KEPT_BYTES:
            text = "These frames need too much memory: color fewer at a time."
            self.finish(job, job.error(messages.TOO_LARGE, text))
        elif job.is_complete:
            self._calls.enqueue(job)
