"""What the canvas shows of some layers at any time, rendered by Krita in a copy of the document."""

from typing import Any, Collection, Iterator, NamedTuple, Optional, Sequence

from krita import Document, Node

from ..guard import Refused
from ..qt import QtGui
from .area import canvas_of
from .layers import (
    STRAIGHT,
    UNDRAWN,
    Area,
    Drawing,
    KeyRule,
    checked,
    children,
    find,
    is_mask,
    is_straight,
    owned,
    parts,
    root,
    uid,
    union,
)
from .template import SRGB
from .timeline import key_times

OPAQUE = 255
# With nothing below them they look as what is drawn; any other mode may take away or change what is drawn.
PLAIN_MODES = frozenset({"normal", "multiply", "behind"})


def is_plain(tops: Sequence[Node]) -> bool:
    """Does the canvas show of these layers just what is drawn on them? They are paint layers, or groups of some."""
    shown = [node for top in tops for node in (*_above(top), *parts(top))]
    kinds = {node.type() for node in shown}
    return kinds <= {"paintlayer", "grouplayer"} and all(map(_is_unchanged, shown))


def _is_unchanged(node: Node) -> bool:
    """Has the layer no mask, style, opacity or mode of its own that changes how it looks?"""
    return (
        node.opacity() == OPAQUE
        and node.blendingMode() in PLAIN_MODES
        and not node.inheritAlpha()
        and not any(is_mask(child) and child.visible() for child in children(node))
        and not node.layerStyleToAsl()
        and all(channel.visible() for channel in owned(node.channels()))
    )


def _above(node: Node) -> Iterator[Node]:
    """The groups that hold a node, without the root."""
    parent = node.parentNode()
    while parent is not None and parent.parentNode() is not None:
        yield parent
        parent = parent.parentNode()


def rendered_profile(document: Document) -> str:
    """The color profile of what `Rendered` shows of a document."""
    return str(document.colorProfile()) if is_straight(document) else SRGB


class _Part(NamedTuple):
    """One layer of the copy: `source` is what it holds, where Krita does not show that by itself."""

    node: Node
    keys: Sequence[int]
    source: Optional[Drawing] = None


class Rendered:
    """Some layers as the canvas shows them, with all others hidden. `at` gives BGRA, straight alpha.

    Animated paint layers have a still layer in their place, with the same masks, style and mode, which gets the
    pixels of each time: so no onion skin is seen, and no keyframe that `rule` says belongs to another drawing.
    """

    def __init__(
        self,
        document: Document,
        tops: Sequence[Node],
        area: Area,
        rule: KeyRule,
        *,
        without: Collection[str] = (),
    ) -> None:
        """`document`: a clone, whose nodes `tops` are; `without`: uids of layers in them that are left out."""
        self._rule = rule
        self._area, self._canvas = area, (0, 0, area[2], area[3])
        self._copy: Document = document.clone()
        self._copy.setBackgroundColor(QtGui.QColor(0, 0, 0, 0))
        if not is_straight(self._copy):
            self._copy.setColorSpace(*STRAIGHT, SRGB)
            self._copy.waitForDone()
        if area != canvas_of(document):
            self._copy.resizeImage(*area)  # it moves the layers, and renders no more than its canvas
            self._copy.waitForDone()
        shown = [node for top in tops for node in parts(top, without)]
        seen = {uid(node) for node in shown} | {uid(node) for top in tops for node in _above(top)}
        _hide_others(root(self._copy), seen)
        last = document.animationLength()
        try:
            self._parts = [self._part(node, last) for node in shown if node.type() not in UNDRAWN]
        except Refused:
            self._copy.close()
            raise
        self.profile = rendered_profile(document)
        self.keys = union([part.keys for part in self._parts])

    def _part(self, node: Node, last: int) -> _Part:
        """The layer of the copy that shows `node`, a layer of the document that was copied."""
        keys, twin = key_times(node, last), find(self._copy, uid(node))
        if twin is None:
            raise Refused(f"The layer “{node.name()}” cannot be read: merge it with the lines and try again.")
        if node.type() != "paintlayer" or not keys:
            return _Part(twin, keys)
        return _Part(self._stand_in(twin, node), keys, Drawing(node, self._area, last, self._rule))

    def _stand_in(self, twin: Node, node: Node) -> Node:
        """A still layer in the place of an animated one."""
        made = self._copy.createNode(node.name(), "paintlayer")
        parent = twin.parentNode()
        assert parent is not None
        parent.addChildNode(made, twin)
        for mask in children(twin):
            made.addChildNode(mask.duplicate(), None)
        made.setOpacity(twin.opacity())
        made.setBlendingMode(twin.blendingMode())
        made.setInheritAlpha(twin.inheritAlpha())
        style = twin.layerStyleToAsl()
        if style:
            made.setLayerStyleFromAsl(style)
        if node.colorProfile() != made.colorProfile():
            made.setColorProfile(node.colorProfile())
        twin.setVisible(False)
        return made

    def at(self, time: int) -> Optional[Any]:
        """The bytes shown in the drawing at a time (height * width * 4); None where no layer shows anything."""
        keyed = [(part, self._rule(part.keys, time)) for part in self._parts]
        there = [key for _, key in keyed if key is not None]
        if not there:
            return None
        self._copy.setCurrentTime(max(there))
        self._copy.waitForDone()
        for part, key in keyed:
            part.node.setVisible(key is not None)
            plane = part.source.at(time) if part.source is not None and key is not None else None
            if plane is not None:
                part.node.setPixelData(plane, *self._canvas)
        self._copy.refreshProjection()
        self._copy.waitForDone()
        return checked(self._copy.pixelData(*self._canvas), self._canvas, self._parts[0].node)

    def close(self) -> None:
        """Free the copy."""
        self._parts = []
        self._copy.close()


def _hide_others(node: Node, seen: Collection[str]) -> None:
    """Show those layers below a node that are to be seen, also where the painter has hidden them; hide all others."""
    for child in children(node):
        if not is_mask(child):
            child.setVisible(uid(child) in seen)
            _hide_others(child, seen)
