"""Which colors are one, mixed anew."""

from __future__ import annotations

import numpy as np

from shiage_engine.methods.unet.variants import Variants, apart

NONE, RED, GRAY = (0, 0, 0, 0), (200, 30, 30, 255), (196, 194, 195, 255)


def of_shots(colors: list[tuple[int, ...]], shots: list[set[int]]) -> Variants:
    return Variants.of_shots(np.array([NONE, *colors], np.uint8), shots)


def test_colors_alike_that_never_meet_are_one_label() -> None:
    found = of_shots([RED, GRAY, (198, 196, 197, 255)], [{0, 1, 2}, {0, 1, 3}, {0, 2}, {0, 2}])
    assert found.label_of.tolist() == [0, 1, 2, 2]
    assert found.counts.tolist() == [4, 2, 3, 1]
    assert found.share.tolist() == [1, 1, 0.75, 0.25]
    assert found.labels == 3


def test_colors_that_meet_are_two_however_alike() -> None:
    found = of_shots([GRAY, (196, 194, 196, 255)], [{1, 2}, {1}, {2}])
    assert found.label_of.tolist() == [0, 1, 2]


def test_a_chain_of_likes_is_not_one_color() -> None:
    found = of_shots([(100, 0, 0, 255), (108, 0, 0, 255), (116, 0, 0, 255)], [{1}, {2}, {3}])
    assert found.label_of.tolist() == [0, 1, 1, 2]


def test_a_color_that_meets_one_of_a_label_is_none_of_it() -> None:
    found = of_shots([(100, 0, 0, 255), (104, 0, 0, 255), (102, 0, 0, 255)], [{1}, {2, 3}])
    assert found.label_of.tolist() == [0, 1, 1, 2]


def test_unpainted_is_like_no_color() -> None:
    assert of_shots([(2, 2, 2, 255)], [{0, 1}]).label_of.tolist() == [0, 1]
    assert of_shots([(2, 2, 2, 4)], [{1}]).label_of.tolist() == [0, 1]


def test_how_far_colors_are_apart() -> None:
    colors = np.array([NONE, RED, GRAY], np.uint8)
    assert apart(colors[1], colors[2]) == 165
    assert apart(colors[:, None], colors[None]).tolist() == [[0, 255, 255], [255, 0, 165], [255, 165, 0]]
