"""The interface of a method: a shot in, scores out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Generator, Iterable

import numpy as np

from ..drawing.shot import Shot
from ..progress import Progress
from .shared.tracks import Links


class Colorizer(ABC):
    """Answers, for each region, how well each color of the palette fits. One is made for each shot."""

    keeps = True  # whether what it learns of a character is kept, in methods that keep any

    @abstractmethod
    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Learn the shot from its reference frames.

        May be stopped after any step: what was learned before this call then still holds. May be called again with
        fewer or more reference frames of the same shot.
        """

    @abstractmethod
    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), not negative; row 0 is the line.

        The proportions of a row are how well each color fits compared with the others; its sum, at most one, is how
        far the method trusts that any of them fits. Label 0 (left unpainted) is scored like any color.
        """

    def forget(self, frames: Collection[int]) -> None:  # noqa: B027, most methods keep nothing
        """Drop what is kept of these frames, by index, from one `learn` to the next: their regions are others now."""

    def picture(self, shot: Shot, frame: int) -> np.ndarray | None:
        """The answer for one frame as a picture in the shot's colors, before it became scores: u8 RGB (h, w, 3).

        Of any size of about the frame's proportions; None for methods that answer with no picture.
        """
        return None

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Which regions of frames near each other are the same part, once the shot is learned; none by default."""
        yield from ()
        return {}

    def same_parts(self, shot: Shot, one: int, other: int) -> Iterable[tuple[int, int, float]]:
        """Regions of two frames that are each other's best match, whatever their colors, once the shot is learned:
        their ids, and the strength of the match, in [0, 1]; none by default.
        """
        return ()

    def palette(self) -> np.ndarray:
        """Colors that its weights were trained on, beside the shot's own: u8 (K, 4) RGBA, row 0 transparent."""
        return np.zeros((1, 4), np.uint8)
