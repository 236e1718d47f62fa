"""The small picture of a painted frame."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.preview import EDGE, small_picture
from shiage_engine.drawing.shot import Frame

PALETTE = np.array([(0, 0, 0, 0), (200, 100, 0, 255), (200, 100, 0, 102)], np.uint8)


def frame(regions: np.ndarray, ink: np.ndarray) -> Frame:
    return Frame.of(0, LineArt(ink, (ink > 0).astype(np.uint8)), regions)


def test_paint_on_white_paper_under_the_line() -> None:
    regions = np.array([[1, 0, 2, 3, 4]], np.int32)
    ink = np.array([[0, 255, 51, 0, 0]], np.uint8)
    picture = small_picture(frame(regions, ink), np.array([0, 0, 1, 1, 2]), PALETTE)
    white, black, shaded, plain, thin = picture[0].tolist()
    assert (white, black) == ([255, 255, 255, 255], [0, 0, 0, 255])
    assert (shaded, plain) == ([160, 80, 0, 255], [200, 100, 0, 255])
    assert thin == [233, 193, 153, 255]


def test_it_is_small_and_never_larger_than_the_frame() -> None:
    large = frame(np.ones((40, 4 * EDGE), np.int32), np.zeros((40, 4 * EDGE), np.uint8))
    assert small_picture(large, np.array([0, 1]), PALETTE).shape == (10, EDGE, 4)
    small = frame(np.ones((3, 5), np.int32), np.zeros((3, 5), np.uint8))
    assert small_picture(small, np.array([0, 1]), PALETTE).shape == (3, 5, 4)
