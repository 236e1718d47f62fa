"""What holds for every creature, robot and vehicle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from shiage_synthesis.creatures.beasts import beast
from shiage_synthesis.creatures.birds import bird
from shiage_synthesis.creatures.crawlers import slime, worm
from shiage_synthesis.creatures.swimmers import fish, octopus
from shiage_synthesis.page.chance import Rng
from shiage_synthesis.page.paints import Paints
from shiage_synthesis.page.parts import Figure
from shiage_synthesis.things.cars import car
from shiage_synthesis.things.robots import robot

MAKERS = [beast, bird, slime, worm, fish, octopus, robot, car]


@pytest.mark.parametrize("maker", MAKERS)
def test_all_parts_have_a_name_of_their_own_and_lie_somewhere(
    maker: Callable[[Rng, Paints, int], Figure],
) -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        draw = maker(rng, Paints(rng), 3)
        for frame in range(3):
            parts = draw(frame)
            assert len({part.key for part in parts}) == len(parts)
            for part in parts:
                inlays = [inlay.shape for inlay in part.inlays]
                assert all(np.isfinite(shape).all() for shape in [*part.pieces, *part.folds, *inlays])
