"""Times of the engine as a process; `python -m tests.service.measure` prints them. Time fails no test."""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shiage_engine.protocol.digests import planes_digest
from shiage_engine.protocol.messages import Cancel, Done, Error, Frame, Labels, Need, Result, Submit

from tests.service.harness import Client, Engine, patience
from tests.service.test_real_worker import SIZE as SMALL
from tests.service.test_real_worker import drawing

WIDTH, HEIGHT, FRAMES = 1920, 1080, 40
SIZE = WIDTH * HEIGHT * 4


def started() -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        engine = real_engine(folder)
        for _ in patience():
            if (engine.run_dir / "engine.json").exists():
                break
        engine.client().greet()
        seconds = time.monotonic() - began
        engine.end()
        return seconds


def real_engine(folder: str) -> Engine:
    return Engine(Path(folder), command=("-I", "-m", "shiage_engine.service"))


def worker_seconds(engine: Engine) -> float:
    """Processor time that the worker has taken so far: unlike the clock, it hardly depends on what else runs."""
    process = engine.process.pid
    (worker,) = (
        child
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()
    )
    user, system = Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def until_warm(engine: Engine) -> None:
    for _ in patience(120):
        if "The worker is warm" in engine.log():
            return
    raise AssertionError("the worker did not get warm")


def small_shot(client: Client, job: int, began: float) -> tuple[float, float, float]:
    """Seconds from `began` to the first message about a job of three small frames, to its first frame, to its end."""
    client.send(Submit(job, SMALL, SMALL, (0, 1, 2), (0,), as_labels=True))
    client.send(Frame(job, 0, "color"), (drawing(0)[1].tobytes(),))
    for at in range(3):
        client.send(Frame(job, at, "line"), (drawing(2 * at)[0].tobytes(),))
    seconds: dict[str, float] = {}
    while "end" not in seconds:
        message = client.receive().message
        assert not isinstance(message, Error), message
        seconds.setdefault("message", time.monotonic() - began)
        if isinstance(message, (Result, Labels)):
            seconds.setdefault("frame", time.monotonic() - began)
        if isinstance(message, Done):
            seconds["end"] = time.monotonic() - began
    return seconds["message"], seconds["frame"], seconds["end"]


def cold() -> tuple[float, float, float]:
    """From the start of the engine's process."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        engine = real_engine(folder)
        seconds = small_shot(engine.client().greet(), 1, began)
        engine.end()
        return seconds


def correction(client: Client, job: int) -> float:
    """Seconds of a job "answers" at 1080p, of a drawing that the engine has, with paint that is new to it."""
    began = time.monotonic()
    line, shown = (line_art(),), bytes(SIZE)
    present = bytearray(shown)
    present[: 4 * WIDTH * 100] = bytes([job, 20, 200, 255]) * (WIDTH * 100)
    digests = (planes_digest(line), planes_digest((shown, present)))
    client.send(Submit(job, WIDTH, HEIGHT, (0,), (0,), kind="answers", drawings=digests))
    if client.wait_for(Need).lines:
        client.send(Frame(job, 0, "line"), line)
    client.send(Frame(job, 0, "color"), (shown, bytes(present)))
    client.last_answer(job)
    return time.monotonic() - began


def show_first_answers() -> None:
    parts = ("first message", "first frame", "end")
    for what, values in zip(parts, zip(*(cold() for _ in range(3)), strict=True), strict=True):
        show(f"cold, a small shot: start to {what}", list(values), "s")
    with tempfile.TemporaryDirectory() as folder:
        engine = real_engine(folder)
        client = engine.client().greet()
        until_warm(engine)
        print(f"processor time of the worker until it is warm: {worker_seconds(engine):.2f} s")
        before = worker_seconds(engine)
        warm = [small_shot(client, job, time.monotonic()) for job in range(1, 6)]
        print(f"and of a small shot then: {(worker_seconds(engine) - before) / len(warm):.2f} s")
        for what, values in zip(parts, zip(*warm, strict=True), strict=True):
            show(f"warm, a small shot: submit to {what}", list(values), "s")
        first, before = correction(client, 6), worker_seconds(engine)
        others = [correction(client, job) for job in range(7, 12)]
        print(f"processor time of the worker for a correction: {(worker_seconds(engine) - before) / 5:.2f} s")
        show("answers of a 1080p frame, the first time", [first], "s")
        show("answers of a 1080p frame, again", others, "s")
        engine.end()


def line_art() -> bytes:
    """Mostly paper, with strokes: as compressible as line art is."""
    ink = bytearray(SIZE)
    for row in range(0, HEIGHT, 9):
        at = (row * WIDTH + row % 301) * 4
        ink[at : at + 2400] = bytes([0, 0, 0, 255, 40, 40, 40, 180]) * 300
    return bytes(ink)


def round_trip(client: Client) -> tuple[float, float, float]:
    """Frames a second up, down, and both: a job of 1080p frames, each of one line layer."""
    line, job = line_art(), client.submit("echo", FRAMES, WIDTH, HEIGHT)
    began = time.monotonic()
    client.send(Frame(job, 0, "color"), (bytes(SIZE),))
    for at in range(FRAMES):
        client.send(Frame(job, at, "line"), (line,))
    client.worker_of(job)
    up = time.monotonic()
    results = 0
    while not isinstance(message := client.receive().message, Done):
        results += isinstance(message, Result)
    down = time.monotonic()
    return FRAMES / (up - began), results / (down - up), FRAMES / (down - began)


def answered_after(client: Client, method: str, do: Callable[[int, int], None]) -> float:
    """Seconds from `do(job, worker)` to the job's last answer."""
    job = client.job(method)
    worker = client.worker_of(job)
    time.sleep(0.2)
    began = time.monotonic()
    do(job, worker)
    client.last_answer(job)
    return time.monotonic() - began


def show(what: str, values: list[float], unit: str) -> None:
    print(f"{what:44} median {statistics.median(values):8.3f}   worst {max(values):8.3f} {unit}")


def main() -> None:
    show_first_answers()
    show("start to welcome (heavy modules load beside)", [started() for _ in range(5)], "s")
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder))
        client = engine.client().greet()
        up, down, both = zip(*(round_trip(client) for _ in range(3)), strict=True)
        print(f"1080p frames a second: up {max(up):.0f}, results down {max(down):.0f}, both {max(both):.0f}")
        print(f"memory of the supervisor afterwards: {engine.memory() >> 20} MiB")
        kill = lambda job, worker: os.kill(worker, signal.SIGKILL)  # noqa: E731
        cancel = lambda job, worker: client.send(Cancel(job))  # noqa: E731

        def freeze(job: int, worker: int) -> None:
            os.kill(worker, signal.SIGSTOP)
            client.send(Cancel(job))

        show(
            "kill -9 of the worker to its error",
            [answered_after(client, "slow", kill) for _ in range(9)],
            "s",
        )
        show("cancel, a worker that listens", [answered_after(client, "slow", cancel) for _ in range(9)], "s")
        show(
            "cancel, a worker that does not", [answered_after(client, "stuck", cancel) for _ in range(3)], "s"
        )
        show(
            "cancel, a worker that is frozen", [answered_after(client, "slow", freeze) for _ in range(3)], "s"
        )
        engine.end()


if __name__ == "__main__":
    main()
