"""The U-net at toy size."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.nn import functional as F

from shiage_engine.methods.unet.network import INKS, UNet, UNetParams

TOY = UNetParams(labels=4, width=8, widest=16, depth=2, fold=1)


def toy(seed: int = 0) -> UNet:
    torch.manual_seed(seed)
    return UNet(TOY)


def drawing(height: int = 64, width: int = 64) -> torch.Tensor:
    """Two drawings of noise."""
    generator = torch.Generator().manual_seed(0)
    return torch.rand(2, INKS, height, width, generator=generator)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (61, 35), (4, 4), (1, 1), (3, 70)])
def test_each_pixel_gets_a_logit_a_label(height: int, width: int) -> None:
    logits = toy()(drawing(height, width))
    assert logits.shape == (2, 4, height, width)
    assert torch.isfinite(logits).all()


@pytest.mark.parametrize(
    ("height", "width", "folded"), [(64, 32, (32, 16)), (61, 35, (31, 18)), (1, 1, (1, 1))]
)
def test_a_fold_of_pixels_gets_one_logit(height: int, width: int, folded: tuple[int, int]) -> None:
    network = UNet(replace(TOY, fold=2))
    assert network(drawing(height, width)).shape == (2, 4, *folded)
    assert network.params.stride == 8


def test_widths_double_up_to_the_widest() -> None:
    assert UNetParams(4, 8, 32, 4).widths == (8, 16, 32, 32, 32)
    assert UNetParams(4, 8, 32, 4, fold=1).stride == 16


def test_sizes_that_cannot_be_are_told_with_both_numbers() -> None:
    with pytest.raises(ValueError, match="width 12 and widest 64 must be multiples of 8"):
        UNet(UNetParams(4, 12, 64, 2))


def test_the_gradient_reaches_every_parameter() -> None:
    network = toy()
    network(drawing()).square().sum().backward()
    for name, value in network.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


@pytest.mark.slow
def test_the_loss_falls() -> None:
    network, line = toy(), drawing(32, 32)
    labels = (line[:, 0] > 0.5).long() + 2 * (line[:, 1] > 0.5).long()
    optimizer = torch.optim.AdamW(network.parameters(), 0.02)
    losses = []
    for _ in range(20):
        loss = F.cross_entropy(network(line), labels)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]


def test_two_as_a_batch_equal_two_alone() -> None:
    network, line = toy().eval(), drawing()
    with torch.inference_mode():
        torch.testing.assert_close(network(line)[1:], network(line[1:]), rtol=1e-4, atol=1e-5)


def test_paper_beside_a_drawing_that_fits_changes_nothing() -> None:
    network, line = toy().eval(), drawing(32, 32)[:1]
    cut = F.pad(line[..., :30], (0, 2))  # what lies beyond the edge is paper
    with torch.inference_mode():
        torch.testing.assert_close(network(line[..., :30]), network(cut)[..., :30])
