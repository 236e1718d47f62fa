"""Packets survive any chunking, and nothing but ProtocolError comes of garbage."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shiage_engine.protocol.framing import HEAD, MAGIC, Limits, Packet, ProtocolError, Reader, encode

SMALL = Limits(header=4096, body=1 << 16, planes=8)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
headers = st.dictionaries(st.text().filter(lambda name: name != "planes"), json_values, max_size=4)
packets = st.tuples(headers, st.lists(st.binary(max_size=300), max_size=8))


def as_bytes(header: dict[str, object], planes: list[bytes]) -> bytes:
    return b"".join(encode(header, planes))


def raw(header: bytes, planes: bytes = b"", body_length: int | None = None) -> bytes:
    return (
        HEAD.pack(MAGIC, len(header), len(planes) if body_length is None else body_length) + header + planes
    )


@pytest.mark.slow
@given(st.lists(packets, max_size=4), st.data())
def test_packets_come_back_whole_in_any_chunking(sent: list, data: st.DataObject) -> None:
    stream = b"".join(as_bytes(*packet) for packet in sent)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8).map(sorted))
    reader = Reader(SMALL)
    got = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += reader.feed(stream[start:end])
    assert [(packet.header, [bytes(plane) for plane in packet.planes]) for packet in got] == sent


def test_one_byte_at_a_time() -> None:
    stream = as_bytes({"type": "a"}, [b"xyz", b"", b"w"]) + as_bytes({"type": "b"}, [])
    reader = Reader(SMALL)
    got = [packet for byte in stream for packet in reader.feed(bytes([byte]))]
    assert got == [
        Packet({"type": "a"}, [bytearray(b"xyz"), bytearray(), bytearray(b"w")]),
        Packet({"type": "b"}, []),
    ]


def test_planes_are_received_in_place() -> None:
    """What `recv_into` puts into `buffer()` is the plane itself, not a copy."""
    stream = memoryview(as_bytes({"type": "a"}, [b"pixels"]))
    reader = Reader(SMALL)
    while True:
        space = reader.buffer()
        space[:] = stream[: len(space)]
        stream = stream[len(space) :]
        packet = reader.received(len(space))
        if packet is not None:
            break
    assert packet.planes == [bytearray(b"pixels")] and space.obj is packet.planes[0]


@given(st.binary(max_size=400))
def test_garbage_raises_nothing_but_protocol_errors(garbage: bytes) -> None:
    for stream in (garbage, MAGIC + garbage, raw(garbage), raw(b'{"planes":' + garbage + b"}")):
        reader = Reader(SMALL)
        try:
            reader.feed(stream)
        except ProtocolError:
            with pytest.raises(ProtocolError):
                reader.feed(as_bytes({}, []))  # it stays broken


@given(packets, st.data())
def test_mutations_raise_nothing_but_protocol_errors(packet: tuple, data: st.DataObject) -> None:
    stream = bytearray(as_bytes(*packet))
    for _ in range(data.draw(st.integers(1, 4))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    reader = Reader(SMALL)
    with contextlib.suppress(ProtocolError):
        reader.feed(stream)


@pytest.mark.parametrize(
    "stream",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        raw(b"[]"),
        raw(b"{}"),
        raw(b'{"planes":[]'),
        raw(b'{"planes":[],"x":NaN}'),
        raw(b'{"planes":[],"x":Infinity}'),
        raw(b'{"planes":[],"x":1e999}'),
        raw(b'{"planes":[],"x":' + b"9" * 5000 + b"}"),
        raw(b'{"planes":[3]}', b"12"),
        raw(b'{"planes":[3,-1]}', b"12"),
        raw(b'{"planes":[true]}', b"1"),
        raw(b'{"planes":[1.0]}', b"1"),
        raw(b'{"planes":{"0":1}}', b"1"),
        raw(b'{"planes":[0,0,0,0,0,0,0,0,0]}'),
        raw(b"\xff\xfe"),
        raw(b'{"planes":[],"x":"\xff"}'),
        HEAD.pack(MAGIC, 0, 0),
        HEAD.pack(MAGIC, SMALL.header + 1, 0),
        HEAD.pack(MAGIC, 2, SMALL.body + 1),
    ],
)
def test_what_is_not_allowed(stream: bytes) -> None:
    with pytest.raises(ProtocolError):
        Reader(SMALL).feed(stream)


def test_deep_json() -> None:
    with pytest.raises(ProtocolError):
        Reader().feed(raw(b"[" * 200_000))


def test_a_number_that_is_none_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode({"x": float("nan")})


def test_memory_is_taken_only_for_what_was_admitted() -> None:
    seen: list[tuple[int, ...]] = []

    def admit(header: dict[str, object], sizes: tuple[int, ...]) -> bool:
        seen.append(sizes)
        return bool(header["wanted"])

    huge = 1 << 40
    reader = Reader(Limits(body=1 << 50), admit)
    header = json.dumps({"wanted": False, "planes": [huge]}).encode()
    assert reader.feed(raw(header, body_length=huge)) == []
    assert seen == [(huge,)]
    assert len(reader.buffer()) <= 1 << 16


@settings(max_examples=30)
@given(st.integers(0, 200_000))
def test_unwanted_planes_are_read_past(size: int) -> None:
    reader = Reader(admit=lambda header, sizes: header["wanted"] is True)
    stream = as_bytes({"wanted": False}, [bytes(size)]) + as_bytes({"wanted": True}, [b"a"])
    assert reader.feed(stream) == [
        Packet({"wanted": False}, []),
        Packet({"wanted": True}, [bytearray(b"a")]),
    ]
