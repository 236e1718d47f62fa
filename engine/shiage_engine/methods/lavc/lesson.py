"""Lessons of LAVC: of its similarity layer alone, of the color transform network, of the temporal network.

The losses of equation 11, with its weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...learning import losses
from ...learning.ahead import Draw
from ...learning.features import Vgg
from ...learning.precision import quick
from ..pictures.looks import Looks
from ..pictures.matching import match_loss
from ..pictures.opposed import OpposedLesson
from ..pictures.training_shots import PictureShot
from .batch import OTHERS, TARGET, Batch, BatchParams, Drawn, draw_examples
from .network import FOLD, INPUTS, ColorTransform, Judge, Places
from .similarity import matched
from .temporal import TemporalConstraint, TemporalJudge

PERCEPTUAL, LATENT, STYLE, TEMPORAL, ADVERSARIAL = "perceptual", "latent", "style", "temporal", "adversarial"
MATCH = "match"
PARTS = (*INPUTS, PERCEPTUAL, LATENT, STYLE, TEMPORAL, ADVERSARIAL, MATCH)  # that can be left out
LAYERS = tuple(f"relu{block}_1" for block in range(1, 6))  # of perceptual and style loss


@dataclass(frozen=True)
class LessonParams:
    """What lessons are made of, and the weights of losses (equation 11)."""

    batches: BatchParams = field(default_factory=BatchParams)
    without: frozenset[str] = frozenset()  # of PARTS
    l1: float = 10.0
    perceptual: float = 1.0
    style: float = 1000.0
    latent: float = 1.0
    adversarial: float = 1.0
    # How far the similarity layer looks from where the target's labels are. Generated shots know that; the paper's
    # films do not, and it has no such loss.
    match: float = 1.0

    @property
    def looks(self) -> Looks:
        """Perceptual and style loss; the paper sums over layers, `Looks` takes the mean."""
        return Looks(
            () if PERCEPTUAL in self.without else LAYERS,
            () if STYLE in self.without else LAYERS,
            len(LAYERS) * self.perceptual,
            len(LAYERS) * self.style,
            is_squared=True,
        )

    @property
    def has_opponent(self) -> bool:
        return ADVERSARIAL not in self.without


class MatchLesson:
    """Draws lessons for what places are compared by: each of three frames finds its labels in the two others."""

    def __init__(
        self,
        places: Places,
        shots: Sequence[PictureShot],
        params: LessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        self._places, self._params, self._device = places, params, device
        self.draw: Draw[Drawn] = partial(draw_examples, shots, params.batches)

    def __call__(self, random: np.random.Generator) -> Tensor:
        batch = Batch.of(self.draw(random), self._params.batches, self._device)
        frames = batch.lines.shape[:2]
        with quick(self._device):
            _, keys = self._places(batch.lines.flatten(0, 1), batch.fields.flatten(0, 1))
        keys = keys.unflatten(0, frames)
        found = []
        for target in range(frames[1]):
            others = [frame for frame in range(frames[1]) if frame != target]
            mass = matched(keys[:, target], keys[:, others], batch.shares[:, others])
            found.append(match_loss(mass, batch.shares[:, target], batch.shares[:, others]))
        return torch.stack(found).mean()


class ColorLesson(OpposedLesson):
    """Draws lessons for the color transform network; `opponent_loss` then is its opponent's loss of the last one."""

    def __init__(
        self,
        network: ColorTransform,
        judge: Judge | None,
        features: Vgg | None,
        shots: Sequence[PictureShot],
        params: LessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        """`judge` and `features`: None where the losses that need them are left out."""
        super().__init__(judge, losses.LOG, device)
        self._network, self._features, self._params = network, features, params
        self.draw: Draw[Drawn] = partial(draw_examples, shots, params.batches)

    def __call__(self, random: np.random.Generator) -> Tensor:
        params = self._params
        batch = Batch.of(self.draw(random), params.batches, self._device)
        line, truth, weights = batch.lines[:, TARGET], batch.truth[:, TARGET], batch.weights[:, TARGET]
        with quick(self._device):
            carried = None if MATCH in params.without else batch.shares[:, OTHERS]
            answer = self._network(line, batch.fields[:, TARGET], batch.references, carried)
            loss = params.l1 * losses.l1(answer.picture, truth, weights)
            loss = loss + params.looks.loss(self._features, answer.picture, truth)
            if LATENT not in params.without:
                small, of_place = (F.avg_pool2d(plane, FOLD) for plane in (truth, weights))
                for shown in (answer.similar, answer.middle):
                    loss = loss + params.latent * losses.l1(shown, small, of_place)
            loss = loss + params.adversarial * self.fooled(line, truth, answer.picture)
        if answer.carried.shape[1]:
            loss = loss + params.match * match_loss(
                answer.carried, batch.shares[:, TARGET], batch.shares[:, OTHERS]
            )
        return loss


class TemporalLesson(OpposedLesson):
    """The same for the temporal network: refines what a color transform network answers, which is not trained.

    Losses are taken of each frame, references among them, and averaged (section 3.4).
    """

    def __init__(
        self,
        network: TemporalConstraint,
        judge: TemporalJudge | None,
        features: Vgg | None,
        shots: Sequence[PictureShot],
        params: LessonParams,
        *,
        colors: ColorTransform,
        device: torch.device | str = "cpu",
    ) -> None:
        super().__init__(judge, losses.LOG, device)
        self._network, self._features, self._params = network, features, params
        self.draw: Draw[Drawn] = partial(draw_examples, shots, params.batches)
        self._colors = colors

    def __call__(self, random: np.random.Generator) -> Tensor:
        params = self._params
        batch = Batch.of(self.draw(random), params.batches, self._device)
        with quick(self._device):
            made = self._network(batch.lines, self._before(batch))
            answer, truth, weights = (plane.flatten(0, 1) for plane in (made, batch.truth, batch.weights))
            loss = params.l1 * losses.l1(answer, truth, weights)
            loss = loss + params.looks.loss(self._features, answer, truth)
            return loss + params.adversarial * self.fooled(batch.lines, batch.truth, made)

    def _before(self, batch: Batch) -> Tensor:
        """What the network refines: references as they are, and the first answer between them."""
        with torch.no_grad():
            answer = self._colors(batch.lines[:, TARGET], batch.fields[:, TARGET], batch.references)
        pictures = batch.truth.clone()
        pictures[:, TARGET] = answer.picture
        return pictures
