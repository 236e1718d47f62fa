"""The U-net that labels each pixel of a character: line art in, logits of labels out.

Ishii et al. 2020, section 2.1: the character's palette is fixed, so that coloring is semantic segmentation (after
Ramassamy et al. 2018), with the network of Ronneberger et al. 2015. The paper gives no sizes. Ours differs from the
original, mostly to save time: convolutions are padded, widths stop growing at a limit, the first layer takes squares
of pixels, and a group norm, which does not depend on the batch, follows each convolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

INKS = 4  # channels of the input: black, and the colors of trace lines
GROUP = 8  # channels that are normalized together


@dataclass(frozen=True)
class UNetParams:
    """Sizes of the network."""

    labels: int  # their number, "left unpainted" among them
    width: int = 16  # channels at full resolution; doubled at each halving
    widest: int = 128  # channels at most
    depth: int = 5  # halvings of the resolution
    fold: int = 2  # side, in pixels, of the squares of line art that are one pixel of the network

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels at full resolution and after each halving: (depth + 1,)."""
        return tuple(min(self.width << level, self.widest) for level in range(self.depth + 1))

    @property
    def stride(self) -> int:
        """Sides that are multiples of this, in pixels, need no padding."""
        return self.fold << self.depth


class UNet(nn.Module):
    """Encoder and decoder with skip connections."""

    def __init__(self, params: UNetParams) -> None:
        super().__init__()
        if params.width % GROUP or params.widest % GROUP:
            raise ValueError(f"width {params.width} and widest {params.widest} must be multiples of {GROUP}")
        self.params = params
        widths = params.widths
        self.enter = _Convolutions(INKS * params.fold**2, widths[0])
        self.down = nn.ModuleList(_Convolutions(above, below) for above, below in pairwise(widths))
        self.rise = nn.ModuleList(
            nn.ConvTranspose2d(below, above, 2, stride=2) for above, below in pairwise(widths)
        )
        self.up = nn.ModuleList(_Convolutions(2 * above, above) for above in widths[:-1])
        self.tell = nn.Conv2d(widths[0], params.labels, 1)

    def forward(self, line: Tensor) -> Tensor:
        """Logits, f32 (B, K, H / fold, W / fold), of line art, f32 (B, INKS, H, W) in [0, 1].

        H and W may be any; H / fold and W / fold are rounded up.
        """
        height, width = line.shape[2:]
        stride = self.params.stride
        x = F.pad(line, (0, -width % stride, 0, -height % stride))  # paper, up to multiples of the stride
        x = F.pixel_unshuffle(x, self.params.fold)  # from here on H and W are those of the network
        x = self.enter(x)  # (B, C, H, W)
        skips = []
        for down in self.down:
            skips.append(x)
            x = down(F.max_pool2d(x, 2))  # (B, 2 C, H / 2, W / 2), and so on
        for rise, up, skip in zip(reversed(self.rise), reversed(self.up), reversed(skips), strict=True):
            x = up(torch.cat([skip, rise(x)], 1))  # (B, C, H, W) at last
        logits: Tensor = self.tell(x)[..., : -(-height // self.params.fold), : -(-width // self.params.fold)]
        return logits.float()


class _Convolutions(nn.Sequential):
    """Two convolutions of 3 x 3, each followed by norm and activation."""

    def __init__(self, inputs: int, outputs: int) -> None:
        steps: list[nn.Module] = []
        for channels in (inputs, outputs):
            steps += [
                nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
                nn.GroupNorm(outputs // GROUP, outputs),
                nn.SiLU(),
            ]
        super().__init__(*steps)
