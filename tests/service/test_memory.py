"""How much memory the worker of an engine takes at most; `tests.service.limits` has the cases that take long."""

from __future__ import annotations

import sys

import pytest
from shiage_engine.protocol.messages import Done

from tests.service.limits import CASES, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="peaks are counted otherwise elsewhere"),
]


@pytest.mark.parametrize("name", ["promised", "colors-of-their-own"])
def test_the_peak_of_a_worker(name: str) -> None:
    case = CASES[name]
    peak, answer = run(case)
    assert isinstance(answer, Done), answer
    assert [frame["regions"] for frame in answer.report["frames"]] == [case.rows * case.columns]
    assert len(answer.report["palette"]) == case.colors + 1
    assert peak < case.most
