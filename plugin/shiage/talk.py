"""One conversation with the engine, from finding it to its end, in a thread of its own. No Qt, no Krita."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections import deque
from typing import Callable, Deque, NamedTuple, Optional, Sequence, Tuple, Union

from .launcher import LaunchError, launch, output_path
from .protocol import paths, record
from .protocol.channel import Channel, Closed, Said
from .protocol.framing import Buffer, Limits, ProtocolError
from .protocol.handshake import ClientHandshake, HandshakeError, VersionMismatch
from .protocol.messages import BUSY, Challenge, Error, Message, Ping, Pong, Result, Welcome

START_SECONDS = 20.0  # for the engine to come up
GREET_SECONDS = 5.0  # for it to answer
RETRY_SECONDS = 0.1
PING_SECONDS = 5.0
SILENT_SECONDS = 15.0  # three pings missed
UNSEEN_RESULTS = 4  # results the GUI thread has not seen yet; beyond, nothing is read
RUNNING_ALREADY = 3  # exit status of an engine that found another one

STOPPED = "The engine stopped. Press Auto-colorize to start it again."
SILENT = (
    "The engine does not answer. Press Auto-colorize to try again; if that fails, end the engine's process."
)
CROWDED = "Too many programs use the engine: close one, then press Auto-colorize again."
BEFORE_WELCOME = Limits(header=4096, body=0, planes=0)


class Ready(NamedTuple):
    """The engine is there, and may be told of jobs."""

    welcome: Welcome


class Over(NamedTuple):
    """The conversation has ended; nothing follows."""

    was_ready: bool
    sentence: str


Event = Union[Ready, Said, Over]


class _Left(Exception):
    """Our own side wants to end."""


class _Trouble(Exception):
    """One sentence for the painter."""


class Talk(threading.Thread):
    """Finds or starts the engine, sends what is said, and gives what is heard to `tell`, in this thread."""

    def __init__(self, tell: Callable[["Talk", Event], None]) -> None:
        super().__init__(name="shiage-engine-client", daemon=True)
        self._tell = tell
        self._orders: Deque[Tuple[Message, Sequence[Buffer]]] = deque()
        self._backlog = 0  # bytes of planes in `_orders`
        self._lock = threading.Lock()
        self._unseen = 0
        self._leaving = False
        self._channel: Optional[Channel] = None
        self._bell, self._rope = socket.socketpair()  # other threads pull the rope to wake this one
        self._bell.setblocking(False)
        self._rope.setblocking(False)

    # For the GUI thread

    def say(self, message: Message, planes: Sequence[Buffer] = ()) -> None:
        """Returns at once; the planes must not change any more."""
        with self._lock:
            self._backlog += _size(planes)
            self._orders.append((message, planes))
        self._wake()

    @property
    def backlog(self) -> int:
        """Bytes said and not yet sent."""
        channel = self._channel
        return self._backlog + (channel.waiting if channel is not None else 0)

    def seen(self) -> None:
        """A result was dealt with: there is room for another."""
        with self._lock:
            self._unseen -= 1
        self._wake()

    def leave(self) -> None:
        """End the conversation soon; nothing is told any more."""
        self._leaving = True
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._rope.send(b"!")

    # In the thread

    def run(self) -> None:
        was_ready = False
        try:
            self._channel, welcome = self._meet()
            was_ready = True
            self._tell(self, Ready(welcome))
            self._converse(self._channel)
        except _Left:
            pass
        except (_Trouble, LaunchError, VersionMismatch, paths.PathError) as error:
            self._tell(self, Over(was_ready, str(error)))
        except (Closed, ProtocolError):
            self._tell(self, Over(was_ready, STOPPED))
        except Exception:  # a fault of ours must not leave the painter waiting; the hook for threads shows it
            self._tell(self, Over(was_ready, STOPPED))
            raise
        finally:
            if self._channel is not None:
                self._channel.close()
            self._bell.close()
            self._rope.close()

    def _meet(self) -> Tuple[Channel, Welcome]:
        """Reach the engine that runs, or start one."""
        with contextlib.suppress(OSError, HandshakeError, ProtocolError):
            return self._greet()
        process = launch()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, HandshakeError, ProtocolError):
                return self._greet()
            status = process.poll()
            if status == RUNNING_ALREADY:  # another Krita was faster, or the last engine is about to end
                process = launch()
            elif status is not None:
                raise _Trouble(
                    f"The engine could not start; {output_path()} says why. Run the installer again."
                )
            self._rest(RETRY_SECONDS)
        raise _Trouble(SILENT)

    def _greet(self) -> Tuple[Channel, Welcome]:
        """Reach the engine that runs, make sure that it is ours, and show who we are."""
        found = record.read(paths.run_dir())
        family = socket.AF_UNIX if isinstance(found.address, str) else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(GREET_SECONDS)
            sock.connect(found.address)
            channel = Channel(sock, limits=BEFORE_WELCOME)
            handshake = ClientHandshake(found.token)
            channel.say(handshake.hello)
            challenge = self._await(channel)
            if isinstance(challenge, Error) and challenge.code == BUSY:
                raise _Trouble(CROWDED)
            if not isinstance(challenge, Challenge):
                raise HandshakeError("The engine did not show who it is")
            channel.say(handshake.answer(challenge))
            welcome = self._await(channel)
            if not isinstance(welcome, Welcome):
                raise HandshakeError("The engine turned us away")
            channel.limits = Limits()
            return channel, welcome
        except BaseException:
            sock.close()
            raise

    def _await(self, channel: Channel) -> Message:
        """The next message. Raises TimeoutError, Closed, ProtocolError."""
        deadline = time.monotonic() + GREET_SECONDS
        while time.monotonic() < deadline:
            self._wait(channel, selectors.EVENT_READ, deadline - time.monotonic())
            for said in channel.hear():
                return said.message
        raise TimeoutError

    def _converse(self, channel: Channel) -> None:
        alive, life, pinged = time.monotonic(), (0, 0), time.monotonic()
        while True:
            self._pass_on(channel)
            may_read = self._unseen < UNSEEN_RESULTS
            events = (selectors.EVENT_READ if may_read else 0) | (
                selectors.EVENT_WRITE if channel.waiting else 0
            )
            self._wait(channel, events, PING_SECONDS / 5)
            channel.flush()
            if may_read:
                self._hear(channel)
            now = time.monotonic()
            if life != (channel.got, channel.sent) or not may_read:
                alive, life = now, (channel.got, channel.sent)
            if now - pinged > PING_SECONDS:
                pinged = now
                channel.say(Ping())
                life = (channel.got, channel.sent)  # that the socket took our ping is no sign of life
            if now - alive > SILENT_SECONDS:
                raise _Trouble(SILENT)

    def _pass_on(self, channel: Channel) -> None:
        with self._lock:
            orders, self._orders = self._orders, deque()
            self._backlog = 0
        for message, planes in orders:
            channel.say(message, planes)

    def _hear(self, channel: Channel) -> None:
        for said in channel.hear():
            if isinstance(said.message, Pong):
                continue
            if isinstance(said.message, Error) and said.message.job == 0:
                raise _Trouble(said.message.text)
            if isinstance(said.message, Result):
                with self._lock:
                    self._unseen += 1
            self._tell(self, said)
            if self._unseen >= UNSEEN_RESULTS:
                return

    def _wait(self, channel: Channel, events: int, seconds: float) -> None:
        """Until the channel is ready for `events`, we are woken, or `seconds` are over. Raises _Left."""
        with selectors.DefaultSelector() as selector:  # made anew: it costs microseconds, and events change
            selector.register(self._bell, selectors.EVENT_READ)
            if events:
                selector.register(channel.socket, events)
            selector.select(seconds)
        self._heed_bell()

    def _rest(self, seconds: float) -> None:
        time.sleep(seconds)
        self._heed_bell()

    def _heed_bell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)
        if self._leaving:
            raise _Left


def _size(planes: Sequence[Buffer]) -> int:
    return sum(memoryview(plane).nbytes for plane in planes)
