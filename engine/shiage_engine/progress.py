"""The one thing that long work yields."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import NamedTuple, TypeVar

S = TypeVar("S")
T = TypeVar("T")
U = TypeVar("U")


class Progress(NamedTuple):
    """How far a long piece of work is."""

    fraction: float  # in [0, 1] of the work of the generator that yields it
    note: str  # what is being done, for people: "Learning the reference frames"


def scaled(
    work: Generator[Progress | S, None, T], start: float, end: float
) -> Generator[Progress | S, None, T]:
    """Run `work` as the part from `start` to `end` of a longer one; returns what `work` returns.

    What it yields besides progress is passed on.
    """

    def convert(step: Progress | S) -> Iterable[Progress | S]:
        if isinstance(step, Progress):
            yield Progress(start + (end - start) * step.fraction, step.note)
        else:
            yield step

    return converted(work, convert)


def converted(work: Generator[S, None, T], convert: Callable[[S], Iterable[U]]) -> Generator[U, None, T]:
    """Run `work` and yield what `convert` makes of each of its steps; returns what `work` returns."""
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            result: T = stop.value
            return result
        yield from convert(step)


def finish(work: Generator[object, None, T], take: Callable[[object], None] = lambda step: None) -> T:
    """Run `work` to its end and give its result; `take` is given what it yields."""
    while True:
        try:
            take(next(work))
        except StopIteration as stop:
            result: T = stop.value
            return result
