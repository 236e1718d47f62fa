"""The region matcher: which region of a colored frame is this one? Reads line art alone, never a color.

Each frame is encoded by itself: every region becomes a token, by its descriptors, by crops around it, and by message
passing between neighboring regions. A target region is then compared with all regions of the given frames; its shares
of matches are summed by label, as in inclusion matching (Dai et al. 2024, BasicPBC), so that any number of references
and any palette will do. A few rounds revise the matches by evidence from neighbors: whether the neighbors of both
regions match each other, and whether they are expected to have the same labels (relaxation labeling, Rosenfeld et al.
1976, learned end to end).

The names of modules and parameters are those of the weights file, and stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .columns import ABSOLUTE, CENTER, DESCRIPTORS, FRAME_PLACE, SIZE

FARTHEST = 4.0  # standardized descriptors are clipped here
SMALL = 1e-6
EXCLUDED, LEAST = -1e4, -30.0  # the logit of a pair that may not match, and one below all others
PAIRS_AT_ONCE = 1 << 18  # of the pair network
DROPOUT = 0.1  # share of the inputs of a token: in training, no style may be told by a few of them
RELATIONS = 10  # features of a pair, see `_relations`
EVIDENCE = 6  # features of a pair from its neighbors, see `_evidence`


@dataclass(frozen=True)
class MatcherParams:
    """Sizes of the network."""

    descriptors: int = DESCRIPTORS
    scales: int = 3
    channels: int = 4
    crop: int = 24
    width: int = 192
    layers: int = 3  # of message passing
    pair_width: int = 24
    rounds: int = 3  # of revision


class ViewTensors(NamedTuple):
    """A `view.View` as tensors on one device."""

    features: Tensor  # f32 (N, D)
    crops: Tensor  # u8 (N, S, C, P, P)
    black: Tensor  # sparse f32 (N, N): share of a region's border with each other, over black lines
    trace: Tensor  # the same over trace lines
    grids: Tensor  # i64 (2, G * G), -1 none


class Encoded(NamedTuple):
    """The regions of a frame, encoded; made once a frame."""

    tokens: Tensor  # f32 (N, W)
    view: ViewTensors


class Given(NamedTuple):
    """A frame that targets are matched to: a reference, or a neighbor in time whose labels are predicted."""

    encoded: Encoded
    labels: Tensor  # f32 (N, K): probabilities; a region with a row of zeros may not be matched
    away: float  # frames between it and the target, signed
    predicted: bool  # whether the labels come from the network itself


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
        self.dropout = nn.Dropout(DROPOUT)
        self.token = nn.Sequential(nn.Linear(inputs, 2 * width), nn.SiLU(), nn.Linear(2 * width, width))
        self.layers = nn.ModuleList(_MessagePassing(width) for _ in range(params.layers))
        self.norm = nn.LayerNorm(width)
        self.asks = nn.Linear(width, width)  # the projection that tokens are compared in
        self.warmth = nn.Parameter(torch.tensor(2.0))  # log of the factor of similarities
        self.first = _PairNetwork(1 + RELATIONS, params.pair_width)
        self.revise = nn.ModuleList(
            _PairNetwork(2 + RELATIONS + EVIDENCE, params.pair_width) for _ in range(params.rounds)
        )
        self.none = nn.Sequential(nn.Linear(width + 2, 32), nn.SiLU(), nn.Linear(32, params.rounds + 1))

    def encode(self, view: ViewTensors) -> Encoded:
        """Encode one frame."""
        standard = ((view.features - self.mean) / self.scale).clamp(-FARTHEST, FARTHEST) * self.used
        crops = view.crops.float() / 255
        parts = [encoder(crops[:, scale]) for scale, encoder in enumerate(self.crops)]
        tokens = self.token(self.dropout(torch.cat([standard, *parts], 1)))
        for layer in self.layers:
            tokens = layer(tokens, view.black, view.trace)
        return Encoded(self.norm(tokens), view)

    def match(self, target: Encoded, given: Sequence[Given]) -> list[Tensor]:
        """How well each label fits, after each round: f32 (N, K + 1) each, rows sum to one; the last column
        is the probability that no given region matches.

        `given`: at least one frame; all with K labels.
        """
        base = self._similarity(target, given)
        relations = torch.cat([_relations(target, one) for one in given], 2)
        logits = base + self.first([base[None], relations])
        labels = torch.cat([one.labels for one in given])
        excluded = labels.sum(1) <= 0
        logits = logits.masked_fill(excluded, EXCLUDED)
        none = self._none(target, logits)
        start = logits
        answers = [_by_label(logits, none[:, :1], labels)]
        for number, revise in enumerate(self.revise):
            evidence = _evidence(target, given, logits, none[:, number : number + 1], answers[-1])
            logits = logits + revise([start[None] / 8, logits[None] / 8, relations, evidence])
            logits = logits.masked_fill(excluded, EXCLUDED)
            answers.append(_by_label(logits, none[:, number + 1 : number + 2], labels))
        return answers

    def _similarity(self, target: Encoded, given: Sequence[Given]) -> Tensor:
        """Cosine similarity of projected tokens, scaled: (N, M)."""
        ours = F.normalize(self.asks(target.tokens), dim=1)
        theirs = F.normalize(self.asks(torch.cat([one.encoded.tokens for one in given])), dim=1)
        return (ours @ theirs.T) * self.warmth.exp()

    def _none(self, target: Encoded, logits: Tensor) -> Tensor:
        """The logit of "no match" for each round, from the token and the logits of the pairs: (N, rounds + 1)."""
        least = logits.new_full((len(logits), 1), LEAST)  # there may be nothing to match
        best = torch.cat([logits, least], 1).max(1, keepdim=True).values
        mass = torch.logsumexp(torch.cat([logits, least], 1), 1, keepdim=True)
        return best.detach() + self.none(torch.cat([target.tokens, best / 8, mass / 8], 1))


class _CropEncoder(nn.Module):
    """Encodes a crop around a region as WIDTH numbers."""

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


class _MessagePassing(nn.Module):
    """Adds to each token a function of itself and of its neighbors' means, over black and over trace lines."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.change = nn.Sequential(nn.Linear(3 * width, 2 * width), nn.SiLU(), nn.Linear(2 * width, width))

    def forward(self, tokens: Tensor, black: Tensor, trace: Tensor) -> Tensor:
        normed = self.norm(tokens)
        messages = [normed, torch.sparse.mm(black, normed), torch.sparse.mm(trace, normed)]
        result: Tensor = tokens + self.change(torch.cat(messages, 1))
        return result


