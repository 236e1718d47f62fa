"""Tracks over time, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_synthesis.page.motion import keyed, lagging, sometimes, warp


def test_keys_are_reached_and_held() -> None:
    keys = np.array([[0.0], [10.0], [4.0]])
    assert keyed(keys, 5, hold=False)[:, 0].tolist() == [0, 5, 10, 7, 4]
    assert keyed(keys, 5, hold=True)[:, 0].tolist() == [0, 0, 10, 10, 4]
    assert keyed(keys[:1], 3, hold=False)[:, 0].tolist() == [0, 0, 0]


def test_soft_things_hang_behind_what_moves_and_rest_with_what_rests() -> None:
    assert lagging(np.zeros(6), 0.6).tolist() == [0] * 6
    assert lagging(np.arange(6.0), 0.6)[0] < 0
    assert lagging(np.zeros(1), 0.6).tolist() == [0]


def test_sometimes_is_one_stretch_at_most() -> None:
    for seed in range(20):
        shown = sometimes(np.random.default_rng(seed), 12, 0.3)
        assert (np.diff(np.concatenate([[0], shown.astype(int), [0]])) == 1).sum() <= 1


def test_a_warp_moves_places_by_little() -> None:
    places = np.random.default_rng(0).uniform(0, 500, (100, 2))
    moved = warp(np.random.default_rng(1), 2.0, 100)(places)
    assert 0 < np.abs(moved - places).max() < 20
    assert warp(np.random.default_rng(1), 0.0, 100)(places) == pytest.approx(places)
