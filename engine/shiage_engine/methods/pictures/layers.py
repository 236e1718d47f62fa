"""Layers of networks that answer with a picture."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# Norms. The papers' instance norm takes the mean of each channel away, and so the color of large areas: a network
# that is to carry over whatever colors it is given learns more slowly with it. PLACE norms each place by itself.
INSTANCE, PLACE = "instance", "place"
NORMS = (INSTANCE, PLACE)
TINY = 1e-5
LEAK = 0.2  # of leaky ReLU


class InstanceNorm(nn.InstanceNorm2d):
    """Instance norm in full precision: half precision would round its means."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.float())


class PlaceNorm(nn.Module):
    """The channels of each place divided by their root mean square there, then scaled and moved (Zhang 2019)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(width, 1, 1))
        self.move = nn.Parameter(torch.zeros(width, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        return x * (x.square().mean(1, keepdim=True) + TINY).rsqrt() * self.scale + self.move


def norm_of(name: str, width: int) -> nn.Module:
    """The norm `name`, one of NORMS, for `width` channels."""
    return InstanceNorm(width) if name == INSTANCE else PlaceNorm(width)


def folded(x: Tensor, fold: int) -> Tensor:
    """`x`, f32 (B, C, H, W), its edges repeated until its sides are multiples of `fold`."""
    height, width = x.shape[2:]
    return F.pad(x, (0, -width % fold, 0, -height % fold), mode="replicate")
