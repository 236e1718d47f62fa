"""Scenarios for the whole Krita, with its window, the plugin as installed and the engine as a process."""

import os

from animation import Animation, build
from observe import fingerprint, keys, names, order, panel, pixels, screenshot, share_right, state, undo_texts
from steps import until, windows

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
