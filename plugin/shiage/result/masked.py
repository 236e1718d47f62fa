"""One frame of a result as engines before protocol 3 send it: painted for one accuracy alone."""

from typing import Dict, NamedTuple, Tuple

from . import planes, slash_lines
from .labels import COLORS, CONFIDENCE, SLASHES, SUGGESTIONS


class MaskedImage(NamedTuple):
    """The planes of a `messages.Result`."""

    size: Tuple[int, int]  # width, height
    color: bytes  # BGRA, paint before withdrawal
    mask: bytes  # a byte a pixel: 255 keeps, 0 withdrawn
    heat: bytes  # BGRA

    def layers(self, step: int) -> Dict[str, bytes]:
        """The planes of the result's layers by name, the same at each step of the accuracy slider."""
        withdrawn = self.mask.translate(planes.INVERSE)
        return {
            COLORS: planes.both(self.color, planes.widened(self.mask, self.size)),
            SLASHES: slash_lines.over(self.size, withdrawn),
            SUGGESTIONS: planes.both(self.color, planes.widened(withdrawn, self.size)),
            CONFIDENCE: self.heat,
        }
