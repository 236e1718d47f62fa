"""The plugin's client with an engine of protocol 3, whose connection is a fake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shiage.client import engine_client
from shiage.client.connection import Connected
from shiage.client.engine_client import EngineClient, JobRequest, LabelFrame
from shiage.client.protocol import messages
from shiage.client.protocol.channel import Received
from shiage.client.protocol.options import Options

PALETTE = ((0, 0, 0, 0), (1, 2, 3, 255))


class Connection:
    """The interface of `EngineConnection`; a test says what arrives."""

    backlog = 0

    def __init__(self, on_event: Callable[[Any, Any], None]) -> None:
        self.on_event = on_event
        self.sent: list[tuple[messages.Message, list[Any]]] = []
        self.handled = 0

    def start(self) -> None:
        self.on_event(self, Connected(messages.Welcome(3, 100, 10, 4)))

    def send(self, message: messages.Message, planes: Any = ()) -> None:
        self.sent.append((message, list(planes)))

    def result_handled(self) -> None:
        self.handled += 1

    def close(self) -> None:
        """Nothing is open."""

    def receive(self, message: messages.Message, *planes: bytearray) -> None:
        self.on_event(self, Received(message, list(planes)))


def test_labels_come_with_the_palette_of_their_job_and_make_room_for_the_next(
    monkeypatch: pytest.MonkeyPatch, qt: object
) -> None:
    monkeypatch.setattr(engine_client, "EngineConnection", Connection)
    client, seen = EngineClient(), []
    for name in ("needed", "painted", "finished"):
        getattr(client, name).connect(lambda job, value, name=name: seen.append((name, job, value)))
    request = JobRequest(
        2,
        1,
        (0, 4),
        (0,),
        Options(),
        as_labels=True,
        answers=((4, 0, 0, 1, 2, 3, 255),),
        drawings=("a", "b", "c"),
    )
    job = client.submit(request)
    connection: Any = client._connection
    submit = next(message for message, _ in connection.sent if isinstance(message, messages.Submit))
    assert (submit.as_labels, submit.drawings, submit.answers) == (True, request.drawings, request.answers)
    need = messages.Need(job, lines=(4,), colors=())
    connection.receive(need)
    client.send_color(job, 0, b"before", b"now")
    assert connection.sent[-1] == (messages.Frame(job, 0, messages.COLOR), [b"before", b"now"])
    connection.receive(messages.Palette(job, PALETTE))
    shares = (tuple([0.5] * 21), tuple([0.25] * 21))
    labels, steps = bytearray(b"\1\0"), bytearray(b"\x15\x00")
    connection.receive(messages.Labels(job, 4, "digest", 2, *shares, 0.1), labels, steps)
    connection.receive(messages.Done(job, {"partial": [0]}))
    assert seen == [
        ("needed", job, need),
        ("painted", job, LabelFrame(4, "digest", *shares, (labels,), steps, PALETTE)),
        ("finished", job, {"partial": [0]}),
    ]
    assert connection.handled == 1
    client.stop()
