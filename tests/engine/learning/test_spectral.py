"""Spectral norm baked into weights."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from shiage_engine.learning.spectral import baked


def test_a_plain_network_with_baked_weights_answers_the_same() -> None:
    torch.manual_seed(0)
    normed = nn.Sequential(spectral_norm(nn.Conv2d(2, 4, 3), n_power_iterations=200), nn.Conv2d(4, 1, 1))
    picture = torch.rand(1, 2, 6, 6)
    normed(picture)  # estimates the norm
    plain = nn.Sequential(nn.Conv2d(2, 4, 3), nn.Conv2d(4, 1, 1))
    plain.load_state_dict(baked(normed.state_dict()))  # the same names as without the norm
    torch.testing.assert_close(plain(picture), normed.eval()(picture), rtol=1e-3, atol=1e-4)


def test_the_largest_singular_value_of_a_baked_weight_is_one() -> None:
    weights = {
        "0.parametrizations.weight.original": torch.diag(torch.tensor([4.0, 2.0]))[..., None, None],
        "0.parametrizations.weight.0._u": torch.ones(2),
        "0.bias": torch.ones(2),
    }
    found = baked(weights)
    assert found.keys() == {"0.weight", "0.bias"}
    torch.testing.assert_close(found["0.weight"][..., 0, 0], torch.diag(torch.tensor([1.0, 0.5])))
