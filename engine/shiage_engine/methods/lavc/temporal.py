"""LAVC's temporal constraint network: references and answers in order of time, refined together; and its opponent.

Shi et al. 2020, sections 3.2 and 3.5, of gated convolutions with learnable temporal shift (LGTSM, Chang et al. 2019).
Frames are f32 (B, T, C, H, W).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from ..pictures.layers import LEAK, folded
from .network import FOLD, LavcParams

NEAR_ONE = 0.999  # colors are kept inside of tanh's range before they are added to
NEW_SHARE = 0.1  # of what is added to them, before it is learned


class TemporalShift(nn.Module):
    """A kernel over three frames in time for each channel, learned.

    It begins as a shift: a quarter of the channels comes from the frame before, a quarter from the one after, the
    rest stays. Beyond the ends there is nothing.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        kernel = torch.zeros(3, width, 1, 1)
        quarter = width // 4
        kernel[0, :quarter] = 1
        kernel[1, 2 * quarter :] = 1
        kernel[2, quarter : 2 * quarter] = 1
        self.kernel = nn.Parameter(kernel)

    def forward(self, x: Tensor) -> Tensor:
        before, own, after = self.kernel
        result: Tensor = own * x
        result[:, 1:] += before * x[:, :-1]
        result[:, :-1] += after * x[:, 1:]
        return result


class GatedShift(nn.Module):
    """A convolution of each frame behind a temporal shift, gated by another one of the frame alone.

    Where nothing is learned, frames are gone through one by one: most of what a layer takes is not its answer.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.shift = TemporalShift(inputs)
        self.gate = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation)
        self.feature = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation)

    def forward(self, x: Tensor) -> Tensor:
        if torch.is_grad_enabled():
            return self._gated(x, self.shift(x))
        frames = []
        for time in range(x.shape[1]):
            near = slice(max(time - 1, 0), time + 2)
            shifted = self.shift(x[:, near])[:, time - near.start, None]
            frames.append(self._gated(x[:, time, None], shifted))
        return torch.cat(frames, 1)

    def _gated(self, x: Tensor, shifted: Tensor) -> Tensor:
        features = F.leaky_relu(_each(self.feature, shifted), LEAK)
        return torch.sigmoid(_each(self.gate, x)) * features


class TemporalConstraint(nn.Module):
    """The generator: three layers down, four dilated ones, three up, what went down seen again on the way up."""

    def __init__(self, params: LavcParams) -> None:
        super().__init__()
        width = params.width
        self.down = nn.ModuleList(
            (GatedShift(4, width), GatedShift(width, 2 * width, 2), GatedShift(2 * width, 4 * width, 2))
        )
        self.middle = nn.Sequential(
            *(GatedShift(4 * width, 4 * width, 1, dilation) for dilation in params.dilations)
        )
        self.up = nn.ModuleList((GatedShift(6 * width, 2 * width), GatedShift(3 * width, width)))
        self.shift = TemporalShift(width)
        self.tell = nn.Conv2d(width, 3, 3, padding=1)
        self.share = nn.Parameter(torch.full((1,), NEW_SHARE)) if params.has_copy else None

    def forward(self, lines: Tensor, pictures: Tensor) -> Tensor:
        """Refined pictures, f32 (B, T, 3, H, W), of frames in order of time; H and W may be any from 4 on.

        `lines`: f32 (B, T, 1, H, W); `pictures`: f32 (B, T, 3, H, W), those of references as they are painted.
        """
        height, width = lines.shape[3:]
        x = torch.cat([lines, pictures], 2)
        x = _each(lambda frames: folded(frames, FOLD), x)
        seen = []
        for layer in self.down:
            x = layer(x)
            seen.append(x)
        x = self.middle(seen.pop())
        for layer in self.up:
            x = layer(torch.cat([_each(_doubled, x), seen.pop()], 2))
        x = _each(self.tell, self.shift(x))[..., :height, :width].float()
        if self.share is not None:
            x = self.share * x + torch.atanh(pictures.float().clamp(-NEAR_ONE, NEAR_ONE))
        return torch.tanh(x)


class TemporalJudge(nn.Module):
    """The opponent: five convolutions over patches of frames and time."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        widths = (4, width, 2 * width, 4 * width, 4 * width)
        for inputs, outputs in pairwise(widths):
            layers += [_over_time(inputs, outputs), nn.LeakyReLU(LEAK)]
        self.layers = nn.Sequential(*layers, _over_time(widths[-1], 1))

    def forward(self, lines: Tensor, pictures: Tensor) -> Tensor:
        """Verdicts, f32 (B, 1, T, h, w), on colored drawings in order of time."""
        verdict: Tensor = self.layers(torch.cat([lines, pictures], 2).transpose(1, 2))
        return verdict.float()


def add_spectral_norm(network: TemporalConstraint) -> TemporalConstraint:
    """The network, all its convolutions held by spectral norm."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            spectral_norm(module)
    return network


def _over_time(inputs: int, outputs: int) -> nn.Module:
    return spectral_norm(nn.Conv3d(inputs, outputs, (3, 5, 5), (1, 2, 2), (1, 2, 2)))


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0)


def _each(layer: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """What a layer for pictures makes of each frame of `x`, f32 (B, T, C, H, W)."""
    y = layer(x.flatten(0, 1))
    return y.reshape(*x.shape[:2], *y.shape[1:])
