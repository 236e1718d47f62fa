"""Scenarios for the whole Krita, with its window, the plugin as installed and the engine as a process."""

import os
import subprocess
import zipfile

from animation import Animation, build
from fakes import FakeClient
from observe import Gaps, fingerprint, keys, order, panel, pixels, screenshot, share_right, state, undo_texts
from steps import until, windows

from shiage.controller import Controller
from shiage.desk import KritaDesk
from shiage.document import is_quiet, read_memory
from shiage.timeline import FrameLabels

COLORING = 120  # seconds
TIMES, REFERENCES = (0, 3, 4, 9, 12, 14), (0, 14)
PAINTERS = ("lines", "colors", "paper")


def open_in_window(app, document):
    window = app.activeWindow()
    window.qwindow().resize(1600, 1000)
    window.addView(document)
    yield 500
    document.setActiveNode(document.nodeByName("lines"))
    yield 300
    if document.width() > 400:
        app.action("zoom_to_100pct").trigger()
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
    animation = Animation(320, 192, TIMES, scale=2)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    document.setCurrentTime(4)
    document.setPlayBackRange(2, 13)
    app.action("select_all").trigger()
    yield 500
    before = {name: fingerprint(document, name) for name in PAINTERS}
    steps = undo_texts(app)
    seen["state before"] = state(document)

    seen["notice"] = yield from colorize(app)
    yield 1000
    screenshot(app, "colored.png")
    seen["windows"] = windows()
    seen["state after"] = state(document)
    seen["order"] = order(document.rootNode())
    if document.nodeByName("Shiage") is None:
        return seen
    seen["undo steps"] = undo_texts(app)[len(steps) :]
    seen["untouched"] = before == {name: fingerprint(document, name) for name in PAINTERS}
    seen["colors shown"] = document.nodeByName("colors").visible()
    result = look_at_result(document, animation)
    seen.update(result)
    seen["panel"] = look_at_panel(app)

    app.action("edit_undo").trigger()
    yield 1500
    seen["undone"] = {
        "order": order(document.rootNode()),
        "untouched": before == {name: fingerprint(document, name) for name in PAINTERS},
        "colors shown": document.nodeByName("colors").visible(),
    }
    app.action("edit_redo").trigger()
    yield 1500
    seen["redone"] = {
        "order": order(document.rootNode()),
        "colors shown": document.nodeByName("colors").visible(),
        "same": look_at_result(document, animation) == result,
    }
    seen["reopened"] = yield from save_and_reopen(app, document, animation, result)
    seen["again"] = yield from color_again(app, document)
    yield from put_away(document)
    return seen


def save_and_reopen(app, document, animation, result):
    path = os.path.join(os.environ["TMPDIR"], "colored.kra")
    document.saveAs(path)
    reopened = app.openDocument(path)
    yield 500
    return {"order": order(reopened.rootNode()), "same": look_at_result(reopened, animation) == result}


def color_again(app, document):
    """A second run replaces the first; two undo steps bring it back."""
    document.setActiveNode(document.nodeByName("lines"))
    yield 300
    first = document.nodeByName("Shiage").uniqueId().toString()
    notice = yield from colorize(app)
    second = document.nodeByName("Shiage").uniqueId().toString()
    seen = {"notice": notice, "order": order(document.rootNode()), "is another": first != second}
    for _ in range(2):
        app.action("edit_undo").trigger()
        yield 1200
    group = document.nodeByName("Shiage")
    seen["is back"] = group is not None and group.uniqueId().toString() == first
    return seen


