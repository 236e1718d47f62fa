"""The frames of the finished picture: the paint of the result, and the lines over it."""

import os
from typing import Generator

from krita import Document

from ..scene import MULTIPLY, Scene
from .cloned_frames import ClonedFrames
from .finished import present_copy, trace_layers
from .layers import find, find_all, uid


class KritaFinishedFrames(ClonedFrames):
    """Implements `scene.FinishedFrames`."""

    def __init__(self, document: Document, scene: Scene) -> None:
        super().__init__(document, scene)
        self.duration = len(scene.frames) or document.fullClipRangeEndTime() + 1
        self.name = os.path.splitext(os.path.basename(document.fileName()))[0] or "animation"
        lines = find(document, self._lines_uid)
        copy = present_copy(document, self._memory, self._lines_uid)
        self._shown = uid(copy) if copy is not None else self._lines_uid
        traces = trace_layers(lines) if scene.is_put_away and copy is None else []
        self._without = (*scene.no_lines, *map(uid, traces))
        covering = ([self._lines_uid], self._frames.values())  # the line layer, or each of its still layers
        modes = [{node.blendingMode() for node in find_all(document, uids)} for uids in covering]
        self.multiplies = {MULTIPLY} in modes

    def read(self) -> Generator[int, None, "KritaFinishedFrames"]:
        """Prepare what is read. Raises Refused."""
        yield from self._read(self._shown, self._without)
        return self
