"""The generator of patches, at toy size."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.patch.network import INKS, PatchGenerator, PatchSizes

TOY = PatchSizes(labels=4, widths=(4, 8, 8), blocks=1)


def patches(count: int) -> torch.Tensor:
    return torch.rand((count, INKS + 2, 16, 16), generator=torch.Generator().manual_seed(1))


def test_a_logit_for_each_label_and_pixel() -> None:
    assert PatchGenerator(TOY)(patches(3)).shape == (3, 4, 16, 16)


def test_gradient_reaches_every_parameter() -> None:
    torch.manual_seed(0)
    network = PatchGenerator(TOY)
    network(patches(2)).square().sum().backward()
    for name, value in network.named_parameters():
        assert value.grad is not None and value.grad.abs().sum() > 0, name


def test_patches_of_a_batch_know_nothing_of_each_other() -> None:
    torch.manual_seed(0)
    network, two = PatchGenerator(TOY).eval(), patches(2)
    singly = torch.cat([network(two[:1]), network(two[1:])])
    torch.testing.assert_close(network(two), singly)


@pytest.mark.parametrize(
    "wrong", [{"labels": 0}, {"labels": 4, "inks": 0}, {"labels": 4, "widths": (4, 6, 8)}]
)
def test_wrong_sizes_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="must be"):
        PatchSizes(**wrong)
