"""What slots raise is logged and reported."""

from __future__ import annotations

import pytest

from shiage.guard import Guard, Refused


def test_the_guard_reports_and_never_raises(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard()
    reported: list[str] = []
    guard.reported.connect(reported.append)

    def fail(error: Exception) -> None:
        raise error

    guard(fail)(Refused("Paint a frame first."))
    assert reported == ["Paint a frame first."]
    assert not caplog.records
    guard(fail)(KeyError("x"))
    assert "KeyError" in reported[1]
    assert caplog.records[0].exc_info


def test_a_failure_while_reporting_is_not_reported_again(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard()
    reported: list[str] = []

    def show(sentence: str) -> None:
        reported.append(sentence)
        guard(lambda: 1 / 0)()

    guard.reported.connect(show)
    guard(lambda: 1 / 0)()
    assert len(reported) == 1
