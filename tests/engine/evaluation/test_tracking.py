"""Regions followed by their truth, on a strip of twelve pixels."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.evaluation.tracking import CHANGED, KEPT, UNTRACKED, TrackedRegions, changes

RED, BLUE = 7, 8


def tracked(strip: str, truth: list[int], painted: list[int], number: int = 0) -> TrackedRegions:
    """A frame of one row; digits are regions."""
    regions = np.array([[int(pixel) for pixel in strip]], np.int32)
    return TrackedRegions(number, regions, np.array(truth), np.array(painted, np.uint32))


BEFORE = tracked("111100222200", [5, 6], [RED, BLUE])


@pytest.mark.parametrize(
    ("strip", "truth", "painted", "expected"),
    [
        ("111100222200", [5, 6], [RED, BLUE], [KEPT, KEPT]),
        ("111100222200", [5, 6], [BLUE, BLUE], [CHANGED, KEPT]),
        ("011110022220", [5, 6], [RED, RED], [KEPT, CHANGED]),
        (
            "111100222200",
            [6, 6],
            [BLUE, BLUE],
            [UNTRACKED, KEPT],
        ),  # its true color is another: a cause to change
        (
            "122100333300",
            [5, 5, 6],
            [RED, BLUE, BLUE],
            [KEPT, CHANGED, KEPT],
        ),  # both are parts of what was one
        ("000010222200", [5, 6], [BLUE, BLUE], [UNTRACKED, KEPT]),  # too far to be the same
        ("000000000000", [], [], []),
    ],
)
def test_changes(strip: str, truth: list[int], painted: list[int], expected: list[int]) -> None:
    assert changes(BEFORE, tracked(strip, truth, painted, 1)).tolist() == expected


def test_what_overlaps_nothing_is_the_nearest() -> None:
    rows = [
        tracked(row, [5], [color], i)
        for i, (row, color) in enumerate([("1000" * 10, RED), ("0100" * 10, BLUE)])
    ]
    assert changes(*rows).tolist() == [CHANGED]


def test_the_larger_overlap_is_the_same_region() -> None:
    before = tracked("112222000000", [5, 5], [RED, BLUE])
    assert changes(before, tracked("111110000000", [5], [BLUE], 1)).tolist() == [KEPT]


def test_only_the_frame_right_before_counts() -> None:
    assert changes(None, tracked("1", [5], [RED])).tolist() == [UNTRACKED]
    assert changes(BEFORE, tracked("111100222200", [5, 6], [BLUE, RED], 2)).tolist() == [UNTRACKED] * 2
