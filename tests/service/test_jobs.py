"""Jobs and their queue, without a socket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shiage_engine.protocol.messages import BAD_REQUEST, TOO_LARGE, Error, Frame, Submit

from shiage_engine.service.jobs import Job, Queue, refusal
from shiage_engine.service.limits import MAX_FRAMES

GOOD = Submit(job=7, width=4, height=2, times=(0, 3, 5), references=(3,))
SIZE = 4 * 2 * 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"kind": "paint-by-numbers"}, BAD_REQUEST),
        ({"width": 0}, BAD_REQUEST),
        ({"height": -1}, BAD_REQUEST),
        ({"width": 16384, "height": 16384}, TOO_LARGE),
        ({"times": tuple(range(MAX_FRAMES + 1))}, TOO_LARGE),
        ({"times": (0, 0, 3)}, BAD_REQUEST),
        ({"times": ()}, BAD_REQUEST),
        ({"references": (3, 3)}, BAD_REQUEST),
        ({"references": ()}, None),  # the pipeline has a sentence for it
    ],
)
def test_what_is_refused(change: dict[str, object], code: str | None) -> None:
    trouble = refusal(replace(GOOD, **change))
    assert (trouble.code if trouble else None) == code
    if trouble is not None:
        assert trouble.job == 7 and trouble.text.endswith(".")


@pytest.mark.parametrize(
    ("frame", "sizes"),
    [
        (Frame(7, 4, "line"), [SIZE]),  # no such frame
        (Frame(7, 0, "color"), [SIZE]),  # no reference
        (Frame(7, 0, "shadow"), [SIZE]),
        (Frame(7, 0, "line"), [SIZE, SIZE - 1]),
        (Frame(7, 3, "color"), [SIZE, SIZE]),
    ],
)
def test_frames_that_have_no_place(frame: Frame, sizes: list[int]) -> None:
    trouble = Job("me", GOOD).expect(frame, sizes)
    assert isinstance(trouble, Error) and trouble.code == BAD_REQUEST


def test_a_job_is_complete_with_its_last_frame() -> None:
    job = Job("me", GOOD)
    frames = [Frame(7, 5, "line"), Frame(7, 3, "color"), Frame(7, 0, "line"), Frame(7, 3, "line")]
    for frame in frames:
        assert not job.is_complete
        assert job.expect(frame, [SIZE]) is None
        assert job.expect(frame, [SIZE]) is not None  # on its way already
        job.keep(frame, [b"packed"])
        assert job.expect(frame, [SIZE]) is not None  # there already
    assert job.is_complete and job.kept_bytes == 4 * len(b"packed")


def test_owners_take_turns() -> None:
    queue: Queue[str] = Queue()
    a1, a2, a3, b1, c1, c2 = jobs = [Job(owner, GOOD) for owner in "aaabcc"]
    for job in jobs:
        queue.add(job)
    assert [queue.take() for _ in range(7)] == [a1, b1, c1, a2, c2, a3, None]


@given(st.lists(st.tuples(st.sampled_from(["add", "take", "remove"]), st.integers(0, 9)), max_size=60))
def test_no_job_is_lost_or_taken_twice(steps: list[tuple[str, int]]) -> None:
    queue: Queue[int] = Queue()
    waiting: list[Job[int]] = []
    for what, number in steps:
        if what == "add":
            waiting.append(Job(number % 3, GOOD))
            queue.add(waiting[-1])
        elif what == "remove" and waiting:
            queue.remove(waiting.pop(number % len(waiting)))
        elif what == "take":
            job = queue.take()
            assert (job is None) == (not waiting)
            if job is not None:
                assert job is next(other for other in waiting if other.owner == job.owner)
                waiting.remove(job)
        assert len(queue) == len(waiting)
