"""Drawings from the wire: layers in Krita's order of channels become one picture."""

from __future__ import annotations

import zlib

from shiage_engine.service.drawings import Drawings

BGRA, RGBA = [10, 20, 30, 255], [30, 20, 10, 255]


def plane(pixel: list[int]) -> bytes:
    return zlib.compress(bytes(pixel * 6))


def test_drawings_are_unpacked_at_each_access() -> None:
    drawings = Drawings({4: [plane(BGRA)], 0: [plane(BGRA)]}, height=2, width=3)
    assert list(drawings) == [0, 4] and len(drawings) == 2
    assert drawings[4].shape == (2, 3, 4) and drawings[4].tolist() == [[RGBA] * 3] * 2
    assert drawings[4] is not drawings[4]


def test_line_layers_are_composited_bottom_to_top() -> None:
    bottom, top, clear = plane([0, 0, 255, 255]), plane([255, 0, 0, 255]), plane([0, 0, 0, 0])
    drawings = Drawings({0: [bottom, top, clear]}, height=2, width=3)
    assert drawings[0].tolist() == [[[0, 0, 255, 255]] * 3] * 2


def test_planes_that_are_no_layers_stay_apart() -> None:
    drawings = Drawings({0: [plane(BGRA), plane([0, 0, 255, 255])]}, height=2, width=3)
    before, after = drawings.planes(0)
    assert before[0, 0].tolist() == RGBA and after[1, 2].tolist() == [255, 0, 0, 255]
