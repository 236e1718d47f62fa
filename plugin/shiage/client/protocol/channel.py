"""Messages over a socket that never blocks: used by the client, the supervisor and the worker."""

from __future__ import annotations

import contextlib
import socket
from collections import deque
from typing import Callable, Deque, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from .framing import Buffer, Header, Limits, ProtocolError, Reader, encode
from .messages import Message, from_header, to_header

SOCKET_BUFFER = 1 << 20  # bytes; with it a 1080p frame costs the least processor time
READ_AT_ONCE = 1 << 22  # bytes read before another socket has its turn


class Closed(ConnectionError):
    """The other side has closed the connection."""


class Received(NamedTuple):
    """A message that arrived, with its planes."""

    message: Message
    planes: List[bytearray]


Admit = Callable[[Message, Tuple[int, ...]], bool]


def _admit_all(message: Message, sizes: Tuple[int, ...]) -> bool:
    return True


class Channel:
    """Owns a connected stream socket. For one thread only. It never blocks: its owner waits for the socket.

    `admit(message, sizes)` is called before memory is allocated for the planes of a message, see `framing.Reader`.
    """

    def __init__(self, sock: socket.socket, admit: Admit = _admit_all, limits: Limits = Limits()) -> None:  # noqa: B008
        self.socket = sock
        sock.setblocking(False)
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
        self._admit = admit
        self._reader = Reader(limits, self._decode)
        self._decoded: Optional[Message] = None
        self._outgoing: Deque[memoryview] = deque()
        self.waiting = 0  # bytes queued that the socket has not accepted yet
        self.sent = 0  # bytes the socket has accepted, in all
        self.received = 0  # bytes that have arrived, in all

    @property
    def limits(self) -> Limits:
        """The most that the other side may send in one packet."""
        return self._reader.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self._reader.limits = limits

    def fileno(self) -> int:
        return self.socket.fileno()

    def send(self, message: Message, planes: Sequence[Buffer] = ()) -> None:
        """Queue a message, and send as much as the socket accepts at once. Raises Closed."""
        for buffer in encode(to_header(message), planes):
            self._outgoing.append(memoryview(buffer))
            self.waiting += self._outgoing[-1].nbytes
        self.flush()

    def flush(self) -> None:
        """Send as much of the queue as the socket accepts now. Raises Closed."""
        while self._outgoing:
            try:
                count = self.socket.send(self._outgoing[0])
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                raise Closed(str(error)) from error
            self.sent += count
            self.waiting -= count
            rest = self._outgoing[0][count:]
            if rest:
                self._outgoing[0] = rest
            else:
                self._outgoing.popleft()

    def receive(self) -> Iterator[Received]:
        """The messages that have arrived whole, one by one; handle each before asking for the next.

        (The next is decoded and admitted only then, by what handling this one has changed.)
        Raises Closed when the other side has closed the connection, ProtocolError for what is not allowed.
        """
        stop = self.received + READ_AT_ONCE
        while self.received < stop:
            try:
                count = self.socket.recv_into(self._reader.buffer())
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                raise Closed(str(error)) from error
            if count == 0:
                raise Closed("end of stream")
            self.received += count
            packet = self._reader.received(count)
            if packet is not None:
                assert self._decoded is not None
                yield Received(self._decoded, packet.planes)

    def close(self) -> None:
        """Close the socket; whatever is still queued is lost."""
        with contextlib.suppress(OSError):
            self.socket.close()

    def _decode(self, header: Header, sizes: Tuple[int, ...]) -> bool:
        self._decoded = from_header(header)
        if len(sizes) not in self._decoded.plane_counts:
            raise ProtocolError("A message has too many or too few planes")
        return self._admit(self._decoded, sizes)
