"""What the painter has said by painting, step by step, so that Ctrl+Z on the canvas takes it back here as well."""

import zlib
from typing import List, NamedTuple, Optional, Tuple

from ..result import planes
from ..result.planes import BYTES
from ..result.store import FASTEST
from .frame import FrameInView

LONGEST = 200  # statements; Krita's own history is 200 steps long by default

Answers = Tuple[Tuple[int, ...], ...]


class Statement(NamedTuple):
    """A change of the layer `colors`, in the rows from `top` on. Planes are compressed."""

    time: int
    top: int
    below: int
    mask: bytes  # a byte a pixel: where it changed
    before: bytes  # BGRA there, 0 elsewhere
    own: Optional[bytes]  # the mask of the painter's pixels before it
    answers: Answers  # those of the frame before it


class History:
    """The statements about one result, the newest last."""

    def __init__(self) -> None:
        self._statements: List[Statement] = []

    def add(
        self, time: int, width: int, before: bytes, now: bytes, *, own: Optional[bytes], answers: Answers
    ) -> None:
        """A frame has changed from one BGRA plane to another."""
        changed = planes.difference(before, now)
        rows = planes.rows_set(changed, width)
        if rows is None:
            return
        top, below = rows
        mask = changed[top * width : below * width]
        part = before[top * width * BYTES : below * width * BYTES]
        kept = planes.both(part, planes.widened(mask, (width, below - top)))
        packed = [zlib.compress(plane, FASTEST) for plane in (mask, kept)]
        packed_own = zlib.compress(own, FASTEST) if own else None
        statement = Statement(time, top, below, packed[0], packed[1], packed_own, answers)
        self._statements = [*self._statements, statement][-LONGEST:]

    def take_back(self, view: FrameInView, width: int) -> Optional[Statement]:
        """The newest statement, if the painter has undone it: it is on the frame in view, and that is as before."""
        if not self._statements or self._statements[-1].time != view.time:
            return None
        last = self._statements[-1]
        mask = planes.widened(zlib.decompress(last.mask), (width, last.below - last.top))
        is_restored = planes.both(view.rows(last.top, last.below), mask) == zlib.decompress(last.before)
        return self._statements.pop() if is_restored or view.is_unwritten else None


def own_before(statement: Statement) -> Optional[bytes]:
    return zlib.decompress(statement.own) if statement.own is not None else None
