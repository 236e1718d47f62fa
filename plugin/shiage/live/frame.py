"""The frame of a result that the painter sees: brought up to date in bands, and compared with what was written."""

import hashlib
from typing import Iterator, Optional, Tuple, Union

from ..result import planes
from ..result.labels import COLORS, GAPS, SLASHES, SUGGESTIONS, LabelImage, Own
from ..result.planes import BYTES
from ..scene import ResultLayers
from ..turns import Steps
from .state import LiveResult, Written

BAND = 1 << 19  # pixels painted and written in one turn: about 10 ms of work


def digest(plane: Union[bytes, bytearray]) -> str:
    return hashlib.blake2b(plane, digest_size=16).hexdigest()


class FrameInView:
    """One frame for as long as it is in view."""

    def __init__(self, result: LiveResult, layers: ResultLayers, time: int) -> None:
        self._result = result
        self._layers = layers
        self._width, self._height = result.size
        self.time = time
        now = layers.read(COLORS, 0, self._height)
        own = result.own(time)
        self._own = self._still_there(own, now) if own is not None else None
        self.shown = bytearray(self._expected(now))  # BGRA of the layer `colors`, as last written or read

    def _still_there(self, own: Own, now: bytes) -> bytes:
        """The mask of the painter's pixels that the layer holds: what was painted last may not be in a new result."""
        held = planes.both(now, planes.widened(own.mask, self._result.size))
        return planes.both(own.mask, planes.difference(held, own.plane).translate(planes.INVERSE))

    def _expected(self, now: bytes) -> bytes:
        """What the layer holds where the painter has not painted since; what it holds now where that is not known."""
        written, own = self._result.written.get(self.time), self._own
        image = self._result.store.restore(written.frame) if written is not None else None
        if written is None or image is None:
            return now
        expected = image.colors(written.step)
        return planes.merged(expected, now, planes.widened(own, self._result.size)) if own else expected

    @property
    def own(self) -> Optional[bytes]:
        """The mask of the painter's pixels in the frame."""
        return self._own

    @property
    def is_in_view(self) -> bool:
        return self._layers.frame() == self.time

    def bring_up_to_date(self) -> Steps:
        """Paint what is due, a band a turn; what the painter has painted stays.

        Ends early when the view changes, or the painter paints: that is read first, since it may be an answer.
        """
        result, time = self._result, self.time
        wanted, before = result.wanted(time), result.written.pop(time, None)
        image = result.store.image(time)
        if wanted is None or image is None:
            return
        rows = self._rows(image, before, wanted)
        for top, below in self._bands(*rows) if rows is not None else ():
            if not self.is_in_view or self._is_new(top, below):
                return
            self._paint(image.rows(top, below), wanted.step, top, below)
            yield 0
            if result.wanted(time) != wanted:  # the slider has moved on
                return
        self._keep_own()
        if rows is not None:
            self._layers.show()
        result.written[time] = wanted

    def _rows(
        self, image: LabelImage, before: Optional[Written], wanted: Written
    ) -> Optional[Tuple[int, int]]:
        if before is None or before.frame is not wanted.frame or wanted.has_gaps > before.has_gaps:
            return 0, self._height
        return image.rows_between(before.step, wanted.step)

    def _bands(self, top: int, below: int) -> Iterator[Tuple[int, int]]:
        rows = max(1, BAND // self._width)
        for first in range(top, below, rows):
            yield first, min(first + rows, below)

    def _paint(self, part: LabelImage, step: int, top: int, below: int) -> None:
        own = self._own_rows(top, below)
        layers, span = part.painted(step, own), self._span(top, below)
        if self._result.is_checked:
            layers[GAPS] = part.gaps(step, own)
        if layers[COLORS] == self.shown[span]:
            # Krita's undo would take back even an equal plane, in place of the painter's stroke.
            del layers[COLORS]
        else:
            if own is not None:
                self._result.unwritten.setdefault(self.time, digest(self.shown))
            self.shown[span] = layers[COLORS]
        for name, plane in layers.items():
            self._layers.write(name, plane, top)

    def changed_rows(self) -> Optional[Tuple[int, int]]:
        """The rows in which the painter has painted since; None where nothing is new."""
        now = self._layers.read(COLORS, 0, self._height)
        if now == self.shown:
            return None
        rows = [
            (top, below)
            for top, below in self._bands(0, self._height)
            if now[self._span(top, below)] != self.shown[self._span(top, below)]
        ]
        return rows[0][0], rows[-1][1]

    def _is_new(self, top: int, below: int) -> bool:
        """Has the painter painted in these rows since?"""
        return self._layers.read(COLORS, top, below) != self.shown[self._span(top, below)]

    def read_paint(self, first: int, last: int) -> Steps:
        """Take in what the painter has painted in the rows from `first` to the one before `last`.

        Slash lines and suggestions are cleared there.
        """
        result = self._result
        result.unwritten.pop(self.time, None)
        checked = result.store.image(self.time) if result.is_checked else None
        wanted = result.wanted(self.time)
        for top, below in self._bands(first, last):
            mask = self._read_rows(top, below)
            if mask is not None:
                wide = planes.widened(mask, (self._width, below - top))
                for name in (SLASHES, SUGGESTIONS):
                    there = self._layers.read(name, top, below)
                    self._layers.write(name, planes.merged(there, bytes(len(there)), wide), top)
                if checked is not None and wanted is not None:
                    gaps = checked.rows(top, below).gaps(wanted.step, self._own_rows(top, below))
                    self._layers.write(GAPS, gaps, top)
            yield 0
        self._keep_own()
        self._layers.show()

    def _own_rows(self, top: int, below: int) -> Optional[Own]:
        """What the painter has painted in the rows, as last read."""
        if self._own is None:
            return None
        mask = self._own[top * self._width : below * self._width]
        return Own(mask, bytes(self.shown[self._span(top, below)]))

    def _keep_own(self) -> None:
        """Keep the painter's pixels: a new run brings a new layer, and they go into that too."""
        mask = self._own
        wide = planes.widened(mask, self._result.size) if mask is not None else b""
        pixels = planes.both(bytes(self.shown), wide) if mask is not None else b""
        self._result.set_own(self.time, Own(mask, pixels) if mask is not None else None)

    def reset(self, own: Optional[bytes]) -> None:
        """Take the layer as it is for what was written, and `own` for the mask of the painter's pixels."""
        self._own = own
        self._result.unwritten.pop(self.time, None)
        self.shown = bytearray(self._layers.read(COLORS, 0, self._height))
        self._keep_own()

    def rows(self, top: int, below: int) -> bytes:
        """Rows of `colors` as they are now."""
        return self._layers.read(COLORS, top, below)

    @property
    def is_unwritten(self) -> bool:
        """Has Krita's undo taken back what was written here after the painter's last stroke?

        To Krita, pixels that a plugin writes are a change without a name, on top of the last stroke: to undo the
        stroke takes back them, and leaves the stroke.
        """
        known = self._result.unwritten.get(self.time)
        return known is not None and known == digest(self.rows(0, self._height))

    def _read_rows(self, top: int, below: int) -> Optional[bytes]:
        """Read rows of `colors`; returns the mask of what is new in them, which counts as the painter's now."""
        now, before = self._layers.read(COLORS, top, below), bytes(self.shown[self._span(top, below)])
        if now == before:
            return None
        new = planes.difference(before, now)
        own = bytearray(self._own or bytes(self._width * self._height))
        part = slice(top * self._width, below * self._width)
        own[part] = planes.either(bytes(own[part]), new)
        self._own = bytes(own)
        self.shown[self._span(top, below)] = now
        return new

    def _span(self, top: int, below: int) -> slice:
        return slice(top * self._width * BYTES, below * self._width * BYTES)
