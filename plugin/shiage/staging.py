"""A result on its way into the painter's document.

It is put together in a hidden document of one tile (a layer's pixels may lie outside the canvas, so its size does not
matter, and a small one opens in a moment) and goes over as one finished group: one undo step, whatever its frames.
"""

import os
import tempfile
from typing import Any, Generator, List, Optional, Tuple

from krita import Document, Krita, Node

from .document import is_open, is_quiet, read_memory, write_memory
from .guard import Refused
from .layers import BYTES, children, find, root, uid
from .snapshot import KritaSnapshot
from .template import KEEPS_ALL, Group, Mask, Paint, write
from .tree import RESULT
from .turns import Steps

COLORS, WITHDRAWN, CONFIDENCE = "colors", "withdrawn", "confidence"
TILE = (64, 64)
BAND = 1 << 22  # bytes laid down in one turn, some milliseconds of work
STROKE_POLL = 50  # milliseconds between two looks whether the painter's brush is up
BEHIND = "behind"  # Krita's blending mode that paints under what is there


def open_template(application: Krita, times: Tuple[int, ...]) -> Document:
    """A hidden document with the empty result group in it."""
    group = Group(
        RESULT,
        (
            Paint(CONFIDENCE, times, visible=False),
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

    def __init__(self, application: Krita, snapshot: KritaSnapshot) -> None:
        self._application = application
        self._snapshot = snapshot
        self._hidden: Optional[Document] = open_template(application, snapshot.times)
        self._group = children(root(self._hidden))[0]
        parts = {node.name(): node for node in children(self._group)}
        self._confidence, self._colors = parts[CONFIDENCE], parts[COLORS]
        self._mask = children(self._colors)[0]
        self._colors.setColorProfile(snapshot.profile)

    def put(self, time: int, color: Any, mask: Any, confidence: Any) -> Steps:
        assert self._hidden is not None
        self._hidden.setCurrentTime(time)
        while not is_quiet(self._hidden):  # the switch happens in Krita's own time
            yield 0
        if mask is None:  # what the painter painted is never withdrawn
            width, height = self._snapshot.size
            mask = KEEPS_ALL * (width * height)
        yield 0
        for node, plane, pixel in (
            (self._colors, color, BYTES),
            (self._mask, mask, 1),
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
        snapshot = self._snapshot
        document = snapshot.document
        lines = yield from self._place()
        for old in self._earlier(document):
            old.remove()
            yield 0
            yield 0
            lines = yield from self._place()
        active = document.activeNode()
        self._add(document, lines)
        yield 0
        yield 0
        # Krita makes the new group active a turn after it was added.
        is_on_screen = self._application.activeDocument() == document
        if active is not None and is_on_screen and find(document, uid(active)) is not None:
            document.setActiveNode(active)
        yield 0
        document.refreshProjection()  # without it the canvas goes on showing the old picture

    def _add(self, document: Document, lines: Node) -> None:
        snapshot = self._snapshot
        group = self._group.duplicate()
        parent, above, is_bottom = below(lines)
        if is_bottom:
            group.setBlendingMode(BEHIND)
        if not parent.addChildNode(group, above):
            raise Refused("Krita did not accept the result below the line layer; is its group locked?")
        memory = read_memory(document)
        colors = find(document, snapshot.colors_uid)
        placed = memory.placed.get(snapshot.lines_uid)
        was_shown = colors is not None and (colors.visible() or (placed is not None and placed.hid_colors))
        memory.place(
            snapshot.lines_uid, uid(group), snapshot.colors_uid, snapshot.shows_through and was_shown
        )
        if colors is not None and snapshot.shows_through:
            colors.setVisible(False)
        write_memory(document, memory)

    def _place(self) -> Generator[int, None, Node]:
        """Wait until the painter's brush is up; then the line layer, if the document is still as it was."""
        document, size = self._snapshot.document, self._snapshot.size
        while True:
            if not is_open(self._application, document):
                raise Refused("The document was closed before its colors were ready; they were dropped.")
            if (document.width(), document.height()) != size:
                raise Refused("The document was resized before its colors were ready; they were dropped.")
            lines = find(document, self._snapshot.lines_uid)
            if lines is None:
                raise Refused("The line layer was deleted before its colors were ready; they were dropped.")
            if is_quiet(document):
                return lines
            yield STROKE_POLL

    def _earlier(self, document: Document) -> List[Node]:
        placed = read_memory(document).placed.get(self._snapshot.lines_uid)
        found = [find(document, group) for group in (placed.groups if placed is not None else [])]
        return [node for node in found if node is not None]

    def close(self) -> None:
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None


def below(lines: Node) -> Tuple[Node, Optional[Node], bool]:
    """Where the group goes: its parent, the sibling it is put above, and whether that is the best there is.

    Krita can put a node above another one or on top, not at the bottom. With nothing below the line layer the group
    goes below the group that holds it; at the very bottom of the document it goes above the lines and paints behind.
    """
    node = lines
    while True:
        parent = node.parentNode()
        if parent is None:
            raise Refused("The line layer was deleted before its colors were ready; they were dropped.")
        siblings = children(parent)
        place = [uid(sibling) for sibling in siblings].index(uid(node))
        if place > 0:
            return parent, siblings[place - 1], False
        if parent.parentNode() is None:
            return parent, node, True
        node = parent
