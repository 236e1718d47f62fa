"""The layers of a result in a document, read and written at its current time."""

from typing import Optional

from krita import Document, Krita

from ..result.labels import UNDO_MARK, blank
from ..result.planes import BYTES
from ..scene import Scene, key_shown
from .document import is_idle, is_open
from .layers import find
from .placed import Parts


class KritaResultLayers:
    """Implements `scene.ResultLayers`; a layer that the painter has deleted is read as empty, and not written."""

    def __init__(
        self,
        application: Krita,
        document: Document,
        parts: Parts,
        scene: Scene,
    ) -> None:
        self._application = application
        self._document = document
        self._left, self._top = scene.corner
        self._width = scene.size[0]
        self._times = scene.times
        self._group = parts.group
        self._nodes = parts.nodes

    def is_there(self) -> bool:
        if not is_open(self._application, self._document):
            return False
        is_active = self._application.activeDocument() == self._document
        return is_active and find(self._document, self._group) is not None

    def is_idle(self) -> bool:
        return is_idle(self._document)

    def frame(self) -> Optional[int]:
        return key_shown(self._times, self._document.currentTime())

    def read(self, name: str, top: int, below: int) -> bytes:
        node = self._nodes.get(name)
        if node is None:
            return blank((self._width, below - top))
        return bytes(node.pixelData(self._left, self._top + top, self._width, below - top))

    def write(self, name: str, plane: bytes, top: int) -> None:
        node = self._nodes.get(name)
        if node is not None:
            rows = len(plane) // (self._width * BYTES)
            node.setPixelData(plane, self._left, self._top + top, self._width, rows)

    def show(self) -> None:
        # Nothing less has Krita compose anew. It waits for Krita's threads: 60 ms at 1080p, 0.2 of them this one's.
        self._document.refreshProjection()

    def undo_mark(self) -> Optional[str]:
        node = self._nodes.get(UNDO_MARK)
        return str(node.blendingMode()) if node is not None else None

    def set_undo_mark(self, mode: str) -> None:
        self._nodes[UNDO_MARK].setBlendingMode(mode)
