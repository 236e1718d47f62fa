"""A copy of the lines for the finished picture: grown in a hidden document, and laid over the painter's own.

The painter's are hidden while it is there, and never written.
"""

from typing import Any, Generator, List, Optional

from krita import Document, Krita

from ..client.protocol.layer_names import FINISHED_LINES
from ..guard import Refused
from ..result.labels import COLORS, blank
from ..scene import Scene
from ..turns import Steps
from .document import is_idle, is_open, read_memory, wait_until_idle
from .finished import put_away, trace_layers
from .insertion import Position
from .layers import Area, Drawing, children, find, root, uid
from .pictures import Picture, line_pictures, planes_at
from .placed import Parts, newest
from .staging import open_layers, write_plane
from .template import Paint

GONE = "The document was changed or closed before its picture was finished; it is as it was."


class KritaLineCopy:
    """Implements `scene.LineCopy`."""

    def __init__(self, application: Krita, document: Document, scene: Scene, is_whole: bool) -> None:
        """`is_whole`: the layers of trace lines are copied too; else they are just hidden."""
        assert scene.lines is not None
        self._application, self._document = application, document
        self._lines_uid, self._is_whole = scene.lines.uid, is_whole
        self._no_lines = scene.no_lines
        self._area: Area = (*scene.corner, *scene.size)
        self.size, self.times = scene.size, scene.times
        self._clone: Optional[Document] = document.clone()
        self._hidden: Optional[Document] = None
        self._pictures: List[Picture] = []
        self._colors: Optional[Drawing] = None

    def read(self) -> Generator[int, None, "KritaLineCopy"]:
        """Prepare what is read of the document. Raises Refused."""
        clone = self._clone
        assert clone is not None
        traces = [] if self._is_whole else [uid(node) for node in trace_layers(find(clone, self._lines_uid))]
        without = (*self._no_lines, *traces)
        self._pictures = yield from line_pictures(clone, self._lines_uid, {}, self._area, without)
        group = newest(clone, read_memory(self._document), self._lines_uid)
        colors = Parts(group).nodes.get(COLORS) if group is not None else None
        if colors is not None:
            self._colors = Drawing(colors, self._area, clone.animationLength())
        return self

    def lines(self, time: int) -> List[Any]:
        return planes_at(self._pictures, time, self.size)

    def paint(self, time: int) -> Any:
        plane = self._colors.at(time) if self._colors is not None else None
        return plane if plane is not None else blank(self.size)

    def put(self, time: int, plane: Any) -> Steps:
        if self._hidden is None:
            layers = [Paint(FINISHED_LINES, self.times)]
            self._hidden = yield from open_layers(self._application, layers, max(self.times))
            if self._colors is not None:
                self._node().setColorProfile(self._colors.profile)
            yield 0
        self._hidden.setCurrentTime(time)
        while not is_idle(self._hidden):
            yield 0
        yield from write_plane(self._node(), plane, self._area)

    def _node(self) -> Any:
        assert self._hidden is not None
        return children(root(self._hidden))[0]

    def insert(self) -> Generator[int, None, None]:
        """Lay the copy over the lines, which are hidden: one undo step, see `finished.follow_copy`."""
        document, application = self._document, self._application
        yield from wait_until_idle(application, document)
        lines = find(document, self._lines_uid)
        parent = lines.parentNode() if lines is not None else None
        if parent is None or not is_open(application, document):
            raise Refused(GONE)
        before, made = Position(document), self._node().duplicate()
        if not parent.addChildNode(made, lines):
            raise Refused("Krita did not accept the copy above the line layer; is its group locked?")
        memory = read_memory(document)
        memory.copied(self._lines_uid, uid(made))
        put_away(document, memory, self._lines_uid, newest(document, memory, self._lines_uid))
        yield from before.restored(application, made)

    def close(self) -> None:
        for picture in self._pictures:
            picture.close()
        self._pictures, self._colors = [], None
        for document in (self._clone, self._hidden):
            if document is not None:
                document.setModified(False)
                document.close()
        self._clone = self._hidden = None
