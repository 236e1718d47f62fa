"""Lessons of networks that are trained against an opponent, which sees what they made beside the truth."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ...learning.fit import Opponent
from ...learning.losses import Game
from ...learning.precision import quick


class OpposedLesson:
    """The opponent's side of a lesson."""

    def __init__(self, judge: nn.Module | None, game: Game, device: torch.device | str) -> None:
        """`judge`: gives its verdicts on lines and pictures; None where there is no opponent."""
        self._judge, self._game, self._device = judge, game, device
        # Lines, true and made pictures of the last lesson.
        self._seen: tuple[Tensor, Tensor, Tensor] | None = None

    def opponent(self, rate: float) -> Opponent | None:
        """What the network is trained against, for `fit`; `rate`: as a share of the network's."""
        return None if self._judge is None else Opponent(self._judge, self.opponent_loss, rate)

    def opponent_loss(self) -> Tensor:
        """The opponent's loss on the pictures of the last lesson, which must have been drawn."""
        if self._seen is None or self._judge is None:
            raise RuntimeError("no lesson was drawn yet, or there is no opponent")
        lines, true, made = self._seen
        with quick(self._device):
            return self._game.opponent(self._judge(lines, true), self._judge(lines, made.detach()))

    def fooled(self, lines: Tensor, true: Tensor, made: Tensor) -> Tensor:
        """The network's loss of pictures that the opponent sees, a scalar; zero where there is none."""
        self._seen = lines, true, made
        if self._judge is None:
            return made.new_zeros(())
        return self._game.fooled(self._judge(lines, made))
