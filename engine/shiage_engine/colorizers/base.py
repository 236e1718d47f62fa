"""The interface of a method: pixels in, scores out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np

from ..drawing.shot import Shot
from ..progress import Progress


class Colorizer(Protocol):
    """A method that answers, for each region, how well each color of the palette fits."""

    needs: ClassVar[frozenset[str]]  # of {"references", "character"}: what it cannot do without
    is_quick: ClassVar[
        bool
    ]  # so that learning again without one reference, to see how sure to be, is worth it

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Learn the shot from its reference frames. `wanted`: the frames whose scores will be asked for; all if None.

        May be given up after any step: what was learned before then still holds. May be called again with fewer
        or more reference frames of the same shot.
        """
        ...

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), not negative; row 0 is the line.

        A row's shares are how well each color fits beside the others; its sum, at most one, is how far the method
        trusts that any of them does. Label 0 (left unpainted) is an answer like any color.
        """
        ...


@runtime_checkable
class Remembering(Protocol):
    """A colorizer whose weights bring colors along, for what the shot's references lack."""

    def palette(self) -> np.ndarray:
        """The colors that its weights know, u8 (K, 4) RGBA, row 0 transparent."""
        ...


Factory = Callable[[str], Colorizer]  # takes the character's name; "" where the painter gave none
