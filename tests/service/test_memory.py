"""How much memory the worker of an engine takes at most; `tests.service.limits` has the cases that take long."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from shiage_engine.protocol.messages import (
    BAD_REQUEST,
    OUT_OF_MEMORY,
    WORKER_DIED,
    Cancelled,
    Done,
    Error,
    LastAnswer,
)

from shiage_engine.limits import FRAME_REGIONS, PIECE
from shiage_engine.methods.matcher.pairs import CELLS_AT_ONCE
from tests.service.limits import CASES, Taken, run

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
    assert (_printed(FREED, str(least)) > 80 * MB) == stays


def test_what_the_regions_of_large_frames_are_compared_with_goes_back_too() -> None:
    """Hundreds of blocks, between which small parts of the answer last: else they took a gigabyte."""
    rows = CELLS_AT_ONCE // FRAME_REGIONS
    assert rows * FRAME_REGIONS * np.dtype(np.float32).itemsize >= PIECE


@pytest.mark.parametrize("answer", [Done(1, {}), Error(1, BAD_REQUEST, "too many regions")])
def test_a_job_is_done_or_refused_within_bounds(answer: LastAnswer) -> None:
    Taken(900, "Painting", answer).check(1000)
    with pytest.raises(AssertionError, match="1000 MB while: Painting"):
        Taken(1000, "Painting", answer).check(1000)


@pytest.mark.parametrize("answer", [Error(1, WORKER_DIED, ""), Error(1, OUT_OF_MEMORY, ""), Cancelled(1)])
def test_a_worker_that_does_not_do_its_job_has_not_kept_its_promise(answer: LastAnswer) -> None:
    with pytest.raises(AssertionError):
        Taken(900, "Painting", answer).check(1000)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["promised", "colors-of-their-own"])
def test_the_peak_of_a_worker(name: str) -> None:
    case = CASES[name]
    taken = run(case)
    taken.check(case.most)
    assert isinstance(taken.answer, Done), taken.answer
    assert [frame["regions"] for frame in taken.answer.report["frames"]] == [case.rows * case.columns]
    assert len(taken.answer.report["palette"]) == case.colors + 1


def _printed(program: str, *arguments: str) -> int:
    """The number that a program prints, run in a process of its own."""
    command = [sys.executable, "-c", program, *arguments]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
