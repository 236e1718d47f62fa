"""The drawings of a result in its document, or in a clone of that, layer by layer."""

from typing import Any, Mapping, Optional

from krita import Document, Node

from ..client.protocol.palettes import Color
from ..guard import Refused
from ..result.exchange import holds
from ..result.labels import COLORS, SUGGESTIONS, UNDO_MARK
from .layers import Area, Drawing, children, find, is_painted, tree
from .tree import frame_layers

NOT_THERE = (
    "This result has not the layers (any more) that hold its colors: press Auto-colorize for a new one."
)


class ResultDrawings:
    """The layers of a result; of a shot of still layers there is one for each frame."""

    def __init__(self, document: Document, group: str, area: Area) -> None:
        """`group`: uid; empty, or of none that is there, without a result."""
        self._document, self._area = document, area
        self._group = find(document, group) if group else None
        layers = children(self._group) if self._group is not None else []
        self._by_name = {one.name(): one for one in layers if one.name() != UNDO_MARK}

    @property
    def colors(self) -> Optional[Node]:
        """The layer with the paint; None without it, as of still layers."""
        return self._by_name.get(COLORS)

    def at(self, time: int, is_still: bool) -> Mapping[str, Any]:
        """The planes at a time, by name, of COLORS and what else holds anything. Raises Refused without layers.

        `is_still`: of a shot of still layers.
        """
        nodes = {COLORS: self._still(time)} if is_still else self._by_name
        if COLORS not in nodes or not (is_still or SUGGESTIONS in nodes):
            raise Refused(NOT_THERE)
        length = self._document.animationLength()
        found = {name: Drawing(node, self._area, length).at(time) for name, node in nodes.items()}
        return {
            name: plane
            for name, plane in found.items()
            if plane is not None and (name == COLORS or is_painted(plane))
        }

    def holds(self, time: int, color: Color, is_still: bool) -> bool:
        """Has the paint at a time an opaque pixel of this color? As `at`."""
        node = self._still(time) if is_still else self.colors
        if node is None:
            raise Refused(NOT_THERE)
        plane = Drawing(node, self._area, self._document.animationLength()).at(time)
        return plane is not None and holds(bytes(plane), color)

    def _still(self, time: int) -> Node:
        """The layer of a frame: they are called as the lines are, and so have their order."""
        frames = frame_layers(tree(self._group)) if self._group is not None else ()
        node = find(self._document, frames[time].uid) if time < len(frames) else None
        if node is None:
            raise Refused(NOT_THERE)
        return node
