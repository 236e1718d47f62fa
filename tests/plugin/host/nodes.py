"""A stand-in for Krita's nodes: a tree of names, uids and looks."""

from __future__ import annotations

import itertools
from typing import Any

from shiage.qt import QtCore

_uids = itertools.count()
LOOKS = {
    "opacity": 255,
    "blendingMode": "normal",
    "colorLabel": 0,
    "locked": False,
    "alphaLocked": False,
    "inheritAlpha": False,
    "collapsed": False,
    "visible": True,
}


class FakeNode(QtCore.QObject):
    """As `krita.Node`; `look`: values by the names of Krita's getters."""

    def __init__(self, name: str, *inside: FakeNode, kind: str = "paintlayer", **look: Any) -> None:
        super().__init__()
        self._name, self._kind, self.uid = name, kind, f"{{{next(_uids)}}}"
        self.inside = list(inside)
        self.parent_node: FakeNode | None = None
        for node in inside:
            node.parent_node = self
        self.look = {**LOOKS, **look}
        self.style = ""
        self.declines = False

    def __getattr__(self, name: str) -> Any:
        if name in LOOKS:
            return lambda: self.look[name]
        read = name[3:4].lower() + name[4:]
        if name.startswith("set") and read in LOOKS:
            return lambda value: self.look.__setitem__(read, value)
        raise AttributeError(name)

    def name(self) -> str:
        return self._name

    def setName(self, name: str) -> None:
        self._name = name

    def type(self) -> str:
        return self._kind

    def uniqueId(self) -> Any:
        return self

    def toString(self) -> str:
        return self.uid

    def childNodes(self) -> list[FakeNode]:
        return list(self.inside)

    def layerStyleToAsl(self) -> str:
        return self.style

    def setLayerStyleFromAsl(self, style: str) -> None:
        self.style = style

    def parentNode(self) -> FakeNode | None:
        return self.parent_node

    def duplicate(self) -> FakeNode:
        copies = [node.duplicate() for node in self.inside]
        return FakeNode(self._name, *copies, kind=self._kind, **self.look)

    def addChildNode(self, node: FakeNode, above: FakeNode | None) -> bool:
        if self.declines or self.look["locked"]:
            return False
        node.parent_node = self
        self.inside.insert(self.inside.index(above) + 1 if above is not None else len(self.inside), node)
        return True

    def tree(self) -> list[Any]:
        """The names inside from bottom to top, each with those inside of it."""
        return [[node.name(), *node.tree()] if node.inside else node.name() for node in self.inside]


class FakeDocument:
    """As an idle `krita.Document`: its layers, and which of them is active."""

    def __init__(self, *layers: FakeNode) -> None:
        self.root = FakeNode("root", *layers, kind="grouplayer")
        self.active: FakeNode | None = None

    def rootNode(self) -> FakeNode:
        return self.root

    def activeNode(self) -> FakeNode | None:
        return self.active

    def setActiveNode(self, node: FakeNode) -> None:
        self.active = node

    def tryBarrierLock(self) -> bool:
        return True

    def unlock(self) -> None:
        """Nothing is locked."""
