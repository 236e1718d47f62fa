"""The hint-guided network: line art, hints and the previous answer in, a picture out; and its opponent.

Thasarathan and Ebrahimi 2019, section 3. The text gives the number of blocks, the norms and the size of the
opponent's patches; all else is as in the authors' earlier work on video (TCVC), from which theirs goes out. Pictures
are f32 (B, 3, H, W) in [-1, 1], line art likewise with one channel: -1 ink, 1 paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from ..pictures.layers import INSTANCE, LEAK, PLACE, folded, norm_of

HINTS, TIME, CONTENT, STYLE = "hints", "time", "content", "style"
PARTS = (HINTS, TIME, CONTENT, STYLE)  # that can be left out: of its input, and of what it learns by
BLANK = -1.0  # a picture of nothing: no hint, no answer before
FOLD = 4  # sides that are multiples of this need no padding
JUDGED = 24  # pixels of a picture's side that the opponent needs
SPREAD = 0.02  # standard deviation of new weights
# What a copied picture is multiplied with before tanh: with little motion the frame before is nearly right, so that
# a network with skips begins as its copy, and learns from there what differs.
COPIED = 2.0


@dataclass(frozen=True)
class HintedParams:
    """Sizes of the network, and of its opponent."""

    width: int = 64  # channels at full size; doubled twice on the way down
    blocks: int = 8  # residual blocks at a quarter of the size
    norm: str = INSTANCE
    has_skips: bool = False  # what goes down is seen again on the way up


PAPER = HintedParams()
SMALL = HintedParams(width=16, blocks=6, norm=PLACE, has_skips=True)
MEDIUM = replace(SMALL, width=32)


class Hinted(nn.Module):
    """The generator: two steps down, residual blocks, two steps up, a norm behind each convolution."""

    def __init__(self, params: HintedParams) -> None:
        super().__init__()
        self.params = params
        width, norm = params.width, params.norm
        self.enter = nn.Sequential(
            nn.Conv2d(7, width, 7, padding=3, padding_mode="reflect", bias=False),
            norm_of(norm, width),
            nn.ReLU(),
        )
        seen = 2 if params.has_skips else 1
        self.down = nn.ModuleList((_down(width, norm), _down(2 * width, norm)))
        self.middle = nn.Sequential(*(_Residual(4 * width, norm) for _ in range(params.blocks)))
        self.up = nn.ModuleList((_up(4 * width, 2 * width, norm), _up(2 * width * seen, width, norm)))
        self.tell = nn.Conv2d(width * seen, 3, 7, padding=3, padding_mode="reflect")
        self.copy = nn.Conv2d(7, 3, 1) if params.has_skips else None
        self.apply(_initialize)
        if self.copy is not None:
            _begin_as_copy(self.copy)

    def forward(self, line: Tensor, hints: Tensor, before: Tensor) -> Tensor:
        """The answer F_t = G(line, hints, F_(t-1)), equation 1: f32 (B, 3, H, W) in [-1, 1].

        `hints`: black where there is none; `before`: the answer for the frame before, black where there is none. H
        and W may be any from 9 on.
        """
        height, width = line.shape[2:]
        x = folded(torch.cat([line, hints, before], 1), FOLD)
        given, seen = x, [self.enter(x)]
        for down in self.down:
            seen.append(down(seen[-1]))
        x = self.middle(seen.pop())
        for up in self.up:
            x = self._with_skip(up(x), seen.pop())
        x = self.tell(x)
        if self.copy is not None:
            x = x + self.copy(given)
        answer: Tensor = torch.tanh(x[..., :height, :width].float())
        return answer

    def _with_skip(self, x: Tensor, seen: Tensor) -> Tensor:
        return torch.cat([x, seen], 1) if self.params.has_skips else x


class Judge(nn.Module):
    """The opponent: says of each patch of 70 x 70 pixels whether it is true. Spectral norm on all layers.

    Pictures may have JUDGED pixels a side or more.
    """

    def __init__(self, params: HintedParams, frames: int = 2) -> None:
        """`frames`: that it sees at a time; 1 in the network without time."""
        super().__init__()
        widths = [4 * frames, *(params.width << step for step in range(4))]
        layers: list[nn.Module] = []
        for number, (inputs, outputs) in enumerate(pairwise(widths)):
            stride = 2 if number < 3 else 1
            layers += [spectral_norm(nn.Conv2d(inputs, outputs, 4, stride, 1)), nn.LeakyReLU(LEAK)]
        self.layers = nn.Sequential(*layers, spectral_norm(nn.Conv2d(widths[-1], 1, 4, 1, 1)))

    def forward(self, lines: Tensor, pictures: Tensor) -> Tensor:
        """Verdicts, f32 (B, 1, h, w), on frames in order: lines (B, T, 1, H, W), pictures (B, T, 3, H, W)."""
        verdict: Tensor = self.layers(torch.cat([lines, pictures], 2).flatten(1, 2))
        return verdict.float()


class _Residual(nn.Module):
    """Two convolutions, the first dilated, added to the input."""

    def __init__(self, width: int, norm: str) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=2, dilation=2, padding_mode="reflect", bias=False),
            norm_of(norm, width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, padding_mode="reflect", bias=False),
            norm_of(norm, width),
        )

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.steps(x)
        return result


def _down(width: int, norm: str) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), norm_of(norm, 2 * width), nn.ReLU()
    )


def _up(inputs: int, outputs: int, norm: str) -> nn.Module:
    convolution = nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)
    return nn.Sequential(convolution, norm_of(norm, outputs), nn.ReLU())


def _initialize(module: nn.Module) -> None:
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, SPREAD)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def _begin_as_copy(convolution: nn.Conv2d) -> None:
    """Let a 1 x 1 convolution over line, hints and the answer before begin as a copy of the last of them."""
    with torch.no_grad():
        convolution.weight.zero_()
        convolution.weight[:, -3:, 0, 0] = COPIED * torch.eye(3)
