"""Bytes into packets and back: a fixed head, a JSON header, then raw planes.

    magic "SHI1" | header length u32 | planes length u64 | header, JSON object | planes, one after another

The header's "planes" lists the size of each plane in bytes. Every length is checked before memory is allocated.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Callable, Dict, Generator, List, NamedTuple, Optional, Sequence, Tuple, Union

from .json_text import parse_json

Buffer = Union[bytes, bytearray, memoryview]
Header = Dict[str, object]
Admit = Callable[[Header, Tuple[int, ...]], bool]

MAGIC = b"SHI1"
HEAD = struct.Struct("<4sIQ")
SCRATCH = 1 << 16  # bytes of the buffer through which refused planes are read and dropped


class ProtocolError(ValueError):
    """The other side sent what the protocol does not allow; nothing more can be read from it."""


class Limits(NamedTuple):
    """The most that one packet may hold."""

    header: int = 1 << 22  # bytes
    body: int = 1 << 30  # bytes of all its planes
    planes: int = 64


class Packet(NamedTuple):
    """One header with its planes."""

    header: Header
    planes: List[bytearray]


def encode(header: Header, planes: Sequence[Buffer] = ()) -> List[Buffer]:
    """The buffers to be sent, in order; the planes themselves are not copied. Raises ValueError for NaN."""
    views = [memoryview(plane).cast("B") for plane in planes]
    sizes = [view.nbytes for view in views]
    text = json.dumps({**header, "planes": sizes}, allow_nan=False, separators=(",", ":")).encode("ascii")
    return [HEAD.pack(MAGIC, len(text), sum(sizes)) + text, *(view for view in views if view.nbytes)]


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def _parse(text: bytearray) -> Header:
    try:
        header = parse_json(text.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except ValueError as error:
        raise ProtocolError("The header of a packet is not JSON") from error
    if not isinstance(header, dict):
        raise ProtocolError("The header of a packet is not a JSON object")
    return header


def _sizes(header: Header, body: int, limits: Limits) -> Tuple[int, ...]:
    """Remove the sizes of the planes from `header`; they must add up to the whole body."""
    sizes = header.pop("planes", None)
    if not isinstance(sizes, list) or len(sizes) > limits.planes:
        raise ProtocolError("The table of planes is missing or too long")
    if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != body:
        raise ProtocolError("The table of planes does not fit the planes")
    return tuple(sizes)


def _admit_all(header: Header, sizes: Tuple[int, ...]) -> bool:
    return True


def _allocated(sizes: Tuple[int, ...]) -> Optional[List[bytearray]]:
    """Room for planes; None where there is not enough memory."""
    try:
        return [bytearray(size) for size in sizes]
    except MemoryError:
        return None


class Reader:
    """Assembles packets from bytes that arrive in chunks of any size.

    The next bytes are to be written into `buffer()` (with `recv_into`, so that planes are not copied); then
    `received(n)` is called. `admit(header, sizes)` is called before memory is allocated for planes: it may raise
    ProtocolError, or return False; then the planes are dropped and the packet comes without them, as it does where
    there is no memory for them.
    """

    def __init__(self, limits: Limits = Limits(), admit: Admit = _admit_all) -> None:  # noqa: B008 (immutable)
        self.limits = limits
        self._admit = admit
        self._begin()

    def _begin(self) -> None:
        self._steps = self._packet()
        self._view = memoryview(next(self._steps))
        self._filled = 0

    def buffer(self) -> memoryview:
        """Where the next bytes are to be written; never empty, never past the end of the current packet."""
        return self._view[self._filled :]

    def received(self, count: int) -> Optional[Packet]:
        """Take note of `count` bytes written into `buffer()`; returns the packet that they complete, if any."""
        self._filled += count
        if self._filled < len(self._view):
            return None
        try:
            self._view = memoryview(next(self._steps))
        except StopIteration as stop:
            if stop.value is None:
                raise ProtocolError("Nothing more can be read after an error") from None
            self._begin()
            return stop.value
        self._filled = 0
        return None

    def feed(self, data: Buffer) -> List[Packet]:
        """The packets that `data` completes."""
        packets = []
        rest = memoryview(data).cast("B")
        while rest:
            space = self.buffer()
            count = min(len(space), len(rest))
            space[:count] = rest[:count]
            packet = self.received(count)
            if packet is not None:
                packets.append(packet)
            rest = rest[count:]
        return packets

    def _packet(self) -> Generator[bytearray, None, Packet]:
        """Yields each buffer to be filled, none of them empty."""
        head = bytearray(HEAD.size)
        yield head
        magic, header_length, body_length = HEAD.unpack(head)
        if magic != MAGIC:
            raise ProtocolError("This is not Shiage's wire format")
        if not 2 <= header_length <= self.limits.header or body_length > self.limits.body:
            raise ProtocolError("A packet is longer than allowed")
        text = bytearray(header_length)
        yield text
        header = _parse(text)
        sizes = _sizes(header, body_length, self.limits)
        planes = _allocated(sizes) if self._admit(header, sizes) else None
        if planes is None:
            scratch = bytearray(min(SCRATCH, body_length))
            for start in range(0, body_length, SCRATCH):
                yield scratch if body_length - start >= SCRATCH else bytearray(body_length - start)
            return Packet(header, [])
        for plane in planes:
            if plane:
                yield plane
        return Packet(header, planes)
