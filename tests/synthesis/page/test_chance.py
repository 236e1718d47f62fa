"""Random choices, and the order in which they are made."""

from __future__ import annotations

import numpy as np

from shiage_synthesis.page.chance import one_of, sampled, uniforms


def test_all_values_are_chosen_and_no_other() -> None:
    rng = np.random.default_rng(0)
    assert {one_of(rng, "abc") for _ in range(50)} == {"a", "b", "c"}


def test_a_value_is_sampled_as_often_as_its_chance_says() -> None:
    rng = np.random.default_rng(0)
    drawn = [
        value for _ in range(400) for value in sampled(rng, ((0.0, "never"), (0.25, "rare"), (1.0, "always")))
    ]
    assert drawn.count("never") == 0
    assert 60 < drawn.count("rare") < 140
    assert drawn.count("always") == 400


def test_a_sampled_value_may_draw_numbers_before_the_next_is_sampled() -> None:
    """So that what a choice draws stands behind the choice, as in a plain loop."""
    rng, plain = np.random.default_rng(3), np.random.default_rng(3)
    numbers = [rng.random() for _ in sampled(rng, ((1.0, "a"), (1.0, "b")))]
    expected = [plain.random() for _ in range(4)]
    assert numbers == expected[1::2]


def test_uniform_numbers_lie_in_their_ranges() -> None:
    low, high = uniforms(np.random.default_rng(0), (0, 1), (5, 6))
    assert 0 <= low < 1
    assert 5 <= high < 6
