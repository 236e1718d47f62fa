"""Generators of progress within generators of progress."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from shiage_engine.progress import Progress, finish, scaled


def work(ended: list[str]) -> Generator[Progress, None, str]:
    try:
        yield Progress(0, "begin")
        yield Progress(0.5, "middle")
        yield Progress(1, "end")
    finally:
        ended.append("ended")
    return "result"


def test_scaled_is_a_part_of_longer_work() -> None:
    steps = list(scaled(work([]), 0.2, 0.6))
    assert [step.note for step in steps] == ["begin", "middle", "end"]
    assert [step.fraction for step in steps] == pytest.approx([0.2, 0.4, 0.6])


def test_results_are_handed_on() -> None:
    assert finish(work([])) == finish(scaled(work([]), 0, 1)) == "result"


def test_steps_are_taken() -> None:
    steps: list[object] = []
    finish(work([]), steps.append)
    assert steps == [Progress(0, "begin"), Progress(0.5, "middle"), Progress(1, "end")]


def test_work_that_is_given_up_cleans_up() -> None:
    ended: list[str] = []
    part = scaled(work(ended), 0, 1)
    next(part)
    part.close()
    del part
    assert ended == ["ended"]
