"""A copy of the lines for the finished picture: grown in a hidden document, and laid over the painter's own.

The painter's are hidden while it is there, and never written.
"""

from typing import Any, Generator, Optional

from krita import Document, Krita

from ..client.protocol.layer_names import FINISHED_LINES
from ..guard import Refused
from ..scene import Scene
from ..turns import Steps
from .cloned_frames import ClonedFrames
from .document import is_idle, is_open, read_memory, wait_until_idle
from .finished import put_away, trace_layers
from .insertion import Position
from .layers import children, find, root, uid
from .placed import newest
from .staging import open_layers, write_plane
from .template import Paint

GONE = "The document was changed or closed before its picture was finished; it is as it was."


class KritaLineCopy(ClonedFrames):
    """Implements `scene.LineCopy`."""

    def __init__(self, application: Krita, document: Document, scene: Scene, is_whole: bool) -> None:
        """`is_whole`: the layers of trace lines are copied too; else they are just hidden."""
        super().__init__(document, scene)
        self._application, self._document = application, document
        traces = [] if is_whole else trace_layers(find(document, self._lines_uid))
        self._without = (*scene.no_lines, *map(uid, traces))
        self._hidden: Optional[Document] = None

    def read(self) -> Generator[int, None, "KritaLineCopy"]:
        """Prepare what is read of the document. Raises Refused."""
        yield from self._read(self._lines_uid, self._without)
        return self

    def put(self, time: int, plane: Any) -> Steps:
        if self._hidden is None:
            layers = [Paint(FINISHED_LINES, self.times)]
            self._hidden = yield from open_layers(self._application, layers, max(self.times))
            colors = self._result.colors if self._result is not None else None
            if colors is not None:
                self._node().setColorProfile(colors.colorProfile())
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
        super().close()
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None
