"""How alike two pictures look: ST-LPIPS, the shift-tolerant perceptual distance (Ghildyal and Liu 2022).

An AlexNet (Krizhevsky et al. 2012) whose poolings are blurred, and weights that were fitted to what people see. It
hardly sees a wrong color, so that it never stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..errors import InputError
from .features import blurred, stlpips_weights

# Of each convolution: kernel, padding, and whether a pooling of 3 x 3 and a blur that halves come before it.
CONVOLUTIONS = ((11, 2, False), (5, 2, True), (3, 1, True), (3, 1, False), (3, 1, False))
ALEXNET = (64, 192, 384, 256, 256)
BLUR_PADDING = 2
TINY = 1e-10
LEAST_SIDE = 32  # pixels that the network needs


class Likeness(nn.Module):
    """The distance of pictures by the features behind each convolution, frozen."""

    def __init__(self, widths: tuple[int, ...] = ALEXNET) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(before, width, kernel, padding=padding)
            for before, width, (kernel, padding, _) in zip((3, *widths), widths, CONVOLUTIONS, strict=False)
        )
        self.importance = nn.ParameterList(torch.ones(width) for width in widths)  # of each channel
        self.register_buffer("shift", torch.zeros(1, 3, 1, 1))
        self.register_buffer("scale", torch.ones(1, 3, 1, 1))
        self.shift: Tensor
        self.scale: Tensor
        self.eval().requires_grad_(False)

    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """The distances of pictures, f32 (B, 3, H, W) in [-1, 1]: f32 (B,), 0 of equal ones.

        No side may be under LEAST_SIDE.
        """
        total = one.new_zeros(len(one))
        for left, right, importance in zip(
            self._features(one), self._features(other), self.importance, strict=True
        ):
            differs = ((_unit(left) - _unit(right)) ** 2).mean((2, 3))  # (B, C)
            total = total + differs @ importance
        return total

    def _features(self, pictures: Tensor) -> list[Tensor]:
        x, found = (pictures - self.shift) / self.scale, []
        for number, (layer, (_, _, is_pooled)) in enumerate(zip(self.layers, CONVOLUTIONS, strict=True)):
            if is_pooled:
                x = blurred(F.max_pool2d(x, 3, 1), BLUR_PADDING)
            x = layer(x)
            x = F.relu(x if number else blurred(x, BLUR_PADDING))  # the first halves behind itself
            found.append(x)
        return found


def _unit(features: Tensor) -> Tensor:
    """Features, f32 (B, C, h, w), of length 1 at each place."""
    return features / (features.square().sum(1, keepdim=True).sqrt() + TINY)


def load_likeness(device: torch.device | str = "cpu") -> Likeness:
    """With the weights of the extra `train`; raises InputError, with a sentence, where they are missing."""
    likeness = Likeness()
    try:
        likeness.load_state_dict(_named(stlpips_weights("alex")))
    except (LookupError, RuntimeError) as error:
        raise InputError(
            "The package with ST-LPIPS holds other weights than expected: install 'shiage-engine[train]' again."
        ) from error
    return likeness.to(device)


def _named(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of the package by our names: its slices hold one convolution each, in order."""
    named = {name: tensors[f"scaling_layer.{name}"] for name in ("shift", "scale")}
    for number in range(len(CONVOLUTIONS)):
        (weight,) = (
            name
            for name in tensors
            if name.startswith(f"net.slice{number + 1}.") and name.endswith(".weight")
        )
        named[f"layers.{number}.weight"] = tensors[weight]
        named[f"layers.{number}.bias"] = tensors[f"{weight.removesuffix('weight')}bias"]
        named[f"importance.{number}"] = tensors[f"lin{number}.model.1.weight"].flatten()
    return named
