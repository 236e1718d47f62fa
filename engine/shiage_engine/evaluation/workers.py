"""Runs tasks in parallel, each in a new process, so that its peak memory is its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from ..errors import InputError
from ..progress import Progress

R = TypeVar("R")


def run(
    work: Callable[..., R],
    tasks: Sequence[tuple[object, ...]],
    names: Sequence[str],
    processes: int,
    take: Callable[[int, R], None] = lambda number, result: None,
) -> Generator[Progress, None, list[R]]:
    """`work(*task)` for each of `tasks`, `processes` at a time (0: in this process); results in order of tasks.

    `take` is called with the number of a task and its result as soon as there is one.
    """
    results: dict[int, R] = {}
    steps = _here(work, tasks) if processes == 0 else _spawned(work, tasks, names, processes)
    yield Progress(0, names[0] if names else "")
    for number, result in steps:
        results[number] = result
        take(number, result)
        yield Progress(len(results) / len(tasks), f"{names[number]} ({len(results)} of {len(tasks)})")
    return [results[number] for number in range(len(tasks))]


def _here(
    work: Callable[..., R], tasks: Sequence[tuple[object, ...]]
) -> Generator[tuple[int, R], None, None]:
    for number, task in enumerate(tasks):
        yield number, work(*task)


def _spawned(
    work: Callable[..., R], tasks: Sequence[tuple[object, ...]], names: Sequence[str], processes: int
) -> Generator[tuple[int, R], None, None]:
    """Number and result of each task, as they finish."""
    running: dict[Future[R], tuple[int, ProcessPoolExecutor]] = {}
    waiting = list(enumerate(tasks))[::-1]
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                number, task = waiting.pop()
                pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
                running[pool.submit(work, *task)] = (number, pool)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number, pool = running.pop(future)
                pool.shutdown()
                yield number, _result(future, names[number])
    finally:
        for _, pool in running.values():
            pool.shutdown(cancel_futures=True)


def _result(future: Future[R], name: str) -> R:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise InputError(f"The process that worked on {name} ended: was there enough memory?") from error
