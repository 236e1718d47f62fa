"""Messages over a real pair of sockets, neither of which ever waits."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from shiage_engine.protocol.channel import Channel, Closed
from shiage_engine.protocol.framing import ProtocolError
from shiage_engine.protocol.messages import Frame, Message, Ping, Pong


@pytest.fixture
def pair() -> Iterator[tuple[Channel, Channel]]:
    channels = tuple(Channel(sock) for sock in socket.socketpair())
    yield channels
    for channel in channels:
        channel.close()


def test_a_large_frame_goes_over_bit_by_bit(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    plane = bytes(range(256)) * (1 << 16)  # 16 MiB: more than the sockets hold
    here.say(Frame(1, 2, "line"), [plane, b""])
    assert here.waiting > 0
    heard = []
    while not heard:
        here.flush()
        heard += there.hear()
    assert here.waiting == 0 and here.sent == there.got
    assert heard[0].message == Frame(1, 2, "line")
    assert heard[0].planes == [plane, b""]


def test_what_was_said_before_the_end_is_heard(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    here.say(Ping())
    here.say(Pong())
    here.close()
    hearing = there.hear()
    assert [next(hearing).message, next(hearing).message] == [Ping(), Pong()]
    with pytest.raises(Closed):
        next(hearing)
    with pytest.raises(Closed):
        there.say(Ping())


def test_planes_that_a_message_does_not_have(pair: tuple[Channel, Channel]) -> None:
    here, there = pair
    here.say(Ping(), [b"pixels"])
    with pytest.raises(ProtocolError):
        list(there.hear())


def test_a_message_is_obeyed_before_the_next_is_admitted() -> None:
    here, sock = socket.socketpair()
    order: list[str] = []

    def admit(message: Message, sizes: tuple[int, ...]) -> bool:
        order.append(f"admit {type(message).__name__}")
        return True

    sender, receiver = Channel(here), Channel(sock, admit)
    sender.say(Ping())
    sender.say(Pong())
    for said in receiver.hear():
        order.append(f"obey {type(said.message).__name__}")
    assert order == ["admit Ping", "obey Ping", "admit Pong", "obey Pong"]
    sender.close()
    receiver.close()
