"""How much memory the worker of an engine takes at most; `tests.service.limits` has the cases that take long."""

from __future__ import annotations

import subprocess
import sys

import pytest
from shiage_engine.protocol.messages import Done

from tests.service.limits import CASES, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")

MB = 1_000_000
# Gives the bytes that stay when pieces of 8 MB, between small ones that last, are freed.
FREED = """
import sys
import numpy as np
from shiage_engine.service.memory import resident_bytes, return_at_once

def piece():
    return np.ones(8_000_000, np.uint8)

return_at_once(int(sys.argv[1]))
piece()  # freed, so that C's allocator knows the size
before = resident_bytes()
pieces, lasting = [], []
for _ in range(20):
    pieces.append(piece())
    lasting.append(bytes(2000))
pieces.clear()
print(resident_bytes() - before)
"""


@pytest.mark.parametrize(("least", "stays"), [(4 * MB, False), (32 * MB, True)])
def test_large_pieces_go_back_to_the_system_although_small_ones_lie_between(least: int, stays: bool) -> None:
    command = [sys.executable, "-c", FREED, str(least)]
    left = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert (left > 80 * MB) == stays


@pytest.mark.slow
@pytest.mark.parametrize("name", ["promised", "colors-of-their-own"])
def test_the_peak_of_a_worker(name: str) -> None:
    case = CASES[name]
    peak, answer = run(case)
    assert isinstance(answer, Done), answer
    assert [frame["regions"] for frame in answer.report["frames"]] == [case.rows * case.columns]
    assert len(answer.report["palette"]) == case.colors + 1
    assert peak < case.most
