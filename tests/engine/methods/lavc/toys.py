"""LAVC at toy size."""

from __future__ import annotations

from dataclasses import replace

import torch

from shiage_engine.methods.lavc.network import PAPER, SMALL, LavcParams, References

PLAIN = replace(PAPER, width=4, latent=8, blocks=1, keys=4, dilations=(1, 2))
RICH = replace(SMALL, width=4, latent=8, blocks=1, keys=4, dilations=(1, 2), context=1)


def inputs(
    batch: int, height: int, width: int, references: int = 2
) -> tuple[torch.Tensor, torch.Tensor, References]:
    """Line art and distance field of targets, and their references, of random numbers."""
    generator = torch.Generator().manual_seed(0)

    def random(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, height, width, generator=generator)

    others = References(
        2 * random(batch, references, 1) - 1,
        random(batch, references, 1),
        2 * random(batch, references, 3) - 1,
    )
    return 2 * random(batch, 1) - 1, random(batch, 1), others


def numbers(network: torch.nn.Module) -> int:
    return sum(value.numel() for value in network.parameters())


def without(params: LavcParams, *parts: str) -> LavcParams:
    return replace(params, without=frozenset(parts))
