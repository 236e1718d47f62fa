"""Lessons of the line extraction network: drawings painted, shaded and spoiled as finished frames are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..learning.precision import quick
from ..methods.pictures.examples import Example, ExampleParams, draw_example
from ..methods.pictures.tensors import picture_tensor
from ..methods.pictures.training_shots import PictureShot
from .network import LineNetwork

LINE = 128  # ink from which on a pixel is line


@dataclass(frozen=True)
class LessonParams:
    """What lessons are made of."""

    batch: int = 8
    l1: float = 1.0  # beside cross-entropy, in which line and paper count alike
    shaded: float = 0.7  # share of pictures with shades, each over a part of the picture
    blurred: float = 0.4
    noisy: float = 0.4
    packed: float = 0.5  # saved as JPEG and read again
    rescaled: float = 0.4
    examples: ExampleParams = field(default_factory=lambda: ExampleParams(size=96, frame=256, broken=0.0))


class LinesLesson:
    """Draws lessons; calling it gives the loss of one."""

    def __init__(
        self,
        network: LineNetwork,
        shots: Sequence[PictureShot],
        params: LessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        self._network, self._shots, self._params, self._device = network, shots, params, device

    def __call__(self, random: np.random.Generator) -> Tensor:
        pictures, inks = [], []
        for _ in range(self._params.batch):
            shot = self._shots[int(random.integers(len(self._shots)))]
            frame = int(random.integers(shot.frames))
            example = draw_example(shot, [frame], random, self._params.examples)
            pictures.append(spoiled(painted(example, random, self._params.shaded), random, self._params))
            inks.append(example.inks[0])
        true = torch.from_numpy(np.stack(inks))[:, None].to(self._device).float() / 255
        with quick(self._device):
            logits = self._network(picture_tensor(np.stack(pictures)).to(self._device))
        return lines_loss(logits, true, self._params.l1)


def lines_loss(logits: Tensor, true: Tensor, l1: float) -> Tensor:
    """Cross-entropy in which line and paper count alike, and L1: a scalar; f32 (B, 1, h, w), `true` in [0, 1]."""
    share = true.mean().clamp(0.01, 0.99)
    weights = true / share + (1 - true) / (1 - share)
    entropy = F.binary_cross_entropy_with_logits(logits, true, weights / 2)
    return entropy + l1 * F.l1_loss(torch.sigmoid(logits), true)


def painted(example: Example, random: np.random.Generator, shaded: float) -> np.ndarray:
    """A drawing in random colors, some with shades, its lines over it in a dark color: f32 (h, w, 3) in [0, 255]."""
    colors = random.uniform(40, 256, example.codes.shape)
    picture: np.ndarray = colors[example.labels[0]]
    if random.random() < shaded:
        for _ in range(int(random.integers(1, 4))):
            picture = picture * _shade(picture.shape[:2], random)[..., None]
    dark = random.uniform(0, 70, 3)
    cover = example.inks[0][..., None].astype(np.float64) / 255
    return (picture * (1 - cover) + dark * cover).astype(np.float32)


def spoiled(picture: np.ndarray, random: np.random.Generator, params: LessonParams) -> np.ndarray:
    """A picture, f32 (h, w, 3) in [0, 255], as films are: scaled, blurred, noisy, compressed: u8 (h, w, 3)."""
    size = picture.shape[1::-1]
    if random.random() < params.rescaled:
        share = random.uniform(0.6, 1)
        small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
    if random.random() < params.blurred:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 1))
    if random.random() < params.noisy:
        picture = picture + random.normal(0, random.uniform(1, 8), picture.shape)
    spoiled = np.clip(picture, 0, 255).round().astype(np.uint8)
    if random.random() < params.packed:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 96))]
        spoiled = np.asarray(cv2.imdecode(cv2.imencode(".jpg", spoiled, quality)[1], cv2.IMREAD_COLOR))
    return spoiled


def _shade(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """How light each pixel is, f64 (h, w): darker on one side of a wavy border, which is hard or soft."""
    height, width = shape
    y, x = np.mgrid[:height, :width] / max(shape)
    angle = random.uniform(0, 2 * np.pi)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    border = random.uniform(-0.5, 1) + random.uniform(0, 0.15) * np.sin(random.uniform(5, 25) * across)
    softness = random.choice([1e-3, 0.1, 0.4])
    share: np.ndarray = 1 / (1 + np.exp(np.clip((border - along) / softness, -50, 50)))
    return 1 - random.uniform(0.1, 0.5) * share
