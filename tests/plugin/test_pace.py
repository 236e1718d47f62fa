"""The time left, from a clock that the test turns."""

from __future__ import annotations

import pytest

from shiage.pace import WINDOW, Pace, Steady, in_words


def told(*marks: tuple[float, float]) -> Pace:
    pace = Pace()
    for now, fraction in marks:
        pace.mark(now, fraction)
    return pace


def test_nothing_is_said_too_early_or_without_progress() -> None:
    assert Pace().left(5, 0.5) is None
    assert told((0, 0.1)).left(1.9, 0.5) is None
    assert told((0, 0.1)).left(60, 0.1) is None


def test_an_even_job() -> None:
    """A tenth in each second: 2 seconds after the start 8 are left."""
    assert told((0, 0.0), (1, 0.1)).left(2, 0.2) == pytest.approx(8)


def test_what_was_long_ago_counts_no_more() -> None:
    """The first half took a second; since then it goes at a hundredth a second, so 20 more are left at 0.8."""
    pace = told((0, 0.0), *((1 + second, 0.5 + second / 100) for second in range(31)))
    assert pace.left(31, 0.8) == pytest.approx(20)


def test_a_job_that_stands_still_takes_longer_and_longer() -> None:
    pace = told((0, 0.0), (1, 0.5))
    assert [pace.left(now, 0.5) for now in (4, 8)] == [pytest.approx(4), pytest.approx(8)]


def test_few_marks_are_kept() -> None:
    pace = told(*((second / 10, second / 1e6) for second in range(100_000)))
    assert len(pace._marks) <= WINDOW + 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "a few seconds left"), (42, "about 40 s left"), (89, "about 90 s left"), (200, "about 3 min left")],
)
def test_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_the_time_left_counts_down_and_does_not_jump() -> None:
    left = Steady()
    assert left.at(0.0, None) is None
    assert left.at(1.0, 20.0) == 20.0
    assert left.at(2.0, 19.0) == 19.0
    assert left.at(3.0, 58.0) == 18.0 + (58.0 - 18.0) / 8
    assert left.at(12.0, 5.0) == 5.0
