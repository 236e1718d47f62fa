"""The matcher: what must hold whatever its weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from shiage_engine.methods.matcher.network import Given, Matcher
from shiage_engine.methods.matcher.tensors import certain
from shiage_engine.methods.matcher.view import View
from tests.engine.methods.matcher.drawn_views import TOY, boxes, encoded, tensors, toy

LABELS = np.array([0, 1, 2, 3, 1, 2])


def answer(matcher: Matcher, *given: Given) -> torch.Tensor:
    return matcher.match(encoded(matcher, 3), given)[-1]


def reference(matcher: Matcher, labels: np.ndarray = LABELS, colors: int = 4, away: float = -1) -> Given:
    return Given(encoded(matcher), certain(labels, colors), away, False)


def test_the_drawing_has_the_regions_that_the_tests_use() -> None:
    assert len(boxes().ids) == len(LABELS)


def test_rows_of_every_round_sum_to_one() -> None:
    matcher = toy()
    rounds = matcher.match(encoded(matcher, 3), [reference(matcher)])
    assert len(rounds) == TOY.rounds + 1
    for shares in rounds:
        assert shares.shape == (len(LABELS), 4 + 1)
        assert shares.min() >= -1e-6
        torch.testing.assert_close(shares.sum(1), torch.ones(len(LABELS)))


def test_the_numbers_of_labels_mean_nothing() -> None:
    matcher = toy()
    renamed = np.array([2, 0, 3, 1])
    plain = answer(matcher, reference(matcher))
    other = answer(matcher, reference(matcher, renamed[LABELS]))
    torch.testing.assert_close(other[:, renamed], plain[:, :4])


def test_a_color_nobody_has_gets_nothing() -> None:
    matcher = toy()
    more = answer(matcher, reference(matcher, colors=6))
    assert not more[:, 4:6].any()
    torch.testing.assert_close(more[:, [0, 1, 2, 3, 6]], answer(matcher, reference(matcher)))


def test_the_order_of_references_does_not_matter() -> None:
    matcher = toy()
    first, second = reference(matcher, away=-2), reference(matcher, LABELS[::-1].copy(), away=5)
    torch.testing.assert_close(answer(matcher, first, second), answer(matcher, second, first))


def test_regions_of_unknown_label_are_never_matched() -> None:
    matcher = toy()
    unknown = np.array([-1, -1, -1, 3, -1, -1])
    shares = answer(matcher, reference(matcher, unknown))
    assert not shares[:, :3].any()


def test_the_order_of_regions_does_not_matter() -> None:
    matcher, order = toy(), np.array([3, 1, 5, 0, 2, 4])
    shuffled = matcher.encode(tensors(_reordered(boxes(3), order)))
    plain = answer(matcher, reference(matcher))
    torch.testing.assert_close(
        matcher.match(shuffled, [reference(matcher)])[-1],
        plain[torch.from_numpy(order)],
        rtol=1e-4,
        atol=1e-5,
    )


def _reordered(of_frame: View, order: np.ndarray) -> View:
    place = np.full(len(of_frame.ids) + 1, -1, np.int16)  # the last for -1, where no region is
    place[order] = np.arange(len(order))
    kept = (place[of_frame.borders] >= 0).all(0)
    return replace(
        of_frame,
        ids=of_frame.ids[order],
        features=of_frame.features[order],
        crops=of_frame.crops[order],
        borders=place[of_frame.borders[:, kept]].astype(np.int32),
        border_share=of_frame.border_share[kept],
        is_trace=of_frame.is_trace[kept],
        grids=place[of_frame.grids],
    )


def test_many_pairs_are_worked_through_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = toy()
    whole = answer(matcher, reference(matcher))
    monkeypatch.setattr("shiage_engine.methods.matcher.network.PAIRS_AT_ONCE", 7)
    torch.testing.assert_close(answer(matcher, reference(matcher)), whole)


def test_frames_that_are_matched_together_or_one_by_one_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matcher = toy()
    given = reference(matcher, away=-2), reference(matcher, LABELS[::-1].copy(), away=5)
    together = answer(matcher, *given)
    monkeypatch.setattr("shiage_engine.methods.matcher.network.PAIRS_TOGETHER", 1)
    torch.testing.assert_close(answer(matcher, *given), together)


def test_a_frame_without_regions_and_a_reference_without_any() -> None:
    matcher = toy()
    nothing = matcher.encode(tensors(_reordered(boxes(), np.zeros(0, int))))
    assert matcher.match(nothing, [reference(matcher)])[-1].shape == (0, 5)
    bare = Given(nothing, torch.zeros(0, 4), 1, False)
    torch.testing.assert_close(answer(matcher, bare)[:, 4], torch.ones(len(LABELS)))


def test_the_gradient_reaches_every_parameter() -> None:
    matcher = toy().train()
    predicted = Given(encoded(matcher, 6), torch.full((len(LABELS), 4), 0.2), 1, True)
    rounds = matcher.match(encoded(matcher, 3), [reference(matcher), predicted])
    torch.autograd.backward(torch.stack([(shares[:, :2] ** 2).sum() for shares in rounds]).sum())
    for name, value in matcher.named_parameters():
        assert value.grad is not None and value.grad.abs().max() > 0, name
