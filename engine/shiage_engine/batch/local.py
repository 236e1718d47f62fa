"""Tasks on this machine: worker processes, each of which loads the engine once and colors cut after cut."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import InputError
from ..limits import worker_bytes

if TYPE_CHECKING:  # a worker loads this module before its threads are counted, and the engine after
    from .records import Record
    from .task import Task

TRIES = 2  # of a cut whose worker dies: it may have been killed for the memory that another program took
SPAWN = get_context("spawn")


def run(tasks: Sequence[Task], processes: int | None = None) -> Generator[Record, None, None]:
    """Color the cuts of `tasks` in this order, `processes` at a time; yields their records as they are done.

    `processes`: 0 for this process, None for as many as the machine has cores and memory for.
    """
    from .task import color_cut, fail  # noqa: PLC0415 (see above)

    if processes == 0:
        yield from map(color_cut, tasks)
        return
    processes = processes or _fitting(tasks)
    threads = max(1, _cores() // processes)
    waiting = deque((task, 1) for task in tasks)
    busy: dict[Any, tuple[Worker, Task, int]] = {}  # by connection
    idle: list[Worker] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < processes:
                worker = idle.pop() if idle else Worker(threads)
                task, number = waiting.popleft()
                worker.give(task)
                busy[worker.connection] = worker, task, number
            for connection in wait([*busy]):
                worker, task, number = busy.pop(connection)
                record = worker.take()
                if record is not None:
                    idle.append(worker)
                    yield record
                    continue
                worker.end()
                if number < TRIES:
                    waiting.append((task, number + 1))
                else:
                    yield fail(
                        task, InputError(f"What colored it died {TRIES} times: is there enough memory?")
                    )
    finally:
        for worker in (*idle, *(worker for worker, _, _ in busy.values())):
            worker.end()


class Worker:
    """A process that colors one cut after another."""

    def __init__(self, threads: int) -> None:
        self.connection, there = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_work, args=(there, threads), daemon=True)
        self._process.start()
        there.close()

    def give(self, task: Task) -> None:
        """Have it color a cut."""
        with contextlib.suppress(OSError):  # it died: `take` tells
            self.connection.send(task)

    def take(self) -> Record | None:
        """The record of the cut, when there is something to be received; None: the worker died."""
        try:
            record: Record = self.connection.recv()
        except (EOFError, OSError):
            return None
        return record

    def end(self) -> None:
        """End it, whatever it does; what it was writing is removed."""
        self._process.terminate()
        self._process.join()
        self.connection.close()


def _work(connection: Connection, threads: int) -> None:
    """What a worker does until its master is gone."""
    os.environ["OMP_NUM_THREADS"] = str(threads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the master's, who ends the workers
    signal.signal(signal.SIGTERM, _leave)
    Thread(target=_leave_with_master, daemon=True).start()
    import cv2  # noqa: PLC0415

    cv2.setNumThreads(threads)
    from .task import color_cut  # noqa: PLC0415

    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(color_cut(connection.recv()))


def _leave_with_master() -> None:
    """End this process when its master has died: else it would first finish its cut, for nobody."""
    master = parent_process()
    assert master is not None  # this is a worker
    wait([master.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _fitting(tasks: Sequence[Task]) -> int:
    """How many workers this machine has cores and memory for, at least one."""
    largest = max((worker_bytes(task.size.pixels) for task in tasks), default=1)
    return max(1, min(_cores(), _free_bytes() // largest, len(tasks)))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _free_bytes() -> int:
    """Memory that is not in use; where the system does not tell it so easily, no bound."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            told = dict(line.split(":") for line in file)
        return int(told["MemAvailable"].split()[0]) << 10
    except (OSError, LookupError, ValueError):
        return sys.maxsize
