"""What holds for every creature, robot and vehicle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from shiage_engine.generated.actors import Actor
from shiage_engine.generated.beasts import beast
from shiage_engine.generated.birds import bird
from shiage_engine.generated.crawlers import slime, worm
from shiage_engine.generated.machines import car, machine
from shiage_engine.generated.motion import Rng
from shiage_engine.generated.style import Paints
from shiage_engine.generated.swimmers import fish, octopus

MAKERS = [beast, bird, slime, worm, fish, octopus, machine, car]


@pytest.mark.parametrize("maker", MAKERS)
def test_all_parts_have_a_name_of_their_own_and_lie_somewhere(
    maker: Callable[[Rng, Paints, int], Actor],
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
