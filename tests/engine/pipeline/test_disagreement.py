"""References that paint the same part in different colors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from shiage_engine.drawing.shot import Shot
from shiage_engine.pipeline import Request
from shiage_engine.pipeline.disagreement import (
    Disagreement,
    find_disagreements,
    nearer_wins,
    open_labels,
)
from shiage_engine.results import FrameResult, Report
from tests.engine.shots import BLUE, LEFT, RED, RIGHT, ByArea, color, colored, line, method_of

GREEN = (10, 200, 10, 255)


class Same(ByArea):
    """Matches each region to the one with its number."""

    strength = 0.9

    def same_parts(self, shot: Shot, one: int, other: int) -> Iterator[tuple[int, int, float]]:
        for number in range(1, shot.frames[one].count + 1):
            yield number, number, self.strength


class Doubtful(Same):
    strength = 0.4


def painted(left: tuple[int, ...]) -> np.ndarray:
    """The paint of `line()` with the left box in another color than red."""
    paint = color()
    paint[(paint == RED).all(2)] = left
    return paint


def run(colors: Mapping[int, np.ndarray], make: type[ByArea] = Same) -> tuple[dict[int, FrameResult], Report]:
    request = Request({time: line() for time in range(9)}, colors, finished=[*colors])
    return colored(request, method_of(lambda _: make()))


def test_the_report_names_frames_and_colors() -> None:
    _, report = run({0: painted(RED), 8: painted(GREEN)})
    (one,) = report.disagreements
    assert one.times == (0, 8)
    assert one.hex_colors == ["#c81e1e", "#0ac80a"]


def test_the_nearer_one_wins_and_the_border_is_withdrawn() -> None:
    frames, _ = run({0: painted(RED), 8: painted(GREEN)})
    left = {time: tuple(frame.color()[LEFT]) for time, frame in frames.items()}
    assert left == {time: RED if time <= 4 else GREEN for time in range(1, 8)}
    assert {time for time, frame in frames.items() if frame.withdrawn_pixels()[LEFT]} == {3, 4, 5}
    assert not any(frame.withdrawn_pixels()[RIGHT] for frame in frames.values())


def test_beyond_the_references_the_nearer_one_is_painted() -> None:
    frames, _ = run({0: painted(RED), 3: painted(GREEN)})
    assert all(tuple(frames[time].color()[LEFT]) == GREEN for time in range(4, 9))
    assert not any(frames[time].withdrawn_pixels()[LEFT] for time in range(4, 9))


@pytest.mark.parametrize(
    ("colors", "make"),
    [
        ({0: painted(RED), 8: painted(RED)}, Same),
        ({0: painted(RED), 8: painted(BLUE)}, Same),  # a color that the other has as well
        ({0: painted(RED), 8: painted((0, 0, 0, 0))}, Same),  # which is not painted yet
        ({0: painted(RED), 8: painted(GREEN)}, Doubtful),
        ({0: painted(RED), 8: painted(GREEN)}, ByArea),  # which matches nothing
    ],
)
def test_else_nothing_is_said_to_disagree(colors: Mapping[int, np.ndarray], make: type[ByArea]) -> None:
    frames, report = run(colors, make)
    assert report.disagreements == ()
    assert not any(frame.withdrawn_pixels()[RIGHT] for frame in frames.values())


def test_of_several_the_nearest_has_the_last_word() -> None:
    there_and_back = [Disagreement((0, 4), (1, 2)), Disagreement((4, 8), (2, 1))]
    scores = np.array([[0, 0, 0], [0, 0.5, 0.25]], np.float32)
    winners = [int(nearer_wins(there_and_back, frame, scores)[1].argmax()) for frame in range(9)]
    assert winners == [1, 1, 1, 2, 2, 2, 2, 1, 1]
    assert [bool(open_labels(there_and_back, frame)) for frame in range(9)] == [
        False, False, True, False, False, False, True, False, False,
    ]  # fmt: skip


def test_without_any_scores_stay_as_they_are() -> None:
    scores = np.ones((2, 2), np.float32)
    assert nearer_wins([], 1, scores) is scores
    assert find_disagreements(Shot([], np.zeros((1, 4), np.uint8), {}), Same()) == []
