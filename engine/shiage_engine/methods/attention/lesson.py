"""Lessons of the attention-aware network: a drawing is colored by its own bent picture, or by another frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...learning import losses
from ...learning.features import Vgg
from ...learning.precision import quick
from ..pictures.examples import ExampleParams, draw_example
from ..pictures.looks import Looks
from ..pictures.opposed import OpposedLesson
from ..pictures.tensors import line_tensor, picture_tensor
from ..pictures.training_shots import PictureShot
from .bending import bend
from .network import FOLD, Attended, AttentionAware, Judge
from .network import PARTS as OF_NETWORK

PERCEPTUAL, STYLE, ADVERSARIAL = "perceptual", "style", "adversarial"
PARTS = (*OF_NETWORK, PERCEPTUAL, STYLE, ADVERSARIAL)  # that can be left out
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


@dataclass(frozen=True)
class Batch:
    """B drawings, each with its reference."""

    lines: Tensor  # f32 (B, 1, H, W)
    truth: Tensor  # f32 (B, 3, H, W)
    references: Tensor  # f32 (B, 1, 3, H, W)
    weights: Tensor  # f32 (B, 1, H, W): how much each pixel counts in L1
    # The place of the target, of H / 16 by W / 16 in raster order, that each of the reference's was bent from: i64
    # (B, places); -1 where the reference is another frame.
    sources: Tensor


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
        self._network, self._features, self._shots, self._params = network, features, shots, params

    def __call__(self, random: np.random.Generator) -> Tensor:
        batch, params = self.draw(random), self._params
        with quick(self._device):
            answer = self._network(batch.lines, batch.references)
            loss = params.l1 * losses.l1(answer.picture, batch.truth, batch.weights)
            loss = loss + params.looks.loss(self._features, answer.picture, batch.truth)
            loss = loss + params.adversarial * self.fooled(batch.lines, batch.truth, answer.picture)
            if answer.attended is not None:
                loss = loss + params.triplet * triplet(answer.attended, batch.sources, random)
            return loss

    def draw(self, random: np.random.Generator) -> Batch:
        """A batch of examples."""
        params, inks, truth, references, weights, sources = self._params, [], [], [], [], []
        for _ in range(params.batch):
            shot = self._shots[int(random.integers(len(self._shots)))]
            target = int(random.integers(shot.frames))
            other = _other(target, shot.frames, params.window, random)
            example = draw_example(shot, [other, target], random, params.examples)
            labels = example.labels[0]
            places = np.full((params.examples.size // FOLD) ** 2, -1)
            if random.random() < params.bent:
                labels, came_from = bend(example.labels[1], random)
                places = places_of(came_from)
            inks.append(example.inks[1])
            truth.append(example.pictures[1])
            references.append(example.codes[labels])
            weights.append(example.weights(params.examples.evenness))
            sources.append(places)
        return Batch(
            line_tensor(np.stack(inks)).to(self._device),
            picture_tensor(np.stack(truth)).to(self._device),
            picture_tensor(np.stack(references))[:, None].to(self._device),
            torch.from_numpy(np.stack(weights))[:, None].to(self._device),
            torch.from_numpy(np.stack(sources)).to(self._device),
        )


def places_of(sources: np.ndarray) -> np.ndarray:
    """The place that each place of a bent picture comes from, i64 (places,); `sources`: f32 (h, w, 2), see `bend`."""
    middle = sources[FOLD // 2 :: FOLD, FOLD // 2 :: FOLD]
    columns, rows = (
        np.clip(middle[..., axis] // FOLD, 0, middle.shape[1 - axis] - 1).astype(np.int64)
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


def _other(frame: int, count: int, window: int, random: np.random.Generator) -> int:
    """Another frame of a shot, less than `window` away; the same where there is no other."""
    near = [one for one in range(count) if 0 < abs(one - frame) < window]
    return int(random.choice(near)) if near else frame
