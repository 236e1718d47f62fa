"""Generators in the event loop."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from shiage.guard import Refused
from shiage.turns import Turns

Until = Callable[[Callable[[], bool]], None]


def test_steps_run_to_their_end(until: Until) -> None:
    seen: list[object] = []

    def steps() -> Generator[int, None, None]:
        for number in range(3):
            seen.append(number)
            yield 0

    turns = Turns()
    turns.run(steps(), seen.append)
    assert seen == []
    until(lambda: None in seen)
    assert seen == [0, 1, 2, None]


def test_an_exception_ends_them(until: Until) -> None:
    ended: list[object] = []

    def steps() -> Generator[int, None, None]:
        yield 0
        raise Refused("no")

    turns = Turns()
    turns.run(steps(), ended.append)
    until(lambda: bool(ended))
    assert isinstance(ended[0], Refused)
    turns.run(steps(), ended.append)  # and it is free again
    until(lambda: len(ended) == 2)


def test_stop_closes_the_generator_and_reports_nothing(until: Until) -> None:
    seen: list[object] = []

    def steps() -> Generator[int, None, None]:
        try:
            while True:
                yield 0
        finally:
            seen.append("closed")

    turns = Turns()
    turns.run(steps(), seen.append)
    until(lambda: True)
    turns._step()
    turns.stop()
    assert seen == ["closed"]
    turns.stop()


def test_a_step_may_stop_its_own_run(until: Until) -> None:
    turns = Turns()
    seen: list[object] = []

    def steps() -> Generator[int, None, None]:
        yield 0
        seen.append("here")

    def second() -> Generator[int, None, None]:
        turns._steps = None  # as `stop` does before it closes
        yield 0

    turns.run(second(), seen.append)
    turns._step()
    assert seen == []
    turns.run(steps(), seen.append)
    until(lambda: None in seen)
    assert seen == ["here", None]


def test_one_at_a_time() -> None:
    turns = Turns()
    turns.run(iter(()), lambda _: None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        turns.run(iter(()), lambda _: None)  # type: ignore[arg-type]
