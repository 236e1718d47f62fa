"""LAVC's color transform network: a target's line art and colored references in, a picture out; and its opponent.

Shi et al. 2020, "Deep line art video colorization with a few references", sections 3.2 and 3.5. Where the paper is
silent, widths and kernels are those of MUNIT and FUNIT, which it follows. Pictures are f32 (B, 3, H, W) in [-1, 1],
line art likewise with one channel (-1 ink, 1 paper), distance fields with one channel in [0, 1].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from ..pictures.layers import INSTANCE, LEAK, PLACE, InstanceNorm, folded, norm_of
from .similarity import Known, Similarity

FOLD = 4  # sides that are multiples of this need no padding
SIMILARITY, EMBEDDER, LINE, DISTANCE = "sim", "emb", "line", "distance"
INPUTS = (SIMILARITY, EMBEDDER, LINE, DISTANCE)  # parts of this network that can be left out
# Where spectral norm is: on all convolutions, on none, or on those of encoders and decoder alone (figure 6).
ALL, NONE, CODERS = "all", "none", "coders"
SPECTRAL = (ALL, NONE, CODERS)


@dataclass(frozen=True)
class LavcParams:
    """Sizes of both networks, and of their opponents."""

    width: int = 64  # channels at full size; doubled twice on the way down
    latent: int = 256  # numbers of the style embedding
    blocks: int = 8  # residual blocks with adaptive instance norm
    keys: int = 32  # channels that places are compared by
    norm: str = INSTANCE  # of encoders and decoder
    # Residual blocks, ever more dilated, behind the encoder of distance fields, which then also sees where in the
    # frame each pixel lies: alone it sees some 20 pixels, too few to know a place by. The paper has none.
    context: int = 0
    has_copy: bool = False  # the temporal network adds to the colors that it is given
    dilations: tuple[int, ...] = (2, 4, 8, 16)  # of the temporal network
    without: frozenset[str] = frozenset()  # of INPUTS

    @property
    def inside(self) -> int:
        """Channels at a quarter of the size."""
        return 4 * self.width


PAPER = LavcParams()
SMALL = LavcParams(
    width=16, latent=64, blocks=4, norm=PLACE, context=3, has_copy=True, dilations=(1, 2, 4, 8)
)

MEDIUM = replace(SMALL, width=24, latent=96, keys=48)


class References(NamedTuple):
    """K colored drawings."""

    lines: Tensor  # f32 (B, K, 1, H, W)
    fields: Tensor  # f32 (B, K, 1, H, W)
    colors: Tensor  # f32 (B, K, 3, H, W)


class Remembered(NamedTuple):
    """What the network makes of references, whatever the target."""

    known: Known
    style: Tensor | None  # f32 (B, latent), what the middle blocks are told of the references together


class Answer(NamedTuple):
    """What the network answers, with what its latent decoders show of the way."""

    picture: Tensor  # f32 (B, 3, H, W) in [-1, 1]
    similar: Tensor  # f32 (B, 3, H / 4, W / 4), of the similarity layer
    middle: Tensor  # likewise, of the middle blocks
    carried: Tensor  # f32 (B, L, H / 4, W / 4), see `Similarity`


class ColorTransform(nn.Module):
    """The generator of the color transform network."""

    def __init__(self, params: LavcParams) -> None:
        super().__init__()
        self.params = params
        width, inside, norm = params.width, params.inside, params.norm
        without = params.without
        self.line = None if LINE in without else _encoder(1, width, norm)
        self.places = Places(params)
        self.color = _encoder(3, width, norm)
        self.similarity = None if SIMILARITY in without else Similarity(inside)
        self.embedder = None if EMBEDDER in without else Embedder(width, params.latent)
        latent = None if EMBEDDER in without else params.latent
        self.style = None if latent is None else nn.Sequential(nn.Linear(latent, latent), nn.ReLU())
        self.middle = nn.ModuleList(_Residual(inside, latent) for _ in range(params.blocks))
        self.tell_similar = nn.Conv2d(inside, 3, 3, padding=1)
        self.tell_middle = nn.Conv2d(inside, 3, 3, padding=1)
        self.decoder = _decoder(width, norm)

    def forward(
        self, line: Tensor, field: Tensor, references: References, carried: Tensor | None = None
    ) -> Answer:
        """The answer for a target, f32 (B, 1, H, W) each; H and W may be any."""
        return self.answer(line, field, self.remember(references), carried)

    def remember(self, references: References) -> Remembered:
        """What is needed of references to answer, whatever the target."""
        batch, count = references.lines.shape[:2]
        lines, fields, colors = (folded(plane.flatten(0, 1), FOLD) for plane in references)

        def apart(features: Tensor) -> Tensor:
            return features.reshape(batch, count, *features.shape[1:])

        features, keys = self.places(lines, fields)
        known = Known(apart(features), apart(keys), apart(self.color(colors)))
        if self.embedder is None or self.style is None:
            return Remembered(known, None)
        return Remembered(known, self.style(apart(self.embedder(torch.cat([lines, colors], 1))).mean(1)))

    def answer(self, line: Tensor, field: Tensor, of: Remembered, carried: Tensor | None = None) -> Answer:
        """The answer by what was remembered of references of the target's size."""
        height, width = line.shape[2:]
        line, field = folded(line, FOLD), folded(field, FOLD)
        if self.similarity is None:
            similar = of.known.colors.mean(1)
            over = similar[:, :0]
        else:
            similar, over = self.similarity(*self.places(line, field), of.known, carried)
        middle = similar if self.line is None else similar + self.line(line)
        for block in self.middle:
            middle = block(middle, of.style)
        picture = torch.tanh(self.decoder(middle)[..., :height, :width].float())
        return Answer(
            picture,
            torch.tanh(self.tell_similar(similar).float()),
            torch.tanh(self.tell_middle(middle).float()),
            over,
        )


