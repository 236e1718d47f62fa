"""The drawings of a result in its document, or in a clone of that, layer by layer."""

from typing import Any, Dict, Mapping, Optional, Union

from krita import Document, Node

from ..client.protocol.palettes import Color
from ..guard import Refused
from ..result.exchange import holds
from ..result.labels import COLORS, SUGGESTIONS, UNDO_MARK
from .layers import Area, Drawing, children, find, get, is_painted, tree, uid
from .memory import Memory
from .placed import made_layers
from .tree import colors_of_frames

NOT_THERE = (
    "This result has not the layers (any more) that hold its colors: press Auto-colorize for a new one."
)


class ResultDrawings:
    """The layers of a result."""

    def __init__(self, document: Document, memory: Memory, group: str, area: Area) -> None:
        """`group`: uid; empty, or of none that is there, without a result."""
        self._area, self._last_time = area, document.animationLength()
        found = find(document, group) if group else None
        layers = made_layers(found, memory) if found is not None else {}
        self._by_name = {name: one for name, one in layers.items() if name != UNDO_MARK}
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

    def paint(self, time: int) -> Optional[Any]:
        """The plane of the paint at a time; None without it."""
        return self._drawing(COLORS).at(time) if self.colors is not None else None

    def holds(self, time: int, color: Color) -> bool:
        """Has the paint at a time an opaque pixel of this color? As `at`."""
        if self.colors is None:
            raise Refused(NOT_THERE)
        plane = self.paint(time)
        return plane is not None and holds(bytes(plane), color)

    def _drawing(self, name: str) -> Drawing:
        if name not in self._drawings:
            self._drawings[name] = Drawing(self._by_name[name], self._area, self._last_time)
        return self._drawings[name]


class StillDrawings:
    """The same of a result of still layers, which has a layer of paint for each frame and no other."""

    colors: Optional[Node] = None  # no single layer holds the paint

    def __init__(self, document: Document, nodes: Mapping[int, Node], area: Area) -> None:
        """`nodes`: its layers by time, as `still_nodes` finds them."""
        self._nodes, self._area = nodes, area

    def at(self, time: int) -> Mapping[str, Any]:
        """As `ResultDrawings.at`."""
        plane = self.paint(time)
        return {COLORS: plane} if plane is not None and is_painted(plane) else {}

    def paint(self, time: int) -> Optional[Any]:
        """The plane of the paint of a frame; None where its layer is gone."""
        return Drawing(self._nodes[time], self._area, 0).at(0) if time in self._nodes else None

    def holds(self, time: int, color: Color) -> bool:
        """Has the paint of a frame an opaque pixel of this color?"""
        plane = self.paint(time)
        return plane is not None and holds(bytes(plane), color)


def still_nodes(document: Document, lines: str, group: str) -> Dict[int, Node]:
    """The layers of a result of still layers by time; `lines`, `group`: uids. Empty without a result."""
    found = find(document, group) if group else None
    if found is None:
        return {}
    layers = colors_of_frames(tree(get(document, lines)), tree(found))
    nodes = {uid(node): node for node in children(found)}
    return {time: nodes[layer.uid] for time, layer in layers.items() if layer.uid in nodes}


def result_drawings(
    document: Document, memory: Memory, still: str, group: str, area: Area
) -> Union[ResultDrawings, StillDrawings]:
    """Those of a result; `memory`: of the document; `still`: uid of the lines where their frames are still layers."""
    if still:
        return StillDrawings(document, still_nodes(document, still, group), area)
    return ResultDrawings(document, memory, group, area)
