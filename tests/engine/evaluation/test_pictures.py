"""Figures of pictures, on small ones worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.evaluation.pictures import MOST, SIDE, Pictures, compare, ms_ssim, shown, ssim


def noise(seed: int, side: int = 64) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3)).astype(np.uint8)


def test_a_picture_is_its_own_truth() -> None:
    assert compare(noise(0), noise(0)) == pytest.approx((0, MOST, 1, 1))


def test_mean_squared_error_and_its_decibels_by_hand() -> None:
    """Off by 51 levels of 255, that is a fifth, everywhere."""
    mse, psnr, *_ = compare(np.full((32, 32, 3), 100, np.uint8), np.full((32, 32, 3), 151, np.uint8))
    assert mse == pytest.approx(0.04)
    assert psnr == pytest.approx(13.979, abs=1e-3)


def test_similarity_of_two_flat_pictures_by_hand() -> None:
    """Without structure only the means count: (2 a b + c) / (a a + b b + c)."""
    one, other = np.full((32, 32, 3), 0.2), np.full((32, 32, 3), 0.6)
    expected = (2 * 0.12 + 1e-4) / (0.04 + 0.36 + 1e-4)
    assert ssim(one, other) == pytest.approx(expected)


def test_structure_counts_at_all_scales() -> None:
    one, other = noise(0) / 255, noise(1) / 255
    assert ssim(one, other) < 0.1
    assert ms_ssim(one, other) < 0.5
    blurred = np.clip(one + 0.02, 0, 1)
    assert ms_ssim(one, blurred) > ms_ssim(one, other)
    assert 0 <= ms_ssim(one[:8, :8], other[:8, :8]) <= 1, "smaller than a window"


def test_lines_lie_over_the_paint_at_one_size() -> None:
    line = np.full((64, 128, 4), 255, np.uint8)
    line[:, 60:70, :3] = 0
    paint = np.zeros((64, 128, 4), np.uint8)
    paint[:, :60] = (200, 100, 50, 255)
    found = shown(paint, line)
    assert found.shape == (SIDE // 2, SIDE, 3)
    assert found[50, 20].tolist() == [200, 100, 50]
    assert found[50, 130].tolist() == [0, 0, 0]
    assert found[50, 240].tolist() == [255, 255, 255], "nothing is white"
    small = np.full((16, 32, 3), 77, np.uint8)
    assert shown(small, line)[50, 20].tolist() == [77, 77, 77]


def test_a_frame_has_figures_of_its_paint_and_of_the_raw_answer() -> None:
    line = np.full((64, 64, 4), 255, np.uint8)
    truth = np.full((64, 64, 4), (200, 100, 50, 255), np.uint8)
    only = Pictures.of(truth, None, truth, line).figures()
    assert only.psnr == MOST and np.isnan(only.raw_psnr) and np.isnan(only.st_lpips)
    both = Pictures.of(truth, np.full((16, 16, 3), 149, np.uint8), truth, line).figures()
    assert both.psnr == MOST and both.raw_psnr < 20 and both.raw_mse > 0