class Places(nn.Module):
    """What places of drawings are compared by: the encoder of distance fields."""

    def __init__(self, params: LavcParams) -> None:
        super().__init__()
        self.sees_lines = DISTANCE in params.without
        self.sees_places = params.context > 0
        inputs = 3 if self.sees_places else 1
        self.encoder = _encoder(inputs, params.width, params.norm)
        self.context = _Context(params) if params.context else None
        self.key = nn.Conv2d(params.inside, params.keys, 1)

    def forward(self, line: Tensor, field: Tensor) -> tuple[Tensor, Tensor]:
        """Features f_d, f32 (B, C, h, w), and the keys of the similarity layer, f32 (B, E, h, w)."""
        seen = line if self.sees_lines else field
        if self.sees_places:
            seen = torch.cat([seen, _places(seen)], 1)
        features = self.encoder(seen)
        if self.context is not None:
            features = features + self.context(features)
        return features, self.key(features)


class Embedder(nn.Module):
    """The style of colored line art, f32 (B, 4, H, W), as a vector: f32 (B, latent)."""

    def __init__(self, width: int, latent: int) -> None:
        super().__init__()
        inside = 4 * width
        self.layers = nn.Sequential(
            nn.Conv2d(4, width, 7, padding=3),
            nn.ReLU(),
            nn.Conv2d(width, 2 * width, 4, 2, 1),
            nn.ReLU(),
            nn.Conv2d(2 * width, inside, 4, 2, 1),
            nn.ReLU(),
            nn.Conv2d(inside, inside, 4, 2, 1),
            nn.ReLU(),
            nn.Conv2d(inside, latent, 4, 2, 1),
            nn.ReLU(),
        )

    def forward(self, drawings: Tensor) -> Tensor:
        short = [max(16 - side, 0) for side in drawings.shape[2:]]  # too small to be halved four times
        features: Tensor = self.layers(F.pad(drawings, (0, short[1], 0, short[0]), mode="replicate"))
        return features.float().mean((2, 3))


