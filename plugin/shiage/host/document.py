"""One Krita document: whether it is open and idle, and what Shiage remembers in it."""

from typing import Generator

from krita import Document, Krita

from ..guard import Refused
from ..qt import QtCore
from .layers import owned
from .memory import ANNOTATION, Memory, dump, load

STROKE_POLL = 50  # milliseconds between two checks whether a brush stroke has ended


def is_open(application: Krita, document: Document) -> bool:
    return any(other == document for other in owned(application.documents()))


def is_idle(document: Document) -> bool:
    """Is nothing being drawn or computed? A change made during a brush stroke would cut the stroke off."""
    if not document.tryBarrierLock():
        return False
    document.unlock()
    return True


def wait_until_idle(application: Krita, document: Document) -> Generator[int, None, None]:
    """Wait for the end of a stroke, in steps. Raises Refused for a closed document, which never is idle."""
    while not is_idle(document):
        if not is_open(application, document):
            raise Refused("The document was closed before its drawings were read.")
        yield STROKE_POLL


def read_memory(document: Document) -> Memory:
    return load(bytes(document.annotation(ANNOTATION)))


def write_memory(document: Document, memory: Memory) -> None:
    document.setAnnotation(
        ANNOTATION, "What Shiage remembers of this document", QtCore.QByteArray(dump(memory))
    )
