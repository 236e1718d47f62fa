"""Lessons of the hint-guided network: frames of a shot, colored one after the other from what it answered before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...learning import losses
from ...learning.ahead import Draw
from ...learning.features import Vgg
from ...learning.precision import quick
from ..pictures.batches import Examples
from ..pictures.examples import ExampleParams, draw_example
from ..pictures.hints import patches
from ..pictures.looks import Looks
from ..pictures.opposed import OpposedLesson
from ..pictures.tensors import gray_tensor, picture_tensor
from ..pictures.training_shots import PictureShot
from .network import BLANK, CONTENT, HINTS, STYLE, TIME, Hinted, Judge

CONTENT_LAYERS = tuple(f"relu{block}_1" for block in range(1, 6))
STYLE_LAYERS = ("relu2_2", "relu3_4", "relu4_4", "relu5_2")  # of TCVC; the paper names none


@dataclass(frozen=True)
class LessonParams:
    """What lessons are made of, and the weights of losses (section 3.1)."""

    batch: int = 4
    without: frozenset[str] = frozenset()  # of `network.PARTS`
    is_gray: bool = False  # gray-scale pictures in place of line art
    hints: tuple[float, ...] = (0.01,)  # shares of the patches that are shown; each example has one of them
    # Frames, at most, that are colored before the one that is learned from; the first of all is fed the true frame
    # before it, or a blank one. With 0 it is the baseline (TCVC), which never sees its own answer.
    unrolled: int = 3
    is_snapped: bool = False  # its own answer is fed back in the colors of the palette, not raw
    from_reference: float = 0.5  # share of examples that begin with the true frame
    adversarial: float = 1.0
    content: float = 1.0
    style: float = 1000.0
    l1: float = 10.0
    examples: ExampleParams = field(default_factory=ExampleParams)


class Drawn(NamedTuple):
    """B examples of T frames, as they are drawn."""

    examples: Examples
    hints: Tensor  # u8 RGB (B, T, h, w, 3)
    is_given: Tensor  # f32 (B,): 1 where the first frame is fed as it is, 0 where it is blank


@dataclass(frozen=True)
class Batch:
    """The same as the network sees it; the first frame is never answered: it is what the next one is fed."""

    lines: Tensor  # f32 (B, T, 1, h, w)
    hints: Tensor  # f32 (B, T, 3, h, w)
    truth: Tensor  # f32 (B, T, 3, h, w)
    weights: Tensor  # f32 (B, 1, h, w): how much each pixel of the last frame counts in L1
    codes: Tensor  # f32 (B, K, 3) in [-1, 1]
    is_given: Tensor  # f32 (B, 1, 1, 1)

    @classmethod
    def of(cls, drawn: Drawn, params: LessonParams, device: torch.device | str) -> Batch:
        """What was drawn, on a device."""
        examples = drawn.examples.to(device)
        lines, truth = examples.lines, examples.pictures
        return cls(
            gray_tensor(truth, lines) if params.is_gray else lines,
            picture_tensor(drawn.hints.to(device)),
            truth,
            examples.weights(params.examples.evenness)[:, -1],
            examples.codes.float() / 127.5 - 1,
            drawn.is_given.to(device).view(-1, 1, 1, 1),
        )


def draw_examples(shots: Sequence[PictureShot], params: LessonParams, random: np.random.Generator) -> Drawn:
    """Draw what one step learns from: examples that all have as many frames."""
    frames = 1 if TIME in params.without else 2 + int(random.integers(params.unrolled + 1))
    examples, hints = [], []
    for _ in range(params.batch):
        shot = shots[int(random.integers(len(shots)))]
        examples.append(draw_example(shot, _times(shot.frames, frames, random), random, params.examples))
        share = 0.0 if HINTS in params.without else float(random.choice(params.hints))
        hints.append(np.stack([patches(picture, share, random) for picture in examples[-1].pictures]))
    given = (random.random(params.batch) < params.from_reference).astype(np.float32)
    return Drawn(Examples.of(examples), torch.from_numpy(np.stack(hints)), torch.from_numpy(given))


class HintedLesson(OpposedLesson):
    """Draws lessons; calling it gives the network's loss of one, `opponent_loss` then the opponent's."""

    def __init__(
        self,
        network: Hinted,
        judge: Judge,
        features: Vgg | None,
        shots: Sequence[PictureShot],
        params: LessonParams | None = None,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        """`features`: may be None where neither content nor style loss is wanted."""
        super().__init__(judge, losses.LOG, device)
        self._network, self._features = network, features
        self._params = params or LessonParams()
        self.draw: Draw[Drawn] = partial(draw_examples, shots, self._params)

    def __call__(self, random: np.random.Generator) -> Tensor:
        batch, params = Batch.of(self.draw(random), self._params, self._device), self._params
        with quick(self._device):
            before = self._before(batch)
            answer = self._network(batch.lines[:, -1], batch.hints[:, -1], before)
            truth = batch.truth[:, -1]
            loss = params.adversarial * self.fooled(*self._pairs(batch, before, answer))
            loss = loss + params.l1 * losses.l1(answer, truth, batch.weights)
            return loss + looks_of(params).loss(self._features, answer, truth)

    def _before(self, batch: Batch) -> Tensor:
        """What the last frame is fed as the one before it, without gradient: f32 (B, 3, h, w)."""
        blank = torch.full_like(batch.truth[:, 0], BLANK)
        if TIME in self._params.without:
            return blank
        before = batch.is_given * batch.truth[:, 0] + (1 - batch.is_given) * blank
        with torch.no_grad():
            for at in range(1, batch.truth.shape[1] - 1):
                before = self._network(batch.lines[:, at], batch.hints[:, at], before)
                if self._params.is_snapped:
                    before = snapped(before, batch.codes)
        return before

    def _pairs(self, batch: Batch, before: Tensor, answer: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the opponent sees, equation 2: lines, true frames and made frames, f32 (B, 1 or 2, C, h, w) each.

        What the network did not make itself, true or blank, is the same in both.
        """
        if TIME in self._params.without:
            return batch.lines[:, -1:], batch.truth[:, -1:], answer[:, None]
        is_made = batch.truth.shape[1] > 2
        first = batch.truth[:, -2] if is_made else before
        true = torch.stack([first, batch.truth[:, -1]], 1)
        return batch.lines[:, -2:], true, torch.stack([before, answer], 1)


