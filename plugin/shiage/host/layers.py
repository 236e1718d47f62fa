"""Krita's nodes: their tree as plain values, finding one by its uid, and pixels as BGRA bytes."""

from typing import Any, Callable, Collection, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

from krita import Document, Node

from ..guard import Refused
from ..qt import QtCore, sip
from ..result.planes import BYTES
from ..scene import key_shown
from .template import SRGB
from .timeline import is_animated, key_times
from .tree import Layer

STRAIGHT = ("RGBA", "U8")
UNDRAWN = frozenset({"grouplayer", "filterlayer"})  # kinds that change or hold others, and have no pixels
# Left, top, width, height of what is read of a document, in pixels of its canvas.
Area = Tuple[int, int, int, int]
# A layer's keyframes, a time -> the keyframe in its drawing.
KeyRule = Callable[[Sequence[int], int], Optional[int]]


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
    return Layer(uid(node), node.name(), node.type(), is_animated(node), below, node.visible())


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


def find_all(document: Document, wanted: Iterable[str]) -> List[Node]:
    """The nodes of those uids that are in the document, in their order."""
    found = [find(document, one) for one in wanted]
    return [node for node in found if node is not None]


def get_all(document: Document, wanted: str) -> List[Node]:
    """The nodes of uids with blanks between; raises Refused where one is missing."""
    return [get(document, one) for one in wanted.split()]


def is_straight(one: Union[Node, Document]) -> bool:
    """Are the pixels of a layer, or of a document's image, 8-bit BGRA already?"""
    return (one.colorModel(), one.colorDepth()) == STRAIGHT


def convert(node: Node) -> None:
    """Convert a node of a clone, with all its keyframes, to 8-bit BGRA, which the engine reads."""
    if not is_straight(node):
        node.setColorSpace(*STRAIGHT, SRGB)


def is_mask(node: Node) -> bool:
    """Is it a mask on a layer, and no layer itself?"""
    return str(node.type()).endswith("mask")


def parts(top: Node, without: Collection[str] = ()) -> Iterator[Node]:
    """The layer, or the group and what is visible in it, from bottom to top; no masks, and none of `without`."""
    yield top
    if top.type() == "grouplayer":
        for child in children(top):
            if child.visible() and not is_mask(child) and uid(child) not in without:
                yield from parts(child, without)


def drawn_parts(top: Node, without: Collection[str] = ()) -> List[Node]:
    """As `parts`, without the groups and the layers that only change others."""
    return [node for node in parts(top, without) if node.type() not in UNDRAWN]


def all_drawn(document: Document, wanted: str) -> List[Node]:
    """The `drawn_parts` of the layers of uids with blanks between; raises Refused where one is missing."""
    return [node for top in get_all(document, wanted) for node in drawn_parts(top)]


def keys_of(nodes: Sequence[Node], last_time: int) -> Tuple[int, ...]:
    """The times at which any of the nodes has a keyframe."""
    return union([key_times(node, last_time) for node in nodes])


def shown_key(keys: Sequence[int], time: int) -> Optional[int]:
    """The rule of lines: a layer shows its last keyframe at or before a time, or the same at all times."""
    return key_shown(keys, time) if keys else time


class Drawing:
    """The pixels of one node of a clone in any drawing, as they were drawn."""

    def __init__(self, node: Node, area: Area, last_time: int, rule: KeyRule = shown_key) -> None:
        self._node = node
        self._area = area
        self._rule = rule
        self.keys = key_times(node, last_time)
        self.profile = node.colorProfile()

    def at(self, time: int) -> Optional[QtCore.QByteArray]:
        """The bytes in the drawing at a time (height * width * 4, BGRA, straight alpha); None without a keyframe."""
        key = self._rule(self.keys, time)
        if key is None:
            return None
        read = (
            self._node.pixelDataAtTime(*self._area, key) if self.keys else self._node.pixelData(*self._area)
        )
        return checked(read, self._area, self._node)

    def close(self) -> None:
        """Nothing is held."""


def checked(plane: QtCore.QByteArray, area: Area, node: Node) -> QtCore.QByteArray:
    """The plane. Raises Refused where it has not the size of the area: Krita could not read the layer."""
    if plane.size() != area[2] * area[3] * BYTES:
        raise Refused(f"The layer “{node.name()}” cannot be read; convert it to 8-bit RGBA and try again.")
    return plane


def is_painted(plane: QtCore.QByteArray) -> bool:
    """Has any pixel an alpha above zero?"""
    alpha = bytes(plane)[3::BYTES]
    return alpha.count(0) != len(alpha)


def shown_alone(node: Node) -> bool:
    """Is it a layer whose pixels can be read from the painter's document itself, without a clone?"""
    return node.type() == "paintlayer" and is_straight(node)


def union(times: Sequence[Sequence[int]]) -> Tuple[int, ...]:
    return tuple(sorted({time for some in times for time in some}))
