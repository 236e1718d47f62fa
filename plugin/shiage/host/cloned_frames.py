"""The frames of a picture, read from a clone of its document: the lines, and the paint of the newest result."""

from typing import Any, Generator, List, Optional, Sequence, Union

from krita import Document

from ..result.labels import blank
from ..scene import Scene
from .document import read_memory
from .layers import Area, uid
from .pictures import Picture, line_pictures, planes_at
from .placed import newest
from .result_drawings import ResultDrawings, StillDrawings, result_drawings


class ClonedFrames:
    """Lines and paint of one frame after another."""

    def __init__(self, document: Document, scene: Scene) -> None:
        assert scene.lines is not None
        self.size, self.times = scene.size, scene.times
        self._area: Area = (*scene.corner, *scene.size)
        self._lines_uid = scene.lines.uid
        self._frames = {time: layer.uid for time, layer in enumerate(scene.frames)}  # still layers, by time
        self._memory = read_memory(document)
        self._clone: Optional[Document] = document.clone()
        self._pictures: List[Picture] = []
        self._result: Union[ResultDrawings, StillDrawings, None] = None

    def _read(self, lines: str, without: Sequence[str]) -> Generator[int, None, None]:
        """Prepare what is read: the layer `lines` but for those `without`, by uid. Raises Refused."""
        clone = self._clone
        assert clone is not None
        self._pictures = yield from line_pictures(clone, lines, self._frames, self._area, without)
        group = newest(clone, self._memory, self._lines_uid)
        if group is not None:
            still = self._lines_uid if self._frames else ""
            self._result = result_drawings(clone, self._memory, still, uid(group), self._area)

    def lines(self, time: int) -> List[Any]:
        return planes_at(self._pictures, time, self.size)

    def paint(self, time: int) -> Any:
        plane = self._result.paint(time) if self._result is not None else None
        return plane if plane is not None else blank(self.size)

    def close(self) -> None:
        for picture in self._pictures:
            picture.close()
        self._pictures, self._result = [], None
        if self._clone is not None:
            self._clone.setModified(False)
            self._clone.close()
            self._clone = None
