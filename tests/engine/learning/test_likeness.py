"""ST-LPIPS, with random weights; with those of the extra where it is installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
import torch

from shiage_engine.learning.features import PACKAGE
from shiage_engine.learning.likeness import LEAST_SIDE, Likeness, load_likeness


def noise(seed: int, height: int = 48, width: int = 64) -> torch.Tensor:
    return torch.rand(2, 3, height, width, generator=torch.Generator().manual_seed(seed)) * 2 - 1


@pytest.fixture
def small() -> Likeness:
    torch.manual_seed(0)
    return Likeness((2, 3, 4, 5, 6))


def test_distances_are_of_pairs_and_symmetric(small: Likeness) -> None:
    one, other = noise(0), noise(1)
    assert small(one, one).tolist() == [0, 0]
    found = small(one, other)
    assert found.shape == (2,) and (found > 0).all()
    torch.testing.assert_close(found, small(other, one))
    torch.testing.assert_close(found[:1], small(one[:1], other[:1]))


def test_the_least_side_is_enough(small: Likeness) -> None:
    assert torch.isfinite(small(noise(0, LEAST_SIDE, LEAST_SIDE), noise(1, LEAST_SIDE, LEAST_SIDE))).all()


def test_channels_that_count_nothing_make_no_distance(small: Likeness) -> None:
    for importance in small.importance:
        importance.zero_()
    assert small(noise(0), noise(1)).tolist() == [0, 0]


@pytest.mark.slow
@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="needs the extra `train`")
def test_the_weights_of_the_extra_are_read() -> None:
    likeness = load_likeness()
    near, far = noise(0), noise(1)
    assert 0 < float(likeness(near, (near + 0.05).clamp(-1, 1))[0]) < float(likeness(near, far)[0])
