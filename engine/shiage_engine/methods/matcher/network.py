"""The region matcher: which region of a colored frame is this one? Reads line art alone, never a color.

Every frame is encoded by itself, region by region; references enter as regions with a label each, so that any
number of them, and any palette, will do (inclusion matching of Dai et al. 2024 and the palette codes of METHODS are
met by summing matches by label: a label's number means nothing to the network). Context comes in twice: regions
hear their neighbors when they are encoded, and matches are revised a few rounds long by whether the neighbors of
both regions match, or are expected to have the same labels (relaxation labeling, learned end to end).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# Columns of the descriptors that pairs are compared in.
CENTER, FRAME_PLACE, SIZE = slice(0, 2), slice(4, 6), 8
# Columns in pixels, which depend on how large a frame is drawn; they come again in the means of neighbors.
ABSOLUTE = (7, 19)
# A region's own descriptors; and how often they come: own, of neighbors, of theirs, across trace lines.
OWN_COLUMNS, MEANS = 86, 4
FARTHEST = 4.0  # standardized descriptors are cut off here
SMALL = 1e-6
CLOSED, LEAST = -1e4, -30.0  # the logit of what may not be matched, and one below all others
PAIRS_AT_ONCE = 1 << 18
FORGOTTEN = 0.1  # share of what is known of a region that training hides: no style may hang on a few numbers
RELATIONS = 10  # what a pair of regions is compared in, see `_relations`


@dataclass(frozen=True)
class MatcherParams:
    """Sizes of the network."""

    descriptors: int = 282
    scales: int = 3
    channels: int = 4
    crop: int = 24
    width: int = 192
    layers: int = 3  # of hearing neighbors
    pair_width: int = 24
    rounds: int = 3  # of revising matches


class Seen(NamedTuple):
    """`drawing.view.View` as tensors on one device."""

    features: Tensor  # f32 (N, D)
    crops: Tensor  # u8 (N, S, C, P, P)
    black: Tensor  # sparse f32 (N, N): share of a region's border with each other, over black lines
    trace: Tensor  # the same over trace lines
    grids: Tensor  # i64 (2, G * G), -1 none


class Encoded(NamedTuple):
    """A frame's regions as the network knows them; made once a frame."""

    tokens: Tensor  # f32 (N, W)
    seen: Seen


class Given(NamedTuple):
    """A frame whose labels are known, or predicted."""

    encoded: Encoded
    labels: Tensor  # f32 (N, K): how sure each label is; a row of zeros is a region nobody may match
    away: float  # frames between it and the target, signed
    predicted: bool  # labels come from the network itself, not from a painter


