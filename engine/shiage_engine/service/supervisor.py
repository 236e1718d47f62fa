"""The engine's main loop: requests of clients in, jobs to the worker, answers out. One thread, which never blocks."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import time
import zlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from ..protocol import messages
from ..protocol.channel import Channel, Closed, Received
from ..protocol.digests import planes_digest
from ..protocol.framing import ProtocolError
from ..protocol.messages import Cancelled, Error, Frame
from . import limits
from .address import is_ours
from .connection import Connection, JobMessage, SupervisorCalls
from .jobs import Job, Queue
from .store import Drawing, DrawingStore
from .worker import Work, Worker

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
TICK_SECONDS = 0.2  # between two looks at the clock
PACKERS = 2  # threads; zlib lets the others run
LAST_ANSWER_SECONDS = 0.5  # for the clients to take their last answers when the engine ends


class Supervisor:
    """Serves the clients of `listener` until nobody has needed it for `idle_seconds`."""

    def __init__(
        self,
        listener: socket.socket,
        token: bytes,
        work: Work,
        idle_seconds: float,
    ) -> None:
        listener.setblocking(False)
        self._listener = listener
        self._token = token
        self._work = work
        self._idle_seconds = idle_seconds
        self._needed = time.monotonic()  # when somebody last needed us
        self._clients: list[Connection] = []
        self._queue: Queue[Connection] = Queue()
        self._worker: Worker | None = None
        self._packers = ThreadPoolExecutor(PACKERS, "pack")
        self._packed: deque[Callable[[], None]] = deque()
        # A packer writes a byte to wake the loop out of its select.
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._calls = SupervisorCalls(DrawingStore(), self._pack, self._queue.add, self._cancel)

    def run(self) -> None:
        """Serve; returns when idle for long enough. However it ends, every job gets its last answer."""
        try:
            self._watch(self._listener, READ, self._accept)
            self._watch(self._wake_receiver, READ, self._drain_wake_pipe)
            self._start_worker()
            while time.monotonic() - self._needed < self._idle_seconds:
                self._watch_all()
                for key, events in self._selector.select(TICK_SECONDS):
                    key.data(events)
                self._run_packed()
                self._next_job()
                self._tick(time.monotonic())
        finally:
            self._end()

    # The selector

    def _watch(self, sock: socket.socket, events: int, call: Callable[[int], None]) -> None:
        """Have `call(events)` called when `sock` is ready for one of `events`; none of them: not at all."""
        known = self._selector.get_map().get(sock)
        if known is None and events:
            self._selector.register(sock, events, call)
        elif known is not None and not events:
            self._selector.unregister(sock)
        elif known is not None and known.events != events:
            self._selector.modify(sock, events, call)

    def _watch_all(self) -> None:
        for client in self._clients:
            events = (READ if client.is_readable else 0) | (WRITE if client.channel.waiting else 0)
            self._watch(client.channel.socket, events, partial(self._serve, client))
        if self._worker is not None:
            channel = self._worker.channel
            events = (READ if self._has_room else 0) | (WRITE if channel.waiting else 0)
            self._watch(channel.socket, events, self._read_worker)

    def _close_channel(self, channel: Channel) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(channel.socket)
        channel.close()

    # Clients

    def _accept(self, events: int) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError:  # the client is gone already
            return
        if not is_ours(sock):
            logging.warning("A process of another user was turned away")
            sock.close()
            return
        client = Connection(sock, self._token, self._calls)
        self._clients.append(client)
        if len(self._clients) > limits.MAX_CLIENTS:
            crowded = Error(0, messages.BUSY, "Too many programs use the engine: close one.", retryable=True)
            self._try_send(client, lambda: client.close_with(crowded))

    def _serve(self, client: Connection, events: int) -> None:
        try:
            if events & WRITE:
                client.channel.flush()
            if events & READ and client in self._clients:
                client.read()
        except Closed:
            self._drop(client)

    def _drop(self, client: Connection) -> None:
        """A client is gone: its jobs end."""
        if client in self._clients:
            logging.info("A client is gone, with %d unanswered jobs", len(client.jobs))
            self._clients.remove(client)
            self._close_channel(client.channel)
            for job in list(client.jobs.values()):
                self._queue.remove(job)
                if self._worker is not None and self._worker.job is job:
                    self._worker.cancel()
            client.jobs.clear()

    def _try_send(self, client: Connection, call: Callable[[], None]) -> None:
        """Call what sends something to `client`, which may turn out to be gone."""
        try:
            call()
        except Closed:
            self._drop(client)

    # Jobs

    def _pack(self, client: Connection, job: Job, frame: Frame, planes: list[bytearray]) -> None:
        """Compress the planes of a frame aside: line art takes a tenth of its room while its job waits."""
        size = sum(map(len, planes))
        client.packing_bytes += size

        def pack() -> None:
            digest = planes_digest(planes) if job.request.drawings else ""
            packed = [zlib.compress(plane, 1) for plane in planes]
            drawing = Drawing(packed, tuple(map(len, planes)), digest)
            self._packed.append(lambda: put(drawing))
            with contextlib.suppress(BlockingIOError):
                self._wake_sender.send(b"!")

        def put(drawing: Drawing) -> None:
            client.packing_bytes -= size
            self._try_send(client, lambda: client.packed(job, frame, drawing))

        self._packers.submit(pack)

    def _drain_wake_pipe(self, events: int) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_receiver.recv(4096)

    def _run_packed(self) -> None:
        while self._packed:
            self._packed.popleft()()

    def _cancel(self, job: Job) -> None:
        """A running job is answered when its work has stopped, any other at once."""
        if self._worker is not None and self._worker.job is job:
            self._worker.cancel()
        else:
            self._queue.remove(job)
            job.owner.finish(job, Cancelled(job.request.job))

    def _finish(self, job: Job, answer: messages.LastAnswer) -> None:
        self._try_send(job.owner, lambda: job.owner.finish(job, answer))

    # The worker

    @property
    def _has_room(self) -> bool:
        """Whether what the worker sends can go on to its client: a slow client makes its worker wait."""
        worker = self._worker
        return worker is None or worker.job is None or worker.is_cancelled or worker.job.owner.has_room

    def _start_worker(self) -> None:
        self._worker = Worker(self._work)
        logging.info("Worker %s started", self._worker.process.pid)

    def _next_job(self) -> None:
        if self._worker is not None and self._worker.job is not None:
            return
        job = self._queue.take()
        if job is None:
            return
        if self._worker is None:
            self._start_worker()
        assert self._worker is not None
        try:
            self._worker.begin(job)
        except Closed:
            self._lose_worker()

    def _read_worker(self, events: int) -> None:
        worker = self._worker
        if worker is None:
            return
        try:
            if events & WRITE:
                worker.channel.flush()
            if events & READ:
                for received in worker.channel.receive():
                    self._forward(worker, received)
        except (Closed, ProtocolError):
            self._lose_worker()

    def _forward(self, worker: Worker, received: Received) -> None:
        job, message = worker.job, received.message
        if job is None or getattr(message, "job", None) != job.serial:
            return
        if isinstance(message, JobMessage):
            if not worker.is_cancelled:
                self._try_send(job.owner, lambda: job.owner.send(job, message, received.planes))
        elif isinstance(message, (messages.Done, Error, Cancelled)):
            worker.end_job()
            self._finish(job, message)

    def _lose_worker(self) -> None:
        """The worker is gone: answer its job. If it had one, start the next worker at once."""
        worker, self._worker = self._worker, None
        assert worker is not None
        self._close_channel(worker.channel)
        how = worker.end()
        job = worker.job
        logging.warning("The worker ended with %s", how)
        if job is None:
            return
        if worker.is_cancelled:
            self._finish(job, Cancelled(job.serial))
        else:
            text = f"The engine's worker died ({how}): press Auto-colorize to try again."
            self._finish(job, Error(job.serial, messages.WORKER_DIED, text, retryable=True))
        self._start_worker()

    # The clock

    def _tick(self, now: float) -> None:
        if self._clients:
            self._needed = now
        for client in list(self._clients):
            if client.is_overdue(now) or (client.is_closing and not client.channel.waiting):
                self._drop(client)
        if self._worker is not None:
            self._worker.enforce_cancel(now)
            if not self._worker.process.is_alive():
                self._lose_worker()

    def _end(self) -> None:
        """Answer all jobs, end the worker, close everything."""
        logging.info("The engine ends")
        self._listener.close()
        for client in list(self._clients):
            with contextlib.suppress(Closed):
                for job in list(client.jobs.values()):
                    client.finish(
                        job,
                        job.error(messages.STOPPING, "The engine was stopped: try again.", retryable=True),
                    )
                client.channel.socket.settimeout(LAST_ANSWER_SECONDS)
                client.channel.flush()
            client.channel.close()
        if self._worker is not None:
            self._worker.end()
        self._packers.shutdown(wait=True, cancel_futures=True)
        for closable in (self._selector, self._wake_receiver, self._wake_sender):
            closable.close()
