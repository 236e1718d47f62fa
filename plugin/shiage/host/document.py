"""One Krita document: whether it is open and idle, and what Shiage remembers in it."""

from krita import Document, Krita

from ..qt import QtCore
from .layers import owned
from .memory import ANNOTATION, Memory, dump, load


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
