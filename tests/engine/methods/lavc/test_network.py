"""LAVC's color transform network and its opponent."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.learning.spectral import baked
from shiage_engine.methods.lavc.network import (
    ALL,
    CODERS,
    INPUTS,
    NONE,
    PAPER,
    SMALL,
    ColorTransform,
    Judge,
    LavcParams,
    References,
    add_spectral_norm,
)
from tests.engine.methods.lavc.toys import PLAIN, RICH, inputs, numbers, without

BOTH = pytest.mark.parametrize("params", [PLAIN, RICH], ids=["plain", "rich"])


def network(params: LavcParams) -> ColorTransform:
    torch.manual_seed(0)
    return ColorTransform(params)


@BOTH
@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 30), (9, 13)])
def test_the_answer_is_a_picture_of_the_size_of_the_lines(
    params: LavcParams, height: int, width: int
) -> None:
    answer = network(params)(*inputs(2, height, width))
    assert answer.picture.shape == (2, 3, height, width)
    assert answer.picture.abs().max() <= 1
    assert answer.similar.shape == answer.middle.shape == (2, 3, -(-height // 4), -(-width // 4))


@BOTH
@pytest.mark.parametrize("references", [1, 3, 5])
def test_it_takes_any_number_of_references_in_any_order(params: LavcParams, references: int) -> None:
    line, field, others = inputs(1, 16, 20, references)
    answer = network(params)(line, field, others)
    turned = network(params)(line, field, References(*(plane.flip(1) for plane in others)))
    torch.testing.assert_close(answer.picture, turned.picture, rtol=1e-3, atol=1e-4)


def test_a_reference_given_twice_is_as_one() -> None:
    line, field, others = inputs(1, 16, 20, 1)
    twice = References(*(plane.repeat(1, 2, 1, 1, 1) for plane in others))
    one = network(PLAIN)(line, field, others).picture
    torch.testing.assert_close(network(PLAIN)(line, field, twice).picture, one, rtol=1e-3, atol=1e-4)


@BOTH
def test_a_batch_equals_its_members_singly(params: LavcParams) -> None:
    line, field, others = inputs(3, 16, 24)
    together = network(params)(line, field, others).picture
    for at in range(3):
        part = slice(at, at + 1)
        alone = network(params)(line[part], field[part], References(*(plane[part] for plane in others)))
        torch.testing.assert_close(alone.picture, together[part], rtol=1e-3, atol=1e-4)


@BOTH
@pytest.mark.parametrize("left_out", [(), *((part,) for part in INPUTS)])
def test_a_gradient_reaches_every_parameter(params: LavcParams, left_out: tuple[str, ...]) -> None:
    one, judge = network(without(params, *left_out)), Judge(params.width)
    line, field, others = inputs(1, 36, 40)
    answer = one(line, field, others)
    seen = judge(line, answer.picture).sum() + answer.similar.square().sum() + answer.middle.square().sum()
    seen.backward()
    unused = "places." if "sim" in left_out else "none"
    for name, value in [*one.named_parameters(), *judge.named_parameters()]:
        reached = value.grad is not None and value.grad.abs().sum() > 0
        assert reached != name.startswith(unused), name


@pytest.mark.parametrize(
    ("part", "matters"),
    [("line", [False, True, True]), ("distance", [True, False, True]), (None, [True, True, True])],
)
def test_line_art_and_distance_field_matter_unless_left_out(part: str | None, matters: list[bool]) -> None:
    one = network(without(PLAIN, *([part] if part else [])))
    line, field, others = inputs(1, 16, 16)
    answer = one(line, field, others).picture
    changed = (
        one(-line, field, others),
        one(line, 1 - field, others),
        one(line, field, others._replace(colors=-others.colors)),
    )
    assert [bool((other.picture - answer).abs().max() > 1e-4) for other in changed] == matters


def test_without_similarity_only_the_place_counts() -> None:
    """The mean of the references' colors in place: which reference has a color does not matter."""
    one = network(without(PLAIN, "sim", "emb"))
    line, field, others = inputs(1, 16, 16)
    swapped = others._replace(colors=others.colors.flip(1))
    torch.testing.assert_close(one(line, field, others).picture, one(line, field, swapped).picture)


def test_spectral_norm_is_where_it_is_wanted_and_baked_into_plain_weights() -> None:
    held = {}
    for where in (NONE, CODERS, ALL):
        one = add_spectral_norm(network(PLAIN), where)
        for _ in range(20):
            one(*inputs(1, 16, 16))  # the estimate of singular values grows better with each
        one.eval()
        held[where] = {name.split(".")[0] for name in one.state_dict() if "parametrizations" in name}
        plain = network(PLAIN)
        plain.load_state_dict(baked(one.state_dict()))
        given = inputs(1, 16, 16)
        torch.testing.assert_close(plain(*given).picture, one(*given).picture, rtol=1e-3, atol=1e-3)
    assert held[NONE] == set()
    assert held[CODERS] == {"line", "places", "color", "decoder"}
    assert held[ALL] == held[CODERS] | {"embedder", "similarity", "middle"}


def test_the_sizes_are_those_of_the_design() -> None:
    assert round(numbers(ColorTransform(SMALL)) / 1e6, 2) == 1.22
    assert round(numbers(ColorTransform(PAPER)) / 1e6, 1) == 20.4
    assert [round(numbers(Judge(params.width)) / 1e6, 2) for params in (SMALL, PAPER)] == [0.18, 2.77]


@pytest.mark.slow
def test_the_papers_network_runs_forward_and_backward() -> None:
    one, judge = add_spectral_norm(ColorTransform(PAPER), CODERS), Judge(PAPER.width)
    line, field, others = inputs(1, 64, 64)
    answer = one(line, field, others)
    (judge(line, answer.picture).mean() + answer.similar.mean() + answer.middle.mean()).backward()
    assert all(value.grad is not None for value in one.parameters())
