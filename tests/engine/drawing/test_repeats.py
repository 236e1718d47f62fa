"""Drawings that occur again in a shot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.repeats import repeats
from shiage_engine.drawing.shot import Frame


def frame(time: int, wall: int, kind: int = 1, noise: bool = False) -> Frame:
    """Two regions beside a wall; with noise it has too many runs for `PackedRuns`."""
    regions = np.ones((64, 64), np.int32)
    regions[:, wall], regions[:, wall + 1 :] = 0, 2
    ink = np.where(regions == 0, 255, 0).astype(np.uint8)
    if noise:
        ink += np.random.default_rng(0).integers(0, 9, ink.shape).astype(np.uint8)
    return Frame.of(time, LineArt(ink, np.where(regions == 0, kind, 0).astype(np.uint8)), regions)


def test_frames_of_one_drawing_are_found_in_order() -> None:
    shown = [frame(0, 9), frame(1, 20), frame(4, 9), frame(5, 30), frame(9, 9), frame(10, 20)]
    assert repeats(shown) == [[0, 2, 4], [1, 5]]
    assert repeats(shown[:2]) == []


def test_a_drawing_differs_by_lines_kinds_and_regions() -> None:
    one = frame(0, 9)
    assert repeats([one, frame(1, 9, kind=2)]) == [], "a trace line"
    assert repeats([one, frame(1, 9, noise=True)]) == []
    assert repeats([frame(0, 9, noise=True), frame(1, 9, noise=True)]) == [[0, 1]]
    assert repeats([one, replace(one, packed_regions=frame(0, 30).packed_regions)]) == [], "a closing stroke"
