"""Training batches of the patch generator: patches of the reference frames, cut and deformed anew for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from ...drawing.inks import shrunk
from ...drawing.shot import UNKNOWN
from ...learning.precision import quick
from .patches import PatchParams, ScaledDrawing


@dataclass(frozen=True)
class PatchLessonParams:
    """How patches are sampled and deformed, and how labels are weighted.

    The values did well; no search was made for the best ones.
    """

    batch: int = 16  # patches in a training step
    turn: float = 0.25  # radians: standard deviation of a patch's rotation
    stretch: float = 0.1  # standard deviation of the log of the scale, of both axes together and of each
    shift: float = 0.15  # standard deviation of a patch's place, in spreads of the figure
    flips: float = 0.0  # probability that a patch is mirrored
    # A label of n pixels has the weight n ** -balance: 0 no balancing, 1 all labels alike.
    balance: float = 0.5


@dataclass(frozen=True)
class ScaledReference:
    """A reference frame to learn from."""

    drawing: ScaledDrawing
    # i16 (h, w): the label of each pixel, UNKNOWN on lines and where the paint is no single color.
    labels: np.ndarray


def scale_reference(drawing: ScaledDrawing, regions: np.ndarray, labels: np.ndarray) -> ScaledReference:
    """The reference frame of a scaled drawing; `regions`: i32 (H, W), `labels`: i32 (R + 1,)."""
    of_region = labels.astype(np.int16)
    of_region[0] = UNKNOWN
    return ScaledReference(drawing, shrunk(of_region[regions], drawing.ink.shape[:2]))


class PatchLesson:
    """Draws a batch of patches from the references and returns the generator's cross-entropy on them."""

    def __init__(
        self,
        network: nn.Module,
        references: Sequence[ScaledReference],
        count: int,
        patches: PatchParams,
        params: PatchLessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        """`count`: the number of labels."""
        self._network = network
        self._references = references
        self._patches = patches
        self._params = params
        known = np.concatenate([one.labels[one.labels != UNKNOWN] for one in references])
        pixels = np.bincount(known, minlength=count)
        weights = np.maximum(pixels, 1).astype(np.float32) ** -params.balance
        self._weights = torch.from_numpy(weights).to(device)
        self._device = torch.device(device)

    def __call__(self, random: np.random.Generator) -> Tensor:
        inputs, labels = (part.to(self._device) for part in self.draw(random))
        with quick(self._device):
            logits = self._network(inputs.to(memory_format=torch.channels_last))
        losses = nn.functional.cross_entropy(
            logits.float(), labels, self._weights, ignore_index=UNKNOWN, reduction="sum"
        )
        known = labels[labels != UNKNOWN]
        return losses / self._weights[known].sum().clamp_min(1e-9)  # a batch may have no known pixel

    def draw(self, random: np.random.Generator) -> tuple[Tensor, Tensor]:
        """A batch: input patches f32 (B, C + 2, P, P) and labels i64 (B, P, P)."""
        patches = [self._draw_one(random) for _ in range(self._params.batch)]
        inks, places, labels = (np.stack(part) for part in zip(*patches, strict=True))
        return patch_input(inks, places, self._patches), torch.from_numpy(labels).long()

    def _draw_one(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Ink u8 (P, P, C), place f32 (3,) as for `patch_input`, labels i16 (P, P)."""
        one, size = self._references[int(random.integers(len(self._references)))], self._patches.size
        drawing = one.drawing
        if self._patches.sampling == "corners":
            at = drawing.corners[random.integers(len(drawing.corners))]
        else:
            at = (random.random(2) * drawing.ink.shape[1::-1]).astype(np.float32)
        matrix = _affine(random, self._params)
        source = np.column_stack([matrix, at - matrix @ np.full(2, size / 2)])
        hw, inverse = (size, size), cv2.WARP_INVERSE_MAP
        ink = cv2.warpAffine(drawing.ink, source, hw, flags=inverse | cv2.INTER_LINEAR)
        labels = cv2.warpAffine(
            one.labels, source, hw, flags=inverse | cv2.INTER_NEAREST, borderValue=UNKNOWN
        )
        shift = random.normal(0, self._params.shift * drawing.spread, 2)
        place = np.linalg.solve(matrix, at - drawing.center) - 0.5 + shift  # as if the figure lay elsewhere
        return ink.reshape(size, size, -1), np.append(place, drawing.spread).astype(np.float32), labels


def _affine(random: np.random.Generator, params: PatchLessonParams) -> np.ndarray:
    """A random linear map from a deformed patch to the drawing, about the patch's center: f64 (2, 2)."""
    angle = random.normal(0, params.turn)
    scale = np.exp(random.normal(0, params.stretch, 2) + random.normal(0, params.stretch))
    if random.random() < params.flips:
        scale[0] = -scale[0]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn * scale


def patch_input(inks: np.ndarray, places: np.ndarray, params: PatchParams) -> Tensor:
    """The input of the generator, f32 (B, C + 2, P, P): ink in [0, 1], and the x and y of each pixel.

    `inks`: u8 (B, P, P, C); `places`: f32 (B, 3): x and y of the patch's center relative to the center of gravity,
    in pixels, and the figure's spread. x and y are given in spreads, since drawings differ in size (equation 1 of the
    paper has them in pixels).
    """
    size = inks.shape[1]
    across = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
    center_x, center_y, spread = torch.from_numpy(places).T[:, :, None, None]  # (B, 1, 1) each
    x = (center_x + across) / spread  # (B, 1, P)
    y = (center_y + across[:, None]) / spread  # (B, P, 1)
    at = torch.stack([x.expand(-1, size, size), y.expand(-1, size, size)], 1)
    return torch.cat([torch.from_numpy(inks).permute(0, 3, 1, 2) / 255, at * params.has_position], 1)
