"""The drawings of a result in its document, or in a clone of that, layer by layer."""

from typing import Any, Dict, Mapping, Optional

from krita import Document, Node

from ..client.protocol.palettes import Color
from ..guard import Refused
from ..result.exchange import holds
from ..result.labels import COLORS, SUGGESTIONS, UNDO_MARK
from .layers import Area, Drawing, children, find, is_painted

NOT_THERE = (
    "This result has not the layers (any more) that hold its colors: press Auto-colorize for a new one."
)


class ResultDrawings:
    """The layers of a result."""

    def __init__(self, document: Document, group: str, area: Area) -> None:
        """`group`: uid; empty, or of none that is there, without a result."""
        self._area, self._last_time = area, document.animationLength()
        found = find(document, group) if group else None
        layers = children(found) if found is not None else []
        self._by_name = {one.name(): one for one in layers if one.name() != UNDO_MARK}
        self._drawings: Dict[str, Drawing] = {}  # those read so far

    @property
    def colors(self) -> Optional[Node]:
        """The layer with the paint; None without it."""
        return self._by_name.get(COLORS)

    def at(self, time: int) -> Mapping[str, Any]:
        """The planes at a time that hold anything, by name. Raises Refused without the layers that hold paint."""
        if not {COLORS, SUGGESTIONS} <= self._by_name.keys():
            raise Refused(NOT_THERE)
        found = {name: self._drawing(name).at(time) for name in self._by_name}
        return {name: plane for name, plane in found.items() if plane is not None and is_painted(plane)}

    def holds(self, time: int, color: Color) -> bool:
        """Has the paint at a time an opaque pixel of this color? As `at`."""
        if self.colors is None:
            raise Refused(NOT_THERE)
        plane = self._drawing(COLORS).at(time)
        return plane is not None and holds(bytes(plane), color)

    def _drawing(self, name: str) -> Drawing:
        if name not in self._drawings:
            self._drawings[name] = Drawing(self._by_name[name], self._area, self._last_time)
        return self._drawings[name]
