"""Scenarios for the whole Krita, with its window, the plugin as installed and the engine as a process."""

import os

from animation import Animation, build
from fakes import FakeClient
from observe import (
    Gaps,
    fingerprint,
    keys,
    names,
    order,
    panel,
    pixels,
    screenshot,
    share_right,
    state,
    undo_texts,
)
from steps import until, windows

from shiage.controller import Controller
from shiage.desk import KritaDesk

COLORING = 120  # seconds


def open_in_window(app, document):
    window = app.activeWindow()
    window.qwindow().resize(1600, 1000)
    window.addView(document)
    yield 500
    document.setActiveNode(document.nodeByName("lines"))
    yield 300
    app.action("zoom_to_100pct").trigger() if document.width() > 400 else None
    yield 300


def colorize(app):
    """Trigger the painter's action and wait until the panel says how it ended."""
    view = panel(app)
    app.action("shiage_auto_colorize").trigger()
    yield from until(lambda: view.cancel.isVisibleTo(view), 10, "the job to begin")
    yield from until(lambda: not view.cancel.isVisibleTo(view), COLORING, "the job to end")
    yield 300
    return view.notice.text()


def with_fake(app, paint, hold=False):
    """A second controller on the same Krita, whose engine is a fake."""
    client = FakeClient(paint, hold)
    return Controller(KritaDesk(app), client), client


def large_frames(app):
    """How long Krita's event loop stands still at 1080p, phase by phase; figures, no verdict."""
    gaps = Gaps()
    animation = Animation(320, 180, tuple(range(0, 24, 2)), scale=6)
    document = build(app, animation, (0, 22))
    yield from open_in_window(app, document)
    yield 3000
    gaps.begin("idle")
    yield 3000
    controller, client = with_fake(app, animation.paint, hold=True)
    gaps.begin("read and send")
    controller.auto_colorize()
    yield from until(lambda: len(client.lines) == len(animation.times), 60, "the drawings")
    gaps.begin("waiting")
    yield 1500
    gaps.begin("results come")
    client.answer()
    yield from until(lambda: controller.job is None or controller.job.is_inserting, 60, "the results")
    gaps.begin("goes in")
    yield from until(lambda: controller.job is None, 60, "the end")
    gaps.begin("settles")
    yield 2000
    gaps.begin("")
    return {"gaps": gaps.report(), "notice": controller.notice}


def full_run(app):
    """Color, undo, redo, save, reopen, color again; every step is looked at."""
    seen = {}
    animation = Animation(320, 192, (0, 3, 4, 9, 12, 14), scale=2)
    document = build(app, animation, (0, 14))
    yield from open_in_window(app, document)
    document.setCurrentTime(4)
    document.setPlayBackRange(2, 13)
    app.action("select_all").trigger()
    yield 500
    before = {name: fingerprint(document, name) for name in ("lines", "colors", "paper")}
    seen["state before"] = state(document)
    seen["undo before"] = undo_texts(app)

    seen["notice"] = yield from colorize(app)
    yield 1000
    screenshot(app, "colored.png")
    panel(app).grab().save(os.path.join(os.environ["SHIAGE_ARTIFACTS"], "panel.png"))
    seen["windows"] = windows()
    seen["state after"] = state(document)
    seen["order"] = order(document.rootNode())
    if document.nodeByName("Shiage") is None:
        return seen
    seen["undo after"] = undo_texts(app)
    seen["untouched"] = before == {name: fingerprint(document, name) for name in before}
    seen.update(look_at_result(document, animation))
    seen["colors hidden"] = not document.nodeByName("colors").visible()

    app.action("edit_undo").trigger()
    yield 1500
    seen["undone"] = {
        "order": order(document.rootNode()),
        "untouched": before == {name: fingerprint(document, name) for name in before},
        "colors shown": document.nodeByName("colors").visible(),
    }
    app.action("edit_redo").trigger()
    yield 1500
    seen["redone"] = {
        "order": order(document.rootNode()),
        "colors shown": document.nodeByName("colors").visible(),
        "same": look_at_result(document, animation) == {key: seen[key] for key in ("parts", "frames")},
    }
    return seen


def look_at_result(document, animation):
    group = document.nodeByName("Shiage")
    parts = {child.name(): child for child in group.childNodes()}
    mask = parts["colors"].childNodes()[0]
    targets = [time for time in animation.times if time not in (0, 14)]
    references = {time: pixels(parts["colors"], time, animation.size) for time in (0, 14)}
    return {
        "parts": {
            "keys": [keys(node) for node in (parts["colors"], mask, parts["confidence"])],
            "shown": [node.visible() for node in (group, parts["colors"], mask, parts["confidence"])],
            "mask": [mask.name(), mask.type()],
            "references copied": all(references[time] == animation.paint[time] for time in references),
        },
        "frames": [share_right(document, animation, time) for time in targets],
    }
