"""Jobs and their queue, without a socket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shiage_engine.protocol.messages import BAD_REQUEST, TOO_LARGE, Error, Frame, Need, Submit

from shiage_engine.service.jobs import Job, Queue, kept_bytes, refusal
from shiage_engine.service.limits import MAX_FRAMES, MAX_SHEETS
from shiage_engine.service.store import Drawing, DrawingStore

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
        ({"drawings": ("01", "02", "03")}, BAD_REQUEST),
        ({"drawings": ("01", "02", "03", "04")}, None),
        ({"kind": "answers"}, BAD_REQUEST),  # of three frames
        ({"kind": "answers", "times": (3,), "references": ()}, BAD_REQUEST),
        ({"kind": "answers", "times": (3,)}, None),
        ({"answers": ((3, 1, 1, 9, 8, 7, 255), (0, 1, 1, 0, 0, 0, 0, 1, 2, 3, 4))}, None),
        ({"answers": ((3, 1, 1, 9, 8, 7),)}, BAD_REQUEST),
        ({"answers": ((3, 1, 1, 9, 8, 256, 255),)}, BAD_REQUEST),
        ({"answers": ((3, -1, 1, 9, 8, 7, -1),)}, BAD_REQUEST),
        ({"sheets": ("front", "back"), "sheet_sizes": ((9, 4), (1, 1))}, None),
        ({"sheets": ("front",)}, BAD_REQUEST),
        ({"sheets": ("front",), "sheet_sizes": ((9,),)}, BAD_REQUEST),
        ({"sheets": ("front",), "sheet_sizes": ((9, 0),)}, BAD_REQUEST),
        ({"sheets": ("front",), "sheet_sizes": ((16384, 16384),)}, TOO_LARGE),
        ({"sheets": ("front", "front"), "sheet_sizes": ((9, 4), (9, 4))}, BAD_REQUEST),
        (
            {"sheets": tuple(map(str, range(MAX_SHEETS + 1))), "sheet_sizes": ((9, 4),) * (MAX_SHEETS + 1)},
            TOO_LARGE,
        ),
        ({"kind": "answers", "times": (3,), "sheets": ("front",), "sheet_sizes": ((9, 4),)}, BAD_REQUEST),
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
        assert job.keep(frame, Drawing([bytes(bytearray(b"packed"))], (SIZE,))) is None
        assert job.expect(frame, [SIZE]) is not None  # there already
    assert job.is_complete and kept_bytes([job]) == 4 * len(b"packed")


def drawing(digest: str, size: int = SIZE, planes: int = 1) -> Drawing:
    return Drawing([digest.encode()] * planes, (size,) * planes, digest)


def test_a_job_needs_only_the_drawings_that_are_not_stored() -> None:
    store = DrawingStore()
    for known in ("0", "5", "paint"):
        store.put(drawing(known))
    job = Job("me", replace(GOOD, drawings=("0", "3", "5", "paint")))
    assert job.need() == Need(7, (0, 3, 5), (3,))
    job.take_from(store)
    assert job.need() == Need(7, (3,), ())
    assert job.expect(Frame(7, 0, "line"), [SIZE]) is not None  # there already
    assert job.expect(Frame(7, 3, "line"), [SIZE]) is None
    assert job.keep(Frame(7, 3, "line"), drawing("3")) is None
    assert job.is_complete and job.need() == Need(7, (), ())
    assert {place: [*planes] for place, planes in job.frames.items()} == {
        ("line", 0): [b"0"],
        ("line", 3): [b"3"],
        ("line", 5): [b"5"],
        ("color", 3): [b"paint"],
    }


def test_a_model_sheet_is_a_drawing_of_its_own_size_in_one_plane_or_two() -> None:
    sheets = replace(GOOD, sheets=("front", "back"), sheet_sizes=((9, 4), (1, 1)))
    job = Job("me", sheets)
    assert job.need() == Need(7, (0, 3, 5), (3,), sheets=(0, 1))
    for planes in ([SIZE], [9 * 4 * 4] * 3, []):
        assert job.expect(Frame(7, 0, "sheet"), planes) is not None
    assert job.expect(Frame(7, 0, "sheet"), [9 * 4 * 4]) is None
    assert job.expect(Frame(7, 1, "sheet"), [4, 4]) is None
    assert job.expect(Frame(7, 2, "sheet"), [4]) is not None


def test_a_drawing_that_is_not_the_announced_one_is_an_error() -> None:
    job = Job("me", replace(GOOD, drawings=("0", "3", "5", "paint")))
    assert job.expect(Frame(7, 3, "line"), [SIZE]) is None
    error = job.keep(Frame(7, 3, "line"), drawing("4"))
    assert error is not None and error.code == BAD_REQUEST
    assert not job.frames and (("line", 3)) in job.missing


def test_stored_drawings_of_another_size_or_number_of_planes_do_not_fit() -> None:
    store = DrawingStore()
    for stored in (drawing("0", SIZE - 4), drawing("3", planes=2), drawing("paint", planes=2)):
        store.put(stored)
    job = Job("me", replace(GOOD, drawings=("0", "3", "5", "paint")))
    job.take_from(store)
    assert job.need() == Need(7, (0, 5), (3,))
    answers = Job("me", Submit(8, 4, 2, (3,), (3,), kind="answers", drawings=("3", "paint")))
    answers.take_from(store)
    assert answers.is_complete


def test_the_job_answers_takes_two_paints_and_no_fewer() -> None:
    request = Submit(7, 4, 2, (3,), (3,), kind="answers")
    assert Job("me", request).expect(Frame(7, 3, "color"), [SIZE, SIZE]) is None
    assert Job("me", request).expect(Frame(7, 3, "color"), [SIZE]) is not None


def test_what_a_waiting_job_has_is_not_lost_with_the_store() -> None:
    store = DrawingStore(limit=5)
    store.put(drawing("0"))
    job = Job("me", replace(GOOD, drawings=("0", "3", "5", "paint")))
    job.take_from(store)
    store.put(drawing("other"))
    assert store.get("0") is None
    assert job.frames["line", 0] == [b"0"]


def test_drawings_that_jobs_share_are_counted_once() -> None:
    store = DrawingStore()
    store.put(drawing("0"))
    store.put(drawing("paint"))
    jobs = [Job("me", replace(GOOD, drawings=("0", "3", "5", "paint"))) for _ in range(3)]
    for job in jobs:
        job.take_from(store)
    assert kept_bytes(jobs) == len("0") + len("paint")


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


HINTED = replace(GOOD, hints=(0, 5))


def test_a_job_with_hints_waits_for_them_too() -> None:
    assert refusal(HINTED) is None
    job = Job("me", HINTED)
    assert job.need() == Need(7, (0, 3, 5), (3,), (0, 5))
    assert job.expect(Frame(7, 5, "hint"), [SIZE]) is None
    assert job.keep(Frame(7, 5, "hint"), drawing("hint")._replace(digest="")) is None
    assert job.need().hints == (0,)
    assert job.expect(Frame(7, 3, "hint"), [SIZE]) is not None, "it was not announced"
    assert job.expect(Frame(7, 0, "hint"), [SIZE, SIZE]) is not None, "one plane"


def test_hints_have_digests_as_other_drawings() -> None:
    store = DrawingStore()
    store.put(drawing("dabs"))
    request = replace(HINTED, drawings=("0", "3", "5", "paint", "dabs", "none"))
    assert refusal(request) is None
    job = Job("me", request)
    job.take_from(store)
    assert job.need() == Need(7, (0, 3, 5), (3,), (5,))
    few = refusal(replace(request, drawings=("0", "3", "5", "paint")))
    assert few is not None and "too few" in few.text


def test_hints_named_twice_and_hints_in_a_job_for_answers_are_refused() -> None:
    assert refusal(replace(HINTED, hints=(0, 0))) is not None
    assert refusal(Submit(7, 4, 2, (3,), (3,), kind="answers", hints=(3,))) is not None


CLOSED = replace(GOOD, closings=(0, 5))


def test_a_job_with_closings_waits_for_them_too_and_finds_them_by_their_digests() -> None:
    assert refusal(CLOSED) is None
    assert Job("me", CLOSED).need() == Need(7, (0, 3, 5), (3,), (), (0, 5))
    store = DrawingStore()
    store.put(drawing("strokes"))
    request = replace(CLOSED, hints=(3,), drawings=("0", "3", "5", "paint", "dabs", "strokes", "none"))
    assert refusal(request) is None
    job = Job("me", request)
    job.take_from(store)
    assert job.need() == Need(7, (0, 3, 5), (3,), (3,), (5,))


def test_closings_without_lines_are_refused() -> None:
    astray = refusal(replace(GOOD, closings=(4,)))
    assert astray is not None and "without lines" in astray.text


def test_a_job_for_answers_may_have_closings_of_one_plane() -> None:
    request = Submit(7, 4, 2, (3,), (3,), kind="answers", closings=(3,))
    assert refusal(request) is None
    job = Job("me", request)
    assert job.expect(Frame(7, 3, "closing"), [SIZE]) is None
    assert job.expect(Frame(7, 3, "color"), [SIZE]) is not None, "two planes"


def test_regions_are_asked_for_of_few_frames_without_paint() -> None:
    for right in ((3,), (3, 2, 4, 5)):
        assert refusal(Submit(7, 4, 2, right, (), kind="regions", closings=(3,))) is None
    for wrong in (
        Submit(7, 4, 2, (3, 4, 5, 6, 7), (), kind="regions"),
        Submit(7, 4, 2, (3,), (3,), kind="regions"),
        Submit(7, 4, 2, (3,), (), kind="regions", hints=(3,)),
    ):
        assert refusal(wrong) is not None