class Matcher(nn.Module):
    """Encodes frames and matches their regions."""

    mean: Tensor
    scale: Tensor
    used: Tensor

    def __init__(self, params: MatcherParams) -> None:
        super().__init__()
        self.params = params
        width = params.width
        self.register_buffer("mean", torch.zeros(params.descriptors))
        self.register_buffer("scale", torch.ones(params.descriptors))
        self.register_buffer("used", _scale_free(params.descriptors), persistent=False)
        self.crops = nn.ModuleList(_CropEncoder(params.channels, params.crop) for _ in range(params.scales))
        inputs = params.descriptors + params.scales * _CropEncoder.WIDTH
        self.forget = nn.Dropout(FORGOTTEN)
        self.token = nn.Sequential(nn.Linear(inputs, 2 * width), nn.SiLU(), nn.Linear(2 * width, width))
        self.layers = nn.ModuleList(_Hearing(width) for _ in range(params.layers))
        self.norm = nn.LayerNorm(width)
        self.asks = nn.Linear(width, width)
        self.warmth = nn.Parameter(torch.tensor(2.0))
        self.first = _PairNetwork(1 + RELATIONS, params.pair_width)
        self.revise = nn.ModuleList(
            _PairNetwork(2 + RELATIONS + EVIDENCE, params.pair_width) for _ in range(params.rounds)
        )
        self.none = nn.Sequential(nn.Linear(width + 2, 32), nn.SiLU(), nn.Linear(32, params.rounds + 1))

    def encode(self, seen: Seen) -> Encoded:
        """Encode one frame."""
        standard = ((seen.features - self.mean) / self.scale).clamp(-FARTHEST, FARTHEST) * self.used
        crops = seen.crops.float() / 255
        parts = [encoder(crops[:, scale]) for scale, encoder in enumerate(self.crops)]
        tokens = self.token(self.forget(torch.cat([standard, *parts], 1)))
        for layer in self.layers:
            tokens = layer(tokens, seen.black, seen.trace)
        return Encoded(self.norm(tokens), seen)

    def match(self, target: Encoded, given: Sequence[Given]) -> list[Tensor]:
        """How well each label fits, after each round: f32 (N, K + 1) each, rows sum to one, last column none.

        `given`: at least one frame; all with K labels.
        """
        base = self._similarity(target, given)
        relations = torch.cat([_relations(target, one) for one in given], 2)
        logits = base + self.first([base[None], relations])
        labels = torch.cat([one.labels for one in given])
        closed = labels.sum(1) <= 0
        logits = logits.masked_fill(closed, CLOSED)
        none = self._none(target, logits)
        start = logits
        answers = [_by_label(logits, none[:, :1], labels)]
        for number, revise in enumerate(self.revise):
            evidence = _evidence(target, given, logits, none[:, number : number + 1], answers[-1])
            logits = logits + revise([start[None] / 8, logits[None] / 8, relations, evidence])
            logits = logits.masked_fill(closed, CLOSED)
            answers.append(_by_label(logits, none[:, number + 1 : number + 2], labels))
        return answers

    def _similarity(self, target: Encoded, given: Sequence[Given]) -> Tensor:
        asks = F.normalize(self.asks(target.tokens), dim=1)
        answers = F.normalize(self.asks(torch.cat([one.encoded.tokens for one in given])), dim=1)
        return (asks @ answers.T) * self.warmth.exp()

    def _none(self, target: Encoded, logits: Tensor) -> Tensor:
        least = logits.new_full((len(logits), 1), LEAST)  # there may be nothing to match
        best = torch.cat([logits, least], 1).max(1, keepdim=True).values
        mass = torch.logsumexp(torch.cat([logits, least], 1), 1, keepdim=True)
        return best.detach() + self.none(torch.cat([target.tokens, best / 8, mass / 8], 1))


EVIDENCE = 6  # what neighbors say of a pair, see `_evidence`


