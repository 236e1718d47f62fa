"""One connection to the engine, from finding or starting it to its end, in a thread of its own. No Qt, no Krita."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections import deque
from typing import Callable, Deque, NamedTuple, Optional, Sequence, Tuple, Union

from .launcher import LaunchError, failure, launch, output_path
from .protocol import locks, paths, record
from .protocol.channel import Channel, Closed, Received
from .protocol.framing import Buffer, Limits, ProtocolError
from .protocol.handshake import ClientHandshake, HandshakeError, VersionMismatch
from .protocol.messages import BUSY, Challenge, Error, Labels, Message, Ping, Pong, Result, Welcome

START_SECONDS = 20.0  # for the engine to start
HANDSHAKE_SECONDS = 5.0  # for each of its answers
RETRY_SECONDS = 0.1
PING_SECONDS = 5.0
SILENT_SECONDS = 15.0  # three pings without an answer
UNHANDLED_RESULTS = 4  # results that the owner has not handled yet; with so many, reading stops
# Exit statuses of an engine: its folder cannot be used, or there is another one.
BAD_PLACE, ALREADY_RUNNING = 2, 3

STOPPED = "The engine stopped. Press Auto-colorize to start it again."
SILENT = (
    "The engine does not answer. Press Auto-colorize to try again; if that fails, end the engine's process."
)
TOO_MANY_CLIENTS = "Too many programs use the engine: close one, then press Auto-colorize again."
NO_MEMORY = "There is not enough memory for a result: close other programs, then press Auto-colorize again."
BEFORE_WELCOME = Limits(header=4096, body=0, planes=0)


class Connected(NamedTuple):
    """The handshake is done; jobs may be submitted."""

    welcome: Welcome


class Disconnected(NamedTuple):
    """The connection has ended; no event follows."""

    was_connected: bool
    sentence: str


Event = Union[Connected, Received, Disconnected]


class _ClosedByOwner(Exception):
    """The owner has called `close`."""


class _EngineError(Exception):
    """The connection has failed; one sentence for the painter."""


class EngineConnection(threading.Thread):
    """Finds or starts the engine, sends messages to it, and calls `on_event` in this thread with what happens."""

    def __init__(self, on_event: Callable[["EngineConnection", Event], None]) -> None:
        super().__init__(name="shiage-engine-connection", daemon=True)
        self._on_event = on_event
        self._queue: Deque[Tuple[Message, Sequence[Buffer]]] = deque()
        self._queued_bytes = 0  # of the planes in `_queue`
        self._lock = threading.Lock()
        self._unhandled = 0
        self._is_closing = False
        self._channel: Optional[Channel] = None
        # Any thread writes a byte to wake this one out of its select.
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)

    # For the owner's thread

    def send(self, message: Message, planes: Sequence[Buffer] = ()) -> None:
        """Queue a message; returns at once. The planes must not change afterwards."""
        with self._lock:
            self._queued_bytes += _size(planes)
            self._queue.append((message, planes))
        self._wake()

    @property
    def backlog(self) -> int:
        """Bytes queued and not yet sent."""
        channel = self._channel
        return self._queued_bytes + (channel.waiting if channel is not None else 0)

    def result_handled(self) -> None:
        """To be called once for each Result and Labels received: it makes room for another."""
        with self._lock:
            self._unhandled -= 1
        self._wake()

    def close(self) -> None:
        """End the connection soon; no event follows."""
        self._is_closing = True
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_sender.send(b"!")

    # In this thread

    def run(self) -> None:
        was_connected = False
        try:
            self._channel, welcome = self._connect_or_start()
            was_connected = True
            self._on_event(self, Connected(welcome))
            self._exchange(self._channel)
        except _ClosedByOwner:
            pass
        except (_EngineError, LaunchError, VersionMismatch, paths.PathError) as error:
            self._on_event(self, Disconnected(was_connected, str(error)))
        except (Closed, ProtocolError):
            self._on_event(self, Disconnected(was_connected, STOPPED))
        except (
            Exception
        ):  # a fault of the plugin must not leave the painter waiting; threading.excepthook logs it
            self._on_event(self, Disconnected(was_connected, STOPPED))
            raise
        finally:
            if self._channel is not None:
                self._channel.close()
            self._wake_receiver.close()
            self._wake_sender.close()

    def _connect_or_start(self) -> Tuple[Channel, Welcome]:
        """Connect to the running engine, or start one and connect to that.

        None is started while the lock is held: that engine has yet to lay its record, or is about to end.
        """
        process = None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, HandshakeError, ProtocolError):
                return self._connect()
            status = process.poll() if process is not None else ALREADY_RUNNING
            if status == ALREADY_RUNNING:  # or another Krita was faster
                process = None if _is_running() else launch()
            elif status == BAD_PLACE:
                raise _EngineError(f"The engine could not start. {failure()}")
            elif status is not None:
                raise _EngineError(
                    f"The engine could not start; {output_path()} says why. Run the installer again."
                )
            self._sleep(RETRY_SECONDS)
        raise _EngineError(SILENT)

    def _connect(self) -> Tuple[Channel, Welcome]:
        """Connect to the address in the engine's record, and do the handshake."""
        found = record.read(paths.run_dir())
        family = socket.AF_UNIX if isinstance(found.address, str) else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(HANDSHAKE_SECONDS)
            sock.connect(found.address)
            channel = Channel(sock, limits=BEFORE_WELCOME)
            handshake = ClientHandshake(found.token)
            channel.send(handshake.hello)
            challenge = self._next_message(channel)
            if isinstance(challenge, Error) and challenge.code == BUSY:
                raise _EngineError(TOO_MANY_CLIENTS)
            if not isinstance(challenge, Challenge):
                raise HandshakeError("The engine did not answer the hello with a challenge")
            channel.send(handshake.answer(challenge))
            welcome = self._next_message(channel)
            if isinstance(welcome, Error) and welcome.code == BUSY:
                raise _EngineError(TOO_MANY_CLIENTS)
            if not isinstance(welcome, Welcome):
                raise HandshakeError("The engine refused the connection")
            channel.limits = Limits()
            return channel, welcome
        except BaseException:
            sock.close()
            raise

    def _next_message(self, channel: Channel) -> Message:
        """Wait for the next message. Raises TimeoutError, Closed, ProtocolError."""
        deadline = time.monotonic() + HANDSHAKE_SECONDS
        while time.monotonic() < deadline:
            self._wait(channel, selectors.EVENT_READ, deadline - time.monotonic())
            for received in channel.receive():
                return received.message
        raise TimeoutError

    def _exchange(self, channel: Channel) -> None:
        """Send and receive until the connection ends, with a ping now and then to see that the engine answers."""
        last_active, progress, last_ping = time.monotonic(), (0, 0), time.monotonic()
        while True:
            self._send_queue(channel)
            may_read = self._unhandled < UNHANDLED_RESULTS
            events = (selectors.EVENT_READ if may_read else 0) | (
                selectors.EVENT_WRITE if channel.waiting else 0
            )
            self._wait(channel, events, PING_SECONDS / 5)
            channel.flush()
            if may_read:
                self._receive(channel)
            now = time.monotonic()
            if progress != (channel.received, channel.sent) or not may_read:
                last_active, progress = now, (channel.received, channel.sent)
            if now - last_ping > PING_SECONDS:
                last_ping = now
                channel.send(Ping())
                # That the socket accepted the ping does not show that the engine is alive.
                progress = (channel.received, channel.sent)
            if now - last_active > SILENT_SECONDS:
                raise _EngineError(SILENT)

    def _send_queue(self, channel: Channel) -> None:
        with self._lock:
            queue, self._queue = self._queue, deque()
            self._queued_bytes = 0
        for message, planes in queue:
            channel.send(message, planes)

    def _receive(self, channel: Channel) -> None:
        """Read and hand on what has arrived."""
        for received in channel.receive():
            message = received.message
            if isinstance(message, Pong):
                continue
            if isinstance(message, Error) and message.job == 0:
                raise _EngineError(message.text)
            if not received.planes and 0 not in message.plane_counts:
                raise _EngineError(NO_MEMORY)
            if isinstance(message, (Result, Labels)):
                with self._lock:
                    self._unhandled += 1
            self._on_event(self, received)
            if self._unhandled >= UNHANDLED_RESULTS:
                return

    def _wait(self, channel: Channel, events: int, seconds: float) -> None:
        """Wait for one of `events` of the channel, for `_wake`, or for `seconds`. Raises _ClosedByOwner."""
        with selectors.DefaultSelector() as selector:  # a new one costs microseconds, and the events vary
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            if events:
                selector.register(channel.socket, events)
            selector.select(seconds)
        self._check_closing()

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)
        self._check_closing()

    def _check_closing(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_receiver.recv(4096)
        if self._is_closing:
            raise _ClosedByOwner


def _is_running() -> bool:
    """Whether an engine of this user holds its lock."""
    folder = paths.run_dir()
    if not folder.is_dir():
        return False
    try:
        file = locks.take(paths.engine_lock(folder))
    except locks.Locked:
        return True
    except OSError:  # the engine that is started will say what is wrong with the folder
        return False
    if file is not None:
        file.close()
    return False


def _size(planes: Sequence[Buffer]) -> int:
    return sum(memoryview(plane).nbytes for plane in planes)
