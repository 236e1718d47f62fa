"""The similarity layer of LAVC, on features made by hand."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.lavc.similarity import Known, Similarity, matched

SURE = 50.0  # a scalar product that leaves no doubt


def test_each_place_finds_the_place_that_looks_like_it_in_any_reference() -> None:
    """Four kinds of places, each in another place of one of two references; what lies there comes back."""
    kinds = torch.eye(4) * SURE
    own = kinds.T.reshape(1, 4, 1, 4)  # places of kind 0, 1, 2, 3
    others = torch.zeros(1, 2, 4, 1, 4)
    others[0, 0, :, 0, 3], others[0, 0, :, 0, 1] = kinds[0], kinds[2]
    others[0, 1, :, 0, 0], others[0, 1, :, 0, 2] = kinds[1], kinds[3]
    values = torch.arange(8.0).reshape(1, 2, 1, 1, 4)
    assert matched(own, others, values).flatten().tolist() == pytest.approx([3, 4, 1, 6])


def test_all_references_share_one_softmax() -> None:
    """A place that three references have counts three times as much as one that a single one has."""
    own = torch.ones(1, 1, 1, 1)
    others = torch.full((1, 4, 1, 1, 1), 2.0)
    values = torch.tensor([1.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1, 1, 1)
    assert matched(own, others, values).item() == pytest.approx(0.25)


@pytest.mark.parametrize("at_once", [1, 50, 1 << 20])
def test_chunks_give_the_same_answer_and_the_same_gradient(at_once: int) -> None:
    torch.manual_seed(0)
    own, others = torch.randn(2, 3, 4, 5), torch.randn(2, 2, 3, 4, 5)
    values = torch.randn(2, 2, 6, 4, 5)
    given = [value.requires_grad_() for value in (own, others, values)]
    whole = matched(own, others, values)
    of_whole = torch.autograd.grad(whole.square().sum(), given)
    parts = matched(own, others, values, at_once)
    torch.testing.assert_close(parts, whole)
    for value, expected in zip(torch.autograd.grad(parts.square().sum(), given), of_whole, strict=True):
        torch.testing.assert_close(value, expected)


def test_masks_choose_between_what_matches_and_what_lies_in_place() -> None:
    layer = Similarity(8)
    biases = dict(layer.named_parameters())
    with torch.no_grad():
        for value in layer.parameters():
            value.zero_()
        biases["select.bias"].fill_(SURE)  # all colors are let through
        layer.color.weight[0, 0] = 1  # the first channel is carried over
        layer.widen.weight[0, 0] = 1
    colors = torch.zeros(1, 2, 8, 1, 2)
    colors[0, :, 0] = torch.tensor([[[4.0, 8.0]], [[2.0, 6.0]]])
    field, key = torch.zeros(1, 8, 1, 2), torch.zeros(1, 1, 1, 2)  # every place looks like every other
    known = Known(torch.zeros(1, 2, 8, 1, 2), torch.zeros(1, 2, 1, 1, 2), colors)
    for bias, expected in ((-SURE, [5, 5]), (SURE, [3, 7]), (0.0, [4, 6])):
        biases["mix.bias"].data.fill_(bias)  # n: nothing, all, or half is from the same place
        mixed, over = layer(field, key, known)
        assert mixed[0, 0, 0].tolist() == pytest.approx(expected)
        assert over.shape == (1, 0, 1, 2)


def test_what_is_carried_over_comes_back_by_the_same_match() -> None:
    torch.manual_seed(0)
    layer = Similarity(8)
    known = Known(*(torch.randn(1, 2, channels, 2, 3) for channels in (8, 4, 8)))
    shares = torch.randn(1, 2, 5, 2, 3).softmax(2)
    key = torch.randn(1, 4, 2, 3)
    _, over = layer(torch.randn(1, 8, 2, 3), key, known, shares)
    torch.testing.assert_close(over, matched(key, known.keys, shares))
    torch.testing.assert_close(over.sum(1), torch.ones(1, 2, 3))
