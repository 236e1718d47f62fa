"""Jobs in a real engine process: done, failed, cancelled, killed; each gets exactly one last answer."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from shiage_engine.protocol import messages
from shiage_engine.protocol.channel import Closed
from shiage_engine.protocol.messages import (
    Cancel,
    Cancelled,
    Done,
    Error,
    Frame,
    Ping,
    Pong,
    Progress,
    Result,
)

from tests.service.harness import HEIGHT, SIZE, WIDTH, Client, Engine, patience, until_gone

pytestmark = pytest.mark.slow


@pytest.fixture
def client(engine: Engine) -> Client:
    return engine.client().greet()


@pytest.mark.parametrize("options", [(), ("--tcp",)])
def test_a_job_from_end_to_end(options: tuple[str, ...], start: Callable[..., Engine]) -> None:
    client = start(*options).client().greet()
    job = client.job("echo", frames=3)
    heard = [client.receive()]
    while not isinstance(heard[-1].message, Done):
        heard.append(client.receive())
    assert isinstance(heard[0].message, Progress) and heard[0].message.total == 2
    results = [said for said in heard if isinstance(said.message, Result)]
    assert [said.message for said in results] == [Result(job, at, 3, 0.5, 0.25) for at in (1, 2)]
    for said in results:
        at = said.message.time
        assert said.planes == [bytes([at]) * SIZE, bytes([at]) * (WIDTH * HEIGHT), bytes(SIZE)]
    report = {"method": "echo", "palette": [[0, 0, 0, 0]], "colors": [0]}
    assert heard[-1].message == Done(job, report)


@pytest.mark.parametrize(
    ("method", "code"),
    [("input", messages.BAD_REQUEST), ("memory", messages.OUT_OF_MEMORY), ("bug", messages.INTERNAL)],
)
def test_a_failing_job_is_one_sentence(method: str, code: str, engine: Engine, client: Client) -> None:
    answer = client.last_answer(client.job(method))
    assert isinstance(answer, Error) and answer.code == code
    assert "secret" not in answer.text and answer.text.endswith(".")
    assert isinstance(client.last_answer(client.job("echo")), Done)
    if method == "bug":
        assert "Traceback" in engine.log()


@pytest.mark.parametrize("method", ["slow", "stuck"])
def test_cancel_a_running_job(method: str, client: Client) -> None:
    job = client.job(method)
    worker = client.worker_of(job)
    client.send(Cancel(job))
    assert client.last_answer(job) == Cancelled(job)
    after = client.job("echo")
    assert client.worker_of(after) != worker or method == "slow"  # a stuck worker is replaced
    assert isinstance(client.last_answer(after), Done)


def test_cancel_when_the_worker_is_frozen(client: Client) -> None:
    job = client.job("slow")
    os.kill(client.worker_of(job), signal.SIGSTOP)
    client.send(Cancel(job))
    assert client.last_answer(job) == Cancelled(job)
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_cancel_jobs_that_do_not_run(client: Client) -> None:
    running, waiting, incomplete = client.job("slow"), client.job("echo"), client.submit("echo")
    for job in (incomplete, waiting):
        client.send(Cancel(job))
        assert client.last_answer(job) == Cancelled(job)
    client.send(Frame(incomplete, 0, "line"), (bytes(SIZE),))  # on its way when we cancelled
    client.send(Cancel(incomplete))  # answered already: no second answer
    client.send(Cancel(running))
    assert client.last_answer(running) == Cancelled(running)
    client.send(Ping())
    assert isinstance(client.receive().message, Pong)


def test_a_killed_worker_is_reported_and_replaced(engine: Engine, client: Client) -> None:
    other = engine.client().greet()
    job = client.job("slow")
    worker = client.worker_of(job)
    waiting = other.job("echo")
    other.send(Ping())
    other.wait_for(Pong)  # so its job has reached the engine
    os.kill(worker, signal.SIGKILL)
    answer = client.last_answer(job)
    assert isinstance(answer, Error) and answer.code == messages.WORKER_DIED and answer.retryable
    assert isinstance(other.last_answer(waiting), Done)  # jobs that wait outlive the worker
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_a_worker_that_dies_at_each_job(client: Client) -> None:
    for _ in range(3):
        answer = client.last_answer(client.job("die"))
        assert isinstance(answer, Error) and answer.code == messages.WORKER_DIED
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_a_worker_killed_while_idle_is_not_missed(client: Client) -> None:
    job = client.job("echo")
    worker = client.worker_of(job)
    client.last_answer(job)
    os.kill(worker, signal.SIGKILL)
    until_gone(worker)
    client.send(Ping())
    client.wait_for(Pong)
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_two_clients_each_get_their_own(engine: Engine) -> None:
    clients = [engine.client().greet() for _ in range(2)]
    jobs = [client.job("echo", frames) for client, frames in zip(clients, (4, 6), strict=True)]
    for client, job, frames in zip(clients, jobs, (4, 6), strict=True):
        times = []
        while not isinstance(message := client.receive().message, Done):
            assert message.job == job
            if isinstance(message, Result):
                times.append(message.time)
        assert times == list(range(1, frames))


def test_the_jobs_of_a_client_that_is_gone_are_cancelled(engine: Engine, client: Client) -> None:
    job = client.job("slow")
    client.worker_of(job)
    client.close()
    other = engine.client().greet()
    assert isinstance(other.last_answer(other.job("echo")), Done)  # or it would wait for minutes


def test_a_slow_client_makes_its_worker_wait_and_not_the_engine_grow(engine: Engine, client: Client) -> None:
    before = engine.memory()
    job = client.job("echo", frames=31, width=1024, height=1024)  # 30 results of 9 MiB
    worker = client.worker_of(job)
    last = -1.0
    for _ in patience(5):  # until the worker has nothing more to do
        spent = sum(map(int, Path(f"/proc/{worker}/stat").read_text().split()[13:15]))
        if spent == last:
            break
        last = spent
        other = engine.client().greet()  # the engine stays there for others
        other.send(Ping())
        other.wait_for(Pong)
        other.close()
    assert engine.memory() - before < 100 << 20
    results = 0
    while not isinstance(message := client.receive().message, Done):
        results += isinstance(message, Result)
    assert results == 30 and message.job == job


def test_every_job_gets_one_last_answer_whatever_happens(client: Client) -> None:
    chance = random.Random(4)
    jobs = []
    for _ in range(12):
        jobs.append(client.job(chance.choice(["echo", "echo", "slow", "die", "input"])))
        if chance.random() < 0.5:
            client.send(Cancel(chance.choice(jobs)))
    answered: list[int] = []
    for job in jobs:
        client.send(Cancel(job))
    while len(answered) < len(jobs):
        answered.append(client.wait_for(Done, Error, Cancelled).job)
    client.send(Ping())
    assert isinstance(client.receive().message, Pong)
    assert sorted(answered) == jobs


def test_too_many_jobs(client: Client) -> None:
    answers = [client.submit("echo") for _ in range(17)]
    answer = client.last_answer(answers[-1])
    assert isinstance(answer, Error) and answer.code == messages.BUSY
    client.send(Cancel(1))
    assert client.last_answer(1) == Cancelled(1)


def test_frames_that_do_not_fit_end_their_job_only(client: Client) -> None:
    job = client.submit("echo")
    client.send(Frame(job, 0, "line"), (bytes(SIZE + 4),))
    answer = client.last_answer(job)
    assert isinstance(answer, Error) and answer.code == messages.BAD_REQUEST
    client.send(Frame(job, 1, "line"), (bytes(SIZE),))  # nobody wants it any more
    assert isinstance(client.last_answer(client.job("echo")), Done)


def test_the_worker_gives_way_to_krita(client: Client) -> None:
    worker = Path(f"/proc/{client.worker_of(client.job('slow'))}")
    assert (worker / "oom_score_adj").read_text().strip() == "1000"
    assert int((worker / "stat").read_text().rsplit(")", 1)[1].split()[16]) >= min(os.nice(0) + 5, 19)


def test_a_killed_engine_takes_its_worker_along(engine: Engine, client: Client) -> None:
    worker = client.worker_of(client.job("stuck"))
    engine.process.kill()
    with pytest.raises(Closed):
        client.last_answer(1)
    until_gone(worker)


def test_an_engine_that_is_told_to_end_answers_first(engine: Engine, client: Client) -> None:
    job = client.job("stuck")
    worker = client.worker_of(job)
    engine.process.terminate()
    answer = client.last_answer(job)
    assert isinstance(answer, Error) and answer.code == messages.STOPPING and answer.retryable
    assert engine.process.wait(30) == 0
    until_gone(worker)
    assert sorted(path.name for path in engine.run_dir.iterdir()) == ["engine.lock"]


def test_nothing_piles_up(engine: Engine, client: Client) -> None:
    def held() -> tuple[int, int, int]:
        process = Path(f"/proc/{engine.process.pid}")
        children = Path(process / f"task/{engine.process.pid}/children").read_text().split()
        return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir())), len(children)

    client.last_answer(client.job("echo", frames=8))  # by now every thread that will be is there
    before = held()
    for method in ("die", "echo", "input", "die", "echo"):
        client.last_answer(client.job(method))
        other = engine.client().greet()
        other.submit("echo")
        other.close()
    client.send(Ping())
    client.wait_for(Pong)
    for _ in patience():
        if held() == before:
            return
    raise AssertionError(f"{before} files, threads and children became {held()}")
