"""One Krita document: is it open, is it at rest, what Shiage remembers with it."""

from krita import Document, Krita

from ..qt import QtCore
from .layers import find, owned
from .memory import ANNOTATION, Memory, dump, load
from .tree import Layer, walk


def is_open(application: Krita, document: Document) -> bool:
    return any(other == document for other in owned(application.documents()))


def is_quiet(document: Document) -> bool:
    """Is nothing being drawn or computed? Changes made during a stroke would cut it off."""
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
    """Show the paint layer again when its result was undone or removed, and hide it when that came back.

    Acts on the change alone: a painter who shows the layer by hand is not argued with.
    """
    present = {layer.uid for layer in walk(root)}
    for placed in memory.placed.values():
        is_there = any(group in present for group in placed.groups)
        if not placed.covers_colors or placed.hid_colors == is_there:
            continue
        colors = find(document, placed.colors)
        if colors is not None:
            colors.setVisible(not is_there)
            document.refreshProjection()
        placed.hid_colors = is_there
        write_memory(document, memory)
