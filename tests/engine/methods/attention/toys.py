"""The attention-aware network at toy size."""

from __future__ import annotations

from dataclasses import replace

import torch

from shiage_engine.methods.attention.network import GROUP, PAPER, SMALL

PLAIN = replace(PAPER, widths=(4, 4, 8, 8, 8), blocks=1, judge=4)
RICH = replace(SMALL, widths=(4, 4, 8, 8), blocks=1, norm=GROUP, judge=4)


def inputs(batch: int, height: int, width: int, references: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Line art and references, of random numbers."""
    generator = torch.Generator().manual_seed(0)
    shapes = ((batch, 1, height, width), (batch, references, 3, height, width))
    line, pictures = (2 * torch.rand(shape, generator=generator) - 1 for shape in shapes)
    return line, pictures
