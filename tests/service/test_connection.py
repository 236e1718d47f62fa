"""The limits of one client, with a clock of the test."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from shiage_engine.protocol.channel import Channel
from shiage_engine.protocol.messages import TOO_LARGE, Error, Frame, Result, Submit

from shiage_engine.service import limits
from shiage_engine.service.connection import Connection, SupervisorCalls
from shiage_engine.service.jobs import Job
from shiage_engine.service.store import Drawing, DrawingStore

REQUEST = Submit(job=1, width=1, height=1, times=(0, 1), references=(0,))


@pytest.fixture
def peer() -> Iterator[Channel]:
    sock, other = socket.socketpair()
    peer = Channel(other)
    peer.partner = sock
    yield peer
    peer.close()
    sock.close()


@pytest.fixture
def connection(peer: Channel) -> Connection:
    def unexpected(*values: object) -> None:
        raise AssertionError(values)

    calls = SupervisorCalls(DrawingStore(), unexpected, unexpected, unexpected, unexpected, lambda: False)
    return Connection(peer.partner, b"k" * 32, calls)


def open_job(connection: Connection) -> Job:
    job = Job(connection, REQUEST)
    connection.jobs[1] = job
    return job


def test_it_must_show_who_it_is_in_time(connection: Connection) -> None:
    assert not connection.is_overdue(connection.since + limits.AUTHENTICATION_SECONDS)
    assert connection.is_overdue(connection.since + limits.AUTHENTICATION_SECONDS + 0.1)


def test_it_must_take_what_it_asked_for(connection: Connection, peer: Channel) -> None:
    connection.is_authenticated = True
    now = connection.since + 1000
    assert not connection.is_overdue(now)  # nothing waits for it
    connection.send(open_job(connection), Result(1, 1, 1, 1.0, 0.1), [bytearray(limits.OUTGOING_BYTES)] * 3)
    assert not connection.has_room
    assert not connection.is_overdue(now + 1)  # it took something
    assert not connection.is_overdue(now + limits.STALLED_SECONDS)
    assert connection.is_overdue(now + limits.STALLED_SECONDS + 2)
    list(peer.receive())
    connection.channel.flush()
    assert not connection.is_overdue(now + limits.STALLED_SECONDS + 3)


def test_it_is_not_read_while_too_much_waits(connection: Connection) -> None:
    assert connection.is_readable
    connection.packing_bytes = limits.PACKING_BYTES
    assert not connection.is_readable


def test_frames_beyond_its_share_of_memory(
    connection: Connection, peer: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KEPT_BYTES", 10)
    job, frame = open_job(connection), Frame(1, 0, "line")
    assert job.expect(frame, [4]) is None
    connection.packed(job, frame, Drawing([bytes(11)], (4,)))
    (received,) = peer.receive()
    assert isinstance(received.message, Error) and (received.message.job, received.message.code) == (
        1,
        TOO_LARGE,
    )
    assert connection.jobs == {}
