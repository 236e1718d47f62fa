"""LAVC's temporal constraint network and its opponent."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.lavc.network import PAPER, SMALL, LavcParams
from shiage_engine.methods.lavc.temporal import (
    TemporalConstraint,
    TemporalJudge,
    TemporalShift,
    add_spectral_norm,
)
from tests.engine.methods.lavc.toys import PLAIN, RICH, numbers

BOTH = pytest.mark.parametrize("params", [PLAIN, RICH], ids=["plain", "rich"])


def frames(batch: int, count: int, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    shapes = ((batch, count, channels, height, width) for channels in (1, 3))
    lines, pictures = (2 * torch.rand(shape, generator=generator) - 1 for shape in shapes)
    return lines, pictures


def test_a_new_shift_takes_a_quarter_from_before_and_a_quarter_from_after() -> None:
    """Frames 1, 2, 3 of four channels: the first comes from before, the second from after, the others stay."""
    x = torch.tensor([1.0, 2.0, 3.0]).reshape(1, 3, 1, 1, 1).expand(1, 3, 4, 1, 1)
    shifted = TemporalShift(4)(x)[0, :, :, 0, 0]
    assert shifted.tolist() == [[0, 2, 1, 1], [1, 3, 2, 2], [2, 0, 3, 3]]


def test_a_shift_is_learned_for_each_channel() -> None:
    shift = TemporalShift(4)
    with torch.no_grad():
        shift.kernel[:, 3, 0, 0] = torch.tensor([0.5, 0.0, 2.0])
    x = torch.tensor([1.0, 2.0, 3.0]).reshape(1, 3, 1, 1, 1).expand(1, 3, 4, 1, 1)
    assert shift(x)[0, :, 3, 0, 0].tolist() == [4, 6.5, 1]


@BOTH
@pytest.mark.parametrize(("count", "height", "width"), [(3, 16, 16), (2, 17, 30), (6, 9, 13)])
def test_the_answer_is_of_the_size_of_the_frames(
    params: LavcParams, count: int, height: int, width: int
) -> None:
    lines, pictures = frames(2, count, height, width)
    answer = TemporalConstraint(params)(lines, pictures)
    assert answer.shape == pictures.shape
    assert answer.abs().max() <= 1


@BOTH
def test_a_batch_equals_its_members_singly(params: LavcParams) -> None:
    network = TemporalConstraint(params)
    lines, pictures = frames(2, 3, 16, 16)
    together = network(lines, pictures)
    for at in range(2):
        part = slice(at, at + 1)
        torch.testing.assert_close(network(lines[part], pictures[part]), together[part], rtol=1e-3, atol=1e-5)


@BOTH
def test_a_gradient_reaches_every_parameter(params: LavcParams) -> None:
    network, judge = add_spectral_norm(TemporalConstraint(params)), TemporalJudge(params.width)
    lines, pictures = frames(1, 3, 32, 32)
    judge(lines, network(lines, pictures)).sum().backward()
    for name, value in [*network.named_parameters(), *judge.named_parameters()]:
        assert value.grad is not None and value.grad.abs().sum() > 0, name


@BOTH
def test_other_frames_and_their_order_matter(params: LavcParams) -> None:
    torch.manual_seed(0)
    network = TemporalConstraint(params)
    lines, pictures = frames(1, 3, 16, 16)
    answer = network(lines, pictures)[:, 1]
    other = pictures.clone()
    other[:, 2] = -other[:, 2]
    assert (network(lines, other)[:, 1] - answer).abs().max() > 1e-5
    turned = network(lines.flip(1), pictures.flip(1))[:, 1]
    assert (turned - answer).abs().max() > 1e-5


def test_the_small_one_begins_near_what_it_is_given() -> None:
    torch.manual_seed(0)
    lines, pictures = frames(1, 3, 32, 32)
    assert (TemporalConstraint(RICH)(lines, pictures) - pictures).abs().mean() < 0.05


def test_the_sizes_are_those_of_the_design() -> None:
    for params, expected in ((SMALL, [0.41, 0.51]), (PAPER, [6.58, 8.03])):
        found = TemporalConstraint(params), TemporalJudge(params.width)
        assert [round(numbers(one) / 1e6, 2) for one in found] == expected


@pytest.mark.slow
def test_the_papers_network_runs_forward_and_backward() -> None:
    network = add_spectral_norm(TemporalConstraint(PAPER))
    lines, pictures = frames(1, 3, 64, 64)
    TemporalJudge(PAPER.width)(lines, network(lines, pictures)).mean().backward()
    assert all(value.grad is not None for value in network.parameters())
