"""Training batches of the U-net: crops of a character's colored frames, rotated, stretched and mirrored."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...drawing.shot import UNKNOWN
from ...learning.precision import quick
from .network import UNet
from .training_set import TrainingFrame, TrainingSet


@dataclass(frozen=True)
class ColoringParams:
    """How crops are drawn. The paper names affine transformation and random cropping, but no numbers."""

    crop: int = 448  # pixels of a side: most of a figure, and little around it
    batch: int = 4  # crops in a training step
    turn: float = 0.35  # radians, standard deviation
    stretch: float = 0.2  # log of the scale, standard deviation
    narrow: float = 0.1  # log of the ratio of the scales of both axes, standard deviation
    shear: float = 0.1  # standard deviation
    mirrored: float = 0.5  # probability of a mirror image
    evenness: float = 0.5  # a pixel counts area ** -evenness: at 0 all pixels count alike, at 1 all regions


class ColoringLesson:
    """Draws batches; a call returns the loss of one (see `learning.fit.Lesson`)."""

    def __init__(
        self,
        network: UNet,
        training_set: TrainingSet,
        params: ColoringParams | None = None,
        device: torch.device | str = "cpu",
    ) -> None:
        self._network = network
        self._training_set = training_set
        self._params = params or ColoringParams()
        self._device = device
        # Index -1, UNKNOWN, stays UNKNOWN.
        self._label_of = torch.from_numpy(np.append(training_set.variants.label_of, UNKNOWN))

    def __call__(self, random: np.random.Generator) -> Tensor:
        frames = self._training_set.frames
        chosen = random.integers(len(frames), size=self._params.batch)
        fold = self._network.params.fold
        crops = [cut(frames[number], random, self._params, fold) for number in chosen]
        line, colors, weights = (torch.from_numpy(np.stack(parts)) for parts in zip(*crops, strict=True))
        labels = self._label_of[colors]
        line = line.permute(0, 3, 1, 2).to(self._device).float() / 255
        with quick(self._device):
            logits = self._network(line.to(memory_format=torch.channels_last))
        return loss(logits, labels.to(self._device), weights.to(self._device))


def loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy, a scalar, of logits f32 (B, K, h, w), where labels i64 (B, h, w) are not UNKNOWN.

    `weights`: f32 (B, h, w), how much each pixel counts.
    """
    of_pixel = F.cross_entropy(logits, labels, ignore_index=UNKNOWN, reduction="none")
    weights = weights * (labels != UNKNOWN)
    total: Tensor = (of_pixel * weights).sum() / weights.sum().clamp(min=1e-6)
    return total


def cut(
    frame: TrainingFrame, random: np.random.Generator, params: ColoringParams, fold: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A deformed crop: inks u8 (c, c, 4), with c its side; colors i64 and weights f32 (c / fold, c / fold).

    The crop's side must be a multiple of `fold`.
    """
    labels, regions = frame.labels.unpack(), frame.regions.unpack()
    matrix = _matrix(_center(labels, random), random, params)
    size, folded = (params.crop,) * 2, (params.crop // fold,) * 2
    inks = cv2.warpAffine(frame.inks.unpack(), matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    middle = (fold - 1) / 2  # of a cell of `fold` pixels, from its first pixel
    coarse = np.concatenate([matrix[:, :2] * fold, matrix @ [[middle], [middle], [1]]], 1)
    warp = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    cropped = cv2.warpAffine(labels, coarse, folded, flags=warp, borderValue=UNKNOWN)
    weights = cv2.warpAffine(_weights(regions, params.evenness), coarse, folded, flags=warp)
    return inks, cropped.astype(np.int64), weights


def _weights(regions: np.ndarray, evenness: float) -> np.ndarray:
    """How much each pixel counts, f32 (h, w)."""
    area = np.bincount(regions.ravel())
    return (np.maximum(area, 1.0) ** -evenness).astype(np.float32)[regions]


def _center(labels: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    """A random pixel, x and y, of the figure; of the frame where nothing is painted."""
    painted = np.flatnonzero(labels > 0)
    place = painted[random.integers(len(painted))] if len(painted) else random.integers(labels.size)
    y, x = divmod(int(place), labels.shape[1])
    return x, y


def _matrix(center: tuple[int, int], random: np.random.Generator, params: ColoringParams) -> np.ndarray:
    """A random affine map from pixels of the crop to pixels of the frame: f64 (2, 3)."""
    angle = random.normal(0, params.turn)
    narrow = random.normal(0, params.narrow) / 2
    scale = np.exp(random.normal(0, params.stretch) + np.array([narrow, -narrow]))
    if random.random() < params.mirrored:
        scale[0] = -scale[0]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[scale[0], random.normal(0, params.shear)], [0, scale[1]]])
    # The chosen pixel lies anywhere in the middle half of the crop.
    at = params.crop * random.uniform(0.25, 0.75, 2)
    return np.concatenate([matrix, (np.array(center) - matrix @ at)[:, None]], 1)
