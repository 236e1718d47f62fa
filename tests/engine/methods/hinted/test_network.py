"""The hint-guided network and its opponent."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.hinted.network import PAPER, SMALL, Hinted, HintedParams, Judge

TINY = HintedParams(width=4, blocks=1)


def inputs(batch: int, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    return tuple(torch.rand(batch, channels, height, width) * 2 - 1 for channels in (1, 3, 3))  # type: ignore[return-value]


@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 30), (9, 10)])
def test_the_answer_is_a_picture_of_the_size_of_the_lines(height: int, width: int) -> None:
    answer = Hinted(TINY)(*inputs(2, height, width))
    assert answer.shape == (2, 3, height, width)
    assert answer.abs().max() <= 1


def test_a_batch_equals_its_members_singly() -> None:
    network = Hinted(TINY)
    line, hints, before = inputs(3, 16, 24)
    together = network(line, hints, before)
    for at in range(3):
        part = slice(at, at + 1)
        torch.testing.assert_close(
            network(line[part], hints[part], before[part]), together[part], rtol=1e-3, atol=1e-5
        )


def test_a_gradient_reaches_every_parameter() -> None:
    network, judge = Hinted(TINY), Judge(TINY)
    line, hints, before = inputs(1, 32, 32)
    answer = network(line, hints, before)
    judge(torch.stack([line, line], 1), torch.stack([before, answer], 1)).sum().backward()
    for name, value in [*network.named_parameters(), *judge.named_parameters()]:
        assert value.grad is not None and value.grad.abs().sum() > 0, name


@pytest.mark.parametrize("what", [0, 1, 2])
def test_lines_hints_and_the_answer_before_all_matter(what: int) -> None:
    network = Hinted(TINY)
    given = [*inputs(1, 16, 16)]
    answer = network(*given)
    given[what] = -given[what]
    assert (network(*given) - answer).abs().max() > 1e-4


def test_a_verdict_depends_on_a_patch_of_seventy_pixels() -> None:
    judge = Judge(TINY, frames=1)
    line, _, picture = inputs(1, 128, 128)
    picture.requires_grad_()
    verdict = judge(line[:, None], picture[:, None])
    assert verdict.shape == (1, 1, 14, 14)
    verdict[0, 0, 7, 7].backward()
    assert picture.grad is not None
    rows = picture.grad.abs().sum((0, 1, 3)).nonzero()
    assert int(rows.max() - rows.min()) + 1 == 70


def test_the_sizes_are_those_of_the_design() -> None:
    def numbers(params: HintedParams) -> tuple[int, int]:
        found = Hinted(params), Judge(params)
        return tuple(sum(value.numel() for value in one.parameters()) for one in found)  # type: ignore[return-value]

    assert [round(count / 1e6, 2) for count in numbers(SMALL)] == [0.54, 0.18]
    assert [round(count / 1e6, 1) for count in numbers(PAPER)] == [10.8, 2.8]


@pytest.mark.slow
def test_the_papers_network_runs_forward_and_backward() -> None:
    network, judge = Hinted(PAPER), Judge(PAPER)
    line, hints, before = inputs(1, 64, 64)
    answer = network(line, hints, before)
    judge(torch.stack([line, line], 1), torch.stack([before, answer], 1)).mean().backward()
    assert all(value.grad is not None for value in network.parameters())
