"""What lessons of LAVC are drawn from: a target between two references of one shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...drawing.distance_field import distance_field
from ..pictures.batches import Examples
from ..pictures.examples import ExampleParams, draw_example
from ..pictures.training_shots import PictureShot
from .network import FOLD, References

SMALL_LINE = 64  # ink from which on a pixel of an example is line: drawings that were scaled down are pale
TARGET, OTHERS = 1, [0, 2]  # of the frames of an example, in order of time


@dataclass(frozen=True)
class BatchParams:
    """How examples are chosen."""

    batch: int = 4
    window: int = 8  # frames in a row, the first and the last of which are the references
    is_middle: bool = False  # the target is the middle frame, not any between
    alone: float = 0.0  # share of examples with one reference, which counts as both ends
    is_ordered: bool = True  # else any frame of a shot may be the target of any others, whatever their times
    examples: ExampleParams = field(default_factory=ExampleParams)


class Drawn(NamedTuple):
    """B examples of three frames in order of time (reference, target, reference), as they are drawn."""

    examples: Examples
    fields: Tensor  # f32 (B, 3, H, W)


@dataclass(frozen=True)
class Batch:
    """The same as the networks see them."""

    lines: Tensor  # f32 (B, 3, 1, H, W)
    fields: Tensor  # f32 (B, 3, 1, H, W)
    truth: Tensor  # f32 (B, 3, 3, H, W)
    weights: Tensor  # f32 (B, 3, 1, H, W): how much each pixel counts in L1
    shares: Tensor  # f32 (B, 3, L, H / 4, W / 4): the share of each label in each place

    @classmethod
    def of(cls, drawn: Drawn, params: BatchParams, device: torch.device | str) -> Batch:
        """What was drawn, on a device; sides are multiples of FOLD."""
        examples, fields = drawn.examples.to(device), drawn.fields.to(device)
        weights, shares = examples.weights(params.examples.evenness), examples.shares(FOLD)
        return cls(examples.lines, fields[:, :, None], examples.pictures, weights, shares)

    @property
    def references(self) -> References:
        return References(self.lines[:, OTHERS], self.fields[:, OTHERS], self.truth[:, OTHERS])


def draw_examples(shots: Sequence[PictureShot], params: BatchParams, random: np.random.Generator) -> Drawn:
    """Draw what one step learns from."""
    examples = []
    for _ in range(params.batch):
        shot = shots[int(random.integers(len(shots)))]
        examples.append(draw_example(shot, frames_of(shot.frames, random, params), random, params.examples))
    fields = [[distance_field(ink, SMALL_LINE) for ink in example.inks] for example in examples]
    return Drawn(Examples.of(examples), torch.from_numpy(np.stack(fields)))


def frames_of(count: int, random: np.random.Generator, params: BatchParams) -> list[int]:
    """Reference, target and reference, of a shot of `count` frames; in a short one the window is all of it."""
    if not params.is_ordered:
        target, *others = (int(frame) for frame in random.permutation(count)[:3])
        others = others or [target]
        return [others[0], target, others[-1]]
    window = min(params.window, count)
    first = int(random.integers(count - window + 1))
    last = first + window - 1
    if window < 3:
        return [first, last, first]
    target = first + window // 2 if params.is_middle else int(random.integers(first + 1, last))
    if random.random() < params.alone:
        end = first if random.random() < 0.5 else last
        return [end, target, end]
    return [first, target, last]
