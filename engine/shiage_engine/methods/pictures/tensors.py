"""Pictures to tensors and back: f32 (B, 3, h, w) in [-1, 1]; line art f32 (B, 1, h, w), -1 ink, 1 paper."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def line_tensor(ink: np.ndarray | Tensor) -> Tensor:
    """Of ink, u8 (..., h, w): f32 (..., 1, h, w)."""
    return 1 - torch.as_tensor(ink).unsqueeze(-3).float() / 127.5


def picture_tensor(rgb: np.ndarray | Tensor) -> Tensor:
    """Of u8 (..., h, w, 3): f32 (..., 3, h, w)."""
    return torch.as_tensor(rgb).movedim(-1, -3).float() / 127.5 - 1


def gray_tensor(pictures: Tensor, lines: Tensor) -> Tensor:
    """Pictures, f32 (..., 3, h, w), in gray with their lines, f32 (..., 1, h, w), over them: f32 (..., 1, h, w)."""
    weights = pictures.new_tensor([0.299, 0.587, 0.114]).view(3, 1, 1)
    return inked((pictures * weights).sum(-3, keepdim=True), lines)


def inked(pictures: Tensor, lines: Tensor) -> Tensor:
    """Pictures, f32 (..., channels, h, w), with their lines, f32 (..., 1, h, w), over them."""
    return (pictures + 1) * (lines + 1) / 2 - 1


def picture_array(picture: Tensor) -> np.ndarray:
    """Of f32 (..., 3, h, w) in [-1, 1]: f32 (..., h, w, 3) in [0, 1]."""
    array: np.ndarray = (picture.detach().cpu().movedim(-3, -1).numpy() + 1) / 2
    return array
