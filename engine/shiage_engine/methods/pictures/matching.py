"""What places of drawings have in common: which labels they show, and how a network is taught to match these."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ...drawing.shot import UNKNOWN

TINY = 1e-4  # added to the mass of a label before its logarithm


def shares_of(labels: Tensor, count: int, side: int) -> Tensor:
    """The share of each of `count` labels in each place of `side` x `side` pixels, f32 (..., L, h, w), of i64
    (..., H, W)."""
    height, width = (length // side for length in labels.shape[-2:])
    down, along = (torch.arange(length, device=labels.device) // side for length in labels.shape[-2:])
    cells = (labels * height + down[:, None]) * width + along
    cells = cells.reshape(-1, labels.shape[-2] * labels.shape[-1])
    shares = torch.zeros(len(cells), count * height * width, device=labels.device)
    shares.scatter_add_(1, cells, shares.new_full((1, 1), side**-2).expand(cells.shape))
    return shares.reshape(*labels.shape[:-2], count, height, width)


def known_shares(labels: np.ndarray, count: int, side: int) -> Tensor:
    """As `shares_of`, of labels i32 (H, W) of which some are UNKNOWN: places have none of these."""
    planes = torch.from_numpy(np.where(labels == UNKNOWN, count, labels)).long()
    return shares_of(planes, count + 1, side)[:-1]


def match_loss(mass: Tensor, shares: Tensor, others: Tensor) -> Tensor:
    """How far from its labels a target looks, a scalar: -log of the mass on them, small labels weighed up.

    `mass`: f32 (B, L, h, w), of the references' places by label; `shares`: likewise, of each place's own labels;
    `others`: f32 (B, K, L, h, w), those of the references. A label that no reference has does not count.
    """
    area = shares.sum((2, 3), keepdim=True)
    is_known = (others.sum((1, 3, 4)) > 0)[..., None, None]
    weights = shares * is_known * (area + 1).rsqrt()
    total: Tensor = -(weights * (mass + TINY).log()).sum() / weights.sum().clamp(min=1e-6)
    return total