class Judge(nn.Module):
    """The opponent: says of each patch of a colored drawing whether it is true."""

    def __init__(self, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for number, (inputs, outputs) in enumerate(pairwise((4, width, 2 * width, 4 * width, 8 * width))):
            stride = 2 if number < 3 else 1
            layers += [spectral_norm(nn.Conv2d(inputs, outputs, 4, stride, 1)), nn.LeakyReLU(LEAK)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(8 * width, 1, 4, 1, 1))

    def forward(self, line: Tensor, picture: Tensor) -> Tensor:
        """Verdicts, f32 (B, 1, h, w), on pictures from 32 pixels on."""
        verdict: Tensor = self.layers(torch.cat([line, picture], 1))
        return verdict.float()


def add_spectral_norm(network: ColorTransform, where: str) -> ColorTransform:
    """The network, its convolutions held by spectral norm at `where`, one of SPECTRAL; those of its heads never."""
    held: list[nn.Module | None] = []
    if where != NONE:
        held = [network.line, network.places.encoder, network.color, network.decoder]
    if where == ALL:
        held += [
            network.places.context,
            network.places.key,
            network.similarity,
            network.embedder,
            network.middle,
        ]
    for part in held:
        for module in [] if part is None else part.modules():
            if isinstance(module, nn.Conv2d):
                spectral_norm(module)
    return network


class _Context(nn.Module):
    """What lies around each place, seen at half the size by residual blocks that are ever more dilated."""

    def __init__(self, params: LavcParams) -> None:
        super().__init__()
        width = params.inside
        self.down = nn.Conv2d(width, width, 4, 2, 1)
        self.blocks = nn.ModuleList(_Dilated(width, 2**step, params.norm) for step in range(params.context))

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[2:]
        y = self.down(F.pad(x, (0, width % 2, 0, height % 2), mode="replicate"))
        for block in self.blocks:
            y = block(y)
        return F.interpolate(y, scale_factor=2.0)[..., :height, :width]


class _Dilated(nn.Module):
    """A residual block whose first convolution is dilated."""

    def __init__(self, width: int, dilation: int, norm: str) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation),
            norm_of(norm, width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1),
            norm_of(norm, width),
        )

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.steps(x)
        return result


class _AdaptiveNorm(nn.Module):
    """Instance norm whose scale and shift the style tells (Huang and Belongie 2017); its own without a style."""

    def __init__(self, width: int, latent: int | None) -> None:
        super().__init__()
        self.norm = InstanceNorm(width)
        self.tell = None if latent is None else nn.Linear(latent, 2 * width)
        if latent is None:
            self.own = nn.Parameter(torch.zeros(1, 2 * width))

    def forward(self, x: Tensor, style: Tensor | None) -> Tensor:
        told: Tensor = self.own if self.tell is None else self.tell(style)
        scale, move = told.float()[:, :, None, None].chunk(2, 1)
        result: Tensor = self.norm(x) * (1 + scale) + move
        return result


class _Residual(nn.Module):
    """A middle block: two convolutions with adaptive norm, added to the input."""

    def __init__(self, width: int, latent: int | None) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.norms = nn.ModuleList(_AdaptiveNorm(width, latent) for _ in range(2))

    def forward(self, x: Tensor, style: Tensor | None) -> Tensor:
        y = F.relu(self.norms[0](self.first(x), style))
        result: Tensor = x + self.norms[1](self.second(y), style)
        return result


def _encoder(inputs: int, width: int, norm: str) -> nn.Sequential:
    """Three convolutions, to a quarter of the size."""
    layers: list[nn.Module] = []
    shapes = ((inputs, width, 7, 1, 3), (width, 2 * width, 4, 2, 1), (2 * width, 4 * width, 4, 2, 1))
    for before, after, kernel, stride, padding in shapes:
        layers += [nn.Conv2d(before, after, kernel, stride, padding), norm_of(norm, after), nn.ReLU()]
    return nn.Sequential(*layers)


def _decoder(width: int, norm: str) -> nn.Sequential:
    """Four convolutions, back to the full size; nearest upsampling leaves no checkerboard."""
    inside = 4 * width
    return nn.Sequential(
        nn.Conv2d(inside, inside, 3, padding=1),
        norm_of(norm, inside),
        nn.ReLU(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(inside, 2 * width, 5, padding=2),
        norm_of(norm, 2 * width),
        nn.ReLU(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(2 * width, width, 5, padding=2),
        norm_of(norm, width),
        nn.ReLU(),
        nn.Conv2d(width, 3, 7, padding=3),
    )


def _places(x: Tensor) -> Tensor:
    """Where each pixel lies, from the middle, in halves of the longer side: f32 (B, 2, H, W)."""
    batch, _, height, width = x.shape
    half = max(height, width) / 2
    down = (torch.arange(height, device=x.device) + 0.5 - height / 2) / half
    along = (torch.arange(width, device=x.device) + 0.5 - width / 2) / half
    grid = torch.stack(torch.meshgrid(down, along, indexing="ij"))
    return grid.to(x.dtype).expand(batch, -1, -1, -1)
