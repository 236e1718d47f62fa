"""The attention-aware network: line art and colored references in, a picture out; and its opponent.

Cao, Tian and Mok 2023, "Attention-aware anime line drawing colorization", section 3; widths and kernels are those of
its published configuration. Pictures are f32 (B, 3, H, W) in [-1, 1], line art likewise with one channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from ..pictures.layers import LEAK, folded

CA, SGA = "ca", "sga"
# Parts of the network that can be left out; without SGA it attends as SCFT does (Lee et al. 2020).
PARTS = (CA, SGA)
BATCH, GROUP = "batch", "group"
NORMS = (BATCH, GROUP)
GROUPS = 8  # of group norm, at most
SQUEEZE = 16  # times fewer numbers are in the middle of channel attention than there are channels
TINY = 1e-6
JUDGED = 64  # pixels of a picture's side that the opponent needs


@dataclass(frozen=True)
class AttentionParams:
    """Sizes of the network, and of its opponent."""

    # Channels at each size, from the full one to that of places, each half of the one before.
    widths: tuple[int, ...] = (16, 32, 64, 128, 256)
    blocks: int = 4  # residual blocks behind attention
    norm: str = BATCH  # group norm hardly lets colors through: a group of one channel has no mean
    judge: int = 16  # channels of the opponent's first layer
    without: frozenset[str] = frozenset()  # of PARTS

    @property
    def fold(self) -> int:
        """Pixels of a place's side; sides of pictures that are multiples of this need no padding."""
        return 2 ** (len(self.widths) - 1)

    @property
    def inside(self) -> int:
        """Channels that places are attended to by: all of an encoder's maps together."""
        return 2 * sum(self.widths)


PAPER = AttentionParams()
# Places of 8 pixels, not 16: where a frame has 128, those hold several regions.
SMALL = AttentionParams(widths=(8, 16, 32, 48), blocks=2)
MEDIUM = AttentionParams(widths=(12, 24, 48, 72), blocks=1)


class Attended(NamedTuple):
    """What places were compared by, f32 (B, places, C) each: the more alike, the larger their product.

    Losses of their own are taken of these; with SGA no other loss teaches what places have in common.
    """

    queries: Tensor
    keys: Tensor


class Answer(NamedTuple):
    """What the network answers."""

    picture: Tensor  # f32 (B, 3, H, W) in [-1, 1]
    attended: Attended  # places of the target to those of the references


def attended_to(attended: Attended, shares: Tensor) -> Tensor:
    """The share of each label in the places that each place of a target looks at: f32 (B, K, h, w).

    `shares`: of each label in the references' places, f32 (B, K, references, h, w); the target has as many places.
    """
    alike = attended.queries.float() @ attended.keys.float().transpose(1, 2)
    mass = torch.softmax(alike, 2) @ shares.flatten(2).transpose(1, 2)
    return mass.transpose(1, 2).reshape(*shares.shape[:2], *shares.shape[3:])


class AttentionAware(nn.Module):
    """The generator: two encoders, attention to the references' places, residual blocks, and a U-net's way up."""

    def __init__(self, params: AttentionParams) -> None:
        super().__init__()
        self.params = params
        inside = params.inside
        self.lines = _Encoder(1, params)
        self.colors = _Encoder(3, params)
        if SGA in params.without:
            self.linear: LinearAttention | None = LinearAttention(inside)
            self.cross = self.own = None
        else:
            self.linear = None
            self.cross, self.own = StopAttention(inside), StopAttention(inside)
        self.blocks = nn.Sequential(*(_Residual(inside, params.norm) for _ in range(params.blocks)))
        self.decoder = _Decoder(params)

    def forward(self, line: Tensor, references: Tensor) -> Answer:
        """The answer for line art, f32 (B, 1, H, W), by pictures of references, f32 (B, K, 3, H, W).

        The places of all references are attended to together; the paper has one. H and W may be any.
        """
        height, width = line.shape[2:]
        maps = self.lines(folded(line, self.params.fold))
        known = gathered(self.colors(folded(references.flatten(0, 1), self.params.fold)))
        own = gathered(maps)
        batch, channels, rows, columns = own.shape
        places = known.reshape(batch, -1, channels, rows * columns).transpose(2, 3).flatten(1, 2)
        x, attended = self._attend(own.flatten(2).transpose(1, 2), places)
        y = x.transpose(1, 2).reshape(batch, channels, rows, columns)
        picture = self.decoder(torch.cat([y, self.blocks(y)], 1), maps[:-1])
        return Answer(torch.tanh(picture[..., :height, :width].float()), attended)

    def _attend(self, own: Tensor, places: Tensor) -> tuple[Tensor, Attended]:
        if self.linear is not None:
            found: tuple[Tensor, Attended] = self.linear(own, places)
            return found
        assert self.cross is not None and self.own is not None
        x = self.cross(own, places)
        return self.own(x, x), Attended(own, places)


