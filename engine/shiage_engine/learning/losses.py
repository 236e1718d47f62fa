"""Losses of networks that answer with a picture. Pictures are f32 (B, 3, H, W) in [-1, 1]."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

Features = Mapping[str, Tensor]  # by layer, f32 (B, C, h, w), see `features`


@dataclass(frozen=True)
class Game:
    """How the two sides of an adversarial training score an opponent's verdicts, f32 of any shape."""

    true: Callable[[Tensor], Tensor]  # the opponent's loss on true examples
    made: Callable[[Tensor], Tensor]  # and on made ones
    fooled: Callable[[Tensor], Tensor]  # the other network's loss on the examples that it made

    def opponent(self, of_true: Tensor, of_made: Tensor) -> Tensor:
        """The opponent's loss, a scalar."""
        return (self.true(of_true) + self.made(of_made)) / 2


def _log_true(verdict: Tensor) -> Tensor:
    return F.softplus(-verdict.float()).mean()


def _log_made(verdict: Tensor) -> Tensor:
    return F.softplus(verdict.float()).mean()


def _near_one(verdict: Tensor) -> Tensor:
    return ((verdict.float() - 1) ** 2).mean()


def _near_zero(verdict: Tensor) -> Tensor:
    return (verdict.float() ** 2).mean()


# Goodfellow et al. 2014; the network's side does not saturate: it maximizes log D, not minimizes log(1 - D).
LOG = Game(_log_true, _log_made, _log_true)
SQUARES = Game(_near_one, _near_zero, _near_one)  # least squares, Mao et al. 2017


def l1(answer: Tensor, truth: Tensor, weights: Tensor | None = None) -> Tensor:
    """The mean absolute difference of pictures, a scalar; `weights`, f32 (B, 1, H, W): how much each pixel counts."""
    if weights is None:
        return F.l1_loss(answer, truth)
    of_pixel = (answer - truth).abs().mean(1, keepdim=True)
    total: Tensor = (of_pixel * weights).sum() / weights.sum().clamp(min=1e-6)
    return total


def perceptual(answer: Features, truth: Features, is_squared: bool = False) -> Tensor:
    """The difference of features, a scalar: the mean over layers of the mean difference, absolute or squared.

    Johnson et al. 2016; Thasarathan and Ebrahimi 2019, equation 3.
    """
    differs = F.mse_loss if is_squared else F.l1_loss
    return torch.stack([differs(answer[name].float(), truth[name].float()) for name in answer]).mean()


def style(answer: Features, truth: Features) -> Tensor:
    """The mean over layers of the mean absolute difference of Gram matrices, a scalar.

    Gatys et al. 2015; Thasarathan and Ebrahimi 2019, equation 4.
    """
    return torch.stack([F.l1_loss(gram(answer[name]), gram(truth[name])) for name in answer]).mean()


def gram(features: Tensor) -> Tensor:
    """How channels of f32 (B, C, h, w) go together, whatever the place: f32 (B, C, C), divided by C h w."""
    batch, channels, height, width = features.shape
    flat = features.float().reshape(batch, channels, height * width)
    with torch.autocast(features.device.type, enabled=False):  # half precision would round the sums
        result: Tensor = flat @ flat.transpose(1, 2) / (channels * height * width)
    return result
