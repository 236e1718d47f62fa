"""The frames of the finished picture, read from a clone: the paint of the result, and the lines over it."""

import os
from typing import Any, Generator, List, Optional

from krita import Document

from ..guard import Refused
from ..result.labels import COLORS, blank
from ..scene import Scene
from .document import read_memory
from .finished import present_copy, trace_layers
from .layers import Area, Drawing, find, uid
from .pictures import Picture, line_pictures, planes_at
from .placed import Parts, newest

STILL = "The frames are still layers, which are not exported: take Krita's Tools > Scripts > Export Layers."


class KritaFinishedFrames:
    """Implements `scene.FinishedFrames`."""

    def __init__(self, document: Document, scene: Scene) -> None:
        assert scene.lines is not None
        if scene.frames:
            raise Refused(STILL)
        self.size, self.times = scene.size, scene.times
        self.duration = document.fullClipRangeEndTime() + 1
        self.name = os.path.splitext(os.path.basename(document.fileName()))[0] or "animation"
        self._area: Area = (*scene.corner, *scene.size)
        self._clone: Optional[Document] = document.clone()
        memory, lines = read_memory(document), find(document, scene.lines.uid)
        copy = present_copy(document, memory, scene.lines.uid)
        self._lines = uid(copy) if copy is not None else scene.lines.uid
        traces = trace_layers(lines) if scene.is_put_away and copy is None else []
        self._without = (*scene.no_lines, *map(uid, traces))
        self.multiplies = lines is not None and lines.blendingMode() == "multiply"
        group = newest(document, memory, scene.lines.uid)
        colors = Parts(group).nodes.get(COLORS) if group is not None else None
        self._colors_uid = uid(colors) if colors is not None else ""
        self._pictures: List[Picture] = []
        self._colors: Optional[Drawing] = None

    def read(self) -> Generator[int, None, "KritaFinishedFrames"]:
        """Prepare what is read. Raises Refused."""
        clone = self._clone
        assert clone is not None
        self._pictures = yield from line_pictures(clone, self._lines, {}, self._area, self._without)
        colors = find(clone, self._colors_uid)
        if colors is not None:
            self._colors = Drawing(colors, self._area, clone.animationLength())
        return self

    def lines(self, time: int) -> List[Any]:
        return planes_at(self._pictures, time, self.size)

    def paint(self, time: int) -> Any:
        plane = self._colors.at(time) if self._colors is not None else None
        return plane if plane is not None else blank(self.size)

    def close(self) -> None:
        for picture in self._pictures:
            picture.close()
        self._pictures, self._colors = [], None
        if self._clone is not None:
            self._clone.setModified(False)
            self._clone.close()
            self._clone = None
