"""Code colors: far apart, never near black, drawn anew."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.codes import DARKEST, code_colors, own_colors
from shiage_engine.drawing.oklab import oklab


def least_distance(colors: np.ndarray) -> float:
    places = oklab(colors.astype(np.float32) / 255)
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    apart[np.diag_indices(len(apart))] = np.inf
    return float(apart.min())


@pytest.mark.parametrize(("count", "least"), [(2, 0.4), (8, 0.25), (41, 0.1)])
def test_codes_are_far_apart_and_light(count: int, least: float) -> None:
    codes = code_colors(count, np.random.default_rng(1))
    assert codes.shape == (count, 3) and codes.dtype == np.uint8
    assert least_distance(codes) > least
    assert oklab(codes.astype(np.float32) / 255)[:, 0].min() >= DARKEST


def test_each_draw_is_another_and_a_seed_is_the_same() -> None:
    one, other, again = (code_colors(6, np.random.default_rng(seed)) for seed in (1, 2, 1))
    assert (one != other).any()
    np.testing.assert_array_equal(one, again)


def test_more_labels_than_candidates_still_have_codes() -> None:
    assert code_colors(2000, np.random.default_rng(0)).shape == (2000, 3)


def test_own_colors_keep_the_palette_and_give_the_backdrop_one_far_from_it() -> None:
    palette = np.array([[0, 0, 0, 0], [255, 255, 255, 255], [200, 30, 30, 255]], np.uint8)
    codes = own_colors(palette)
    np.testing.assert_array_equal(codes[1:], palette[1:, :3])
    assert least_distance(codes) > 0.3
    assert own_colors(palette[:1]).shape == (1, 3)