def snapped(pictures: Tensor, codes: Tensor) -> Tensor:
    """Pictures, f32 (B, 3, h, w), with each pixel in the nearest of its picture's `codes`, f32 (B, K, 3)."""
    nearest = torch.cdist(pictures.flatten(2).transpose(1, 2), codes).argmin(2)  # (B, h w)
    return codes.gather(1, nearest[..., None].expand(-1, -1, 3)).transpose(1, 2).view(pictures.shape)


def _times(count: int, wanted: int, random: np.random.Generator) -> list[int]:
    """`wanted` frames of a shot in a row, forth or back; in a short shot they turn at its ends."""
    start, way = int(random.integers(count)), 1 if random.random() < 0.5 else -1
    period = max(2 * (count - 1), 1)
    places = [(start + way * step) % period for step in range(wanted)]
    return [min(place, period - place) if count > 1 else 0 for place in places]


def looks_of(params: LessonParams) -> Looks:
    """Content and style loss, as far as they are not left out; pictures in gray have no content loss."""
    has_content = CONTENT not in params.without and not params.is_gray
    return Looks(
        CONTENT_LAYERS if has_content else (),
        () if STYLE in params.without else STYLE_LAYERS,
        params.content,
        params.style,
    )


def needs_features(params: LessonParams) -> bool:
    """Whether a lesson looks at features at all."""
    return bool(looks_of(params).layers)


def opponent_of(network: Hinted, params: LessonParams) -> Judge:
    """A new opponent for a network that is trained so."""
    return Judge(network.params, 1 if TIME in params.without else 2)
