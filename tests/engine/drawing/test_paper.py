"""Paper: the same drawing on whatever paper has the same regions."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from shiage_engine.drawing.line_art import BLACK, BLUE, PAPER, RED, read
from shiage_engine.drawing.paper import _stretched, on_white
from shiage_engine.drawing.segmentation import segment
from tests.engine.drawing.drawings import figure

SIZE = 160
WHITE_PAPER = figure(SIZE)


def on(paper: tuple[int, int, int]) -> np.ndarray:
    """The figure on paper of one color."""
    return tinted(np.full((SIZE, SIZE, 3), paper, np.float64))


def tinted(paper: np.ndarray) -> np.ndarray:
    """The figure on paper u8 (SIZE, SIZE, 3): each pixel takes that share of its light."""
    rgb = np.rint(WHITE_PAPER[..., :3] * (paper / 255)).clip(0, 255).astype(np.uint8)
    return np.dstack([rgb, WHITE_PAPER[..., 3]])


def shaded(grain: float = 3) -> np.ndarray:
    """A photograph: light falls off to a corner, and the paper has grain."""
    y, x = np.mgrid[:SIZE, :SIZE] / SIZE
    light = 235 - 90 * (x + y) / 2 + np.random.default_rng(2).normal(0, grain, (SIZE, SIZE))
    return tinted(light[..., None] * (1, 0.97, 0.9))


def compressed() -> np.ndarray:
    """A scan on gray paper, as a JPEG."""
    gray = np.random.default_rng(3).normal(214, 4, (SIZE, SIZE, 1)) * (1, 1, 0.98)
    return jpeg(tinted(gray), 60)


def shaded_and_compressed() -> np.ndarray:
    """A photograph as a JPEG, in which many a block of 8 x 8 pixels is of one color."""
    return jpeg(shaded(1), 20)


def jpeg(drawing: np.ndarray, quality: int) -> np.ndarray:
    encoded = cv2.imencode(".jpg", drawing[..., :3], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    rgb = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    assert rgb is not None
    return np.dstack([rgb.astype(np.uint8), WHITE_PAPER[..., 3]])


def turned_over() -> np.ndarray:
    return np.dstack([255 - WHITE_PAPER[..., :3], WHITE_PAPER[..., 3]])


def white_on_nothing() -> np.ndarray:
    return np.dstack([np.full((SIZE, SIZE, 3), 255, np.uint8), 255 - WHITE_PAPER[..., 0]])


def matte(color: tuple[int, int, int], opacity: int = 255) -> np.ndarray:
    """A fill of the whole figure under its lines, and nothing around it."""
    regions = segment(read(WHITE_PAPER), 0)
    drawing = tinted(np.where((regions == regions[0, 0])[..., None], 255, color).astype(np.float64))
    drawing[regions == regions[0, 0]] = 0
    drawing[(regions > 1), 3] = opacity
    return drawing


def shadow_marked() -> np.ndarray:
    """One region is filled with pale blue, as shadows are on paper."""
    regions = segment(read(WHITE_PAPER), 0)
    return tinted(np.where((regions == 2)[..., None], (196, 222, 255), 255).astype(np.float64))


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: on((252, 244, 220)),
        lambda: on((255, 240, 130)),
        lambda: on((100, 100, 100)),
        lambda: on((60, 60, 60)),
        lambda: matte((200, 200, 200)),
        lambda: matte((255, 255, 255)),
        lambda: matte((250, 190, 120)),
        lambda: matte((120, 120, 120), 200),
        shadow_marked,
        turned_over,
        white_on_nothing,
    ],
)
def test_a_clean_drawing_has_the_same_regions_on_any_paper(drawn: Callable[[], np.ndarray]) -> None:
    np.testing.assert_array_equal(segment(read(drawn())), segment(read(WHITE_PAPER)))


@pytest.mark.parametrize("drawn", [shaded, compressed, shaded_and_compressed])
def test_a_scan_has_regions_for_all_that_is_wide(drawn: Callable[[], np.ndarray]) -> None:
    found, right = segment(read(drawn())), segment(read(WHITE_PAPER))
    for region in range(1, right.max() + 1):
        inside = cv2.erode((right == region).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        ids = np.unique(found[inside])
        assert len(ids) == 1, region
        assert ids[0] > 0
        assert (found == ids[0]).sum() < 1.2 * (right == region).sum(), region


def test_dark_lines_on_white_or_nothing_stay_as_they_are() -> None:
    nothing = np.dstack([np.zeros((SIZE, SIZE, 3), np.uint8), 255 - WHITE_PAPER[..., 0]])
    for drawing in (WHITE_PAPER, nothing, np.full_like(WHITE_PAPER, 255), np.zeros_like(WHITE_PAPER)):
        assert on_white(drawing) is drawing


def test_solid_black_is_ink_and_no_paper() -> None:
    drawing = WHITE_PAPER.copy()
    drawing[30:80, 30:80, :3] = 0
    assert on_white(drawing) is drawing


def test_trace_lines_keep_their_color_on_tinted_paper() -> None:
    drawing = on((252, 244, 220))
    drawing[40:120, 78:80, :3] = 20, 20, 240
    drawing[78:80, 40:70, :3] = 230, 20, 10
    art = read(drawing)
    assert (art.kind[100, 78], art.kind[78, 50], art.kind[2, 2]) == (BLUE, RED, PAPER)
    assert (art.kind[WHITE_PAPER[..., 0] == 0] == BLACK).mean() > 0.95


def test_rows_are_stretched_as_the_whole_picture_is() -> None:
    picture = np.random.default_rng(0).random((7, 5, 3)).astype(np.float32)
    for height in (7, 8, 23):
        whole = cv2.resize(picture, (5, height))
        for rows in (np.arange(height), np.array([0, height - 1]), np.array([3])):
            np.testing.assert_allclose(_stretched(picture, rows, height), whole[rows], atol=1e-6)