class StopAttention(nn.Module):
    """Stop-gradient attention (SGA, Li et al. 2022): what places have in common is not learned through."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.other = nn.Linear(width, width)
        self.self = nn.Linear(width, width)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """`x`: f32 (B, N, C); `y`: f32 (B, M, C), the places that are attended to. Returns f32 (B, N, C)."""
        told = weights_of(x, y) @ F.leaky_relu(self.other(y), LEAK).float() + F.leaky_relu(self.self(x), LEAK)
        result: Tensor = self.norm(told.transpose(1, 2)).transpose(1, 2) + x
        return result


@torch.no_grad()
def weights_of(x: Tensor, y: Tensor) -> Tensor:
    """How much each place of `x`, f32 (B, N, C), attends to each of `y`, f32 (B, M, C): f32 (B, N, M), no gradient.

    A softmax over each row, then each column divided by its sum: no place of `y` is taken by all.
    """
    with torch.autocast(x.device.type, enabled=False):
        rows = torch.softmax(x.float() @ y.float().transpose(1, 2), 2)
        return rows / rows.sum(1, keepdim=True).clamp(min=TINY)


class LinearAttention(nn.Module):
    """The feature transfer of SCFT (Lee et al. 2020): queries, keys and values are learned."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, Attended]:
        """As `StopAttention`, with what places were compared by."""
        queries, keys = self.query(x).float(), self.key(y).float()
        weights = torch.softmax(queries @ keys.transpose(1, 2) / x.shape[2] ** 0.5, 2)
        return weights @ self.value(y).float() + x, Attended(queries, keys)


class ChannelSpatial(nn.Module):
    """Channel attention, then spatial attention (CBAM, Woo et al. 2018)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        middle = max(width // SQUEEZE, 1)
        self.channels = nn.Sequential(
            nn.Linear(width, middle, bias=False), nn.ReLU(), nn.Linear(middle, width, bias=False)
        )
        self.places = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        told = self.channels(x.amax((2, 3))) + self.channels(x.mean((2, 3)))
        x = x * torch.sigmoid(told)[:, :, None, None]
        seen = torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], 1)
        result: Tensor = x * torch.sigmoid(self.places(seen))
        return result


class Judge(nn.Module):
    """The opponent: says of each patch of a colored drawing whether it is true."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise((4, width, 2 * width, 4 * width, 8 * width)):
            convolution = spectral_norm(nn.Conv2d(inputs, outputs, 4, 2, 1))
            layers += [convolution, nn.BatchNorm2d(outputs), nn.LeakyReLU(LEAK)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(8 * width, 1, 4))

    def forward(self, line: Tensor, picture: Tensor) -> Tensor:
        """Verdicts, f32 (B, 1, h, w), on pictures from JUDGED pixels on."""
        verdict: Tensor = self.layers(torch.cat([line, picture], 1))
        return verdict.float()


def gathered(maps: Sequence[Tensor]) -> Tensor:
    """The feature dimension transform: all maps, averaged to the size of the last, beside each other."""
    height, width = maps[-1].shape[2:]
    return torch.cat([F.adaptive_avg_pool2d(each.float(), (height, width)) for each in maps], 1)


class _Encoder(nn.Module):
    """Ten convolutions, two at each size, each with attention behind it."""

    def __init__(self, inputs: int, params: AttentionParams) -> None:
        super().__init__()
        layers = []
        for number, width in enumerate(params.widths):
            layers += [_layer(inputs, width, params, 1 if number == 0 else 2), _layer(width, width, params)]
            inputs = width
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor) -> list[Tensor]:
        maps = []
        for layer in self.layers:
            x = layer(x)
            maps.append(x)
        return maps


class _Decoder(nn.Module):
    """Pairs of convolutions up to the full size; each but the first sees a map of the line encoder."""

    def __init__(self, params: AttentionParams) -> None:
        super().__init__()
        own = [width for width in reversed(params.widths) for _ in range(2)]
        seen = [0, *own[1:]]  # channels of the encoder's maps, from the last but one to the first
        before = [2 * params.inside, *own]
        plain = _without_attention(params)
        self.layers = nn.ModuleList(
            _layer(inputs + skip, outputs, plain)
            for inputs, skip, outputs in zip(before, seen, own, strict=False)
        )
        self.tell = nn.Conv2d(params.widths[0], 3, 1)

    def forward(self, x: Tensor, maps: Sequence[Tensor]) -> Tensor:
        """`maps`: nine of an encoder, the first the largest."""
        left = [*maps]
        for number, layer in enumerate(self.layers):
            if number:
                seen = left.pop()
                if seen.shape[2:] != x.shape[2:]:
                    x = F.interpolate(x.float(), size=seen.shape[2:], mode="bilinear")
                x = torch.cat([x, seen], 1)
            x = layer(x)
        result: Tensor = self.tell(x)
        return result


class _Residual(nn.Module):
    """Two convolutions, added to the input."""

    def __init__(self, width: int, norm: str) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1),
            _norm(norm, width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1),
            _norm(norm, width),
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.steps(x))


def _layer(inputs: int, outputs: int, params: AttentionParams, stride: int = 1) -> nn.Sequential:
    attention = [] if CA in params.without else [ChannelSpatial(outputs)]
    norm = _norm(params.norm, outputs)
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1), *attention, norm, nn.LeakyReLU(LEAK))


def _without_attention(params: AttentionParams) -> AttentionParams:
    """The same sizes for the decoder, which has no attention behind its convolutions."""
    return AttentionParams(params.widths, params.blocks, params.norm, params.judge, params.without | {CA})


def _norm(name: str, width: int) -> nn.Module:
    return nn.BatchNorm2d(width) if name == BATCH else nn.GroupNorm(gcd(width, GROUPS), width)
