"""The generator of patch-based learning: a label for every pixel of a small patch of line art.

Maejima et al. 2024, section 4, take the generator of Texler et al. 2020 (encoder, residual blocks at quarter
resolution, decoder with skips), predict labels instead of colors, and add two inputs: the x and y of each pixel in
the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

INKS = 4  # input channels of ink: black, and the three colors of trace lines
GROUPS = 4  # in which channels are normalized


@dataclass(frozen=True)
class PatchSizes:
    """Sizes of a generator. Texler et al. have widths (32, 64, 128) and 7 blocks, five times the computation."""

    labels: int  # the palette's size
    widths: tuple[int, int, int] = (16, 32, 64)  # channels at full, half and quarter resolution
    blocks: int = 4  # residual blocks, at quarter resolution
    inks: int = INKS  # or 1, where trace lines are not told from black ones

    def __post_init__(self) -> None:
        if min(self.labels, self.inks) < 1:
            raise ValueError(f"labels and inks must be at least 1, not {self.labels} and {self.inks}")
        if any(width < GROUPS or width % GROUPS for width in self.widths):
            raise ValueError(f"widths must be multiples of {GROUPS}, not {self.widths}")


class Block(nn.Module):
    """A residual block of two convolutions."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.norm = nn.GroupNorm(GROUPS, width)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.norm(self.second(self.first(x)))


class PatchGenerator(nn.Module):
    """Line art and position in, label logits out; all patches of one call have one size."""

    def __init__(self, sizes: PatchSizes) -> None:
        super().__init__()
        self.sizes = sizes
        whole, half, quarter = sizes.widths
        self.enter = _convolution(sizes.inks + 2, whole, size=7)
        self.down = _convolution(whole, half, stride=2)
        self.down_again = _convolution(half, quarter, stride=2)
        self.blocks = nn.Sequential(*(Block(quarter) for _ in range(sizes.blocks)))
        self.up = _convolution(quarter + half, half)
        self.up_again = _convolution(half + whole, whole)
        self.last = nn.Conv2d(whole, sizes.labels, 1)

    def forward(self, patches: Tensor) -> Tensor:
        """`patches`: (B, inks + 2, P, P), ink in [0, 1], then x and y; P a multiple of 4. (B, K, P, P)."""
        whole = self.enter(patches)  # (B, a, P, P)
        half = self.down(whole)  # (B, b, P/2, P/2)
        quarter = self.blocks(self.down_again(half))  # (B, c, P/4, P/4)
        x = self.up(torch.cat([_doubled(quarter), half], 1))  # (B, b, P/2, P/2)
        x = self.up_again(torch.cat([_doubled(x), whole], 1))  # (B, a, P, P)
        return self.last(x)


def _convolution(inside: int, outside: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, padding=size // 2),
        nn.GroupNorm(GROUPS, outside),
        nn.LeakyReLU(0.2),
    )


def _doubled(x: Tensor) -> Tensor:
    return nn.functional.interpolate(x, scale_factor=2, mode="nearest")
