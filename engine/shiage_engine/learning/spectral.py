"""Spectral norm baked into weights: a network is trained with it, and saved and used without."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

ORIGINAL = ".parametrizations.weight.original"
VECTORS = ".parametrizations.weight.0."


def baked(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a network as those of the same one without spectral norm (Miyato et al. 2018).

    Each weight that `torch.nn.utils.parametrizations.spectral_norm` holds is divided by its largest singular value:
    exactly, and not by the running estimate, which does not belong to averaged weights.
    """
    found: dict[str, Tensor] = {}
    for name, value in weights.items():
        if name.endswith(ORIGINAL):
            largest = torch.linalg.matrix_norm(value.float().flatten(1), ord=2)
            found[name.removesuffix(ORIGINAL) + ".weight"] = value / largest.clamp(min=1e-12).to(value.dtype)
        elif VECTORS not in name:
            found[name] = value
    return found
