"""Drawings that clients have sent, by what they show: so that only changed ones need to be sent again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from . import limits


class Drawing(NamedTuple):
    """The planes of one Frame."""

    planes: Sequence[bytes]  # compressed
    sizes: tuple[int, ...]  # bytes of each plane before
    digest: str = ""  # of the planes before, see `protocol.digests`; "": of a client that goes without

    @property
    def packed_bytes(self) -> int:
        return sum(map(len, self.planes))


class DrawingStore:
    """Keeps the drawings that were used last, up to a limit. Jobs keep what they wait with by themselves."""

    def __init__(self, limit: int = limits.STORED_BYTES) -> None:
        self._limit = limit
        self._drawings: OrderedDict[str, Drawing] = OrderedDict()  # by digest, the one used last at the end
        self.stored_bytes = 0

    def get(self, digest: str) -> Drawing | None:
        drawing = self._drawings.get(digest)
        if drawing is not None:
            self._drawings.move_to_end(digest)
        return drawing

    def put(self, drawing: Drawing) -> None:
        """Keep `drawing`, if need be in place of those that were not used for longest."""
        known = self._drawings.pop(drawing.digest, None)
        if known is not None:
            self.stored_bytes -= known.packed_bytes
        self._drawings[drawing.digest] = drawing
        self.stored_bytes += drawing.packed_bytes
        while self.stored_bytes > self._limit:
            _, oldest = self._drawings.popitem(last=False)
            self.stored_bytes -= oldest.packed_bytes

    def __len__(self) -> int:
        return len(self._drawings)
