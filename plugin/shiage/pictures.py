"""The pictures of the reference frames, looked at one at a time while Krita has nothing else to do."""

from typing import Dict, Set, Tuple

from .qt import QtGui
from .scene import Desk, Scene

EDGE = 72  # pixels of the longer side
SEEN_EVERY = 4  # looks from one at a known picture to the next: it costs up to a tenth of a second


class Pictures:
    """Pictures by frame; a frame whose keyframe turns out to be blank is no reference."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._layers: Tuple[str, str, str] = ("", "", "")
        self._blank: Set[int] = set()
        self._turn = 0
        self._looked: Dict[int, int] = {}  # frame -> turn
        self.images: Dict[int, QtGui.QImage] = {}

    def painted(self, scene: Scene) -> Tuple[int, ...]:
        """The reference frames, without those where a look has shown that nothing is painted."""
        return tuple(time for time in scene.references if time not in self._blank)

    def follow(self, scene: Scene) -> None:
        """Forget what was seen when the document or its layers are others now."""
        lines = scene.lines.uid if scene.lines is not None else ""
        colors = scene.colors.uid if scene.colors is not None else ""
        layers = (scene.document, lines, colors)
        if layers != self._layers:
            self._layers = layers
            self.images, self._blank, self._looked = {}, set(), {}

    def refresh(self, scene: Scene) -> bool:
        """Look at one frame, a new one first: the painter may have painted on. True when it changed."""
        if not scene.references:
            return False
        self._turn += 1
        due = [time for time in scene.references if self._is_due(time, len(scene.references))]
        if not due:
            return False
        time = min(due, key=lambda time: self._looked.get(time, 0))
        found = self._desk.thumbnail(scene, time, EDGE)
        if found is None:
            return False
        self._looked[time] = self._turn
        if not found.is_painted:
            was_blank = time in self._blank
            self._blank.add(time)
            self.images.pop(time, None)
            return not was_blank
        self._blank.discard(time)
        image = found.image if found.image is not None else QtGui.QImage()
        is_new = self.images.get(time) != image
        self.images[time] = image
        return is_new

    def _is_due(self, time: int, count: int) -> bool:
        """A new frame is looked at at once, a blank one again and again, a known picture now and then."""
        rest = 1 if time in self._blank else SEEN_EVERY * count
        return time not in self._looked or self._turn - self._looked[time] >= rest
