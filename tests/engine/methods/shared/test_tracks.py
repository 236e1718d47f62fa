"""Tracks of regions over time, on links made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shiage_engine.methods.shared.tracks import (
    FEATURES,
    WEIGHTS,
    Links,
    chance,
    follow,
    joined,
    mutual,
    pair_features,
    repeated,
)
from tests.engine.methods.figures import made


def both(*links: tuple[tuple[int, int], tuple[int, int], float]) -> Links:
    found: Links = {}
    for one, other, strength in links:
        found.setdefault(one, []).append((other, strength))
        found.setdefault(other, []).append((one, strength))
    return found


CHAIN = both(((0, 1), (1, 4), 0.95), ((1, 4), (2, 2), 0.6), ((2, 2), (3, 7), 0.9))


def test_pairs_are_each_others_best_with_the_smaller_share() -> None:
    forth = np.array([[0.9, 0.1], [0.8, 0.15], [0.1, 0.25]], np.float32)
    back = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.6]], np.float32)
    assert [(here, there) for here, there, _ in mutual(forth, back)] == [(0, 0)]  # the last is too weak
    np.testing.assert_allclose([strength for *_, strength in mutual(forth, back)], [0.7])
    assert not list(mutual(np.zeros((0, 2), np.float32), np.zeros((2, 0), np.float32)))


def test_a_track_is_as_strong_as_its_weakest_link() -> None:
    assert follow(CHAIN, (0, 1), 0.5) == {(1, 4): 0.95, (2, 2): 0.6, (3, 7): 0.6}
    assert follow(CHAIN, (0, 1), 0.7) == {(1, 4): 0.95}
    assert follow(CHAIN, (2, 2), 0.5) == {(1, 4): 0.6, (0, 1): 0.6, (3, 7): 0.9}
    assert follow(CHAIN, (9, 9), 0.5) == {}


def test_of_two_ways_the_surer_one_counts_and_a_frame_is_reached_once() -> None:
    links = both(((0, 1), (2, 2), 0.5), ((0, 1), (1, 1), 0.9), ((1, 1), (2, 3), 0.8))
    assert follow(links, (0, 1), 0.3) == {(1, 1): 0.9, (2, 3): 0.8}


def test_a_drawing_that_occurs_again_is_linked_with_itself() -> None:
    shot, _ = made(0)
    shown = [shot.frames[at] for at in (0, 1, 0, 2, 0)]
    links = repeated(shown)
    regions = range(1, shown[0].count + 1)
    assert {region: follow(links, (0, region), 0.9) for region in regions} == {
        region: {(2, region): 1.0, (4, region): 1.0} for region in regions
    }
    assert not any(frame in (1, 3) for frame, _ in links)


def test_joined_links_are_all_of_both() -> None:
    one, other = both(((0, 1), (1, 1), 0.5)), both(((0, 1), (2, 1), 0.7))
    assert joined(one, other) == both(((0, 1), (1, 1), 0.5), ((0, 1), (2, 1), 0.7))


def test_the_chance_of_one_color_grows_with_the_track_and_falls_with_the_frames_between() -> None:
    def of(strength: float, frames: int, agrees: bool) -> float:
        return chance(pair_features(strength, frames, agrees, 0.5, (400, 500)))

    assert 0 < of(0.3, 1, False) < of(0.7, 1, False) < of(0.99, 1, False) < 1
    assert of(0.7, 1, False) < of(0.7, 1, True)
    assert of(0.99, 5, False) < of(0.99, 1, False)


def test_the_features_of_a_pair() -> None:
    assert pair_features(0.5, 3, True, 0.5, (200, 100)) == pytest.approx(
        [0, 1, 0, math.log(3), 0, 0, math.log(2), math.log(100)]
    )
    assert len(FEATURES) == len(WEIGHTS) == len(pair_features(1, 0, False, 0, (1, 0)))
