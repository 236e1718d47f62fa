"""Examples drawn ahead by worker processes."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch
from torch import Tensor

from shiage_engine.learning.ahead import drawn_ahead
from shiage_engine.learning.fit import random_of, step_of


def draw(random: np.random.Generator) -> tuple[Tensor, int]:
    return torch.from_numpy(random.integers(100, size=3)), os.getpid()


def test_a_generator_tells_its_step() -> None:
    assert step_of(random_of(3, 14)) == (3, 14)


def test_with_no_workers_it_is_drawn_in_between() -> None:
    assert drawn_ahead(draw, 0) is draw


@pytest.mark.slow
def test_workers_draw_the_same_in_order_and_from_any_step_on() -> None:
    ahead = drawn_ahead(draw, 2)
    for step in (5, 6, 7, 8, 2, 3, 3):
        (found, where), (expected, here) = ahead(random_of(1, step)), draw(random_of(1, step))
        assert found.tolist() == expected.tolist()
        assert where != here
