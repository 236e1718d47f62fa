"""Scenarios for kritarunner: the real document engine without a window."""

from animation import Animation, build
from fakes import FakeClient
from steps import until

from shiage.controller import Controller
from shiage.desk import KritaDesk
from shiage.qt import QtCore


class Window:
    """Stands for what kritarunner lacks: an active document."""


def names(node):
    return [child.name() for child in node.childNodes()]


def coloring(app):
    animation = Animation(160, 96, (0, 3, 4, 9, 12))
    document = build(app, animation, (0, 12))
    print(names(document.rootNode()), app.activeDocument())
    yield 0
    return {"names": names(document.rootNode())}
