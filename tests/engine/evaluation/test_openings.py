"""Openings that are cut into lines: the same each time, and in every outline."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.evaluation.cutting import cut
from shiage_engine.evaluation.evaluate import JudgedFrame, ShotResult
from shiage_engine.evaluation.metrics import Regions
from shiage_engine.evaluation.openings import table
from tests.engine.drawing.drawings import figure

DRAWING = figure(240)


@pytest.mark.parametrize("opening", [3, 6])
def test_outlines_leak_through_openings_that_only_take_ink_away(opening: int) -> None:
    opened = cut(DRAWING, opening, "a 0")
    assert segment(read(opened), 0).max() < segment(read(DRAWING), 0).max() - 3
    assert (opened >= DRAWING).all()
    gone = (opened != DRAWING).any(2).sum()
    assert 0 < gone < 0.5 * (DRAWING[..., 0] < 128).sum()


def test_the_same_seed_cuts_the_same() -> None:
    np.testing.assert_array_equal(cut(DRAWING, 4, "a 0"), cut(DRAWING, 4, "a 0"))
    assert (cut(DRAWING, 4, "a 0") != cut(DRAWING, 4, "a 1")).any()


def result(right: list[bool], withdrawn: list[bool]) -> ShotResult:
    no, count = np.zeros(len(right), bool), len(right)
    regions = Regions(
        area=np.full(count, 99),
        right=np.array(right),
        in_figure=~no,
        blank=no,
        withdrawn=np.array(withdrawn),
        confidence=np.ones(count, np.float32),
        at_trace=no,
        is_thin=no,
        change=np.full(count, -1, np.int8),
        shift=np.full(count, np.nan, np.float32),
    )
    return ShotResult("shot", "drawn", "fused", (JudgedFrame("0001", 1, regions),), 0.0, 0.0)


def test_the_table_tells_what_is_lost_and_what_is_wrong_and_shown_as_sure() -> None:
    closed = result([True, True, True, True], [False] * 4)
    opened = result([True, True, False, False], [False, False, False, True])
    rows = [row.split() for row in table([(0, [closed]), (8, [opened])])[1:]]
    assert rows == [["0", "px", "100.0", "0.0", "100.0", "0.0"], ["8", "px", "50.0", "50.0", "75.0", "25.0"]]
