"""Lessons of the attention-aware network: a drawing is colored by its own bent picture, or by another frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...learning import losses
from ...learning.ahead import Draw
from ...learning.features import Vgg
from ...learning.precision import quick
from ..pictures.batches import Examples
from ..pictures.examples import Example, ExampleParams, draw_example
from ..pictures.looks import Looks
from ..pictures.matching import match_loss
from ..pictures.opposed import OpposedLesson
from ..pictures.tensors import inked
from ..pictures.training_shots import PictureShot
from .bending import bend, bending
from .network import PARTS as OF_NETWORK
from .network import SGA, Attended, AttentionAware, Judge, attended_to

PERCEPTUAL, STYLE, ADVERSARIAL, MATCH = "perceptual", "style", "adversarial", "match"
PARTS = (*OF_NETWORK, PERCEPTUAL, STYLE, ADVERSARIAL, MATCH)  # that can be left out
LAYERS = ("relu1_2", "relu2_2", "relu3_4", "relu4_4", "relu5_4")  # of perceptual and style loss
MARGIN = 12.0  # of SCFT's triplet loss


@dataclass(frozen=True)
class LessonParams:
    """What lessons are made of, and the weights of losses (section 3.4)."""

    batch: int = 16
    without: frozenset[str] = frozenset()  # of PARTS
    l1: float = 30.0
    perceptual: float = 0.01
    style: float = 50.0
    adversarial: float = 1.0
    triplet: float = 1.0  # of SCFT alone
    # How far places look from where the target's labels are. Generated shots know that; the paper's drawings do not,
    # and it has no such loss.
    match: float = 0.0
    bent: float = 1.0  # share of references that are the truth, bent; others are another frame of the shot
    window: int = 8  # frames between which that one is
    examples: ExampleParams = field(default_factory=ExampleParams)

    @property
    def looks(self) -> Looks:
        """Perceptual and style loss; the paper sums over layers, `Looks` takes the mean."""
        return Looks(
            () if PERCEPTUAL in self.without else LAYERS,
            () if STYLE in self.without else LAYERS,
            len(LAYERS) * self.perceptual,
            len(LAYERS) * self.style,
        )

    @property
    def has_opponent(self) -> bool:
        return ADVERSARIAL not in self.without


class Drawn(NamedTuple):
    """B drawings, each with its reference, as they are drawn."""

    examples: Examples  # of two frames: the drawing, and its reference
    # The place of the target, in raster order, that each of the reference's was bent from: i64 (B, places); -1 where
    # the reference is another frame.
    sources: Tensor
    side: int  # of a place, in pixels


@dataclass(frozen=True)
class Batch:
    """The same as the network sees them."""

    lines: Tensor  # f32 (B, 1, H, W)
    truth: Tensor  # f32 (B, 3, H, W)
    references: Tensor  # f32 (B, 1, 3, H, W), with their lines
    weights: Tensor  # f32 (B, 1, H, W): how much each pixel counts in L1
    sources: Tensor  # see `Drawn`
    shares: Tensor  # f32 (B, 2, L, h, w): of each label in each place, of the target and of the reference

    @classmethod
    def of(cls, drawn: Drawn, params: LessonParams, device: torch.device | str) -> Batch:
        """What was drawn, on a device."""
        examples = drawn.examples.to(device)
        lines, colors = examples.lines, examples.pictures
        return cls(
            lines[:, 0],
            colors[:, 0],
            inked(colors[:, 1:], lines[:, 1:]),
            examples.weights(params.examples.evenness)[:, 0],
            drawn.sources.to(device),
            examples.shares(drawn.side),
        )


def draw_examples(
    shots: Sequence[PictureShot], params: LessonParams, random: np.random.Generator, *, side: int
) -> Drawn:
    """Draw what one step learns from; `side`: of a place, in pixels."""
    drawn = [_draw_one(shots, params, random, side) for _ in range(params.batch)]
    examples, sources = zip(*drawn, strict=True)
    return Drawn(Examples.of(examples), torch.from_numpy(np.stack(sources)), side)


def _draw_one(
    shots: Sequence[PictureShot], params: LessonParams, random: np.random.Generator, side: int
) -> tuple[Example, np.ndarray]:
    """A drawing with its reference, and where the reference's places come from, i64 (places,)."""
    shot = shots[int(random.integers(len(shots)))]
    target = int(random.integers(shot.frames))
    other = _other(target, shot.frames, params.window, random)
    example = draw_example(shot, [other, target], random, params.examples)
    (labels, drawing), (ink, drawn) = example.labels, example.inks
    sources = np.full((params.examples.size // side) ** 2, -1)
    if random.random() < params.bent:
        bent_from = bending(ink.shape, random)
        labels, ink = bend(drawing, bent_from), bend(drawn, bent_from, cv2.INTER_LINEAR)
        sources = places_of(bent_from, side)
    return Example(np.stack([drawing, labels]), np.stack([drawn, ink]), example.codes), sources


class AttentionLesson(OpposedLesson):
    """Draws lessons; calling it gives the network's loss of one, `opponent_loss` then the opponent's."""

    def __init__(
        self,
        network: AttentionAware,
        judge: Judge | None,
        features: Vgg | None,
        shots: Sequence[PictureShot],
        params: LessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        """`judge` and `features`: None where the losses that need them are left out."""
        super().__init__(judge, losses.SQUARES, device)
        self._network, self._features, self._params = network, features, params
        self.draw: Draw[Drawn] = partial(draw_examples, shots, params, side=network.params.fold)

    def __call__(self, random: np.random.Generator) -> Tensor:
        batch, params = Batch.of(self.draw(random), self._params, self._device), self._params
        with quick(self._device):
            answer = self._network(batch.lines, batch.references)
            loss = params.l1 * losses.l1(answer.picture, batch.truth, batch.weights)
            loss = loss + params.looks.loss(self._features, answer.picture, batch.truth)
            loss = loss + params.adversarial * self.fooled(batch.lines, batch.truth, answer.picture)
            if SGA in self._network.params.without:
                loss = loss + params.triplet * triplet(answer.attended, batch.sources, random)
            if params.match and MATCH not in params.without:
                loss = loss + params.match * matching(answer.attended, batch.shares)
            return loss


def places_of(sources: np.ndarray, side: int) -> np.ndarray:
    """The place that each place of a bent picture comes from, i64 (places,).

    `sources`: f32 (h, w, 2), see `bending`; `side`: of a place, in pixels.
    """
    middle = sources[side // 2 :: side, side // 2 :: side]
    columns, rows = (
        np.clip(middle[..., axis] // side, 0, middle.shape[1 - axis] - 1).astype(np.int64)
        for axis in range(2)
    )
    places: np.ndarray = (rows * middle.shape[1] + columns).ravel()
    return places


def triplet(attended: Attended, sources: Tensor, random: np.random.Generator) -> Tensor:
    """SCFT's loss, a scalar: a place's query is nearer, by a margin, to the key of its own place than to another's.

    `sources`: i64 (B, places), see `Batch`; examples whose reference is another frame have no such loss.
    """
    is_bent = sources[:, 0] >= 0
    if not is_bent.any():
        return attended.keys.new_zeros(())
    keys = attended.keys[is_bent]
    own = sources[is_bent][..., None].expand_as(keys)
    queries = attended.queries[is_bent].gather(1, own)
    apart = int(random.integers(1, max(keys.shape[1], 2)))
    scale = keys.shape[2] ** -0.5
    right = (queries * keys).sum(2) * scale
    wrong = (queries * keys.roll(apart, 1)).sum(2) * scale
    return F.relu(MARGIN - right + wrong).mean()


def matching(attended: Attended, shares: Tensor) -> Tensor:
    """How far from its labels a target's places look, a scalar, see `match_loss`; `shares`: see `Batch`."""
    own, known = shares[:, 0], shares[:, 1]
    return match_loss(attended_to(attended, known[:, :, None]), own, shares[:, 1:])


def _other(frame: int, count: int, window: int, random: np.random.Generator) -> int:
    """Another frame of a shot, less than `window` away; the same where there is no other."""
    near = [one for one in range(count) if 0 < abs(one - frame) < window]
    return int(random.choice(near)) if near else frame
