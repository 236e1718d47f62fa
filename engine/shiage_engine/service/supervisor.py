"""The engine's main loop: requests of clients in, jobs to the worker, answers out. One thread, which never blocks."""

from __future__ import annotations

import contextlib
import errno
import logging
import selectors
import socket
import time
import zlib
from collections.abc import Callable
from functools import partial

from ..errors import is_shortage
from ..protocol import messages
from ..protocol.channel import Closed, Received
from ..protocol.digests import planes_digest
from ..protocol.messages import Cancelled, Error, Frame, Message
from . import limits, log
from .address import AlreadyRunning, is_ours
from .aside import Aside
from .connection import CROWDED, Connection, JobMessage, SupervisorCalls
from .jobs import OUT_OF_MEMORY, Job, Queue
from .methods import methods_message
from .place import Place
from .store import Drawing, DrawingStore
from .worker import Work, Worker

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
TICK_SECONDS = 0.2  # between two looks at the clock
CLEAN = "status 0"  # how a worker ends that had grown too large
LAST_ANSWER_SECONDS = 0.5  # for the clients to take their last answers when the engine ends


class Supervisor:
    """Serves the clients of an engine's place until nobody has needed it for `idle_seconds`."""

    def __init__(self, place: Place, work: Work, idle_seconds: float) -> None:
        self._place = place
        self._listener = place.listener
        self._work = work
        self._idle_seconds = idle_seconds
        self._needed = time.monotonic()  # when somebody last needed us
        self._clients: list[Connection] = []
        self._queue: Queue[Connection] = Queue()
        self._worker: Worker | None = None
        self._no_worker_before = 0.0  # when to try again to start one
        self._kept_up: float | None = None  # since when the worker waits for its client to take results
        self._aside = Aside()
        self._asking: list[tuple[Connection, float]] = []  # who waits for the methods, and since when
        self._is_looking = False  # for what the disk says of them
        self._selector = selectors.DefaultSelector()
        self._calls = SupervisorCalls(
            DrawingStore(), self._pack, self._queue.add, self._cancel, self._ask, self._is_full
        )

    def run(self) -> None:
        """Serve; returns when idle for long enough. However it ends, every job gets its last answer.

        Nothing that goes wrong on the way ends it: a lack of memory, or a fault of ours, costs one client or one job.
        """
        try:
            self._start_worker()
            while time.monotonic() - self._needed < self._idle_seconds:
                for step in (self._serve_ready, self._take_done, self._next_job, self._tick):
                    try:
                        step()
                    except AlreadyRunning:  # another engine has taken our place: no client finds us any more
                        logging.warning("Another engine has taken this one's place")
                        return
                    except Exception:
                        logging.exception("The engine goes on after an error")
                        time.sleep(TICK_SECONDS)  # it may come again at once
        finally:
            self._end()

    # The selector

    def _serve_ready(self) -> None:
        """Wait for sockets that are ready, and serve them."""
        self._watch_all()
        for key, events in self._selector.select(TICK_SECONDS):
            key.data(events)

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
        self._watch(self._listener, READ, self._accept)
        self._watch(self._aside.socket, READ, lambda events: None)  # wakes us; `_take_done` does the rest
        for client in self._clients:
            events = (READ if client.is_readable else 0) | (WRITE if client.channel.waiting else 0)
            self._watch(client.channel.socket, events, partial(self._serve, client))
        if self._worker is not None:
            channel = self._worker.channel
            events = (READ if self._has_room else 0) | (WRITE if channel.waiting else 0)
            self._watch(channel.socket, events, self._read_worker)

    def _close(self, sock: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(sock)
        with contextlib.suppress(OSError):
            sock.close()

    # Clients

    def _accept(self, events: int) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):  # no more files can be opened
                self._drop_oldest_stranger()
                time.sleep(TICK_SECONDS / 10)
            return  # else the client is gone already
        if not is_ours(sock):
            logging.warning("A process of another user was turned away")
            sock.close()
            return
        client = Connection(sock, self._place.token, self._calls)
        self._clients.append(client)
        if self._is_full():
            self._try_send(client, lambda: client.close_with(CROWDED))
        if sum(not client.is_authenticated for client in self._clients) > limits.MAX_STRANGERS:
            self._drop_oldest_stranger()

    def _drop_oldest_stranger(self) -> None:
        """Who has not proved to know the token does not keep out those who do."""
        stranger = next((client for client in self._clients if not client.is_authenticated), None)
        if stranger is not None:
            self._drop(stranger)

    def _is_full(self) -> bool:
        return sum(client.is_authenticated for client in self._clients) >= limits.MAX_CLIENTS

    def _serve(self, client: Connection, events: int) -> None:
        try:
            if events & WRITE:
                client.channel.flush()
            if events & READ and client in self._clients:
                client.read()
        except Closed:
            self._drop(client)
        except Exception as error:
            logging.exception("A client cannot be served any more")
            code, text = _told(error)
            self._try_send(client, lambda: client.give_up(code, text))

    def _drop(self, client: Connection) -> None:
        """A client is gone: its jobs end."""
        if client in self._clients:
            logging.info("A client is gone, with %d unanswered jobs", len(client.jobs))
            self._clients.remove(client)
            self._close(client.channel.socket)
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

        def pack() -> Drawing:
            digest = planes_digest(planes) if job.request.drawings else ""
            return Drawing([zlib.compress(plane, 1) for plane in planes], tuple(map(len, planes)), digest)

        def put(drawing: Drawing | Exception) -> None:
            client.packing_bytes -= size
            if isinstance(drawing, Exception):
                logging.error("A frame could not be compressed: %s", drawing)
                self._finish(job, job.error(*_told(drawing), retryable=True))
            else:
                self._try_send(client, lambda: client.packed(job, frame, drawing))

        self._aside.run(pack, put)

    def _ask(self, client: Connection) -> None:
        """Have a client told the methods when it is known of which characters weights are kept: the disk may hang."""
        self._asking.append((client, time.monotonic()))
        if not self._is_looking:  # while a look hangs there is no other: each takes a thread
            self._is_looking = True
            self._aside.run(methods_message, self._looked, may_hang=True)

    def _looked(self, found: Message | Exception) -> None:
        self._is_looking = False
        self._tell_methods(found)

    def _tell_methods(self, message: Message | Exception) -> None:
        known = methods_message(asks_disk=False) if isinstance(message, Exception) else message
        asking, self._asking = self._asking, []
        for client, _ in asking:
            if client in self._clients:
                self._try_send(client, partial(client.tell, known))

    def _take_done(self) -> None:
        while (call := self._aside.take_done()) is not None:
            call()

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

    def _start_worker(self) -> Exception | None:
        """Start a worker; returns why there is none, where it cannot be started."""
        if time.monotonic() < self._no_worker_before:
            return MemoryError()
        try:
            self._worker = Worker(self._work)
        except Exception as error:
            logging.exception("No worker could be started")
            self._no_worker_before = time.monotonic() + limits.NO_WORKER_SECONDS
            return error
        logging.info("Worker %s started", self._worker.process.pid)
        return None

    def _next_job(self) -> None:
        if self._worker is not None and self._worker.job is not None:
            return
        job = self._queue.take()
        if job is None:
            return
        error = self._start_worker() if self._worker is None else None
        if self._worker is None:
            text = f"The engine could not start its worker ({error}): close other programs, and try again."
            self._finish(job, job.error(messages.OUT_OF_MEMORY, text, retryable=True))
            return
        try:
            self._worker.begin(job)
        except Exception:
            logging.exception("A job could not be handed over")
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
        except Exception:
            logging.exception("The worker cannot be understood any more")
            self._lose_worker()

    def _forward(self, worker: Worker, received: Received) -> None:
        job, message = worker.job, received.message
        if job is None or getattr(message, "job", None) != job.serial:
            return
        if isinstance(message, JobMessage):
            if not received.planes and 0 not in message.plane_counts:
                worker.cancel()
                self._finish(job, job.error(messages.OUT_OF_MEMORY, OUT_OF_MEMORY, retryable=True))
            elif not worker.is_cancelled:
                self._try_send(job.owner, lambda: job.owner.send(job, message, received.planes))
        elif isinstance(message, (messages.Done, Error, Cancelled)):
            worker.end_job()
            self._finish(job, message)

    def _lose_worker(self) -> None:
        """The worker is gone: answer its job. If it had one, start the next worker at once."""
        worker, self._worker = self._worker, None
        assert worker is not None
        self._close(worker.channel.socket)
        how = worker.end()
        job = worker.job
        logging.warning("The worker ended: %s", how)
        if job is None:
            if how == CLEAN:  # it gave its memory back; the next one is to be warm when it is needed
                self._start_worker()
            return
        if worker.is_cancelled:
            self._finish(job, Cancelled(job.serial))
        else:
            text = f"The engine's worker died ({how}): press Auto-colorize to try again."
            self._finish(job, Error(job.serial, messages.WORKER_DIED, text, retryable=True))
        self._start_worker()

    # The clock

    def _tick(self) -> None:
        now = time.monotonic()
        if self._clients:
            self._needed = now
        for client in list(self._clients):
            if client.is_overdue(now) or (client.is_closing and not client.channel.waiting):
                self._drop(client)
        if self._asking and now - self._asking[0][1] > limits.KEPT_SECONDS:
            logging.warning("The disk does not tell which characters are kept")
            self._tell_methods(TimeoutError())
        self._give_way(now)
        if self._worker is not None:
            self._worker.enforce_cancel(now)
            if not self._worker.process.is_alive():
                self._lose_worker()
        listener = self._place.tend()
        if listener is not None:
            self._close(self._listener)
            self._listener = listener

    def _give_way(self, now: float) -> None:
        """End a job whose client takes no results while other jobs wait for the worker."""
        if self._has_room or not len(self._queue):
            self._kept_up = None
            return
        self._kept_up = self._kept_up or now
        worker = self._worker
        if now - self._kept_up > limits.GIVE_WAY_SECONDS and worker is not None and worker.job is not None:
            logging.warning("A job gives way: its client takes no results")
            job = worker.job
            worker.cancel()
            text = "Other programs waited for the engine while this one took no results: try again."
            self._finish(job, job.error(messages.BUSY, text, retryable=True))

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
        self._aside.close()
        self._selector.close()


def _told(error: Exception) -> tuple[str, str]:
    """Code and sentence of an error that is not the client's."""
    if is_shortage(error):
        return messages.OUT_OF_MEMORY, OUT_OF_MEMORY
    return messages.INTERNAL, f"The engine failed, and wrote why into {log.folder() / 'engine.log'}."
