"""What places of drawings have in common."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shiage_engine.methods.pictures.matching import match_loss, shares_of


def test_places_hold_shares_of_labels() -> None:
    labels = torch.zeros(4, 8, dtype=torch.long)
    labels[:, 2:] = 1
    labels[:, 4:] = 2
    shares = shares_of(labels[None, None], 4, side=4)
    assert shares.shape == (1, 1, 4, 1, 2)
    assert shares[0, 0, :, 0].T.tolist() == [[0.5, 0.5, 0, 0], [0, 0, 1, 0]]


def test_the_match_loss_is_minus_the_log_of_the_mass_on_the_right_label() -> None:
    shares = torch.tensor([[1.0, 0.0], [0.0, 1.0]]).reshape(1, 2, 1, 2)  # two places, of labels 0 and 1
    mass = torch.tensor([[0.5, 0.9], [0.5, 0.1]]).reshape(1, 2, 1, 2)
    both = torch.ones(1, 1, 2, 1, 2)
    assert match_loss(mass, shares, both).item() == pytest.approx(-np.log([0.5, 0.1]).mean(), abs=1e-3)
    first = torch.tensor([1.0, 0.0]).reshape(1, 1, 2, 1, 1).expand(1, 1, 2, 1, 2)
    assert match_loss(mass, shares, first).item() == pytest.approx(-np.log(0.5), abs=1e-3), "the other is new"
