"""Line art as channels of ink."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.inks import CHANNELS, inks, shrunk, shrunk_size
from shiage_engine.drawing.line_art import BLACK, BLUE, GREEN, RED, LineArt


def test_each_kind_of_ink_has_a_channel() -> None:
    kind = np.array([[0, BLACK, BLUE, RED, GREEN]], np.uint8)
    ink = np.array([[3, 250, 200, 150, 100]], np.uint8)
    assert inks(LineArt(ink, kind), (1, 5))[0].tolist() == [
        [0, 0, 0, 0],
        [250, 0, 0, 0],
        [0, 200, 0, 0],
        [0, 0, 150, 0],
        [0, 0, 0, 100],
    ]


def test_shrunk_ink_is_the_mean_of_what_lies_there() -> None:
    kind = np.full((4, 4), BLACK, np.uint8)
    ink = np.zeros((4, 4), np.uint8)
    ink[:2, :2] = [[200, 0], [0, 200]]
    seen = inks(LineArt(ink, kind), (2, 2))
    assert seen.shape == (2, 2, CHANNELS)
    assert seen[..., 0].tolist() == [[100, 0], [0, 0]]


def test_sizes() -> None:
    assert shrunk_size((1080, 1920, 4), 0.25) == (270, 480)
    assert shrunk_size((1, 3), 0.1) == (1, 1)
    same = np.zeros((2, 3), np.uint8)
    assert shrunk(same, (2, 3)) is same
