"""What is undone in a document that is looked at for the first time since it was opened."""

from typing import List

from krita import Document, Krita

from .document import is_open
from .layers import find
from .memory import Memory
from .placed import Parts


class Opened:
    """The open documents that were looked at before."""

    def __init__(self, application: Krita) -> None:
        self._application = application
        self._known: List[Document] = []

    def ends_check(self, document: Document, memory: Memory) -> bool:
        """Was it saved while the painter checked for gaps? Then it is black, and shows its colors again now."""
        if any(document == one for one in self._known):
            return False
        self._known = [*(one for one in self._known if is_open(self._application, one)), document]
        groups = [find(document, group) for placed in memory.placed.values() for group in placed.groups]
        results = [Parts(group, memory) for group in groups if group is not None]
        checked = [parts for parts in results if parts.is_shown("gaps")]
        for parts in checked:
            parts.toggle("gaps")
        if checked:
            document.refreshProjection()
        return bool(checked)
