"""A run is one undo step to the painter, though Krita makes two of it: the new result goes in, the former one out."""

from contextlib import contextmanager
from typing import Dict, Iterator, List, Tuple

from .memory import Memory
from .tree import Layer, walk

UNDO, REDO = "edit_undo", "edit_redo"  # Krita's actions


class RunSteps:
    """Watches which results are in the open documents."""

    def __init__(self) -> None:
        self._seen: Dict[Tuple[str, str], List[str]] = {}  # by document and line layer: the results in it
        self._is_inserting = False

    @contextmanager
    def inserting(self) -> Iterator[None]:
        """A run is between its two steps."""
        self._is_inserting = True
        try:
            yield
        finally:
            self._is_inserting = False

    def due(self, memory: Memory, root: Layer) -> str:
        """The action that undoes or redoes the second step, where the painter has undone or redone the first.

        Empty where none is due. Named once, so that nothing else is ever undone.
        """
        if self._is_inserting:
            return ""
        present = {layer.uid for layer in walk(root)}
        action = ""
        for lines, placed in memory.placed.items():
            place = (root.uid, lines)
            now = [group for group in placed.groups if group in present]
            action = action or _other_step(self._seen.get(place, []), now)
            self._seen[place] = now
        return action


def _other_step(before: List[str], now: List[str]) -> str:
    """The same, when the results `before` have become those `now`, the newest last."""
    if len(now) != 2 or before not in (now[:1], now[1:]):
        return ""
    return UNDO if before == now[1:] else REDO
