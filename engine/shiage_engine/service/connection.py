"""One client: who it is, what it has asked for, and what it still has to be told."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ..protocol import messages
from ..protocol.channel import Channel, Received
from ..protocol.framing import ProtocolError
from ..protocol.handshake import EngineHandshake, HandshakeError, VersionMismatch
from ..protocol.messages import (
    Answer,
    Ask,
    Cancel,
    Error,
    Frame,
    Hello,
    Message,
    Ping,
    Pong,
    Result,
    Submit,
    Welcome,
)
from . import limits
from .jobs import Job, refusal
from .methods import methods_message


class Shop(NamedTuple):
    """What a connection asks of the supervisor."""

    pack: Callable[[Connection, Job, Frame, list[bytearray]], None]  # compress, then call `packed`
    enqueue: Callable[[Job], None]
    cancel: Callable[[Job], None]


class Connection:
    """A client's socket and its unanswered jobs. Each job gets exactly one last answer, by `finish`."""

    def __init__(self, sock: socket.socket, token: bytes, shop: Shop) -> None:
        self.channel = Channel(sock, self._admit, limits.BEFORE_AUTHENTICATION)
        self.jobs: dict[int, Job] = {}
        self.since = time.monotonic()
        self.is_welcome = False
        self.is_leaving = False  # closed as soon as it has taken what it was told
        self.packing_bytes = 0
        self._handshake = EngineHandshake(token)
        self._greeted = False
        self._newest_job = 0
        self._shop = shop
        self._took = (0, time.monotonic())  # bytes taken, and when we saw that

    @property
    def is_readable(self) -> bool:
        """Whether more may be read: not while too much of it waits to be compressed, or to be taken."""
        waiting = self.channel.waiting + self.packing_bytes
        return not self.is_leaving and waiting < limits.PACKING_BYTES

    @property
    def has_room(self) -> bool:
        """Whether another result may be said."""
        return self.channel.waiting < limits.OUTGOING_BYTES

    def is_overdue(self, now: float) -> bool:
        """Whether it has not shown who it is, or has taken nothing, for too long."""
        taken, since = self._took
        if taken != self.channel.sent or not self.channel.waiting:
            self._took = (self.channel.sent, now)
            since = now
        late = not self.is_welcome and now - self.since > limits.AUTHENTICATION_SECONDS
        return late or now - since > limits.STALLED_SECONDS

    def read(self) -> None:
        """Hear and obey. Raises Closed; what is not allowed is answered once, and ends the connection."""
        try:
            for said in self.channel.receive():
                self._obey(said)
        except ProtocolError as error:
            logging.warning("A client broke the protocol: %s", error)
            self.leave(Error(0, messages.PROTOCOL, f"{error}."))
        except (HandshakeError, VersionMismatch) as error:
            logging.warning("A client was turned away: %s", error)
            self.leave(Error(0, messages.PROTOCOL, "The engine turned the connection away."))

    def leave(self, farewell: Error) -> None:
        """Say why, and close when it was taken."""
        if not self.is_leaving:
            self.is_leaving = True
            self.channel.send(farewell)

    def packed(self, job: Job, frame: Frame, planes: list[bytes]) -> None:
        """A frame of `job` was compressed."""
        if not self._is_live(job):
            return
        job.keep(frame, planes)
        if sum(other.kept_bytes for other in self.jobs.values()) > limits.KEPT_BYTES:
            text = "These frames need too much memory: color fewer at a time."
            self.finish(job, job.error(messages.TOO_LARGE, text))
        elif job.is_complete:
            self._shop.enqueue(job)

    def tell(
        self, job: Job, message: messages.Progress | messages.Preview | Result, planes: list[bytearray]
    ) -> None:
        if self._is_live(job):
            self.channel.send(replace(message, job=job.request.job), planes)

    def finish(self, job: Job, answer: messages.LastAnswer) -> None:
        """Give a job its last answer, unless it has one."""
        if self._is_live(job):
            del self.jobs[job.request.job]
            self.channel.send(replace(answer, job=job.request.job))

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
        trouble = job.expect(message, sizes)
        if trouble is not None:
            self.finish(job, trouble)
        return trouble is None

    def _obey(self, said: Received) -> None:
        message = said.message
        if not self.is_welcome:
            self._greet(message)
        elif isinstance(message, Submit):
            self._submit(message)
        elif isinstance(message, Frame):
            if message.job in self.jobs and said.planes:
                self._shop.pack(self, self.jobs[message.job], message, said.planes)
        elif isinstance(message, Cancel):
            if message.job in self.jobs:
                self._shop.cancel(self.jobs[message.job])
        elif isinstance(message, Ask):
            self.channel.send(methods_message())
        elif isinstance(message, Ping):
            self.channel.send(Pong())
        else:
            raise ProtocolError("The engine does not take this message: " + type(message).__name__)

    def _greet(self, message: Message) -> None:
        if isinstance(message, Hello) and not self._greeted:
            self._greeted = True
            self.channel.send(self._handshake.challenge(message))
        elif isinstance(message, Answer) and self._greeted:
            protocol = self._handshake.check(message)
            self.is_welcome = True
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
        trouble = refusal(request)
        if len(self.jobs) >= limits.MAX_JOBS:
            trouble = job.error(
                messages.BUSY, "Too many jobs wait already: let some finish first.", retryable=True
            )
        self.jobs[request.job] = job
        if trouble is not None:
            self.finish(job, trouble)
