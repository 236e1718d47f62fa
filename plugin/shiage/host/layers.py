"""Krita's nodes: their tree as plain values, finding one by its uid, and pixels as BGRA bytes."""

from typing import Any, Iterable, Iterator, List, Optional, Sequence, Tuple

from krita import Document, Node

from ..guard import Refused
from ..qt import QtCore, sip
from ..result.planes import BYTES
from ..scene import key_shown
from .template import SRGB
from .timeline import key_times
from .tree import Layer

STRAIGHT = ("RGBA", "U8")
RENDERED = {"vectorlayer", "filelayer", "clonelayer"}  # kinds without pixels of their own: Krita renders them


def owned(found: Iterable[Any]) -> List[Any]:
    """The nodes of a list from Krita, owned by Python: without that every one of them would leak."""
    nodes = [node for node in found if node is not None]
    for node in nodes:
        sip.transferback(node)
    return nodes


def children(node: Node) -> List[Node]:
    """The child nodes from bottom to top, without Krita's internal ones, which have no type."""
    return [child for child in owned(node.childNodes()) if child.type()]


def root(document: Document) -> Node:
    """The layer that holds all others. Raises Refused for a closed document."""
    node = document.rootNode()
    if node is None:
        raise Refused("The document was closed.")
    return node


def uid(node: Node) -> str:
    return str(node.uniqueId().toString())


def tree(node: Node) -> Layer:
    """The layer and all below it as plain values."""
    below = tuple(tree(child) for child in children(node))
    return Layer(uid(node), node.name(), node.type(), node.animated(), below)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


def find(document: Document, wanted: str) -> Optional[Node]:
    """The node with this uid in the document."""
    top = document.rootNode()
    return next((node for node in walk(top) if uid(node) == wanted), None) if top is not None else None


def get(document: Document, wanted: str) -> Node:
    """As `find`; raises Refused where there is no such node."""
    node = find(document, wanted)
    if node is None:
        raise Refused("The layer was deleted meanwhile. Select the line layer and press Auto-colorize again.")
    return node


def is_straight(node: Node) -> bool:
    """Are its pixels 8-bit BGRA already?"""
    return (node.colorModel(), node.colorDepth()) == STRAIGHT


def convert(node: Node) -> None:
    """Convert a node of a clone, with all its keyframes, to 8-bit BGRA, which the engine reads."""
    if not is_straight(node):
        node.setColorSpace(*STRAIGHT, SRGB)


class Drawing:
    """The pixels of one node of a clone, at any time; `size` is (width, height)."""

    def __init__(self, document: Document, node: Node, size: Tuple[int, int], last_time: int) -> None:
        self._document = document
        self._node = node
        self._size = size
        self._is_projected = node.type() in RENDERED
        self.keys = [] if self._is_projected else key_times(node, last_time)

    def at(self, time: int) -> Optional[QtCore.QByteArray]:
        """The bytes shown at a time (height * width * 4, BGRA, straight alpha); None before the first key."""
        width, height = self._size
        if self._is_projected:
            self._document.setCurrentTime(time)
            self._document.waitForDone()
            plane = self._node.projectionPixelData(0, 0, width, height)
        elif not self.keys:
            plane = self._node.pixelData(0, 0, width, height)
        else:
            key = key_shown(self.keys, time)
            if key is None:
                return None
            plane = self._node.pixelDataAtTime(0, 0, width, height, key)
        if plane.size() != width * height * BYTES:
            raise Refused(
                f"The layer “{self._node.name()}” cannot be read; convert it to 8-bit RGBA and try again."
            )
        return plane


def line_nodes(node: Node, colors: str) -> List[Node]:
    """The nodes that draw the line art, bottom to top: the layer, or what is visible in the group."""
    if node.type() != "grouplayer":
        return [node]
    found: List[Node] = []
    for child in children(node):
        if child.visible() and uid(child) != colors:
            if child.type() == "grouplayer":
                found += line_nodes(child, colors)
            elif child.type() == "paintlayer" or child.type() in RENDERED:
                found.append(child)
    return found


def is_painted(plane: QtCore.QByteArray) -> bool:
    """Has any pixel an alpha above zero?"""
    alpha = bytes(plane)[3::BYTES]
    return alpha.count(0) != len(alpha)


def union(times: Sequence[Sequence[int]]) -> Tuple[int, ...]:
    return tuple(sorted({time for some in times for time in some}))
