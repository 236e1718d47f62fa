"""What was colored lately is kept, as long as all that it was made of is the same."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any, cast

import pytest
from shiage_engine.protocol.messages import Submit
from shiage_engine.protocol.options import Options

from shiage_engine.learning.kept import Kept
from shiage_engine.limits import BEGUN_BYTES
from shiage_engine.pipeline import Request
from shiage_engine.progress import Progress, finish
from shiage_engine.service import sessions
from shiage_engine.service.sessions import Sessions
from shiage_engine.service.steps import Given

SUBMIT = Submit(job=1, width=3, height=2, times=(0, 4), references=(0,), options=Options(character="Ann"))
LINES, COLORS = {0: [b"a"], 4: [b"b"]}, {0: [b"c"]}
REQUEST = Request({}, {})


@pytest.fixture(autouse=True)
def colored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever a shot is colored, by the one that it was made from, else -1.

    A shot is the number of those colored before it.
    """
    made: list[int] = []

    def color_base(request: Request, former: int | None) -> Generator[Progress, None, Any]:
        yield Progress(0, "Coloring")
        made.append(-1 if former is None else former)
        return len(made) - 1

    monkeypatch.setattr(sessions, "color_base", color_base)
    monkeypatch.setattr(sessions, "all_kept", list)
    monkeypatch.setattr(sessions, "resident_bytes", lambda: 0)  # not that of the process of the tests
    return made


def base(
    kept: Sessions, submit: Submit = SUBMIT, lines: Any = LINES, colors: Any = COLORS, hints: Any = None
) -> int:
    return cast("int", finish(kept.base(submit, Given(lines, colors, hints or {}), REQUEST)))


def test_another_job_with_other_answers_starts_from_what_is_kept() -> None:
    kept = Sessions()
    assert base(kept) == 0
    assert base(kept, replace(SUBMIT, job=2, answers=((4, 0, 0, 1, 2, 3, 255),), watch=True)) == 0


def test_other_drawings_and_other_options_are_colored_anew(colored: list[int]) -> None:
    kept = Sessions(most=9)
    assert base(kept) == 0
    assert base(kept, lines={**LINES, 4: [b"x"]}) == 1
    assert base(kept, lines={**LINES, 4: [b"b", b""]}) == 2
    assert base(kept, replace(SUBMIT, options=Options(character="Ann", largest_gap=9))) == 3
    assert base(kept) == 0
    assert colored == [-1] * 4


def test_other_references_of_the_same_drawings_are_colored_from_what_is_kept_of_these(
    colored: list[int],
) -> None:
    kept = Sessions(most=9)
    assert base(kept, lines={**LINES, 4: [b"x"]}) == 0
    assert base(kept) == 1
    assert base(kept, colors={0: [b"x"]}) == 2
    assert base(kept, replace(SUBMIT, finished=(0,))) == 3
    assert base(kept, replace(SUBMIT, options=Options(character="Ann", target_accuracy=0.9))) == 4
    assert base(kept) == 5, "the first was used up"
    assert colored == [-1, -1, 1, 2, 3, 4]


def test_other_hints_on_the_same_drawings_are_another_shot(colored: list[int]) -> None:
    kept = Sessions(most=9)
    assert base(kept, hints={4: [b"x"]}) == 0
    assert base(kept, hints={4: [b"x"]}) == 0
    assert base(kept, hints={4: [b"y"]}) == 1
    assert base(kept, hints={0: [b"y"]}) == 2
    assert colored == [-1, 0, 1], "the drawings are read once"


def test_the_same_layers_in_other_frames_are_another_shot() -> None:
    kept = Sessions()
    assert base(kept, lines={0: [b"a", b"b"], 4: [b"c"]}) == 0
    assert base(kept, lines={0: [b"a"], 4: [b"b", b"c"]}) == 1


def test_the_shot_that_was_used_longest_ago_is_given_up() -> None:
    kept = Sessions(most=2)
    other, third = {0: [b"x"]}, {0: [b"y"]}
    assert [base(kept), base(kept, lines=other), base(kept), base(kept, lines=third)] == [0, 1, 0, 2]
    assert [base(kept), base(kept, lines=other)] == [0, 3]


def trained(method: str, steps: int, character: str = "Ann") -> Kept:
    return Kept(method, character, ((0, 0, 0, 0),), ("shot",), steps, "2024-01-01T00:00:00+00:00", "1")


def test_a_shot_is_colored_anew_when_its_character_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Sessions()
    assert base(kept) == 0
    monkeypatch.setattr(sessions, "all_kept", lambda: [trained("unet", 10)])
    assert (base(kept), base(kept)) == (1, 1)
    monkeypatch.setattr(sessions, "all_kept", lambda: [trained("unet", 20)])
    assert base(kept) == 2


def test_a_shot_stays_when_others_were_trained_or_coloring_it_kept_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Sessions()
    assert base(kept) == 0
    monkeypatch.setattr(sessions, "all_kept", lambda: [trained("patch", 10), trained("unet", 10, "Bob")])
    assert base(kept) == 0


def test_a_large_worker_forgets_earlier_shots_before_it_begins_with_other_drawings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Sessions(most=9)
    assert base(kept) == 0
    monkeypatch.setattr(sessions, "resident_bytes", lambda: BEGUN_BYTES + 1)
    assert base(kept) == 0  # a correction begins with what is kept, however large
    assert base(kept, lines={**LINES, 4: [b"x"]}) == 1
    assert base(kept) == 2
