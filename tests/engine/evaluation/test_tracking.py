"""Regions followed by their truth, on a strip of twelve pixels."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.evaluation.tracking import (
    CHANGED,
    KEPT,
    UNTRACKED,
    TrackedRegions,
    changes,
    partners,
    shifts,
)

RED, BLUE = 7, 8


def tracked(strip: str, truth: list[int], painted: list[int], number: int = 0) -> TrackedRegions:
    """A frame of one row; digits are regions."""
    regions = np.array([[int(pixel) for pixel in strip]], np.int32)
    colors = np.array(painted, np.uint32)
    shown = np.stack([colors / 10, 0 * colors, 0 * colors], 1).astype(np.float32)
    return TrackedRegions(number, regions, np.array(truth), colors, shown)


def found(before: TrackedRegions | None, now: TrackedRegions) -> list[int]:
    """The changes from frame to frame."""
    return changes(before, now, partners(before, now)).tolist()


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
    assert found(BEFORE, tracked(strip, truth, painted, 1)) == expected


def test_what_overlaps_nothing_is_the_nearest() -> None:
    rows = [
        tracked(row, [5], [color], i)
        for i, (row, color) in enumerate([("1000" * 10, RED), ("0100" * 10, BLUE)])
    ]
    assert found(*rows) == [CHANGED]


def test_the_larger_overlap_is_the_same_region() -> None:
    before = tracked("112222000000", [5, 5], [RED, BLUE])
    assert found(before, tracked("111110000000", [5], [BLUE], 1)) == [KEPT]


def test_only_the_frame_right_before_counts() -> None:
    assert found(None, tracked("1", [5], [RED])) == [UNTRACKED]
    assert found(BEFORE, tracked("111100222200", [5, 6], [BLUE, RED], 2)) == [UNTRACKED] * 2


def test_the_shown_color_shifts_only_of_what_is_tracked() -> None:
    now = tracked("111100222200", [5, 9], [BLUE, RED], 1)
    np.testing.assert_allclose(shifts(BEFORE, now, partners(BEFORE, now)), [0.1, np.nan], atol=1e-6)
    assert np.isnan(shifts(None, now, partners(None, now))).all()
