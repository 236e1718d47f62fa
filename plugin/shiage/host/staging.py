"""A result that is put together in a hidden document, and inserted into the painter's as one finished group.

So it is one undo step, however many frames it has. The hidden document is one tile large: a layer's pixels may
lie outside the canvas, and a small document opens fast. Opening it is Krita's longest step of a press, 61 to 71 ms of
the processor, and cannot be divided; a file of one empty layer takes 53, and a document that Krita creates 51 to 57.
"""

import os
import tempfile
from typing import Any, Callable, Generator, Mapping, Optional, Sequence, Tuple

from krita import Document, Krita, Node

from ..client.protocol.layer_names import RESULT
from ..guard import Refused
from ..result.labels import COLORS, CONFIDENCE, GAPS, SLASHES, SUGGESTIONS, UNDO_MARK
from ..result.planes import BYTES
from ..turns import Steps
from .document import is_idle
from .insertion import insert
from .layers import Area, children, root
from .run_steps import RunSteps
from .snapshot import KritaSnapshot
from .template import Group, Paint, TemplateLayer, write

TILE = (64, 64)
BAND = 1 << 22  # bytes written in one turn: some milliseconds of work


def open_layers(
    application: Krita, layers: Sequence[TemplateLayer], last_time: int
) -> Generator[int, None, Document]:
    """Open a hidden document with empty layers, from top to bottom, written in a step of its own. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="shiage-") as folder:
        path = os.path.join(folder, "layers.kra")
        write(path, TILE, layers, last_time)
        yield 0
        was_batch = application.batchmode()
        application.setBatchmode(True)  # else a warning about the file would open a window
        try:
            document = application.openDocument(path)
        finally:
            application.setBatchmode(was_batch)
    if document is None:
        raise Refused(
            "Krita could not open the layers that Shiage prepared; is the disk for temporary files full?"
        )
    document.setBatchmode(True)
    return document


def open_template(
    application: Krita, times: Tuple[int, ...], is_hatched: bool
) -> Generator[int, None, Document]:
    """Open a hidden document with an empty result group, in steps; `is_hatched`: its slash lines are visible.

    Animated paint layers alone: a mask with keyframes shows where it was never written, and is not saved where it
    is empty at the current time.
    """
    group = Group(
        RESULT,
        (
            Paint(GAPS, times, visible=False),
            Paint(CONFIDENCE, times, visible=False, is_pinned=True),
            Paint(SLASHES, times, visible=is_hatched, is_pinned=True),
            Paint(COLORS, times, is_pinned=True),
            Paint(SUGGESTIONS, times, visible=False, is_pinned=True),
            Group(UNDO_MARK, visible=False),
        ),
    )
    return (yield from open_layers(application, [group], max(times)))


def write_plane(node: Node, plane: Any, area: Area) -> Steps:
    """Write a whole plane at the current time, in bands. Raises Refused where it is not of the area's size."""
    left, first, width, height = area
    view = memoryview(plane).cast("B")
    if len(view) != width * height * BYTES:  # Krita would read past the end
        raise Refused("The engine sent a frame of another size; the result was dropped.")
    stride = width * BYTES
    rows = max(1, BAND // stride)
    for top in range(0, height, rows):
        count = min(rows, height - top)
        band = bytes(view[top * stride : (top + count) * stride])
        node.setPixelData(band, left, first + top, width, count)
        yield 0


class KritaStage:
    """Implements `scene.Stage`."""

    def __init__(
        self, application: Krita, snapshot: KritaSnapshot, run_steps: RunSteps, hidden: Document
    ) -> None:
        """`hidden`: as `open_template` opens it."""
        self._application = application
        self._snapshot = snapshot
        self._run_steps = run_steps
        self._hidden: Optional[Document] = hidden
        self._group = children(root(self._hidden))[0]
        self._parts = {node.name(): node for node in children(self._group)}
        for name in (COLORS, SUGGESTIONS):
            self._parts[name].setColorProfile(snapshot.profile)

    def put(self, time: int, planes: Mapping[str, Any]) -> Steps:
        assert self._hidden is not None
        self._hidden.setCurrentTime(time)
        while not is_idle(self._hidden):  # Krita switches the time in threads of its own
            yield 0
        for name, plane in planes.items():
            yield from write_plane(self._parts[name], plane, self._snapshot.area)

    def insert(self, is_read: Callable[[], bool]) -> Generator[int, None, str]:
        return (yield from insert(self._application, self._group, self._snapshot, self._run_steps, is_read))

    def close(self) -> None:
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None
