"""A shot of still layers, one for each frame: they are read as an animation whose times count them."""

from typing import Any, Dict, Mapping, Optional

from krita import Document, Node

from ..scene import Scene
from .layers import Area, Drawing, drawn_parts, get
from .rendering import Rendered, is_plain, rendered_profile
from .result_drawings import still_nodes


class StillFrames:
    """The pictures of still layers by time; `at` gives BGRA, straight alpha."""

    def __init__(self, clone: Document, nodes: Mapping[int, Node], area: Area) -> None:
        """`nodes`: of the clone, by time; layers or groups, prepared by `snapshot.prepared`."""
        self._clone = clone
        self._nodes: Dict[int, Node] = dict(nodes)
        self._area = area
        self.keys = sorted(nodes)
        self.profile = self._profile_of(next(iter(nodes.values()))) if nodes else ""

    def at(self, time: int) -> Optional[Any]:
        """The bytes of the layer (height * width * 4); None for a time without one."""
        node = self._nodes.get(time)
        if node is None:
            return None
        drawn = _drawn_alone(node)
        if drawn is not None:
            return Drawing(drawn, self._area, 0).at(0)
        rendered = Rendered(self._clone, [node], self._area, lambda _, __: 0)
        try:
            return rendered.at(0)
        finally:
            rendered.close()

    def _profile_of(self, node: Node) -> str:
        """The color profile of the bytes that `at` gives of it."""
        drawn = _drawn_alone(node)
        return str(drawn.colorProfile()) if drawn is not None else rendered_profile(self._clone)

    def close(self) -> None:
        """Forget the nodes of the clone."""
        self._nodes = {}


def _drawn_alone(node: Node) -> Optional[Node]:
    """The one paint layer that is all there is to see of a layer or group; None where it has to be rendered."""
    drawn = drawn_parts(node)
    return drawn[0] if len(drawn) == 1 and is_plain([node]) else None


def nodes_of(document: Document, layers: Mapping[int, str]) -> Dict[int, Node]:
    """The nodes of uids by time. Raises Refused where one is missing."""
    return {time: get(document, layer) for time, layer in layers.items()}


def show_still(document: Document, scene: Scene, time: int) -> None:
    """Show the lines and the result of one frame alone, and make its lines the active layer. Raises Refused."""
    assert scene.lines is not None  # it holds the frames
    lines = nodes_of(document, {at: layer.uid for at, layer in enumerate(scene.frames)})
    for nodes in (lines, still_nodes(document, scene.lines.uid, scene.result)):
        for at, node in nodes.items():
            if node.visible() != (at == time):
                node.setVisible(at == time)
    document.setActiveNode(lines[time])
    document.refreshProjection()
