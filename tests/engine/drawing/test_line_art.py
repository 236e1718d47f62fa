"""Line art: ink and its kinds, on white and on transparent paper."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import BLACK, BLUE, GREEN, PAPER, RED, flatten, read

PIXELS = [
    ((255, 255, 255, 255), 0, PAPER),
    ((250, 251, 252, 255), 5, PAPER),  # a scan's paper
    ((0, 0, 0, 255), 255, BLACK),
    ((128, 128, 128, 255), 127, BLACK),
    ((0, 0, 255, 255), 255, BLUE),
    ((128, 128, 255, 255), 127, BLUE),
    ((255, 0, 0, 255), 255, RED),
    ((255, 191, 191, 255), 64, RED),
    ((0, 255, 0, 255), 255, GREEN),
    ((191, 0, 0, 255), 255, RED),  # three quarters red, one quarter black
    ((64, 0, 0, 255), 255, BLACK),  # one quarter red, three quarters black
    ((0, 0, 0, 0), 0, PAPER),
    ((0, 0, 0, 128), 128, BLACK),
    ((0, 0, 255, 128), 128, BLUE),
    ((255, 255, 255, 128), 0, PAPER),
]


@pytest.mark.parametrize(("pixel", "ink", "kind"), PIXELS)
def test_a_pixel_is_ink_of_one_kind(pixel: tuple[int, ...], ink: int, kind: int) -> None:
    full_lines = [(0, 0, 255, 255), (255, 0, 0, 255), (0, 255, 0, 255)]
    art = read(np.array([[pixel, *full_lines]], np.uint8))
    assert abs(int(art.ink[0, 0]) - ink) <= 1
    assert art.kind[0, 0] == kind
    assert art.ink.dtype == art.kind.dtype == np.uint8


def test_white_and_transparent_paper_read_alike() -> None:
    values = np.arange(256, dtype=np.uint8)
    white = np.stack([255 - values] * 3 + [np.full(256, 255, np.uint8)], axis=1)[None]
    clear = np.stack([np.zeros(256, np.uint8)] * 3 + [values], axis=1)[None]
    np.testing.assert_array_equal(read(white).ink, read(clear).ink)
    np.testing.assert_array_equal(read(white).kind, read(clear).kind)


def test_a_tint_too_faint_for_a_line_is_a_fringe_of_black() -> None:
    art = read(np.array([[(255, 235, 235, 255), (0, 0, 0, 255)]], np.uint8))
    assert art.kind.tolist() == [[BLACK, BLACK]]


def test_one_layer_is_its_own_composite() -> None:
    layer = np.random.default_rng(1).integers(0, 256, (3, 4, 4), np.uint8)
    np.testing.assert_array_equal(flatten([layer]), layer)


def test_layers_lie_over_one_another() -> None:
    below = np.array([[(0, 0, 255, 255), (0, 0, 255, 255), (9, 9, 9, 0), (0, 0, 200, 128)]], np.uint8)
    above = np.array([[(0, 0, 0, 255), (0, 0, 0, 0), (0, 0, 0, 255), (255, 0, 0, 0)]], np.uint8)
    assert flatten([below, above]).tolist() == [
        [[0, 0, 0, 255], [0, 0, 255, 255], [0, 0, 0, 255], [0, 0, 200, 128]]
    ]


def test_half_ink_over_half_ink_covers_three_quarters() -> None:
    half = np.array([[(0, 0, 0, 128)]], np.uint8)
    assert flatten([half, half])[0, 0].tolist() == [0, 0, 0, 192]
