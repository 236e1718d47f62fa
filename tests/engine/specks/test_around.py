"""What lies around a speck, turned to each of its candidates."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import LineArt, read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.specks.around import (
    ANGLES,
    CANDIDATE,
    LARGE,
    LINE,
    OFF,
    RADII,
    SMALL,
    SPECK,
    TRACE,
    mirrored,
)
from shiage_engine.specks.candidates import find
from tests.engine.drawing.drawings import picture

AHEAD, BEHIND = 0, ANGLES // 2  # angles
# A speck between a line and a trace line, more of which is left of it than right.
ROWS = [
    *["........##....."] * 5,
    "........##b....",
    "........#.b....",
    "........##b....",
    *["........##....."] * 9,
]


def rings(rows: list[str], turns: int = 0, is_mirrored: bool = False) -> np.ndarray:
    """Of the first speck of a drawing that is turned by so many right angles: u8 (candidates, RADII, ANGLES)."""
    drawing = np.rot90(picture(*rows), turns)
    if is_mirrored:
        drawing = drawing[:, ::-1]
    art = read(np.ascontiguousarray(drawing))
    regions = segment(art, 0)
    found = find(regions, LineArt(art.ink, art.kind))
    exists = found.regions[0] > 0
    size = np.bincount(regions.ravel())[found.regions[0][exists]]
    order = np.argsort(size)  # the same however the drawing lies
    return found.around[0][exists][order].reshape(-1, len(RADII), ANGLES)


def test_places_tell_of_the_speck_of_lines_and_of_the_regions_beyond() -> None:
    right, left = rings(ROWS)
    for seen in (right, left):
        assert (seen[0] == SPECK).all(), "its middle"
        assert seen[RADII.tolist().index(5)][[AHEAD, BEHIND]].tolist() == [CANDIDATE, LARGE]
        assert (seen[-1] == OFF).any()
    assert right[2][AHEAD] == TRACE and left[2][AHEAD] == LINE


def test_another_speck_is_no_large_region() -> None:
    rows = ["....#.#.#......"] * 3
    (found,) = {tuple(np.unique(seen)) for seen in rings([*rows, *["###############"]])}
    assert SMALL in found and SPECK in found


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_what_is_seen_is_the_same_however_the_drawing_lies(turns: int) -> None:
    differs = rings(ROWS) != rings(ROWS, turns)
    assert differs.mean() < 0.02, "but for places between pixels"


def test_a_mirrored_drawing_is_seen_mirrored() -> None:
    differs = mirrored(rings(ROWS).reshape(2, -1)) != rings(ROWS, is_mirrored=True).reshape(2, -1)
    assert differs.mean() < 0.02
