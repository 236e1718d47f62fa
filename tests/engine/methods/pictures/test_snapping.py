"""Snapping: pictures to scores."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.codes import code_colors
from shiage_engine.drawing.letterbox import Letterbox
from shiage_engine.methods.pictures import snapping
from shiage_engine.methods.pictures.snapping import in_palette, snap


def test_a_perfect_picture_in_forty_near_equal_colors_snaps_perfectly() -> None:
    """The palette's colors are one step of blue apart; the codes, which the picture has, are not."""
    palette = np.array([[0, 0, 0, 0], *([90, 90, blue, 255] for blue in range(40))], np.uint8)
    codes = code_colors(len(palette), np.random.default_rng(3))
    regions = np.arange(1, 42, dtype=np.int32).repeat(16).reshape(41, 16)
    box = Letterbox.of(regions.shape, 64)
    cells = box.shrink(regions, 0)
    labels = np.arange(-1, 41)
    picture = codes[np.maximum(labels, 0)[cells]].astype(np.float32) / 255
    scores = snap(picture, codes, box.shares(regions))
    assert scores.shape == (42, 41) and scores.dtype == np.float32
    np.testing.assert_array_equal(scores[1:].argmax(1), labels[1:])
    np.testing.assert_allclose(scores[1:].sum(1), 1, atol=1e-4)
    assert not scores[0].any()
    shown = in_palette(picture, codes, palette)
    np.testing.assert_allclose(shown[5, 3].astype(int), palette[labels[cells[5, 3]], :3], atol=1)
    assert (shown[0, 0] >= 254).all(), "left unpainted is shown white"


def test_a_region_has_the_mean_of_the_votes_under_it() -> None:
    codes = np.array([[255, 0, 0], [0, 255, 0]], np.uint8)
    regions = np.ones((16, 16), np.int32)
    picture = np.zeros((16, 16, 3), np.float32)
    picture[:4, :, 0] = 1
    picture[4:, :, 1] = 1
    scores = snap(picture, codes, Letterbox.of(regions.shape, 16).shares(regions))
    np.testing.assert_allclose(scores[1], [0.25, 0.75], atol=1e-4)


def test_a_color_that_no_code_is_near_is_believed_less() -> None:
    codes = np.array([[255, 0, 0], [0, 255, 0]], np.uint8)
    regions = np.ones((16, 16), np.int32)
    shares = Letterbox.of(regions.shape, 16).shares(regions)
    for color, least, most in (
        ((1.0, 0.0, 0.0), 0.99, 1.0),
        ((0.8, 0.1, 0.1), 0.8, 0.99),
        ((0.0, 0.0, 1.0), 0.0, 0.2),
    ):
        picture = np.broadcast_to(np.array(color, np.float32), (16, 16, 3))
        assert least <= snap(picture, codes, shares)[1].sum() <= most + 1e-6


def test_many_colors_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    codes, picture = code_colors(9, random), random.random((16, 16, 3)).astype(np.float32)
    regions = random.integers(0, 5, (16, 16)).astype(np.int32)
    shares = Letterbox.of(regions.shape, 16).shares(regions)
    whole = snap(picture, codes, shares)
    monkeypatch.setattr(snapping, "AT_ONCE", 70)
    np.testing.assert_allclose(snap(picture, codes, shares), whole, atol=1e-6)
