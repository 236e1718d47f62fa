"""Brush: loosely brushed paint gives the same labels as paint that fills regions exactly, or none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.drawing import brush
from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.paint import fill, packed_colors, spread
from shiage_engine.drawing.palette import ReferencePaint, read_references
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.shot import UNKNOWN
from tests.engine.drawing.drawings import figure

SIZE = 240
ART = read(figure(SIZE))
REGIONS = segment(ART)
COUNT = int(REGIONS.max()) + 1
COLORS = np.zeros((COUNT, 4), np.uint8)
COLORS[2:] = [(60 + 19 * i, 240 - 23 * i, 40 + (97 * i) % 200, 255) for i in range(COUNT - 2)]
EXACT = fill(spread(REGIONS), np.arange(COUNT), COLORS)


def lapping(pixels: int) -> np.ndarray:
    """Each color goes so many pixels over the lines around it, the later ones over the earlier ones."""
    paint = np.zeros_like(EXACT)
    square = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * pixels + 5, 2 * pixels + 5))
    for region in range(2, COUNT):
        paint[cv2.dilate(np.where(region == REGIONS, 1, 0).astype(np.uint8), square) > 0] = COLORS[region]
    return paint


def stopping_short(pixels: float) -> np.ndarray:
    paint = EXACT.copy()
    paint[brush.depth(REGIONS) <= pixels] = 0
    return paint


def soft(deviation: float) -> np.ndarray:
    """Anti-aliased, or blurred, as one layer is: the edges are mixed, and half transparent outside."""
    opacity = EXACT[..., 3:] / 255
    blurred = cv2.GaussianBlur(np.dstack([EXACT[..., :3] * opacity, opacity]), (0, 0), deviation)
    straight = blurred[..., :3] / np.maximum(blurred[..., 3:], 1e-6)
    return np.rint(np.dstack([straight, 255 * blurred[..., 3:]])).clip(0, 255).astype(np.uint8)


def labels_of(paint: np.ndarray) -> ReferencePaint:
    return read_references({0: paint}, {0: ART}, {0: REGIONS})


def margin_of(paint: np.ndarray) -> int:
    everywhere = np.ones(REGIONS.shape, bool)
    return brush.margin(packed_colors(paint), REGIONS, brush.depth(REGIONS), everywhere)


def test_exact_paint_has_no_margin() -> None:
    assert margin_of(EXACT) == 1
    found = labels_of(EXACT)
    assert [tuple(found.palette[label]) for label in found.labels[0]] == [tuple(color) for color in COLORS]


@pytest.mark.parametrize("paint", [lapping(3), stopping_short(2), stopping_short(3.5), soft(0.8), soft(1.5)])
def test_loose_paint_teaches_nothing_wrong_and_nearly_all(paint: np.ndarray) -> None:
    assert 1 < margin_of(paint) < brush.MIDDLE
    found = labels_of(paint)
    assert found.finished == {0}
    is_known = found.labels[0] != UNKNOWN
    right = (found.palette[found.labels[0]] == COLORS).all(1)
    assert right[is_known].all()
    large = np.bincount(REGIONS.ravel()) > 150
    assert is_known[large].all()
    assert found.purity.min() == 1
    assert {tuple(color) for color in found.palette} <= {tuple(color) for color in COLORS}


@pytest.mark.parametrize("deviation", [2.0, 2.5])
def test_wide_soft_edges_say_nothing_about_the_colors_inside(deviation: float) -> None:
    paint = soft(deviation)
    assert brush.MIDDLE <= margin_of(paint) < brush.SOFT_MIDDLE
    found = labels_of(paint)
    is_known = found.labels[0] != UNKNOWN
    assert (found.palette[found.labels[0]] == COLORS).all(1)[is_known].all()
    wide = np.unique(REGIONS[brush.depth(REGIONS) >= brush.SOFT_MIDDLE])
    assert len(wide) > 2
    assert is_known[wide].all()
    assert found.purity.min() == 1


def test_a_shadow_without_a_line_of_its_own_is_no_loose_paint() -> None:
    paint = EXACT.copy()
    paint[:, : SIZE // 2][REGIONS[:, : SIZE // 2] > 1] = 9, 9, 9, 255
    assert margin_of(paint) == 1
    assert labels_of(paint).purity.min() < 0.8