class _CropEncoder(nn.Module):
    """A crop around a region to a row of numbers."""

    WIDTH = 64

    def __init__(self, channels: int, crop: int) -> None:
        super().__init__()
        widths = (channels, 16, 32, 48)
        steps: list[nn.Module] = []
        for before, after in pairwise(widths):
            steps += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.GroupNorm(4, after), nn.SiLU()]
        self.steps = nn.Sequential(*steps, nn.Flatten())
        self.out = nn.Linear(widths[-1] * (crop // 8) ** 2, self.WIDTH)

    def forward(self, crops: Tensor) -> Tensor:
        result: Tensor = self.out(self.steps(crops))
        return result


class _Hearing(nn.Module):
    """A region hears its neighbors over black lines and over trace lines."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.change = nn.Sequential(nn.Linear(3 * width, 2 * width), nn.SiLU(), nn.Linear(2 * width, width))

    def forward(self, tokens: Tensor, black: Tensor, trace: Tensor) -> Tensor:
        said = self.norm(tokens)
        heard = [said, torch.sparse.mm(black, said), torch.sparse.mm(trace, said)]
        result: Tensor = tokens + self.change(torch.cat(heard, 1))
        return result


class _PairNetwork(nn.Module):
    """What is known of a pair to a change of its logit."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        out = nn.Linear(width, 1)
        nn.init.normal_(out.weight, std=0.01)
        self.steps = nn.Sequential(nn.Linear(inputs, width), nn.SiLU(), out)

    def forward(self, known: Sequence[Tensor]) -> Tensor:
        """`known`: f32 (c, N, M) each, all c together the inputs. Returns f32 (N, M).

        Goes a few rows at a time, since a crowd has millions of pairs.
        """
        count, others = known[0].shape[1:]
        rows = max(PAIRS_AT_ONCE // max(others, 1), 1)
        parts = []
        for first in range(0, max(count, 1), rows):
            some = torch.cat([part[:, first : first + rows] for part in known])
            parts.append(self.steps(some.permute(1, 2, 0))[..., 0])
        return torch.cat(parts)


def _scale_free(descriptors: int) -> Tensor:
    used = torch.ones(descriptors)
    for block in range(MEANS):
        for column in ABSOLUTE:
            used[block * OWN_COLUMNS + column] = 0
    return used


def _relations(target: Encoded, given: Given) -> Tensor:
    """Place, size and overlap of each pair of regions, and what is so of all of them: (RELATIONS, N, M)."""
    ours, theirs = target.seen, given.encoded.seen
    a, b = ours.features, theirs.features
    size = a[:, None, SIZE] - b[None, :, SIZE]
    of_figure = torch.cdist(a[:, CENTER], b[:, CENTER])
    in_frame = torch.cdist(a[:, FRAME_PLACE], b[:, FRAME_PLACE])
    overlaps = [_overlap(x, y, len(a), len(b)) for x, y in zip(ours.grids, theirs.grids, strict=True)]
    same = torch.ones_like(size)
    away = abs(given.away)
    whole = [same * (min(away, 16) / 8), same * (1 / max(away, 1)), same * float(given.predicted)]
    return torch.stack([size.abs().clamp(max=4), of_figure, in_frame * 4, *overlaps[0], *overlaps[1], *whole])


def _overlap(ours: Tensor, theirs: Tensor, count: int, other: int) -> tuple[Tensor, Tensor]:
    """Share of a region of ours that lies on one of theirs, and the reverse: f32 (N, M) each."""
    both = (ours >= 0) & (theirs >= 0)
    pairs = (
        torch.bincount(ours[both] * other + theirs[both], minlength=count * other).view(count, other).float()
    )
    mine = torch.bincount(ours[ours >= 0], minlength=count)
    its = torch.bincount(theirs[theirs >= 0], minlength=other)
    return pairs / (mine[:, None] + 1), pairs / (its + 1)


def _evidence(
    target: Encoded, given: Sequence[Given], logits: Tensor, none: Tensor, answer: Tensor
) -> Tensor:
    """What neighbors say of each pair, over black lines and over trace lines: (EVIDENCE, N, M)."""
    matches = torch.cat([logits, none], 1).softmax(1)[:, :-1]
    back = logits.softmax(0)
    columns: list[Tensor] = []
    start = 0
    for one in given:
        end = start + len(one.labels)
        seen = one.encoded.seen
        of_frame = matches[:, start:end]
        parts = [
            (of_frame + 1e-4).log() / 8,
            (back[:, start:end] + 1e-4).log() / 8,
        ]
        for ours, theirs in ((target.seen.black, seen.black), (target.seen.trace, seen.trace)):
            heard = torch.sparse.mm(ours, of_frame)
            parts.append(torch.sparse.mm(theirs, heard.T).T)
            expected = (torch.sparse.mm(ours, answer[:, :-1]) + SMALL).sqrt()
            known = (torch.sparse.mm(theirs, one.labels) + SMALL).sqrt()
            parts.append(expected @ known.T)
        columns.append(torch.stack(parts))
        start = end
    return torch.cat(columns, 2)


def _by_label(logits: Tensor, none: Tensor, labels: Tensor) -> Tensor:
    """Matches summed by label: f32 (N, K + 1), last column none."""
    shares = torch.cat([logits, none], 1).softmax(1)
    of_label = shares[:, :-1] @ labels
    return torch.cat([of_label, 1 - of_label.sum(1, keepdim=True)], 1)
