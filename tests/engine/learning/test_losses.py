"""Losses, on numbers worked by hand."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.learning.losses import LOG, SQUARES, Game, gram, l1, perceptual, style


def test_weights_say_how_much_a_pixel_counts() -> None:
    answer, truth = torch.zeros(1, 3, 1, 2), torch.zeros(1, 3, 1, 2)
    truth[..., 1] = 1
    assert l1(answer, truth).item() == pytest.approx(0.5)
    assert l1(answer, truth, torch.tensor([[[[3.0, 1.0]]]])).item() == pytest.approx(0.25)


def test_a_gram_matrix_by_hand() -> None:
    """Two channels, two pixels: (1, 2) and (0, 3); divided by 2 * 1 * 2."""
    features = torch.tensor([[[[1.0, 2.0]], [[0.0, 3.0]]]])
    torch.testing.assert_close(gram(features), torch.tensor([[[5.0, 6.0], [6.0, 9.0]]]) / 4)


def test_style_does_not_see_places_and_content_does() -> None:
    one = {"a": torch.tensor([[[[1.0, 2.0]], [[0.0, 3.0]]]])}
    turned = {"a": one["a"].flip(3)}
    assert style(one, turned).item() == 0
    assert perceptual(one, turned).item() == pytest.approx((1 + 1 + 3 + 3) / 4)
    assert perceptual(one, turned, is_squared=True).item() == pytest.approx((1 + 1 + 9 + 9) / 4)


@pytest.mark.parametrize("game", [LOG, SQUARES])
def test_a_right_verdict_costs_less(game: Game) -> None:
    good, bad = torch.full((1, 1, 2, 2), 1.0), torch.full((1, 1, 2, 2), -1.0)
    assert game.opponent(good, bad) < game.opponent(bad, good)
    assert game.fooled(good) < game.fooled(bad)


def test_log_loss_of_no_opinion_is_log_two() -> None:
    unsure = torch.zeros(3)
    assert LOG.opponent(unsure, unsure).item() == pytest.approx(0.6931, abs=1e-4)
    assert SQUARES.opponent(torch.ones(2), torch.zeros(2)).item() == 0
