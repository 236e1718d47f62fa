"""A result that is put together in a hidden document, and inserted into the painter's as one finished group.

So it is one undo step, however many frames it has. The hidden document is one tile large: a layer's pixels may
lie outside the canvas, and a small document opens fast.
"""

import os
import tempfile
from typing import Any, Optional, Tuple

from krita import Document, Krita, Node

from ..guard import Refused
from ..turns import Steps
from .document import is_idle
from .hatch import pattern, where_withdrawn
from .insertion import insert
from .layers import BYTES, children, root
from .snapshot import KritaSnapshot
from .template import HIDES_ALL, KEEPS_ALL, Group, Mask, Paint, write
from .tree import RESULT

COLORS, WITHDRAWN, HATCH, CONFIDENCE = "colors", "withdrawn", "hatch", "confidence"
ON_WITHDRAWN = (
    "on withdrawn"  # the mask of the hatch: the slashes are one still image, with a mask for each frame
)
TILE = (64, 64)
BAND = 1 << 22  # bytes written in one turn: some milliseconds of work


def open_template(application: Krita, times: Tuple[int, ...], is_hatched: bool) -> Document:
    """Open a hidden document with an empty result group; `is_hatched`: its hatch is visible."""
    group = Group(
        RESULT,
        (
            Paint(CONFIDENCE, times, visible=False),
            Paint(HATCH, visible=is_hatched, masks=(Mask(ON_WITHDRAWN, times, HIDES_ALL),)),
            Paint(COLORS, times, masks=(Mask(WITHDRAWN, times),)),
        ),
    )
    was_batch = application.batchmode()
    application.setBatchmode(True)  # else a warning about the file would open a window
    try:
        with tempfile.TemporaryDirectory(prefix="shiage-") as folder:
            path = os.path.join(folder, "result.kra")
            write(path, TILE, [group], max(times))
            document = application.openDocument(path)
    finally:
        application.setBatchmode(was_batch)
    if document is None:
        raise Refused(
            "Krita could not open the result that Shiage prepared; is the disk for temporary files full?"
        )
    document.setBatchmode(True)
    return document


class KritaStage:
    """Implements `scene.Stage`."""

    def __init__(self, application: Krita, snapshot: KritaSnapshot, is_hatched: bool) -> None:
        self._application = application
        self._snapshot = snapshot
        self._hidden: Optional[Document] = open_template(application, snapshot.times, is_hatched)
        self._group = children(root(self._hidden))[0]
        parts = {node.name(): node for node in children(self._group)}
        self._confidence, self._hatch, self._colors = parts[CONFIDENCE], parts[HATCH], parts[COLORS]
        self._mask, self._hatch_mask = children(self._colors)[0], children(self._hatch)[0]
        self._colors.setColorProfile(snapshot.profile)

    def put(self, time: int, color: Any, mask: Any, confidence: Any) -> Steps:
        assert self._hidden is not None
        self._hidden.setCurrentTime(time)
        while not is_idle(self._hidden):  # Krita switches the time in threads of its own
            yield 0
        hatched = where_withdrawn(mask) if mask is not None else None
        if mask is None:  # the painter's own paint is never withdrawn
            width, height = self._snapshot.size
            mask = KEEPS_ALL * (width * height)
        yield 0
        for node, plane, pixel_size in (
            (self._colors, color, BYTES),
            (self._mask, mask, 1),
            (self._hatch_mask, hatched, 1),
            (self._confidence, confidence, BYTES),
        ):
            if plane is not None:
                yield from self._write(node, plane, pixel_size)

    def _write(self, node: Node, plane: Any, pixel_size: int) -> Steps:
        """Write a whole plane at the current time, in bands; `pixel_size` is in bytes."""
        width, height = self._snapshot.size
        view = memoryview(plane).cast("B")
        if len(view) != width * height * pixel_size:  # Krita would read past the end
            raise Refused("The engine sent a frame of another size; the result was dropped.")
        stride = width * pixel_size
        rows = max(1, BAND // stride)
        for top in range(0, height, rows):
            count = min(rows, height - top)
            node.setPixelData(bytes(view[top * stride : (top + count) * stride]), 0, top, width, count)
            yield 0

    def insert(self) -> Steps:
        slashes = pattern(self._snapshot.size)
        yield 0
        yield from self._write(self._hatch, slashes, BYTES)
        yield from insert(self._application, self._group, self._snapshot)

    def close(self) -> None:
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None
