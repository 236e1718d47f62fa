"""Makes cut-outs in turns of the event loop, as they are asked for, and keeps them."""

from typing import Dict, Generator, List, Optional, Tuple

from ..guard import Guard, Refused
from ..live.questions import Place
from ..live.session import Live
from ..qt import QObject, QtGui, pyqtSignal
from ..result import planes
from ..scene import CloseUp, Host, Scene
from ..turns import Steps, Turns
from .picture import CutOut, around, box_outline, drawn, ink, lines_of, painted_like, region

MOST = 256  # cut-outs that are kept, some 20 KiB each
POLL = 100  # milliseconds between two looks whether the document is idle
Key = Tuple[object, ...]


class CutOuts(QObject):
    """The cut-outs of the present result."""

    made = pyqtSignal(object)  # a cut-out of this place is ready

    def __init__(self, host: Host, live: Live, guard: Guard) -> None:
        super().__init__()
        self._host, self._live, self._guard = host, live, guard
        self._scene = Scene()
        self._made: Dict[Key, CutOut] = {}
        self._wanted: List[Tuple[Key, Place]] = []  # the newest last
        self._turns = Turns(self)
        self._is_running = False

    def follow(self, scene: Scene) -> None:
        """From now on cut-outs are of this scene."""
        if scene.result != self._scene.result:
            self.stop()
        self._scene = scene

    def stop(self) -> None:
        """Make no more, and forget all."""
        self._turns.stop()
        self._made, self._wanted, self._is_running = {}, [], False

    def get(self, place: Place) -> Optional[CutOut]:
        """The cut-out of a region; None while it is not made, and then `made` tells. The newest wishes come first."""
        key = self._key(place)
        known = self._made.get(key)
        if known is None:
            self._wanted = [*(one for one in self._wanted if one[0] != key), (key, place)][-MOST:]
            if not self._is_running:
                self._is_running = True
                self._turns.run(self._steps(), self._guard(self._ended))
        return known

    def _key(self, place: Place) -> Key:
        """What a cut-out goes by: the region, and how its frame looks now."""
        result = self._live.result
        return (place, *result.look(place.time)) if result is not None else (place,)

    def _steps(self) -> Steps:
        while self._wanted:
            key, place = self._wanted[-1]
            try:
                cut_out = yield from self._cut(place)
            except Refused:  # as without the layers that it shows
                cut_out = CutOut(QtGui.QImage(), box_outline(place))
            self._wanted = [one for one in self._wanted if one[0] != key]
            self._made[key] = cut_out
            for oldest in list(self._made)[:-MOST]:
                del self._made[oldest]
            self.made.emit(place)
            yield 0

    def _cut(self, place: Place) -> Generator[int, None, CutOut]:
        box = around(place, self._scene.size)
        size = box[2] - box[0], box[3] - box[1]
        seen = self._host.close_up(self._scene, place.time, box)
        while seen is None:
            yield POLL
            seen = self._host.close_up(self._scene, place.time, box)
        yield 0
        lines = lines_of(seen, size)
        inside = place.left - box[0], place.top - box[1], place.right - box[0], place.bottom - box[1]
        dark = planes.cropped(ink(lines), size[0], inside)
        yield 0
        alike = self._alike(place, seen, size[0], inside)
        yield 0
        border = yield from region(place, alike, dark)
        yield 0
        return CutOut(drawn(box, seen.paint, lines, border), border)

    def _alike(self, place: Place, seen: CloseUp, width: int, inside: Tuple[int, int, int, int]) -> bytes:
        """Where in a region's box a pixel has the same answer as the region's own; in a reference, the same paint."""
        result = self._live.result
        known = result.store.image(place.time) if result is not None else None
        if known is not None:
            return known.alike(place.x, place.y, place[3:])
        paint = planes.cropped(bytes(seen.paint), width, inside, planes.BYTES)
        across = place.right - place.left
        return painted_like(paint, across, place.x - place.left, place.y - place.top)

    def _ended(self, error: Optional[Exception]) -> None:
        self._is_running = False
        if error is not None:
            self._wanted = []
            self._guard.report(error)
