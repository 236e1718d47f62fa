"""Frames of random regions, as the matcher encodes them."""

from __future__ import annotations

import torch
from torch import Tensor

from shiage_engine.methods.matcher.pairs import Encoded


def borders(count: int, seed: int) -> Tensor:
    """A random sparse matrix of border shares."""
    torch.manual_seed(seed)
    shares = torch.rand(count, count) * (torch.rand(count, count) < 0.6)
    return shares.fill_diagonal_(0).to_sparse().coalesce()


def encoded(count: int, seed: int) -> Encoded:
    torch.manual_seed(seed)
    projected = torch.nn.functional.normalize(torch.randn(count, 5), dim=1)
    place, size = torch.rand(count, 2), torch.rand(count)
    grids = torch.randint(-1, max(count, 1), (2, 50), dtype=torch.int32).clamp(max=count - 1)
    return Encoded(
        projected, projected, place, 2 * place, size, borders(count, seed), borders(count, seed + 1), grids
    )
