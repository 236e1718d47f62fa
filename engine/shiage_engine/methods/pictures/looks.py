"""How pictures look to a network of features: perceptual (content) and style loss together."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ...learning import losses
from ...learning.features import Vgg


@dataclass(frozen=True)
class Looks:
    """The layers that pictures are compared by, as "relu3_1", and what each loss counts; no layers: no such loss."""

    content_layers: tuple[str, ...] = ()
    style_layers: tuple[str, ...] = ()
    content: float = 1.0
    style: float = 1.0
    is_squared: bool = False  # content by squared, not absolute differences

    @property
    def layers(self) -> tuple[str, ...]:
        return (*self.content_layers, *self.style_layers)

    def loss(self, features: Vgg | None, answer: Tensor, truth: Tensor) -> Tensor:
        """The loss of pictures, f32 (B, 3, h, w): a scalar; zero where there are no layers.

        `features`: None where there are none.
        """
        total = answer.new_zeros(())
        if not self.layers or features is None:
            return total
        of_answer = features.features(answer, self.layers)
        with torch.no_grad():
            of_truth = features.features(truth, self.layers)
        if self.content_layers:
            own, true = ({name: of[name] for name in self.content_layers} for of in (of_answer, of_truth))
            total = total + self.content * losses.perceptual(own, true, self.is_squared)
        if self.style_layers:
            own, true = ({name: of[name] for name in self.style_layers} for of in (of_answer, of_truth))
            total = total + self.style * losses.style(own, true)
        return total
