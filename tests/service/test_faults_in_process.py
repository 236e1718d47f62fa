"""What seldom happens to a real engine: no memory, no threads, no disk. Every job still gets one last answer."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from shiage_engine.protocol import messages
from shiage_engine.protocol.channel import Closed
from shiage_engine.protocol.framing import encode
from shiage_engine.protocol.messages import Ask, Done, Error, Frame, Methods, Ping, Pong, Submit, to_header
from shiage_engine.protocol.options import Options

from shiage_engine.learning import kept
from tests.service.harness import SIZE, Client, Engine, patience

pytestmark = pytest.mark.slow
Start = Callable[..., Engine]


def works(engine: Engine) -> bool:
    client = engine.client().greet()
    done = isinstance(client.last_answer(client.job("echo")), Done)
    client.close()
    return done


def test_a_frame_that_finds_no_memory_ends_its_job_alone(start: Start) -> None:
    engine = start("--fault", "memory")
    client = engine.client().greet()
    job = client.submit("echo", width=5000, height=5000)
    client.send(Frame(job, 0, "line"), (bytes(4 * 5000 * 5000),) * 3)
    answer = client.last_answer(job)
    assert isinstance(answer, Error) and answer.code == messages.OUT_OF_MEMORY and answer.retryable
    assert isinstance(client.last_answer(client.job("echo")), Done)  # on the same connection
    assert works(engine)


def test_a_frame_that_cannot_be_compressed_ends_its_job_alone(start: Start) -> None:
    engine = start("--fault", "packing")
    client = engine.client().greet()
    job = client.submit("echo")
    client.send(Frame(job, 0, "line"), (b"B" * SIZE,))
    answer = client.last_answer(job)
    assert isinstance(answer, Error) and answer.code == messages.OUT_OF_MEMORY
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_a_worker_that_cannot_be_started_is_told_and_tried_again(start: Start) -> None:
    engine = start("--fault", "spawning")
    client = engine.client().greet()
    refused = engine.folder / "data" / "shiage" / "no-workers"
    refused.touch()
    assert client.last_answer(client.job("die")).code == messages.WORKER_DIED
    for _ in range(3):
        answer = client.last_answer(client.job("echo"))
        assert isinstance(answer, Error) and answer.code == messages.OUT_OF_MEMORY and answer.retryable
        assert "could not start its worker" in answer.text
    refused.unlink()
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_a_fault_in_the_loop_costs_nobody_the_engine(start: Start) -> None:
    engine = start("--fault", "loop")
    assert works(engine)
    assert "a fault" in engine.log() and "goes on after an error" in engine.log()


def test_a_disk_that_hangs_holds_up_nobody(start: Start) -> None:
    engine = start("--fault", "disk")
    client = engine.client().greet()
    client.send(Ask())
    client.send(Ping())
    assert isinstance(client.receive().message, Pong)  # before the methods
    told = client.wait_for(Methods)
    assert all(method["characters"] == [] for method in told.methods.values())
    assert isinstance(client.last_answer(client.job("echo")), Done)
    threads = [*Path(f"/proc/{engine.process.pid}/task").glob("*")]
    for _ in range(3):
        client.send(Ask())
        client.wait_for(Methods)
    assert len([*Path(f"/proc/{engine.process.pid}/task").glob("*")]) == len(threads)


def test_a_pipe_in_place_of_weights_holds_up_nobody(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: engine.folder / "data" / "shiage")
    os.mkfifo(kept.make_folder("patch", "Vita") / kept.WEIGHTS)
    client = engine.client().greet()
    client.send(Ask())
    assert client.wait_for(Methods).methods["patch"]["characters"] == []


def test_a_client_that_takes_no_results_gives_way_to_others(start: Start) -> None:
    engine = start("--fault", "patience")
    lazy, other = engine.client().greet(), engine.client().greet()
    long = lazy.job("echo", frames=31, width=1024, height=1024)  # 30 results of 9 MiB
    lazy.worker_of(long)
    assert isinstance(other.last_answer(other.job("echo")), Done)
    answer = lazy.last_answer(long)
    assert isinstance(answer, Error) and answer.code == messages.BUSY and answer.retryable
    assert isinstance(lazy.last_answer(lazy.job("echo")), Done)


def test_alone_a_client_may_take_its_time(start: Start) -> None:
    engine = start("--fault", "patience")
    lazy = engine.client().greet()
    long = lazy.job("echo", frames=31, width=1024, height=1024)
    lazy.worker_of(long)
    time.sleep(1.5)
    assert isinstance(lazy.last_answer(long), Done)


@pytest.mark.parametrize("message", [Ping(), Ask(), Submit(0, 0, 0, (), (), options=Options())])
def test_a_client_that_asks_and_takes_no_answers_is_cut_off(message: object, engine: Engine) -> None:
    client = engine.client().greet()
    before = engine.memory()
    sock = client.channel.socket
    sock.setblocking(True)
    number = 0
    with pytest.raises(OSError):  # a broken pipe
        for _ in patience():
            if isinstance(message, Submit):
                packets = [encode(to_header(Submit(number + at, 0, 0, (), ()))) for at in range(1, 101)]
                number += 100
            else:
                packets = [encode(to_header(message))] * 100
            sock.sendall(b"".join(bytes(part) for packet in packets for part in packet))
    assert engine.memory() - before < 64 << 20
    assert works(engine)


def test_what_is_left_of_a_closed_connection_is_read(engine: Engine) -> None:
    """A client that is cut off may still read why."""
    client: Client = engine.client()
    client.send(Ping())
    assert client.wait_for(Error).code == messages.PROTOCOL
    with pytest.raises(Closed):
        client.receive()
