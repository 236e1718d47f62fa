"""Batches of examples: drawn and sent as labels, ink and codes, made into pictures where the network is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .examples import Example
from .matching import shares_of
from .tensors import line_tensor, picture_tensor


class Examples(NamedTuple):
    """B examples of T frames each."""

    labels: Tensor  # u8 (B, T, h, w)
    inks: Tensor  # u8 (B, T, h, w)
    codes: Tensor  # u8 RGB (B, K, 3); the last one of an example again, where another has more

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Examples:
        """Examples of as many frames each, on the CPU."""
        most = max(len(example.codes) for example in examples)
        codes = [
            np.pad(example.codes, ((0, most - len(example.codes)), (0, 0)), "edge") for example in examples
        ]
        planes = ([example.labels for example in examples], [example.inks for example in examples], codes)
        return cls(*(torch.from_numpy(np.stack(plane)) for plane in planes))

    def to(self, device: torch.device | str) -> Examples:
        """The same on a device."""
        return Examples(*(plane.to(device) for plane in self))

    @property
    def pictures(self) -> Tensor:
        """The frames in code colors, without lines: f32 (B, T, 3, h, w) in [-1, 1]."""
        of_example = torch.arange(len(self.labels), device=self.labels.device).view(-1, 1, 1, 1)
        return picture_tensor(self.codes[of_example, self.labels.long()])

    @property
    def lines(self) -> Tensor:
        """The line art: f32 (B, T, 1, h, w), -1 ink, 1 paper."""
        return line_tensor(self.inks)

    def weights(self, evenness: float) -> Tensor:
        """What a pixel of a frame counts, f32 (B, T, 1, h, w), 1 in the mean of each; at `evenness` 1 all labels
        alike."""
        flat = self.labels.flatten(2).long()
        area = torch.zeros(*flat.shape[:2], self.codes.shape[1], device=flat.device)
        area.scatter_add_(2, flat, torch.ones_like(flat, dtype=area.dtype))
        of_pixel = (area.clamp(min=1) ** -evenness).gather(2, flat)
        weights = of_pixel / of_pixel.mean(2, keepdim=True)
        return weights.view(self.labels.shape).unsqueeze(2)

    def shares(self, side: int) -> Tensor:
        """The share of each label in each place of `side` x `side` pixels, f32 (B, T, K, h / side, w / side)."""
        return shares_of(self.labels.long(), self.codes.shape[1], side)
