"""The pictures of the reference frames, looked at one at a time while Krita has nothing else to do."""

from typing import Dict, Set, Tuple

from .qt import QtGui
from .scene import Desk, Scene

EDGE = 72  # pixels of the longer side


class Pictures:
    """Pictures by frame; a frame whose keyframe turns out to be blank is no reference."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._layers: Tuple[str, str, str] = ("", "", "")
        self._blank: Set[int] = set()
        self._turn = 0
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
            self.images, self._blank = {}, set()

    def refresh(self, scene: Scene) -> bool:
        """Look at one frame, a new one first: the painter may have painted on. True when it changed."""
        if not scene.references:
            return False
        unseen = [time for time in scene.references if time not in self.images and time not in self._blank]
        self._turn += 1
        time = unseen[0] if unseen else scene.references[self._turn % len(scene.references)]
        found = self._desk.thumbnail(scene, time, EDGE)
        if found is None:
            return False
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
