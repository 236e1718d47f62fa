"""A result on its way into the painter's document.

It is put together in a hidden document of one tile (a layer's pixels may lie outside the canvas, so its size
does not matter, and a small one opens in a moment) and goes over as one finished group: one undo step,
whatever its frames.
"""

import os
import tempfile
from typing import Any, Optional, Tuple

from krita import Document, Krita, Node

from ..guard import Refused
from ..turns import Steps
from .document import is_quiet
from .hatch import pattern, where_withdrawn
from .insertion import insert
from .layers import BYTES, children, root
from .snapshot import KritaSnapshot
from .template import HIDES_ALL, KEEPS_ALL, Group, Mask, Paint, write
from .tree import RESULT

COLORS, WITHDRAWN, HATCH, CONFIDENCE = "colors", "withdrawn", "hatch", "confidence"
ON_WITHDRAWN = "on withdrawn"  # the mask of the hatch: one still drawing, seen through a mask for each frame
TILE = (64, 64)
BAND = 1 << 22  # bytes laid down in one turn, some milliseconds of work


def open_template(application: Krita, times: Tuple[int, ...], is_hatched: bool) -> Document:
    """A hidden document with the empty result group in it; `is_hatched`: the hatch is shown."""
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
        while not is_quiet(self._hidden):  # the switch happens in Krita's own time
            yield 0
        hatched = where_withdrawn(mask) if mask is not None else None
        if mask is None:  # what the painter painted is never withdrawn
            width, height = self._snapshot.size
            mask = KEEPS_ALL * (width * height)
        yield 0
        for node, plane, pixel in (
            (self._colors, color, BYTES),
            (self._mask, mask, 1),
            (self._hatch_mask, hatched, 1),
            (self._confidence, confidence, BYTES),
        ):
            if plane is not None:
                yield from self._lay(node, plane, pixel)

    def _lay(self, node: Node, plane: Any, pixel: int) -> Steps:
        width, height = self._snapshot.size
        view = memoryview(plane).cast("B")
        if len(view) != width * height * pixel:  # Krita would read past the end
            raise Refused("The engine sent a frame of another size; the result was dropped.")
        rows = max(1, BAND // (width * pixel))
        for top in range(0, height, rows):
            count = min(rows, height - top)
            part = view[top * width * pixel : (top + count) * width * pixel]
            node.setPixelData(bytes(part), 0, top, width, count)
            yield 0

    def insert(self) -> Steps:
        slashes = pattern(self._snapshot.size)
        yield 0
        yield from self._lay(self._hatch, slashes, BYTES)
        yield from insert(self._application, self._group, self._snapshot)

    def close(self) -> None:
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None
