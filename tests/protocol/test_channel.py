"""Messages over a real pair of sockets, neither of which ever blocks."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from shiage_engine.protocol.channel import Channel, Closed, Received
from shiage_engine.protocol.framing import ProtocolError
from shiage_engine.protocol.messages import Frame, Message, Ping, Pong


@pytest.fixture
def pair() -> Iterator[tuple[Channel, Channel]]:
    channels = tuple(Channel(sock) for sock in socket.socketpair())
    yield channels
    for channel in channels:
        channel.close()


def test_a_large_frame_is_sent_in_parts(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    plane = bytes(range(256)) * (1 << 16)  # 16 MiB: more than the sockets hold
    here.send(Frame(1, 2, "line"), [plane, b""])
    assert here.waiting > 0
    received: list[Received] = []
    while not received:
        here.flush()
        received += there.receive()
    assert here.waiting == 0 and here.sent == there.received
    assert received[0].message == Frame(1, 2, "line")
    assert received[0].planes == [plane, b""]


def test_what_was_sent_before_the_end_is_received(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    here.send(Ping())
    here.send(Pong())
    here.close()
    arriving = there.receive()
    assert [next(arriving).message, next(arriving).message] == [Ping(), Pong()]
    with pytest.raises(Closed):
        next(arriving)
    with pytest.raises(Closed):
        there.send(Ping())


def test_planes_that_a_message_does_not_have(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    here.send(Ping(), [b"pixels"])
    with pytest.raises(ProtocolError):
        list(there.receive())


def test_a_message_is_handled_before_the_next_is_admitted() -> None:
    here, sock = socket.socketpair()
    order: list[str] = []

    def admit(message: Message, sizes: tuple[int, ...]) -> bool:
        order.append(f"admit {type(message).__name__}")
        return True

    sender, receiver = Channel(here), Channel(sock, admit)
    sender.send(Ping())
    sender.send(Pong())
    for packet in receiver.receive():
        order.append(f"handle {type(packet.message).__name__}")
    assert order == ["admit Ping", "handle Ping", "admit Pong", "handle Pong"]
    sender.close()
    receiver.close()
