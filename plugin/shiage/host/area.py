"""How much of a document is read: its canvas, and what is drawn of the lines beyond it, as in a drawing for a pan."""

from typing import Any, Generator, Iterable, List, Sequence, Tuple

from krita import Document, Node

from .layers import Area, children, find, is_painted, root, uid
from .timeline import key_times

MARGIN = 64  # pixels beyond each edge of the canvas in which it is looked for


def canvas_of(document: Document) -> Area:
    return 0, 0, document.width(), document.height()


def drawn_area(clone: Document, nodes: Sequence[Node]) -> Generator[int, None, Area]:
    """The canvas of a clone with all that its `nodes`, in 8-bit BGRA, hold at any time.

    Only Krita's switch to a time tells how far a drawing reaches, and that is slow; so it is asked of those drawings
    alone that go on right beyond the canvas.
    """
    canvas = canvas_of(clone)
    found: List[Tuple[Node, int]] = []
    for node in nodes:
        if node.type() == "paintlayer":
            for key in key_times(node, clone.animationLength()):
                if _goes_on(node, key, canvas):
                    found.append((node, key))
                yield 0
    still = [node for node in nodes if not node.animated()]
    area = joined(canvas, map(bounds, still))
    if found:
        area = joined(area, (yield from _bounds_at(clone, found)))
    return area


def bounds(node: Node) -> Area:
    """What a node holds at the current time."""
    box = node.bounds()
    return box.left(), box.top(), box.width(), box.height()


def joined(area: Area, others: Iterable[Area]) -> Area:
    """The area around all; those without pixels do not count."""
    left, top, width, height = area
    right, bottom = left + width, top + height
    for x, y, across, down in others:
        if across > 0 and down > 0:
            left, top, right, bottom = (
                min(left, x),
                min(top, y),
                max(right, x + across),
                max(bottom, y + down),
            )
    return left, top, right - left, bottom - top


def _goes_on(node: Node, key: int, canvas: Area) -> bool:
    """Is anything drawn right beyond the edges of the canvas?"""
    _, _, width, height = canvas
    strips = (
        (-MARGIN, -MARGIN, width + 2 * MARGIN, MARGIN),
        (-MARGIN, height, width + 2 * MARGIN, MARGIN),
        (-MARGIN, 0, MARGIN, height),
        (width, 0, MARGIN, height),
    )
    return any(is_painted(node.pixelDataAtTime(*strip, key)) for strip in strips)


def _bounds_at(clone: Document, drawings: Sequence[Tuple[Node, int]]) -> Generator[int, None, List[Area]]:
    """What nodes hold at keyframes: asked of a copy in which nothing is shown, since Krita renders what it shows."""
    copy: Any = clone.clone()
    try:
        for layer in children(root(copy)):
            layer.setVisible(False)
        found = []
        for node, key in drawings:
            copy.setCurrentTime(key)
            copy.waitForDone()
            twin = find(copy, uid(node))
            if twin is not None:
                found.append(bounds(twin))
            yield 0
        return found
    finally:
        copy.close()
