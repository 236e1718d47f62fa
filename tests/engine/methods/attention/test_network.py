"""The attention-aware network and its opponent."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from shiage_engine.methods.attention.network import (
    PAPER,
    PARTS,
    SMALL,
    Attended,
    AttentionAware,
    AttentionParams,
    ChannelSpatial,
    Judge,
    LinearAttention,
    StopAttention,
    attended_to,
    gathered,
    weights_of,
)
from tests.engine.methods.attention.toys import PLAIN, RICH, inputs

BOTH = pytest.mark.parametrize("params", [PLAIN, RICH], ids=["plain", "rich"])


def network(params: AttentionParams) -> AttentionAware:
    torch.manual_seed(0)
    return AttentionAware(params)


def numbers(network: torch.nn.Module) -> float:
    return round(sum(value.numel() for value in network.parameters()) / 1e6, 2)


@BOTH
@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 50), (17, 19)])
def test_the_answer_is_a_picture_of_the_size_of_the_lines(
    params: AttentionParams, height: int, width: int
) -> None:
    answer = network(params).eval()(*inputs(2, height, width))
    assert answer.picture.shape == (2, 3, height, width)
    assert answer.picture.abs().max() <= 1


@BOTH
@pytest.mark.parametrize("references", [1, 3])
def test_a_batch_equals_its_members_singly(params: AttentionParams, references: int) -> None:
    one = network(params).eval()
    line, pictures = inputs(3, 32, 48, references)
    together = one(line, pictures).picture
    for at in range(3):
        part = slice(at, at + 1)
        torch.testing.assert_close(
            one(line[part], pictures[part]).picture, together[part], rtol=1e-3, atol=1e-5
        )


@BOTH
@pytest.mark.parametrize("without", [(), *((part,) for part in PARTS), PARTS])
def test_a_gradient_reaches_every_parameter(params: AttentionParams, without: tuple[str, ...]) -> None:
    params = replace(params, without=frozenset(without))
    one, judge = network(params), Judge(params.judge)
    for module in one.modules():
        if isinstance(module, ChannelSpatial):  # its single middle number must not be cut off by ReLU
            for value in module.channels.parameters():
                value.data.abs_()
    line, pictures = inputs(2, 64, 64)
    answer = one(line, pictures)
    loss = judge(line, answer.picture).square().sum()
    if "sga" in without:
        loss = loss + answer.attended.queries.square().sum() + answer.attended.keys.square().sum()
    loss.backward()
    for name, value in [*one.named_parameters(), *judge.named_parameters()]:
        assert value.grad is not None and value.grad.abs().sum() > 0, name


def test_no_gradient_passes_through_the_attention_matrix() -> None:
    """Were the matrix given from elsewhere, the gradient would be the same."""
    torch.manual_seed(0)
    layer = StopAttention(4).eval()
    x, y = torch.randn(1, 3, 4, requires_grad=True), torch.randn(1, 5, 4, requires_grad=True)
    weights = weights_of(x, y)
    assert not weights.requires_grad
    own = torch.autograd.grad(layer(x, y).square().sum(), (x, y))
    told = weights.detach() @ torch.nn.functional.leaky_relu(layer.other(y), 0.2)
    told = told + torch.nn.functional.leaky_relu(layer.self(x), 0.2)
    given = layer.norm(told.transpose(1, 2)).transpose(1, 2) + x
    for value, expected in zip(own, torch.autograd.grad(given.square().sum(), (x, y)), strict=True):
        torch.testing.assert_close(value, expected)


def test_attention_is_normed_by_rows_then_by_columns() -> None:
    """Two places of the target, both like the first of two of the reference: each takes half of its column."""
    x = torch.tensor([[[9.0, 0.0], [9.0, 0.0]]])
    y = torch.tensor([[[9.0, 0.0], [0.0, 9.0]]])
    torch.testing.assert_close(weights_of(x, y)[0], torch.tensor([[0.5, 0.0], [0.5, 0.0]]))
    x = torch.tensor([[[9.0, 0.0], [0.0, 9.0]]])
    torch.testing.assert_close(weights_of(x, y)[0], torch.eye(2))
    x, y = torch.zeros(1, 3, 2), torch.zeros(1, 2, 2)
    # A half each, then of three halves.
    torch.testing.assert_close(weights_of(x, y)[0], torch.full((3, 2), 1 / 3))


def test_attention_of_scft_is_a_softmax_of_what_is_learned() -> None:
    layer = LinearAttention(2)
    with torch.no_grad():
        for linear in (layer.query, layer.key, layer.value):
            linear.weight.copy_(torch.eye(2))
            linear.bias.zero_()
    x, y = torch.tensor([[[100.0, 0.0]]]), torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    found, attended = layer(x, y)
    torch.testing.assert_close(found, x + y[:, :1])
    torch.testing.assert_close(attended.keys, y)


def test_channels_then_places_are_weighed() -> None:
    attention = ChannelSpatial(4)
    x = torch.rand(1, 4, 5, 6)
    with torch.no_grad():
        for value in attention.parameters():
            value.zero_()
    torch.testing.assert_close(attention(x), x / 4)  # a half for each channel, and for each place


def test_all_maps_are_gathered_at_the_size_of_the_last() -> None:
    large, small = torch.arange(16.0).reshape(1, 1, 4, 4), torch.zeros(1, 2, 2, 2)
    found = gathered([large, small])
    assert found.shape == (1, 3, 2, 2)
    assert found[0, 0].tolist() == [[2.5, 4.5], [10.5, 12.5]]


def test_a_reference_given_twice_changes_nothing_between_places() -> None:
    """What is attended to is the same, by halves: the columns' norms make each count half."""
    torch.manual_seed(0)
    x, y = torch.randn(1, 3, 4), torch.randn(1, 5, 4)
    once, twice = weights_of(x, y), weights_of(x, torch.cat([y, y], 1))
    torch.testing.assert_close(twice[..., :5], twice[..., 5:])
    torch.testing.assert_close(twice[..., :5], once)


def test_the_sizes_are_those_of_the_design() -> None:
    assert [numbers(AttentionAware(SMALL)), numbers(Judge(SMALL.judge))] == [2.12, 0.18]


@pytest.mark.slow
def test_the_papers_network_runs_forward_and_backward() -> None:
    one, judge = network(PAPER), Judge(PAPER.judge)
    assert numbers(one) == 83.96
    line, pictures = inputs(2, 64, 64)
    judge(line, one(line, pictures).picture).mean().backward()
    assert all(value.grad is not None for value in one.parameters())


def test_a_place_shows_the_labels_of_the_places_that_it_looks_at() -> None:
    """Two places look, one surely at the first reference's second, one at nothing more than at all others."""
    queries, keys = torch.tensor([[[9.0], [0.0]]]), torch.tensor([[[0.0], [9.0], [0.0], [0.0]]])
    shares = torch.zeros(1, 2, 2, 1, 2)
    shares[0, 1, 0, 0, 1] = 1  # label 1 is in the second place of the first of two references
    shares[0, 0] = 1 - shares[0, 1]
    found = attended_to(Attended(queries, keys), shares)
    assert found.shape == (1, 2, 1, 2)
    torch.testing.assert_close(found[0, :, 0], torch.tensor([[0.0, 0.75], [1.0, 0.25]]))
