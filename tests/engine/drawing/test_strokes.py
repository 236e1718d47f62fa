"""Strokes: even lines by half of their ink, pale ones by half of their own, and grainy ones smoothed."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import LineArt, read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.strokes import HALF, lines, lines_of_strength, width
from tests.engine.drawing.drawings import figure

SIZE = 160
FIGURE = read(figure(SIZE))
REGIONS = segment(FIGURE)


def with_ink(share: np.ndarray) -> LineArt:
    """The figure, drawn with a share of its ink at each pixel, f64 (SIZE, SIZE)."""
    ink = np.rint(FIGURE.ink * share).astype(np.uint8)
    return LineArt(ink, np.where(ink < 6, 0, FIGURE.kind).astype(np.uint8))


def test_even_lines_are_line_from_half_of_their_ink_on() -> None:
    bounds, _, is_grainy = lines(FIGURE)
    assert not is_grainy
    np.testing.assert_array_equal(bounds.line, FIGURE.ink >= 128)
    np.testing.assert_array_equal(bounds.line, lines_of_strength(FIGURE, (HALF,))[0])


@pytest.mark.parametrize("strength", [0.3, 0.42, 0.7])
def test_inner_lines_may_be_paler(strength: float) -> None:
    y, x = np.mgrid[:SIZE, :SIZE]
    inside = np.hypot(x - SIZE / 2, y - 0.3 * SIZE) < 0.19 * SIZE  # eyes and mouth
    regions = segment(with_ink(np.where(inside, strength, 1)))
    assert regions.max() == REGIONS.max()


def test_pressure_may_fade_along_a_line() -> None:
    fading = np.linspace(1, 0.3, SIZE)[:, None] * np.ones(SIZE)
    assert segment(with_ink(fading)).max() == REGIONS.max()


def test_the_soft_edge_of_a_strong_line_is_no_pale_stroke() -> None:
    soft = read(figure(SIZE, 6))
    np.testing.assert_array_equal(lines(soft).line, lines_of_strength(soft, (HALF,))[0])


def test_grains_become_lines() -> None:
    grain = np.random.default_rng(4).random((SIZE, SIZE)) < 0.55
    grainy = with_ink(grain.astype(float))
    assert segment(grainy).max() >= REGIONS.max() - 1  # the mouth, of 4 pixels, may be lost
    assert lines_of_strength(grainy, (HALF,))[0].sum() < lines(grainy).line.sum()
    assert lines(grainy).is_grainy


def test_faint_dots_alone_stay_what_they_are() -> None:
    ink = np.zeros((SIZE, SIZE), np.uint8)
    ink[8::16, 8::16] = 40  # as dust of a scan: smoothed, nothing of it is left
    dots = LineArt(ink, (ink > 0).astype(np.uint8))
    np.testing.assert_array_equal(lines(dots).line, ink > 0)


def test_the_width_of_lines_leaves_out_solid_black() -> None:
    line = np.zeros((200, 200), bool)
    line[50:53, 10:190] = True
    thin = width(line)
    line[100:190, 100:190] = True
    assert width(line) == pytest.approx(thin, abs=0.1) == pytest.approx(3, abs=0.2)
