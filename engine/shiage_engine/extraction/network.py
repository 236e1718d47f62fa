"""A U-net from a colored picture to its ink."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..methods.pictures.layers import folded

GROUPS = 8  # of group norm


@dataclass(frozen=True)
class LinesParams:
    """Sizes of the network."""

    widths: tuple[int, ...] = (16, 32, 64, 128)  # channels at each size, halved from one to the next

    @property
    def fold(self) -> int:
        """Sides that are multiples of this need no padding."""
        return 1 << (len(self.widths) - 1)

    @property
    def margin(self) -> int:
        """Pixels around a place beyond which hardly anything matters to it; a multiple of `fold`."""
        return 4 * self.fold


class LineNetwork(nn.Module):
    """Pairs of convolutions down to an eighth of the size and up again, what was seen on the way down beside."""

    def __init__(self, params: LinesParams) -> None:
        super().__init__()
        self.params = params
        widths = params.widths
        self.down = nn.ModuleList(_pair(inputs, outputs) for inputs, outputs in pairwise((3, *widths)))
        up = zip(widths[:0:-1], widths[-2::-1], strict=True)
        self.up = nn.ModuleList(_pair(below + beside, beside) for below, beside in up)
        self.tell = nn.Conv2d(widths[0], 1, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """How sure each pixel is ink, as logits f32 (B, 1, H, W), of f32 (B, 3, H, W) in [-1, 1]; any H and W."""
        height, width = pictures.shape[2:]
        x, seen = folded(pictures, self.params.fold), []
        for number, layer in enumerate(self.down):
            x = layer(F.max_pool2d(x, 2) if number else x)
            seen.append(x)
        seen.pop()
        for layer in self.up:
            x = layer(torch.cat([F.interpolate(x, scale_factor=2.0), seen.pop()], 1))
        logits: Tensor = self.tell(x)[..., :height, :width].float()
        return logits


def _pair(inputs: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for before in (inputs, outputs):
        layers += [
            nn.Conv2d(before, outputs, 3, padding=1),
            nn.GroupNorm(min(GROUPS, outputs), outputs),
            nn.SiLU(),
        ]
    return nn.Sequential(*layers)
