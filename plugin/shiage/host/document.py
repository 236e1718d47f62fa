"""One Krita document: whether it is open and idle, and what Shiage remembers in it."""

from krita import Document, Krita

from ..qt import QtCore
from .layers import find, owned
from .memory import ANNOTATION, Memory, dump, load
from .tree import Layer, walk


def is_open(application: Krita, document: Document) -> bool:
    return any(other == document for other in owned(application.documents()))


def is_idle(document: Document) -> bool:
    """Is nothing being drawn or computed? A change made during a brush stroke would cut the stroke off."""
    if not document.tryBarrierLock():
        return False
    document.unlock()
    return True


def read_memory(document: Document) -> Memory:
    return load(bytes(document.annotation(ANNOTATION)))


def write_memory(document: Document, memory: Memory) -> None:
    document.setAnnotation(
        ANNOTATION, "What Shiage remembers of this document", QtCore.QByteArray(dump(memory))
    )


def follow_undo(document: Document, memory: Memory, root: Layer) -> None:
    """Show the paint layer again when its result was undone or deleted, and hide it when that was redone.

    Only once for each change: if the painter then shows or hides the layer by hand, it stays so.
    """
    present = {layer.uid for layer in walk(root)}
    for placed in memory.placed.values():
        is_present = any(group in present for group in placed.groups)
        if not placed.covers_colors or placed.hid_colors == is_present:
            continue
        colors = find(document, placed.colors)
        if colors is not None:
            colors.setVisible(not is_present)
            document.refreshProjection()
        placed.hid_colors = is_present
        write_memory(document, memory)
