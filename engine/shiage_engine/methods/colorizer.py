"""The interface of a method at work: pixels in, scores out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Generator

import numpy as np

from ..drawing.shot import Shot
from ..progress import Progress


class Colorizer(ABC):
    """Answers, for each region, how well each color of the palette fits. One is made for each shot."""

    @abstractmethod
    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Learn the shot from its reference frames. `wanted`: the frames whose scores will be asked for; all if None.

        May be given up after any step: what was learned before then still holds. May be called again with fewer
        or more reference frames of the same shot.
        """

    @abstractmethod
    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), not negative; row 0 is the line.

        A row's shares are how well each color fits beside the others; its sum, at most one, is how far the method
        trusts that any of them does. Label 0 (left unpainted) is an answer like any color.
        """

    def palette(self) -> np.ndarray:
        """Colors that its weights know and the shot's references may lack: u8 (K, 4) RGBA, row 0 transparent."""
        return np.zeros((1, 4), np.uint8)