def marks(app):
    """Mark a frame while the paint layer is active: the timeline shows it, and the file keeps it."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    document.setActiveNode(document.nodeByName("colors"))
    yield 500
    labels = FrameLabels(app)
    seen = {"before": sorted(labels.references("colors", REFERENCES) or ())}
    document.setCurrentTime(14)
    yield 300
    app.action("shiage_mark_reference").trigger()
    yield 800
    seen["marked"] = sorted(labels.references("colors", REFERENCES))
    seen["note"] = panel(app).reference_note.text()
    screenshot(app, "marked.png")
    path = os.path.join(os.environ["TMPDIR"], "marked.kra")
    document.saveAs(path)
    with zipfile.ZipFile(path) as archive:
        seen["saved"] = sum(
            archive.read(name).count(b'color-label="7"')
            for name in archive.namelist()
            if name.endswith("keyframes.xml")
        )
    labels.mark("colors", 14, False)  # as the painter does, on the timeline
    labels.mark("colors", 0, True)
    yield 1500
    seen["relabelled"] = sorted(
        read_memory(document).marks[document.nodeByName("colors").uniqueId().toString()]
    )
    app.action("shiage_mark_reference").trigger()
    yield 500
    seen["both"] = sorted(labels.references("colors", REFERENCES))
    yield from put_away(document)
    return seen


def stroke(app):
    """A result that is ready while the painter draws waits until the brush is up."""
    animation = Animation(320, 192, TIMES, scale=2)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    app.action("KritaShape/KisToolBrush").trigger()
    yield 500
    controller, client = with_fake(app, animation.paint, hold=True)
    controller.auto_colorize()
    yield from until(lambda: len(client.lines) == len(TIMES), 30, "the drawings")
    blank = fingerprint(document, "lines")
    yield from brush("mousemove", "700", "500", "mousedown", "1")
    for x in range(710, 800, 10):
        yield from brush("mousemove", str(x), "520")
    client.answer()
    seen = {"is drawing": not is_quiet(document)}
    yield 2500
    seen["order while drawing"] = order(document.rootNode())
    seen["still drawing"] = not is_quiet(document)
    for x in range(800, 860, 10):
        yield from brush("mousemove", str(x), "540")
    yield from brush("mouseup", "1")
    yield from until(lambda: controller.job is None, 30, "the result")
    yield 500
    seen["order after"] = order(document.rootNode())
    seen["stroke is there"] = fingerprint(document, "lines") != blank
    seen["undo steps"] = undo_texts(app)[-2:]
    seen["windows"] = windows()
    yield from put_away(document)
    return seen


def brush(*command):
    subprocess.Popen(["xdotool", *command])
    yield 120


def cancelled(app):
    """The painter's own Cancel, against the real engine."""
    animation = Animation(320, 192, TIMES, scale=2)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    view = panel(app)
    app.action("shiage_auto_colorize").trigger()
    yield from until(lambda: view.progress_note.text() != "Reading the drawings", 20, "the engine's turn")
    app.action("shiage_cancel").trigger()
    yield 3000
    seen = {"notice": view.notice.text(), "order": order(document.rootNode()), "windows": windows()}
    yield from put_away(document)
    return seen


def without_engine(app):
    """The engine is not where it should be: one line in the panel, no window, the document as it was."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    notice = yield from colorize(app)
    yield 500
    screenshot(app, "without_engine.png")
    return {
        "notice": notice,
        "engine": panel(app).engine.text(),
        "order": order(document.rootNode()),
        "windows": windows(),
    }


def put_away(document):
    document.setModified(False)
    document.close()
    yield 500


def look_at_result(document, animation):
    group = document.nodeByName("Shiage")
    parts = {child.name(): child for child in group.childNodes()}
    mask = parts["colors"].childNodes()[0]
    targets = [time for time in animation.times if time not in REFERENCES]
    references = {time: pixels(parts["colors"], time, animation.size) for time in REFERENCES}
    return {
        "parts": {
            "keys": [keys(node) for node in (parts["colors"], mask, parts["confidence"])],
            "shown": [node.visible() for node in (group, parts["colors"], mask, parts["confidence"])],
            "mask": [mask.name(), mask.type()],
            "references copied": all(references[time] == animation.paint[time] for time in references),
        },
        "frames": [share_right(document, animation, time) for time in targets],
    }


def look_at_panel(app):
    view = panel(app)
    view.grab().save(os.path.join(os.environ["SHIAGE_ARTIFACTS"], "panel.png"))
    return {
        "lines": view.lines.text(),
        "colors": view.colors.currentText(),
        "references": [view.references.item(row).text() for row in range(view.references.count())],
        "palette": view.palette_note.text(),
        "engine": view.engine.text(),
    }
