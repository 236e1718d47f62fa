"""Reference frames left out: which, and what is learned from the others."""

from __future__ import annotations

from collections.abc import Collection, Generator

import numpy as np
import pytest

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import UNKNOWN, Frame, Shot
from shiage_engine.methods.colorizer import Colorizer
from shiage_engine.pipeline.held_out import MOST, hold_out
from shiage_engine.progress import Progress, finish

PAPER = np.zeros((2, 2), np.uint8)
PALETTE = np.array([[0, 0, 0, 0], [9, 8, 7, 255]], np.uint8)


class Remembers(Colorizer):
    """Keeps what it is asked; scores are the number of the frame."""

    def __init__(self) -> None:
        self.learned: list[list[int]] = []

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        self.learned.append(shot.references)
        yield Progress(0, "Learning")
        yield Progress(1, "Learning")

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        assert frame not in shot.references
        yield Progress(0, "Coloring")
        return np.full((2, 2), frame, np.float32)


def shot(*references: int, unknown: tuple[int, ...] = ()) -> Shot:
    frames = [Frame.of(time, LineArt(PAPER, PAPER), np.ones((2, 2), np.int32)) for time in range(12)]
    labels = {i: np.array([0, 1], np.int32) for i in references}
    labels |= {i: np.array([0, UNKNOWN], np.int32) for i in unknown}
    return Shot(frames, PALETTE, labels)


@pytest.mark.parametrize(
    ("references", "left_out"),
    [
        ([0, 11], [0, 11]),
        ([0, 5, 11], [0, 5, 11]),
        ([0, 1, 2, 3], [0, 2]),
        ([0, 1, 2, 3, 4], [0, 2, 4]),
        (list(range(10)), [0, 4, 8]),
    ],
)
def test_each_left_out_frame_is_learned_from_all_others(references: list[int], left_out: list[int]) -> None:
    colorizer = Remembers()
    results = finish(hold_out(colorizer, shot(*references)))
    assert [int(scores[0, 0]) for scores, _ in results] == left_out
    assert colorizer.learned == [[i for i in references if i != out] for out in left_out]
    assert len(left_out) <= MOST
    for _, labels in results:
        assert labels.tolist() == [0, 1]


@pytest.mark.parametrize("few", [shot(3), shot(3, unknown=(7,))], ids=["one", "one that teaches"])
def test_one_reference_alone_is_not_left_out(few: Shot) -> None:
    colorizer = Remembers()
    assert finish(hold_out(colorizer, few)) == []
    assert colorizer.learned == []


def test_a_reference_that_teaches_nothing_takes_no_part() -> None:
    colorizer = Remembers()
    finish(hold_out(colorizer, shot(0, 11, unknown=(5,))))
    assert colorizer.learned == [[11], [0]]


def test_progress_only_grows() -> None:
    fractions = [step.fraction for step in hold_out(Remembers(), shot(0, 5, 11))]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)
