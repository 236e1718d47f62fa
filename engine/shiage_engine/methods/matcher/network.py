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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .columns import ABSOLUTE, CENTER, DESCRIPTORS, FRAME_PLACE, SIZE
from .evidence import EVIDENCE, Evidence, by_label
from .pairs import RELATIONS, Encoded, Pairs, relations, side_by_side, similarities

FARTHEST = 4.0  # standardized descriptors are clipped here
EXCLUDED, LEAST = -1e4, -30.0  # the logit of a pair that may not match, and one below all others
# Pairs given to the pair network at once: what fits in a processor's cache (2.7 times as fast as 1 << 18).
PAIRS_AT_ONCE = 1 << 13
PAIRS_TOGETHER = 1 << 17  # given frames are laid side by side up to this many pairs, or one
CROPS_AT_ONCE = 2048  # regions: a frame of tens of thousands would take gigabytes
DROPOUT = 0.1  # share of the inputs of a token: in training, no style may be told by a few of them
FRAMES = 3  # features of a pair of frames, see `_of_frames`


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
    grids: Tensor  # i32 (2, G * G), -1 none


class Given(NamedTuple):
    """A frame that targets are matched to: a reference, or a neighbor in time whose labels are predicted."""

    encoded: Encoded
    labels: Tensor  # f32 (N, K): probabilities; a region with a row of zeros may not be matched
    away: float  # frames between it and the target, signed
    predicted: bool  # whether the labels come from the network itself
    pairs: Pairs | None = None  # as from `Matcher.compare`, if compared before


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
        self.first = _PairNetwork(1 + RELATIONS + FRAMES, params.pair_width)
        self.revise = nn.ModuleList(
            _PairNetwork(2 + RELATIONS + FRAMES + EVIDENCE, params.pair_width) for _ in range(params.rounds)
        )
        self.none = nn.Sequential(nn.Linear(width + 2, 32), nn.SiLU(), nn.Linear(32, params.rounds + 1))

    def encode(self, view: ViewTensors) -> Encoded:
        """Encode one frame."""
        standard = ((view.features - self.mean) / self.scale).clamp(-FARTHEST, FARTHEST) * self.used
        crops = [self._encode_crops(some) for some in torch.split(view.crops, CROPS_AT_ONCE)]
        tokens = self.token(self.dropout(torch.cat([standard, torch.cat(crops)], 1)))
        for layer in self.layers:
            tokens = layer(tokens, view.black, view.trace)
        tokens = self.norm(tokens)
        return Encoded(
            tokens,
            F.normalize(self.asks(tokens), dim=1),
            view.features[:, CENTER].clone(),
            view.features[:, FRAME_PLACE].clone(),
            view.features[:, SIZE].clone(),
            view.black,
            view.trace,
            view.grids,
        )

    def _encode_crops(self, crops: Tensor) -> Tensor:
        """Crops of some regions, u8 (n, S, C, P, P), encoded: f32 (n, S * WIDTH)."""
        shares = crops.float() / 255
        return torch.cat([encoder(shares[:, scale]) for scale, encoder in enumerate(self.crops)], 1)

    def compare(
        self, target: Encoded, given: Given, most: int | None = None, candidates: Tensor | None = None
    ) -> Pairs:
        """Compare each region of a target with its candidates in a given frame, whose labels do not matter.

        Candidates, i64 (N, C), are those given, else the `most` regions that are most similar; None: all.
        """
        chosen, similarity = similarities(target, given.encoded, most, candidates)
        of_pairs = relations(target, given.encoded, chosen)
        of_frames = _of_frames(given, similarity)
        logits = similarity * self.warmth.exp()
        logits = logits + self.first([logits[None], of_pairs, of_frames])
        return Pairs(chosen, of_pairs, of_frames, logits)

    def match(self, target: Encoded, given: Sequence[Given]) -> list[Tensor]:
        """How well each label fits, after each round: f32 (N, K + 1) each, rows sum to one; the last column
        is the probability that no given region matches.

        `given`: at least one frame; all with K labels.
        """
        groups = self.together(target, given)
        return list(self.rounds(target, groups, gather(target, groups)))

    def together(self, target: Encoded, given: Sequence[Given]) -> list[Group]:
        """The given frames in order, side by side up to PAIRS_TOGETHER pairs; compared if they were not yet."""
        groups: list[list[tuple[Given, Pairs]]] = [[]]
        count = 0
        for one in given:
            pairs = one.pairs if one.pairs is not None else self.compare(target, one)
            if groups[-1] and count + pairs.logits.numel() > PAIRS_TOGETHER:
                groups.append([])
                count = 0
            groups[-1].append((one, pairs))
            count += pairs.logits.numel()
        return [_side_by_side(some) for some in groups]

    def rounds(
        self, target: Encoded, groups: Sequence[Group], evidence: Sequence[Evidence]
    ) -> Iterator[Tensor]:
        """The same as `match`, round by round. `groups`: as from `together`; `evidence`: as from `gather`."""
        compared = [_Comparison(*of_group) for of_group in zip(groups, evidence, strict=True)]
        none = self._none(target, torch.cat([group.logits for group in compared], 1))
        for number in range(len(self.revise) + 1):
            matches = _matches([group.logits for group in compared], none[:, number : number + 1])
            answer = by_label(
                matches, [group.pairs.candidates for group in compared], [group.labels for group in compared]
            )
            yield torch.cat([answer, 1 - answer.sum(1, keepdim=True)], 1)
            if number < len(self.revise):
                for group, of_group in zip(compared, matches, strict=True):
                    group.revise(self.revise[number], of_group, answer)

    def _none(self, target: Encoded, logits: Tensor) -> Tensor:
        """The logit of "no match" for each round, from the token and the logits of the pairs: (N, rounds + 1)."""
        least = logits.new_full((len(logits), 1), LEAST)  # there may be nothing to match
        best = torch.cat([logits, least], 1).max(1, keepdim=True).values
        mass = torch.logsumexp(torch.cat([logits, least], 1), 1, keepdim=True)
        return best.detach() + self.none(torch.cat([target.tokens, best / 8, mass / 8], 1))


