"""Which reference frames are painted, and their thumbnails: read one at a time while Krita is idle.

Not in panel/, because the controller goes by it too: whether a frame is painted decides what a method needs.
"""

from typing import Dict, Set, Tuple

from .images import small
from .qt import QtGui
from .scene import Host, Scene

THUMBNAIL_EDGE = 72  # pixels of the longer side
REFRESH_ROUNDS = 4  # a known thumbnail is read again only every so many rounds: it takes up to 0.1 s


class References:
    """Thumbnails by time; a frame whose color keyframe turns out to be blank is no reference."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._layers: Tuple[str, str, str] = ("", "", "")
        self._blank: Set[int] = set()
        self._calls = 0
        self._painting_at = 0  # number of the last call during which the painter may have painted
        self._read_at: Dict[int, int] = {}  # time -> number of the call of `refresh`
        self.thumbnails: Dict[int, QtGui.QImage] = {}
        self.sheets: Dict[str, QtGui.QImage] = {}  # thumbnails of model sheets, by key

    def painted(self, scene: Scene) -> Tuple[int, ...]:
        """The reference frames without those that were found blank."""
        return tuple(time for time in scene.references if time not in self._blank)

    def follow(self, scene: Scene) -> None:
        """Forget everything when the document, its line layer or its paint layer is another one now."""
        lines = scene.lines.uid if scene.lines is not None else ""
        colors = scene.colors.uid if scene.colors is not None else ""
        layers = (scene.document, lines, colors)
        if scene.document != self._layers[0]:
            self.sheets = {}
        if layers != self._layers:
            self._layers = layers
            self.thumbnails, self._blank, self._read_at = {}, set(), {}

    def refresh(self, scene: Scene) -> bool:
        """Read one thumbnail again, a missing one first. True when something has changed."""
        return self._read_sheet(scene) or self._read_frame(scene)

    def _read_sheet(self, scene: Scene) -> bool:
        """Read a missing thumbnail of a model sheet, which never changes. Was there one?"""
        key = next((key for key, _ in scene.sheets if key not in self.sheets), None)
        if key is None:
            return False
        self.sheets[key] = small(self._host.sheet(scene, key), THUMBNAIL_EDGE)
        return True

    def _read_frame(self, scene: Scene) -> bool:
        if not scene.references:
            return False
        self._calls += 1
        if scene.is_painting:
            self._painting_at = self._calls
        due = [time for time in scene.references if self._is_due(time, len(scene.references))]
        if not due:
            return False
        time = min(due, key=lambda time: self._read_at.get(time, 0))
        found = self._host.thumbnail(scene, time, THUMBNAIL_EDGE)
        if found is None:
            return False
        self._read_at[time] = self._calls
        if not found.is_painted:
            was_blank = time in self._blank
            self._blank.add(time)
            self.thumbnails.pop(time, None)
            return not was_blank
        self._blank.discard(time)
        image = found.image if found.image is not None else QtGui.QImage()
        is_new = self.thumbnails.get(time) != image
        self.thumbnails[time] = image
        return is_new

    def _is_due(self, time: int, count: int) -> bool:
        """A new frame is read at once, a blank one every time, a known thumbnail now and then.

        None is read again while nobody has painted on its layers since.
        """
        if self._read_at.get(time, -1) > self._painting_at:
            return False
        interval = 1 if time in self._blank else REFRESH_ROUNDS * count
        return time not in self._read_at or self._calls - self._read_at[time] >= interval
