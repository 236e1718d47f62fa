"""Drawings that are sent once and named by their digests, in a real engine process; and clients that know nothing
of it."""

from __future__ import annotations

import json
import os
import signal

import pytest
from shiage_engine.protocol import messages
from shiage_engine.protocol.digests import planes_digest
from shiage_engine.protocol.framing import HEAD, MAGIC
from shiage_engine.protocol.handshake import Identity
from shiage_engine.protocol.messages import (
    BAD_REQUEST,
    Cancel,
    Cancelled,
    Done,
    Error,
    Frame,
    Need,
    Ping,
    Pong,
    Result,
    Submit,
    Welcome,
)
from shiage_engine.protocol.options import Options

from tests.service.harness import HEIGHT, SIZE, WIDTH, Client, Engine, until_gone

TIMES = (0, 1, 2)
PAINT = (bytes([9]) * SIZE,)


def line(time: int, version: int = 0) -> tuple[bytes, ...]:
    return bytes(SIZE), bytes([10 * version + time]) * SIZE


def submit(job: int, drawings: list[tuple[bytes, ...]], method: str = "echo") -> Submit:
    """Three frames, the first of them painted, by their drawings: three of lines, one of paint."""
    digests = tuple(map(planes_digest, drawings))
    return Submit(job, WIDTH, HEIGHT, TIMES, (0,), options=Options(method), drawings=digests)


FIRST = [*map(line, TIMES), PAINT]
CORRECTED = [line(0), line(1), line(2, version=1), PAINT]


def send_needed(client: Client, need: Need, drawings: list[tuple[bytes, ...]]) -> None:
    for time in need.lines:
        client.send(Frame(need.job, time, "line"), drawings[TIMES.index(time)])
    for time in need.colors:
        client.send(Frame(need.job, time, "color"), drawings[-1])


def results(client: Client) -> dict[int, bytes]:
    """The paint of each frame, until the job is done."""
    found = {}
    while not isinstance(message := (received := client.receive()).message, Done):
        assert not isinstance(message, Error), message
        if isinstance(message, Result):
            found[message.time] = bytes(received.planes[0])
    return found


@pytest.fixture
def client(engine: Engine) -> Client:
    return engine.client().greet()


def test_only_changed_drawings_are_sent_again(client: Client) -> None:
    client.send(submit(1, FIRST))
    need = client.wait_for(Need)
    assert need == Need(1, TIMES, (0,))
    send_needed(client, need, FIRST)
    assert results(client) == {1: line(1)[1], 2: line(2)[1]}
    client.send(submit(2, CORRECTED))
    need = client.wait_for(Need)
    assert need == Need(2, (2,), ())
    send_needed(client, need, CORRECTED)
    assert results(client) == {1: line(1)[1], 2: line(2, version=1)[1]}
    client.send(submit(3, FIRST))
    assert client.wait_for(Need) == Need(3, (), ())  # and the job begins by itself
    assert results(client) == {1: line(1)[1], 2: line(2)[1]}


def test_drawings_outlive_their_client_and_the_worker(engine: Engine, client: Client) -> None:
    client.send(submit(1, FIRST, "slow"))
    send_needed(client, client.wait_for(Need), FIRST)
    worker = client.worker_of(1)
    os.kill(worker, signal.SIGKILL)
    until_gone(worker)
    client.last_answer(1)
    client.close()
    other = engine.client().greet()
    other.send(submit(1, FIRST))
    assert other.wait_for(Need) == Need(1, (), ())
    assert results(other) == {1: line(1)[1], 2: line(2)[1]}


def test_a_job_that_waits_keeps_its_drawings(engine: Engine, client: Client) -> None:
    """It is asked for one of them only; it runs after a job that a second client holds up."""
    client.send(submit(1, FIRST))
    send_needed(client, client.wait_for(Need), FIRST)
    results(client)
    other = engine.client().greet()
    slow = other.job("slow")
    other.worker_of(slow)
    client.send(submit(2, CORRECTED))
    send_needed(client, client.wait_for(Need), CORRECTED)
    client.send(Ping())
    client.wait_for(Pong)
    other.send(Cancel(slow))
    assert results(client) == {1: line(1)[1], 2: line(2, version=1)[1]}


def test_a_drawing_that_is_another_than_announced(client: Client) -> None:
    client.send(submit(1, FIRST))
    client.wait_for(Need)
    client.send(Frame(1, 0, "line"), line(1))
    answer = client.last_answer(1)
    assert isinstance(answer, Error) and answer.code == BAD_REQUEST
    client.send(submit(2, FIRST))
    assert client.wait_for(Need) == Need(2, (0, 2), (0,))  # it is kept as what it is: frame 1


def test_a_job_is_cancelled_while_its_drawings_are_missing(client: Client) -> None:
    client.send(submit(1, FIRST))
    need = client.wait_for(Need)
    client.send(Cancel(1))
    assert client.last_answer(1) == Cancelled(1)
    send_needed(client, need, FIRST)  # on their way when we cancelled
    client.send(submit(2, FIRST))
    send_needed(client, client.wait_for(Need), FIRST)
    assert len(results(client)) == 2


def test_the_wrong_number_of_digests(client: Client) -> None:
    client.send(submit(1, FIRST[:-1]))
    assert client.wait_for(Need, Error).code == BAD_REQUEST


def packet(header: dict[str, object], *planes: bytes) -> bytes:
    text = json.dumps({**header, "planes": [len(plane) for plane in planes]}).encode()
    return HEAD.pack(MAGIC, len(text), sum(map(len, planes))) + text + b"".join(planes)


@pytest.mark.parametrize("protocol", [1, 2])
def test_a_client_of_an_older_protocol(protocol: int, engine: Engine) -> None:
    """Literal headers, as Shiage 0.1 and 0.2 send them; and nothing that these do not know comes back."""
    client = Client(engine.connect(), engine.record.token, Identity("0.1.0", 1, protocol))
    client.send(client._handshake.hello)
    client.send(client._handshake.answer(client.wait_for(messages.Challenge)))
    assert client.wait_for(Welcome).protocol == protocol
    request: dict[str, object] = {
        "type": "submit",
        "job": 1,
        "width": WIDTH,
        "height": HEIGHT,
        "times": [0, 1],
        "references": [0],
        "method": "echo",
    }
    if protocol == 2:
        request |= {"character": "Kumo", "watch": True}
    sent = [
        packet(request),
        packet({"type": "frame", "job": 1, "time": 0, "role": "color"}, *PAINT),
        packet({"type": "frame", "job": 1, "time": 0, "role": "line"}, *line(0)),
        packet({"type": "frame", "job": 1, "time": 1, "role": "line"}, *line(1)),
    ]
    client.channel.socket.setblocking(True)
    client.channel.socket.sendall(b"".join(sent))
    client.channel.socket.setblocking(False)
    received = [client.receive()]
    while not isinstance(received[-1].message, Done):
        received.append(client.receive())
    kinds = [messages.to_header(one.message)["type"] for one in received]
    assert kinds == ["progress", "result", "done"]
    assert messages.to_header(received[1].message) == {
        "type": "result",
        "job": 1,
        "time": 1,
        "regions": 3,
        "coverage": 0.5,
        "seconds": 0.25,
    }
    assert received[1].planes == [line(1)[1], bytes([1]) * (WIDTH * HEIGHT), bytes(SIZE)]