class Group(NamedTuple):
    """Given frames, side by side."""

    encoded: list[Encoded]
    labels: Tensor  # f32 (M, K), as in `Given`
    pairs: Pairs


class _Comparison:
    """A target compared with given frames, in the course of the rounds."""

    def __init__(self, group: Group, evidence: Evidence) -> None:
        self.labels, self.pairs = group.labels, group.pairs
        self._excluded = (self.labels.sum(1) <= 0)[self.pairs.candidates]
        self._evidence = evidence
        self.logits = self.pairs.logits.masked_fill(self._excluded, EXCLUDED)

    def revise(self, network: nn.Module, matches: Tensor, answer: Tensor) -> None:
        """Change the logits by the last round's `matches`, f32 (N, C), and `answer`, f32 (N, K)."""
        evidence = self._evidence(matches, self.logits, answer)
        of_pairs = [self.pairs.logits[None] / 8, self.logits[None] / 8, self.pairs.relations]
        change = network([*of_pairs, self.pairs.of_frames, evidence])
        self.logits = (self.logits + change).masked_fill(self._excluded, EXCLUDED)


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
        """Returns f32 (N, C). `features`: the inputs, f32 (c, N, C) or, but for the first, (c, 1, 1) each."""
        count, others = features[0].shape[1:]
        rows = max(PAIRS_AT_ONCE // max(others, 1), 1)
        parts = []
        for first in range(0, max(count, 1), rows):
            some = torch.cat([part.expand(-1, count, others)[:, first : first + rows] for part in features])
            # Pairs in columns, as they come: in rows each step would take longer.
            parts.append(self._of_columns(some.flatten(1)).view(some.shape[1:]))
        return torch.cat(parts)

    def _of_columns(self, features: Tensor) -> Tensor:
        """The output for each column of f32 (inputs, P): f32 (P,)."""
        inner, activation, out = self.steps
        assert isinstance(inner, nn.Linear) and isinstance(out, nn.Linear)
        hidden = activation(torch.addmm(inner.bias[:, None], inner.weight, features))
        return torch.addmm(out.bias[:, None], out.weight, hidden)[0]


def _scale_free(descriptors: int) -> Tensor:
    """1 for the descriptors that the network reads, 0 for those that depend on how large a frame is drawn."""
    used = torch.ones(descriptors)
    used[ABSOLUTE] = 0
    return used


def _of_frames(given: Given, like: Tensor) -> Tensor:
    """Features of a pair of frames, the same for all their regions: f32 (FRAMES, 1, 1)."""
    away = abs(given.away)
    return like.new_tensor([[[min(away, 16) / 8]], [[1 / max(away, 1)]], [[float(given.predicted)]]])


def _side_by_side(given: Sequence[tuple[Given, Pairs]]) -> Group:
    labels = [one.labels for one, _ in given]
    pairs = side_by_side([pairs for _, pairs in given], [len(of_frame) for of_frame in labels])
    return Group([one.encoded for one, _ in given], torch.cat(labels), pairs)


def gather(target: Encoded, groups: Sequence[Group]) -> list[Evidence]:
    """What neighbors add to the pairs of each group: the same for all that share their candidates."""
    return [Evidence(target, some.encoded, some.labels, some.pairs.candidates) for some in groups]


def _matches(logits: Sequence[Tensor], none: Tensor) -> list[Tensor]:
    """Probabilities of matches by given frame, f32 (N, C) each; those of a region and of no match sum to one."""
    shares = torch.cat([*logits, none], 1).softmax(1)
    return list(torch.split(shares[:, :-1], [of_frame.shape[1] for of_frame in logits], 1))
