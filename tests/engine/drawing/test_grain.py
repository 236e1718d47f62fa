"""Grain: lines that paper breaks into grains are put together along their way, and stay as thin as they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.drawing.grain import is_grainy, put_together
from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.regions import between
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.strokes import width

SIZE = 400


def rings(thickness: int) -> np.ndarray:
    """The ink of a large circle with a smaller one beside its middle: u8 (SIZE, SIZE)."""
    ink = np.zeros((SIZE, SIZE), np.uint8)
    cv2.circle(ink, (200, 200), 160, 255, thickness)
    cv2.circle(ink, (240, 220), 80, 255, thickness)
    return ink


def on_rough_paper(ink: np.ndarray, size: float, share: float) -> np.ndarray:
    """What rough paper takes of ink, u8 (H, W): in spots of a size, in pixels, a share of it."""
    roughness = cv2.GaussianBlur(np.random.default_rng(3).normal(size=ink.shape), (0, 0), size)
    return np.where(roughness < np.quantile(roughness, share), ink, 0).astype(np.uint8)


@pytest.mark.parametrize("thickness", [2, 3, 5])
@pytest.mark.parametrize(("size", "share"), [(0.4, 0.5), (0.7, 0.5), (1.2, 0.65)])
def test_grainy_lines_bound_what_clean_ones_do(thickness: int, size: float, share: float) -> None:
    clean = between(rings(thickness) > 0)
    ink = on_rough_paper(rings(thickness), size, share)
    regions = segment(LineArt(ink, (ink > 0).astype(np.uint8)))
    for region in range(1, 4):
        found = np.bincount(regions[clean == region], minlength=2)
        found[0] = 0
        most = int(found.argmax())
        assert (regions == most)[clean == region].mean() > 0.9
        assert (clean == region)[regions == most].mean() > 0.9


def test_a_line_that_was_put_together_is_about_as_thin_as_before() -> None:
    ink = on_rough_paper(rings(3), 0.7, 0.62)
    smoothed = put_together(ink, ink > 0, width(ink > 0))
    assert smoothed is not None
    assert width(smoothed.line) == pytest.approx(width(rings(3) > 0), abs=1)
    assert not (smoothed.line & ~smoothed.faint).any()


def test_a_thin_line_beside_a_thick_one_is_found() -> None:
    ink = on_rough_paper(np.maximum(rings(5), np.roll(rings(1), 12, 1)), 0.7, 0.7)
    smoothed = put_together(ink, ink > 0, width(ink > 0))
    assert smoothed is not None
    thin = (np.roll(rings(1), 12, 1) > 0) & (cv2.dilate(rings(5), np.ones((5, 5), np.uint8)) == 0)
    assert smoothed.line[thin].mean() > 0.8


@pytest.mark.parametrize("opening", [4, 8])
def test_pieces_between_openings_are_no_grains(opening: int) -> None:
    line = rings(3) > 0
    line[:, ::40] = False
    line[:, 40 - opening :: 40] = False
    assert not is_grainy(line, width(line))


def test_beside_a_line_of_grains_there_is_no_echo() -> None:
    ink = on_rough_paper(rings(3), 0.7, 0.62)
    smoothed = put_together(ink, ink > 0, width(ink > 0))
    assert smoothed is not None
    pieces = np.unique(cv2.connectedComponents(smoothed.faint.view(np.uint8))[1] * (ink == 0))
    grains = np.unique(cv2.connectedComponents(smoothed.faint.view(np.uint8))[1] * (ink > 0))
    assert set(pieces) <= set(grains)


def test_ink_too_faint_for_lines_is_left_alone() -> None:
    assert put_together(rings(3) // 16, rings(3) > 0, 3) is None
