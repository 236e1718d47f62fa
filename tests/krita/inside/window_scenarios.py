"""Scenarios for the whole Krita, with its window."""

import os

from animation import Animation, build
from steps import until, windows

from shiage.qt import QtCore, QtWidgets


def names(node):
    return [child.name() for child in node.childNodes()]


def screenshot(app, name):
    path = os.path.join(os.environ["SHIAGE_ARTIFACTS"], name)
    app.activeWindow().qwindow().grab().save(path)


def try_out(app):
    animation = Animation(160, 96, (0, 3, 4, 9, 12))
    document = build(app, animation, (0, 12))
    app.activeWindow().addView(document)
    yield 500
    document.setActiveNode(document.nodeByName("lines"))
    yield 1500
    screenshot(app, "try.png")
    return {
        "names": names(document.rootNode()),
        "active": document.activeNode().name(),
        "windows": windows(),
        "docker": [d.objectName() for d in app.dockers() if "shiage" in d.objectName()],
        "action": app.action("shiage_auto_colorize") is not None,
        "shortcut": app.action("shiage_auto_colorize").shortcut().toString(),
    }


def with_fake_engine(app):
    from fakes import FakeClient
    from shiage.controller import Controller
    from shiage.desk import KritaDesk

    app.activeWindow().qwindow().resize(1600, 1000)
    animation = Animation(160, 96, (0, 3, 4, 9, 12))
    document = build(app, animation, (0, 12))
    app.activeWindow().addView(document)
    yield 500
    document.setActiveNode(document.nodeByName("lines"))
    document.setCurrentTime(4)
    yield 500
    controller = Controller(KritaDesk(app), FakeClient(animation.paint))
    controller.auto_colorize()
    yield from until(lambda: controller.job is None, 30)
    yield 1500
    screenshot(app, "fake.png")
    g = document.nodeByName("Shiage")
    if g is None:
        return {"notice": controller.notice}
    c = g.childNodes()[0]
    m = c.childNodes()[0]
    res = {
        "names": names(document.rootNode()),
        "notice": controller.notice,
        "active": document.activeNode().name(),
        "time": document.currentTime(),
        "keys": [[t for t in range(20) if n.hasKeyframeAtTime(t)] for n in (c, m)],
        "parts": names(g),
        "colors shown": document.nodeByName("colors").visible(),
        "right": [bytes(c.pixelDataAtTime(0, 0, 160, 96, t)) == animation.paint[t] for t in animation.times],
        "mask": [bytes(m.pixelDataAtTime(0, 0, 160, 1, t))[15:17].hex() for t in animation.times],
    }
    app.action("edit_undo").trigger()
    yield 1500
    res["undone"] = names(document.rootNode())
    res["colors"] = document.nodeByName("colors").visible()
    res["active2"] = document.activeNode().name()
    screenshot(app, "undone.png")
    app.action("edit_redo").trigger()
    yield 1500
    res["redone"] = names(document.rootNode())
    res["colors3"] = document.nodeByName("colors").visible()
    return res