class _PairNetwork(nn.Module):
    """Maps the features of a pair to a change of its logit."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        out = nn.Linear(width, 1)
        nn.init.normal_(out.weight, std=0.01)
        self.steps = nn.Sequential(nn.Linear(inputs, width), nn.SiLU(), out)

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """`features`: f32 (c, N, M) each, with as many c in all as there are inputs. Returns f32 (N, M).

        Works through a few rows at a time, since a crowd has millions of pairs.
        """
        count, others = features[0].shape[1:]
        rows = max(PAIRS_AT_ONCE // max(others, 1), 1)
        parts = []
        for first in range(0, max(count, 1), rows):
            some = torch.cat([part[:, first : first + rows] for part in features])
            parts.append(self.steps(some.permute(1, 2, 0))[..., 0])
        return torch.cat(parts)


def _scale_free(descriptors: int) -> Tensor:
    """1 for the descriptors that the network reads, 0 for those that depend on how large a frame is drawn."""
    used = torch.ones(descriptors)
    used[ABSOLUTE] = 0
    return used


def _relations(target: Encoded, given: Given) -> Tensor:
    """Features of each pair: size, distance, overlap, and three of the two frames: (RELATIONS, N, M)."""
    ours, theirs = target.view, given.encoded.view
    a, b = ours.features, theirs.features
    size = a[:, None, SIZE] - b[None, :, SIZE]
    of_figure = torch.cdist(a[:, CENTER], b[:, CENTER])
    in_frame = torch.cdist(a[:, FRAME_PLACE], b[:, FRAME_PLACE])
    overlaps = [_overlap(x, y, len(a), len(b)) for x, y in zip(ours.grids, theirs.grids, strict=True)]
    same = torch.ones_like(size)
    away = abs(given.away)
    of_frames = [same * (min(away, 16) / 8), same * (1 / max(away, 1)), same * float(given.predicted)]
    return torch.stack(
        [size.abs().clamp(max=4), of_figure, in_frame * 4, *overlaps[0], *overlaps[1], *of_frames]
    )


def _overlap(ours: Tensor, theirs: Tensor, count: int, other: int) -> tuple[Tensor, Tensor]:
    """Shares of the first and of the second region of each pair that lie on the other: f32 (N, M) each.

    `ours`, `theirs`: a map of regions, i64 (G * G,), -1 none; `count`, `other`: N and M.
    """
    both = (ours >= 0) & (theirs >= 0)
    pairs = (
        torch.bincount(ours[both] * other + theirs[both], minlength=count * other).view(count, other).float()
    )
    our_size = torch.bincount(ours[ours >= 0], minlength=count)
    their_size = torch.bincount(theirs[theirs >= 0], minlength=other)
    return pairs / (our_size[:, None] + 1), pairs / (their_size + 1)


def _evidence(
    target: Encoded, given: Sequence[Given], logits: Tensor, none: Tensor, answer: Tensor
) -> Tensor:
    """Features of each pair from the last answer: (EVIDENCE, N, M).

    The probability of the match from either side; then, over black and over trace lines, how far the neighbors of the
    two regions match each other, and how alike the labels expected around both are (Bhattacharyya coefficient).
    """
    matches = torch.cat([logits, none], 1).softmax(1)[:, :-1]
    back = logits.softmax(0)
    columns: list[Tensor] = []
    start = 0
    for one in given:
        end = start + len(one.labels)
        view = one.encoded.view
        of_frame = matches[:, start:end]
        parts = [
            (of_frame + 1e-4).log() / 8,
            (back[:, start:end] + 1e-4).log() / 8,
        ]
        for ours, theirs in ((target.view.black, view.black), (target.view.trace, view.trace)):
            of_neighbors = torch.sparse.mm(ours, of_frame)
            parts.append(torch.sparse.mm(theirs, of_neighbors.T).T)
            expected = (torch.sparse.mm(ours, answer[:, :-1]) + SMALL).sqrt()
            known = (torch.sparse.mm(theirs, one.labels) + SMALL).sqrt()
            parts.append(expected @ known.T)
        columns.append(torch.stack(parts))
        start = end
    return torch.cat(columns, 2)


def _by_label(logits: Tensor, none: Tensor, labels: Tensor) -> Tensor:
    """Probabilities of matches summed by label: f32 (N, K + 1); the last column is no match."""
    shares = torch.cat([logits, none], 1).softmax(1)
    of_label = shares[:, :-1] @ labels
    return torch.cat([of_label, 1 - of_label.sum(1, keepdim=True)], 1)
