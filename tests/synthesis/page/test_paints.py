"""The palette of a shot."""

from __future__ import annotations

import numpy as np

from shiage_synthesis.page.paints import MOST_PAINTS, Paints


def test_a_role_keeps_its_label_and_no_color_stands_twice() -> None:
    for seed in range(10):
        paints = Paints(np.random.default_rng(seed))
        labels = [paints(f"role {index}") for index in range(60)]
        shades = [paints.shade(label, kind) for label in labels for kind in ("dark", "light")]
        assert labels == [paints(f"role {index}") for index in range(60)]
        assert set(labels + shades) <= set(range(2, len(paints.colors)))
        assert len(set(paints.colors[2:])) == len(paints.colors) - 2 <= MOST_PAINTS + 6


def test_alike_roles_share_a_label() -> None:
    paints = Paints(np.random.default_rng(0))
    assert paints.alike("brow", "hair", 1.0) == paints("hair") == paints("brow")
