"""The U-net that tells the label of each pixel of a character: line art in, a logit a label out.

Ishii et al. 2020, section 2.1: the character's palette is fixed, so that coloring is semantic segmentation (after
Ramassamy et al. 2018), with the network of Ronneberger et al. 2015. The paper gives no sizes. Ours differs from the
original where a processor's time matters: convolutions are padded, widths stop growing at a limit, and a group
norm, which knows nothing of the batch, stands after each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

INKS = 4  # channels of the input: black, and the colors of trace lines
GROUP = 8  # channels that are normed together


@dataclass(frozen=True)
class UNetParams:
    """Sizes of the network."""

    labels: int  # of the palette, "left unpainted" among them
    width: int = 16  # channels at first; twice as many at each halving
    widest: int = 128  # channels at most: by then a pixel sees the whole figure
    depth: int = 5  # halvings
    fold: int = (
        2  # pixels of the line art, a side, that are one of the network: thin lines need the finer grid
    )

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels at first, after a halving, after two ...: (depth + 1,)."""
        return tuple(min(self.width << level, self.widest) for level in range(self.depth + 1))

    @property
    def stride(self) -> int:
        """Sides that are multiples of this need no padding."""
        return self.fold << self.depth


class UNet(nn.Module):
    """Tells labels apart by what is drawn around a pixel."""

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

        Any size will do; a part of the last fold counts as one.
        """
        height, width = line.shape[2:]
        stride = self.params.stride
        x = F.pad(line, (0, -width % stride, 0, -height % stride))  # with paper, to multiples of the stride
        x = F.pixel_unshuffle(x, self.params.fold)  # from here on H and W are in folds
        x = self.enter(x)  # (B, C, H, W)
        passed = []
        for down in self.down:
            passed.append(x)
            x = down(F.max_pool2d(x, 2))  # (B, 2 C, H / 2, W / 2), and so on
        for rise, up, across in zip(reversed(self.rise), reversed(self.up), reversed(passed), strict=True):
            x = up(torch.cat([across, rise(x)], 1))  # (B, C, H, W) at last
        logits: Tensor = self.tell(x)[..., : -(-height // self.params.fold), : -(-width // self.params.fold)]
        return logits.float()


class _Convolutions(nn.Sequential):
    """Two convolutions of 3 x 3, each with its norm."""

    def __init__(self, before: int, after: int) -> None:
        steps: list[nn.Module] = []
        for inputs in (before, after):
            steps += [
                nn.Conv2d(inputs, after, 3, padding=1, bias=False),
                nn.GroupNorm(after // GROUP, after),
                nn.SiLU(),
            ]
        super().__init__(*steps)
