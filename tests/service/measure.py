"""Times of the engine as a process; `python -m tests.service.measure` prints them. Time fails no test."""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shiage_engine.protocol.messages import Cancel, Done, Frame, Result

from tests.service.harness import Client, Engine, patience

WIDTH, HEIGHT, FRAMES = 1920, 1080, 40
SIZE = WIDTH * HEIGHT * 4


def started() -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        engine = Engine(Path(folder), command=("-I", "-m", "shiage_engine.service"))
        for _ in patience():
            if (engine.run_dir / "engine.json").exists():
                break
        engine.client().greet()
        seconds = time.monotonic() - began
        engine.end()
        return seconds


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
