"""What the generator of patch-based learning is taught: patches of the colored frames, drawn anew for each step."""

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
from .patches import PatchParams, Seen


@dataclass(frozen=True)
class PatchLessonParams:
    """How patches are drawn, and how errors count; values that did well, not the best of many."""

    batch: int = 16  # patches of a step
    turn: float = 0.25  # radians: standard deviation of a copy's turn
    stretch: float = 0.1  # standard deviation of the log of a copy's scale, of both axes and of each
    shift: float = 0.15  # standard deviation of a patch's place, in spreads of the figure
    flips: float = 0.0  # chance that a copy is mirrored
    balance: float = 0.5  # a label counts by its pixels to the power of 1 less this


@dataclass(frozen=True)
class Study:
    """A colored frame to learn from."""

    seen: Seen
    labels: np.ndarray  # i16 (h, w): the label of each pixel as seen, UNKNOWN on lines and where nobody knows


def study(seen: Seen, regions: np.ndarray, labels: np.ndarray) -> Study:
    """A reference frame as it is learned from; `regions`: i32 (H, W), `labels`: i32 (R + 1,)."""
    of_region = labels.astype(np.int16)
    of_region[0] = UNKNOWN
    return Study(seen, shrunk(of_region[regions], seen.ink.shape[:2]))


class PatchLesson:
    """Draws a batch of patches from the studies and returns the generator's cross-entropy on them."""

    def __init__(
        self,
        network: nn.Module,
        studies: Sequence[Study],
        count: int,
        patches: PatchParams,
        params: PatchLessonParams,
        *,
        device: torch.device | str = "cpu",
    ) -> None:
        """`count`: of labels."""
        self._network = network
        self._studies = studies
        self._patches = patches
        self._params = params
        known = np.concatenate([one.labels[one.labels != UNKNOWN] for one in studies])
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
        return losses / self._weights[known].sum().clamp_min(1e-9)  # of lines alone nothing is known

    def draw(self, random: np.random.Generator) -> tuple[Tensor, Tensor]:
        """A batch: input patches f32 (B, C, P, P) and labels i64 (B, P, P)."""
        drawn = [self._draw_one(random) for _ in range(self._params.batch)]
        inks, places, labels = (np.stack(part) for part in zip(*drawn, strict=True))
        return patch_input(inks, places, self._patches), torch.from_numpy(labels).long()

    def _draw_one(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Ink u8 (P, P, C), place f32 (3,) as for `patch_input`, labels i16 (P, P)."""
        one, size = self._studies[int(random.integers(len(self._studies)))], self._patches.size
        seen = one.seen
        if self._patches.sampling == "corners":
            at = seen.corners[random.integers(len(seen.corners))]
        else:
            at = (random.random(2) * seen.ink.shape[1::-1]).astype(np.float32)
        matrix = _affine(random, self._params)
        source = np.column_stack([matrix, at - matrix @ np.full(2, size / 2)])
        hw, inverse = (size, size), cv2.WARP_INVERSE_MAP
        ink = cv2.warpAffine(seen.ink, source, hw, flags=inverse | cv2.INTER_LINEAR)
        labels = cv2.warpAffine(
            one.labels, source, hw, flags=inverse | cv2.INTER_NEAREST, borderValue=UNKNOWN
        )
        shift = random.normal(0, self._params.shift * seen.spread, 2)
        place = np.linalg.solve(matrix, at - seen.center) - 0.5 + shift  # the figure moves as its patch does
        return ink.reshape(size, size, -1), np.append(place, seen.spread).astype(np.float32), labels


def _affine(random: np.random.Generator, params: PatchLessonParams) -> np.ndarray:
    """Where a pixel of a copy comes from in its frame, about the copy's middle: f64 (2, 2)."""
    angle = random.normal(0, params.turn)
    scale = np.exp(random.normal(0, params.stretch, 2) + random.normal(0, params.stretch))
    if random.random() < params.flips:
        scale[0] = -scale[0]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn * scale


def patch_input(inks: np.ndarray, places: np.ndarray, params: PatchParams) -> Tensor:
    """What the generator is given, f32 (B, C + 2, P, P): ink in [0, 1] and the place of each pixel.

    `inks`: u8 (B, P, P, C); `places`: f32 (B, 3): the middle's x and y from the center of gravity, in pixels, and the
    figure's spread, in which places are told (equation 1 of the paper has pixels; drawings differ in size).
    """
    size = inks.shape[1]
    across = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
    middle_x, middle_y, spread = torch.from_numpy(places).T[:, :, None, None]  # (B, 1, 1) each
    x = (middle_x + across) / spread  # (B, 1, P)
    y = (middle_y + across[:, None]) / spread  # (B, P, 1)
    at = torch.stack([x.expand(-1, size, size), y.expand(-1, size, size)], 1)
    return torch.cat([torch.from_numpy(inks).permute(0, 3, 1, 2) / 255, at * params.has_position], 1)
