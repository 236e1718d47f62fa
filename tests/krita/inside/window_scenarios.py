"""Scenarios for the whole Krita, with its window, the plugin as installed and the engine as a process."""

import os
import subprocess
import zipfile
import zlib
from collections import Counter

from animation import PALETTE, WHITE, Animation, build, fill, layer, open_template
from fakes import FakeClient
from observe import (
    Gaps,
    fingerprint,
    grab_screen,
    keys,
    order,
    panel,
    pixels,
    screenshot,
    share_right,
    state,
    undo_texts,
)
from PyQt5 import QtTest
from steps import go_to, quiet, until, windows

from shiage.client.engine_client import PreviewImage
from shiage.controller import Controller
from shiage.extension import dockers
from shiage.host.document import is_idle, read_memory
from shiage.host.krita_host import KritaHost
from shiage.host.template import Paint
from shiage.host.timeline import FrameLabels
from shiage.panel.cutout_list import layout
from shiage.panel.panel import Panel
from shiage.qt import Qt, QtWidgets

TIMES, REFERENCES = (0, 3, 4, 9, 12, 14), (0, 14)
PAINTERS = ("lines", "colors", "paper")


def open_in_window(app, document, active="lines"):
    window = app.activeWindow()
    window.qwindow().setGeometry(0, 0, 1600, 1000)
    window.addView(document)
    yield from until(lambda: app.activeDocument() == document, "the view")
    yield from quiet(document)
    yield from activate(document, active)
    if document.width() > 400:
        app.action("zoom_to_100pct").trigger()
        yield 300


def activate(document, name):
    """Make a layer the active one; Krita follows in a later turn, and not at all while it opens a view."""

    def is_active():
        active = document.activeNode()
        if active is None or active.name() != name:
            document.setActiveNode(document.nodeByName(name))
            return False
        return True

    yield from until(is_active, f"{name} to be active")
    yield 300


def colorize(app):
    """Trigger the painter's action and wait until the panel says how it ended."""
    view = panel(app)
    app.action("shiage_auto_colorize").trigger()
    yield from until(lambda: view.job.cancel.isVisibleTo(view), "the job to begin")
    yield from until(lambda: not view.job.cancel.isVisibleTo(view), "the job to end")
    yield 300
    return view.notice.text()


def with_fake(app, paint, hold=False):
    """A second controller on the same Krita, whose engine is a fake."""
    client = FakeClient(paint, hold)
    return Controller(KritaHost(app), client), client


def large_frames(app):
    """How long Krita's event loop stands still at 1080p, phase by phase; figures, no verdict."""
    gaps = Gaps()
    animation = Animation(320, 180, tuple(range(0, 48, 2)), scale=6)
    document = build(app, animation, (0, 46))
    yield from open_in_window(app, document)
    yield 3000
    panel(app)._controller.stop()  # two of them would look; the one with the fake engine is measured
    gaps.begin("idle")
    yield 3000
    controller, client = with_fake(app, animation.paint, hold=True)
    controller.start()
    yield 2000  # the pictures of the references
    gaps.begin("read and send")
    controller.running.auto_colorize()
    yield from until(lambda: len(client.lines) == len(animation.times), "the drawings")
    gaps.begin("waiting")
    yield 1500
    client.answer()  # the fake's own work is not counted
    gaps.begin("results come")
    yield from until(lambda: controller.job is None or controller.job.is_inserting, "the results")
    gaps.begin("goes in")
    yield from until(lambda: controller.job is None, "the end")
    gaps.begin("settles")
    yield 2000
    controller.stop()
    gaps.begin("")
    panel(app)._controller.start()
    return {"gaps": gaps.report(), "notice": controller.notice}


TOLD = {
    "fused": {"title": "Matching and learn (best)", "hint": "Finds regions.", "needs": ["references"]},
    "patch": {
        "title": "Learn this shot (slow)",
        "needs": ["references"],
        "takes": ["character"],
        "characters": ["Kumo", "Rin"],
    },
    "unet": {"title": "Known character, no references", "needs": ["character"], "characters": ["Kumo"]},
}


def method_preview_and_hatch(app):
    """The panel from the choice of a method to slash lines on the canvas, as a painter sees it."""
    animation = Animation(480, 270, TIMES, scale=3)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    own = panel(app)
    own._controller.stop()
    controller, client = with_fake(app, animation.paint, hold=True)
    client.unsure = bytes(PALETTE[1])  # the coat
    view = show_panel(app, controller)
    client.methods_received.emit(TOLD)
    controller.refresh()
    seen = {"asks for a name": [view.inputs.character.isVisible()]}
    view.inputs.method.showPopup()
    yield 300
    grab_screen("methods.png")
    view.inputs.method.hidePopup()
    choose(view, "patch")
    seen["asks for a name"].append(view.inputs.character.isVisible())
    view.inputs.character.setFocus()
    QtTest.QTest.keyClicks(view.inputs.character, "Ku")
    yield 300
    grab_screen("name.png")
    QtTest.QTest.keyClicks(view.inputs.character, " mo 2")
    seen["name"] = [view.inputs.character.text(), controller.scene.character]
    yield from color_with_preview(app, view, client, seen)
    yield from go_to(document, 4)
    yield 1500
    yield from see_unsure_regions(app, controller)
    seen["buttons"] = [
        view.toggles.withdrawn.isChecked(),
        view.toggles.hatch.isChecked(),
        view.toggles.confidence.isChecked(),
    ]
    choose(view, "auto")  # settings are Krita's, for whatever controller
    controller.stop()
    show_panel(app, own._controller)
    own._controller.start()
    yield from put_away(document)
    return {**seen, "windows": windows()}


def color_with_preview(app, view, client, seen):
    """Press the button, and look at the panel while the engine works."""
    controller = view._controller
    view.job.start.setFocus()
    for _ in range(4):  # the pictures of the references
        controller.refresh()
    view.job.start.click()
    yield from until(lambda: len(client.lines) == len(TIMES), "the drawings")
    small = Animation(160, 90, (4,))
    client.progressed.emit(1, 0.4, "Learning", 0, 4)
    yield 3000
    client.progressed.emit(1, 0.5, "Learning", 0, 4)
    client.previewed.emit(1, PreviewImage(4, 160, 90, on_paper(small.paint[4], small.lines[4])))
    yield 300
    seen["preview"] = view.job.preview.isVisible()
    seen["left"] = view.job.progress_note.text()
    screenshot(app, "preview.png")
    client.answer()
    yield from until(lambda: controller.job is None, "the result")
    seen["character sent"] = client.request.options.character


def see_unsure_regions(app, controller):
    """All four looks that slash lines and withdrawal have together."""
    screenshot(app, "hatched.png")
    for name, verb in (
        ("unhatched.png", controller.showing.toggle_hatch),
        ("guessed.png", controller.showing.toggle_withdrawn),
        ("hatched_guess.png", controller.showing.toggle_hatch),
    ):
        verb()
        yield 800
        screenshot(app, name)


COAT = PALETTE[1]
ZOOM = 0.5
DAB, HINT_SIDE = (30, 200, 90, 255), 24  # BGRA; pixels
LIVE_TIMES = tuple(range(0, 24, 2))
HAIR, SHIRT = PALETTE[7], PALETTE[5]


def hinted(app):
    """A hint layer, a dab of a color that no reference has, and the real engine."""
    animation = Animation(480, 270, TIMES, scale=3)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    app.action("shiage_add_hints").trigger()
    yield from until(lambda: document.nodeByName("Hints") is not None, "the hint layer")
    hints = document.nodeByName("Hints")
    yield from until(lambda: is_active_now(document, hints), "the hint layer to be active")
    yield from quiet(document)
    view = panel(app)
    seen = {"order": order(document.rootNode()), "keys": keys(hints, 400), "undo": undo_texts(app)[-1:]}
    yield from go_to(document, 4)
    x, y = middle_of(animation.paint[4], COAT, animation.size)
    dab = bytes(DAB) * (HINT_SIDE * HINT_SIDE)
    hints.setPixelData(dab, x - HINT_SIDE // 2, y - HINT_SIDE // 2, HINT_SIDE, HINT_SIDE)
    document.refreshProjection()
    yield from until(lambda: view.inputs.hint_note.text() == "1 frame", "the count of frames with dabs")
    screenshot(app, "hints.png")
    before = {time: pixels(hints, time, animation.size) for time in TIMES}
    seen["lines"] = view.inputs.lines.text()
    seen["notice"] = yield from colorize(app)
    yield 1000
    screenshot(app, "hinted.png")
    group = document.nodeByName("Shiage")
    colors = next(child for child in group.childNodes() if child.name() == "colors")
    at = 4 * (y * animation.size[0] + x)
    seen["under the dab"] = [
        pixels(colors, time, animation.size)[at : at + 4] == bytes(DAB) for time in (4, 0)
    ]
    seen["background"] = pixels(colors, 4, animation.size)[:4] == bytes(4)
    seen["written"] = before != {time: pixels(hints, time, animation.size) for time in TIMES}
    yield from put_away(document)
    return {**seen, "windows": windows()}


def middle_of(plane, color, size):
    """A pixel, x and y, in the middle of the widest run of a color."""
    width, height = size
    rows = [plane[4 * width * row : 4 * width * (row + 1)] for row in range(height)]
    colored = [[row[4 * x : 4 * x + 4] == bytes(color) for x in range(width)] for row in rows]
    counts = [sum(row) for row in colored]
    y = counts.index(max(counts)) + 6
    places = [x for x, is_colored in enumerate(colored[y]) if is_colored]
    return places[len(places) // 4], y


def questions(app):
    """Nothing is sure enough: by the painter's actions one question is gone to, answered, and opened again."""
    animation = Animation(320, 180, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    view = panel(app)
    view.inputs.accuracy.setValue(100)
    yield from colorize(app)
    yield 1000
    seen = {"open": [view.questions.count.text()], "listed": view.questions.list.count()}
    screenshot(app, "questions_1_open.png")
    canvas = app.activeWindow().activeView().canvas()
    canvas.setZoomLevel(8.0)
    yield 500
    view.questions.by_frame.setChecked(True)
    steps = undo_texts(app)
    app.action("shiage_next_question").trigger()
    app.action("shiage_next_question").trigger()
    current = view._controller.asking.questions.current
    seen["outlined"] = yield from region_outlined(app, view, current.places[0])
    seen["box"], seen["time"] = list(current.places[0][3:]), [current.places[0].time, document.currentTime()]
    brush_color = app.activeWindow().activeView().foregroundColor().colorForCanvas(None)
    seen["brush"] = [brush_color.red(), brush_color.green(), brush_color.blue()]
    seen["suggested"] = list(current.suggestions[0].color[:3])
    screenshot(app, "questions_2_first.png")
    click_on(view.questions.list, lambda parts: parts.examples[0])
    example = current.suggestions[0].example
    seen["example outlined"] = yield from region_outlined(app, view, example)
    seen["example"] = [list(example[3:]), [example.time, document.currentTime()]]
    screenshot(app, "questions_2b_example.png")
    seen["pointed at"] = yield from color_pointed_at(app, view)
    yield from until(lambda: overlay(app) is None, "the outline to go")
    seen["undo steps of the outline"] = sorted({*undo_texts(app)[len(steps) :]} - {"Switch current time"})
    canvas.setZoomLevel(2.0)
    app.action("shiage_accept").trigger()
    yield from until(lambda: "changed" in view.notice.text(), "the answer to be followed")
    yield 1500
    seen["open"].append(view.questions.count.text())
    seen["answers"] = read_memory(document).answers
    screenshot(app, "questions_3_accepted.png")
    app.action("shiage_take_back").trigger()
    before = seen["open"][0].split()[0]
    yield from until(lambda: view.questions.count.text().split()[0] == before, "the question to be open")
    seen["answers after"] = read_memory(document).answers
    seen["gaps"] = yield from checked_and_filled(app, document, view)
    view.inputs.accuracy.setValue(98)
    yield from put_away(document)
    return {**seen, "windows": windows()}


def flicker(app):
    """The painter changes a part in one frame: it is asked about in the frames beside it, by one question.

    It is answered for both, taken back, and answered for one of them.
    """
    animation = Animation(320, 180, tuple(range(9)), scale=2)
    document = build(app, animation, (0, 8))
    yield from open_in_window(app, document)
    view = panel(app)
    yield from colorize(app)
    yield 1000
    seen = {"open": [view.questions.count.text()]}
    yield from change_hair(app, document, view, animation)
    yield from until(lambda: view.questions.list.count() > 0, "the question")
    yield 1500
    screenshot(app, "flicker_1_asked.png")
    seen["open"].append(view.questions.count.text())
    app.action("shiage_next_question").trigger()
    yield 1500
    question = view._controller.asking.questions.current
    seen["asked"] = [question.why, [place.time for place in question.places], document.currentTime()]
    seen["suggested"] = [list(one.color) for one in question.suggestions[:2]]
    screenshot(app, "flicker_2_shown.png")
    seen["hair"] = [hair(document, animation)]
    app.action("shiage_accept").trigger()
    yield from until(lambda: "2 frames" in view.notice.text(), "the answer to be followed")
    yield 1500
    yield from go_to(document, 5)
    yield 1500
    seen["hair"].append(hair(document, animation))
    seen["open"].append(view.questions.count.text())
    screenshot(app, "flicker_3_accepted.png")
    app.action("shiage_take_back").trigger()
    yield from until(lambda: view.questions.list.count() > 0, "the question to be open again")
    yield 1500
    yield from go_to(document, 3)
    yield 1500
    seen["hair"].append(hair(document, animation))
    places = view.questions.places
    later = places.visualItemRect(places.item(1)).center()
    QtTest.QTest.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, pos=later)
    yield 500
    seen["frames"] = [places.item(row).text() for row in range(places.count())]
    screenshot(app, "flicker_4_left_out.png")
    app.action("shiage_accept").trigger()
    yield from until(lambda: "1 frame" in view.notice.text(), "the answer for one frame to be followed")
    yield 1500
    seen["hair"].append(hair(document, animation))
    seen["open"].append(view.questions.count.text())
    screenshot(app, "flicker_5_accepted.png")
    yield from put_away(document)
    return {**seen, "windows": windows()}


def change_hair(app, document, view, animation):
    """By the fill tool, in the frame in the middle, the hair gets the shirt's color."""
    yield from go_to(document, 4)
    colors = result_layer(document, "colors")
    yield from until(lambda: is_active_now(document, colors), "the layer colors to be active")
    app.action("KritaFill/KisToolFill").trigger()
    yield 500
    controller = view._controller
    controller._host.set_brush_color(controller.scene, (*SHIRT[2::-1], 255))
    x, y = place_on_screen(app, document, *middle_of(animation.paint[4], HAIR, animation.size), zoom=1)
    yield from brush("mousemove", str(x), str(y), "click", "1")


def hair(document, animation):
    """The color of the hair in the result, RGBA, by frame."""
    colors, found = result_layer(document, "colors"), []
    for time in animation.times:
        x, y = middle_of(animation.paint[time], HAIR, animation.size)
        at = 4 * (y * animation.size[0] + x)
        blue, green, red, alpha = pixels(colors, time, animation.size)[at : at + 4]
        found.append([red, green, blue, alpha])
    return found


def region_outlined(app, view, place):
    """Wait until the region itself is outlined, not its box; gives the outline's box, and whether it is in view."""
    controller = view._controller
    yield from until(lambda: controller.cut_outs.get(place) is not None, "the cut-out")
    yield 800
    box, over = controller.cut_outs.get(place).outline.boundingRect(), overlay(app)
    seen = over._area.transform().mapRect(box)
    return [box.left(), box.top(), box.right(), box.bottom()], over.rect().intersects(seen.toAlignedRect())


def overlay(app):
    """The widget over the canvas, if there is one."""
    window = app.activeWindow().qwindow()
    found = [one for one in window.findChildren(QtWidgets.QWidget) if type(one).__name__ == "Overlay"]
    return next((one for one in found if one.isVisible()), None)


def color_pointed_at(app, view):
    """The color that is taken from the middle of the canvas, and the one that is seen there."""
    viewport = overlay(app).parentWidget()
    middle = viewport.mapToGlobal(viewport.rect().center())
    yield from brush("mousemove", str(middle.x()), str(middle.y()))
    yield 300
    controller = view._controller
    taken = controller._host.color_at_cursor(controller.scene)
    screen = QtWidgets.QApplication.primaryScreen().grabWindow(0).toImage()
    return [list(taken[:3]), list(screen.pixelColor(middle).getRgb()[:3])]


def click_on(list_, part):
    """Click on a part of the current row of a list of cut-outs."""
    place = part(layout(list_.visualItemRect(list_.currentItem()))).center()
    QtTest.QTest.mouseClick(list_.viewport(), Qt.MouseButton.LeftButton, pos=place)


def checked_and_filled(app, document, view):
    """The black test before and after everything is filled: how many pixels shine, are black, are neither."""
    yield from go_to(document, 4)
    app.action("shiage_check_gaps").trigger()
    yield 1500
    seen = {"before": shining(document), "notice": view.notice.text()}
    controller = view._controller
    yield from until(
        lambda: controller.gaps.found and not controller.gaps.is_looking, "the list of what is left"
    )
    left = view.finish.list
    left.setCurrentRow(left.count() - 1)
    click_on(left, lambda parts: parts.picture)
    gap = controller.gaps.found[-1].place
    seen["gap outlined"] = (yield from region_outlined(app, view, gap))[1]
    seen["left"] = [view.finish.left.text(), left.count(), gap.time, document.currentTime()]
    screenshot(app, "questions_4_gaps.png")
    yield from go_to(document, 4)
    app.action("shiage_check_gaps").trigger()
    yield 500
    steps = undo_texts(app)
    app.action("shiage_fill_all").trigger()
    yield from until(lambda: "Colored" in view.notice.text(), "all to be filled")
    yield 1500
    screenshot(app, "questions_5_filled.png")
    seen["undo steps"] = undo_texts(app)[len(steps) :]
    app.action("shiage_check_gaps").trigger()
    yield 1500
    yield from until(lambda: not controller.gaps.is_looking, "the look for what is left")
    seen["after"], seen["at the end"] = shining(document), view.notice.text()
    seen["left at the end"] = view.finish.left.text()
    screenshot(app, "questions_6_no_gaps.png")
    app.action("shiage_check_gaps").trigger()
    yield 500
    app.action("edit_undo").trigger()
    yield 2500
    app.action("shiage_check_gaps").trigger()
    yield 1500
    seen["undone"] = shining(document)
    screenshot(app, "questions_7_undone.png")
    app.action("shiage_check_gaps").trigger()
    yield 500
    return seen


def shining(document):
    """Of the canvas, how many pixels shine, and how many are black."""
    plane = bytes(document.pixelData(0, 0, document.width(), document.height()))
    found = Counter(memoryview(plane).cast("I"))
    return [found[0xFFFFF000], found[0xFF000000]]


def live(app):
    """At 1080p: slider, a correction by brush, the other frames, Ctrl+Z; every look is kept as a picture."""
    gaps = Gaps()
    animation = Animation(320, 180, LIVE_TIMES, scale=6)
    document = build(app, animation, (0, 22))
    yield from open_in_window(app, document)
    app.activeWindow().activeView().canvas().setZoomLevel(ZOOM)
    yield 500
    own = panel(app)
    own._controller.stop()
    controller, client = with_fake(app, animation.paint)
    client.unsure = bytes(COAT)
    view = show_panel(app, controller)
    view.inputs.accuracy.setValue(98)
    controller.start()
    controller.running.auto_colorize()
    yield from until(lambda: controller.job is None, "the result")
    yield from go_to(document, 8)
    yield 1500
    screenshot(app, "live_1_result.png")
    steps = undo_texts(app)
    seen = {"notice": controller.notice, "looks": [canvas(document)]}
    gaps.begin("slider")
    seen["slider"] = []
    for value in (97, 90, 82):
        view.inputs.accuracy.setValue(value)
        yield 400
    gaps.begin("")
    yield from quiet(document)
    seen["looks"].append(canvas(document))
    screenshot(app, "live_2_slider_82.png")
    yield from go_to(document, 12)
    yield 1500
    seen["looks"].append(canvas(document))
    view.inputs.accuracy.setValue(98)
    yield 1000
    yield from go_to(document, 8)
    yield 1500
    seen["looks"].append(canvas(document))
    seen["undo steps of the slider"] = [text for text in undo_texts(app)[len(steps) :] if "time" not in text]
    gaps.begin("correct")
    yield from correct(app, document, controller, client, seen)
    gaps.begin("")
    seen["gaps"] = gaps.report()
    seen["accepted"] = yield from accept(app, document, controller, client)
    document = app.activeDocument()
    show_panel(app, own._controller)
    own._controller.start()
    yield from put_away(document)
    return {**seen, "windows": windows()}


def correct(app, document, controller, client, seen):
    """A dab on a withdrawn region by the brush, and Ctrl+Z."""
    colors = result_layer(document, "colors")
    yield from until(lambda: is_active_now(document, colors), "the layer colors to be active")
    yield 500
    app.action("KritaShape/KisToolBrush").trigger()
    yield 500
    steps = undo_texts(app)
    asked = len(client.requests)
    x, y = place_on_screen(app, document, *inside(client, 8, 1))
    yield from brush("mousemove", str(x), str(y), "mousedown", "1")
    for offset in range(5, 40, 5):
        yield from brush("mousemove", str(x + offset), str(y + offset // 2))
    yield from brush("mouseup", "1")
    yield from until(lambda: len(client.requests) > asked + 1, "the other frames to be asked for")
    yield from until(lambda: controller.notice.endswith("changed."), "the other frames to change")
    yield 2000
    screenshot(app, "live_3_corrected.png")
    seen["looks"].append(canvas(document))
    seen["said"] = [list(answer) for answer in client.requests[-1].answers]
    seen["changed"] = controller.notice
    seen["undo steps of the correction"] = undo_texts(app)[len(steps) :]
    asked = len(client.requests)
    app.action("edit_undo").trigger()
    yield from until(lambda: len(client.requests) > asked, "the statement to be taken back")
    yield 4000
    screenshot(app, "live_4_undone.png")
    seen["looks"].append(canvas(document))
    seen["said after undo"] = [list(answer) for answer in client.requests[-1].answers]
    asked = len(client.requests)
    app.action("edit_redo").trigger()
    yield from until(lambda: len(client.requests) > asked + 1, "the stroke to be read again")
    yield 4000
    screenshot(app, "live_6_redone.png")
    seen["said after redo"] = [list(answer) for answer in client.requests[-1].answers]
    yield from go_to(document, 12)
    yield 4000
    screenshot(app, "live_5_other_frame.png")
    seen["looks"].append(canvas(document))
    yield from fill_region(app, document, client, seen)


def fill_region(app, document, client, seen):
    """The fill tool on a region of frame 12, and Ctrl+Z, once."""
    colors, size = result_layer(document, "colors"), (document.width(), document.height())
    seen["filled"] = [zlib.crc32(pixels(colors, 12, size))]
    app.action("KritaFill/KisToolFill").trigger()
    yield 500
    asked = len(client.requests)
    x, y = place_on_screen(app, document, *inside(client, 12, 2))
    yield from brush("mousemove", str(x), str(y), "click", "1")
    yield from until(lambda: len(client.requests) > asked + 1, "the fill to be an answer")
    yield 4000
    screenshot(app, "live_5_filled.png")
    seen["filled"].append(zlib.crc32(pixels(colors, 12, size)))
    seen["said of the fill"] = [list(answer) for answer in client.requests[-1].answers if answer[0] == 12]
    asked = len(client.requests)
    app.action("edit_undo").trigger()
    yield from until(lambda: len(client.requests) > asked, "the fill to be taken back")
    yield 4000
    screenshot(app, "live_5_fill_undone.png")
    seen["filled"].append(zlib.crc32(pixels(colors, 12, size)))
    seen["said after its undo"] = [list(answer) for answer in client.requests[-1].answers if answer[0] == 12]
    app.action("KritaShape/KisToolBrush").trigger()
    yield 500


def accept(app, document, controller, client):
    """Accept the rest of a frame, save, reopen, press again: the frame is a reference still, answers are kept."""
    yield from go_to(document, 14)
    yield 1500
    seen = {"looks": [canvas(document)]}
    controller.asking.accept_rest()
    yield from until(lambda: 14 in client.request.finished, "the frame to be a reference")
    yield 1500
    seen["looks"].append(canvas(document))
    seen["references"] = [list(client.request.references), list(client.request.finished)]
    screenshot(app, "live_7_accepted.png")
    app.action("edit_undo").trigger()
    yield from until(lambda: 14 not in client.request.finished, "the acceptance to be taken back")
    seen["undone"] = list(client.request.references)
    screenshot(app, "live_7_undone.png")
    app.action("edit_redo").trigger()
    yield from until(lambda: 14 in client.request.finished, "the acceptance to come back")
    yield 1500
    seen["looks"].append(canvas(document))
    path = os.path.join(os.environ["TMPDIR"], "live.kra")
    document.saveAs(path)
    controller.stop()
    yield from put_away(document)
    document = app.openDocument(path)
    yield from open_in_window(app, document)
    later, other = with_fake(app, client.paint)
    other.unsure = bytes(COAT)
    view = show_panel(app, later)
    later.refresh()
    yield from go_to(document, 14)
    yield 500
    seen["looks"].append(canvas(document))
    screenshot(app, "live_8_reopened.png")
    seen["note"] = view.palette_view.note.text()
    steps = undo_texts(app)
    later.running.auto_colorize()
    yield from until(lambda: later.job is None, "the result")
    yield 2000
    seen["looks"].append(canvas(document))
    seen["again"] = [list(other.request.references), list(other.request.finished), len(other.request.answers)]
    seen["undo steps"] = undo_texts(app)[len(steps) :]
    seen["order"] = order(document.rootNode())
    screenshot(app, "live_9_again.png")
    later.stop()
    return seen


def result_layer(document, name):
    group = document.nodeByName("Shiage")
    return next(node for node in group.childNodes() if node.name() == name)


def is_active_now(document, node):
    active = document.activeNode()
    if active is not None and active.uniqueId() == node.uniqueId():
        return True
    document.setActiveNode(node)
    return False


def inside(client, time, label):
    """A pixel in the middle of the longest run of a label."""
    labels, width = client.label_plane(client.paint[time]), client.requests[0].width
    run = max((part for part in (bytes([label]) * n for n in range(600, 4, -6)) if part in labels), key=len)
    y, x = divmod(labels.find(run), width)
    return x + len(run) // 2, y + 30


def place_on_screen(app, document, x, y, zoom=ZOOM):
    """Where a pixel of a document lies on the screen, the whole of which fits into the window at this zoom."""
    canvas_widget = next(
        widget
        for widget in app.activeWindow().qwindow().findChildren(QtWidgets.QWidget)
        if widget.metaObject().className().startswith(("KisOpenGLCanvas2", "KisQPainterCanvas"))
        and widget.isVisible()
    )
    middle = canvas_widget.mapToGlobal(canvas_widget.rect().center())
    return (
        round(middle.x() + (x - document.width() / 2) * zoom),
        round(middle.y() + (y - document.height() / 2) * zoom),
    )


def canvas(document):
    """How many pixels of the canvas, of each 49th part, have the coat's color, and the slash lines'."""
    width, height = document.width(), document.height()
    plane = bytes(document.pixelData(0, 0, width, height))
    rows = b"".join(plane[y * width * 4 : (y + 1) * width * 4] for y in range(0, height, 7))
    found = Counter(memoryview(rows).cast("I")[::7])
    return {
        "coat": found[int.from_bytes(bytes(COAT), "little")],
        "slash": found[0xFFDC0078],
        "time": document.currentTime(),
    }


def show_panel(app, controller):
    """Another panel in the docker, of another controller."""
    docker = next(docker for docker in app.dockers() if docker.objectName() == "shiage_docker")
    view = Panel(controller, app.icon)
    docker.setWidget(view)
    docker.raise_()
    dockers.append(view)  # else the plugin's own controller would take itself for unseen, and read nothing
    return view


def choose(view, name):
    """As a painter does, in the list."""
    row = view.inputs.method.findData(name)
    view.inputs.method.setCurrentIndex(row)
    view.inputs.method.activated.emit(row)


def on_paper(paint, lines):
    """A plane of paint with its lines, on white: what an engine sends as a preview."""
    pairs = zip(zip(*[iter(lines)] * 4, strict=True), zip(*[iter(paint)] * 4, strict=True), strict=True)
    return bytearray(b"".join(bytes(ink if ink[3] else color if color[3] else WHITE) for ink, color in pairs))


def engines_methods(app):
    """The real engine, started because the painter opens the list."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    view = panel(app)
    before = view.inputs.method.count()
    view.inputs.method.showPopup()
    yield from until(lambda: view.inputs.method.count() > 1, "the engine's methods")
    yield 500
    grab_screen("engines_methods.png")
    view.inputs.method.hidePopup()
    names = [view.inputs.method.itemData(row) for row in range(view.inputs.method.count())]
    choose(view, "unet")
    yield 100
    seen = {"before": before, "names": names, "notice": view.notice.text()}
    QtTest.QTest.keyClicks(view.inputs.character, "Nobody")
    seen["can start"] = view.job.start.isEnabled()
    seen["refusal"] = yield from colorize(app)
    choose(view, "auto")
    yield from put_away(document)
    return {**seen, "windows": windows()}


def watched_and_cancelled(app):
    """The real engine learns a shot: its preview and the time left are seen, then the painter has enough."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    view = panel(app)
    yield from engine_told(view)
    choose(view, "patch")
    QtTest.QTest.keyClicks(view.inputs.character, "Kumo")
    view.job.start.click()
    yield from until(
        lambda: view.job.preview.isVisible() or view.job.start.isVisible(), "a preview", minutes=10
    )
    yield from until(
        lambda: "left" in view.job.progress_note.text() or view.job.start.isVisible(), "the time left"
    )
    seen = {"preview": view.job.preview.isVisible(), "note": view.job.progress_note.text()}
    screenshot(app, "learning.png")
    app.action("shiage_cancel").trigger()
    yield 3000  # nothing comes after it
    seen["notice"] = view.notice.text()
    seen["order"] = order(document.rootNode())
    choose(view, "auto")
    yield from put_away(document)
    return {**seen, "windows": windows()}


NAME = "Kumo Two"  # whom the engine knows


def known_character(app):
    """The real engine colors a character that it was trained on, from the lines alone, by the automatic method."""
    animation = Animation(160, 96, TIMES)
    document = open_template(app, animation.size, (Paint("lines", TIMES), Paint("paper")), 14)
    fill(document, "lines", animation.lines, animation.size)
    width, height = animation.size
    layer(document, "paper").setPixelData(bytes(WHITE) * (width * height), 0, 0, width, height)
    yield from open_in_window(app, document)
    view = panel(app)
    yield from engine_told(view)
    could_start = [view.job.start.isEnabled()]
    choose(view, "unet")
    could_start.append(view.job.start.isEnabled())
    goes_by_target = [view.inputs.accuracy.isEnabled()]
    choose(view, "auto")
    goes_by_target.append(view.inputs.accuracy.isEnabled())
    view.inputs.character.setFocus()
    for letter in NAME:  # the known names drop down meanwhile
        QtTest.QTest.keyClicks(view.inputs.character, letter)
        yield 50
    grab_screen("known_names.png")
    typed = view.inputs.character.text()
    goes_by_target.append(view.inputs.accuracy.isEnabled())
    could_start.append(view.job.start.isEnabled())
    notice = yield from colorize(app)
    yield from go_to(document, 4)
    yield 1000
    screenshot(app, "known_character.png")
    seen = {
        "could start": could_start,
        "goes by target": goes_by_target,
        "typed": typed,
        "known": list(view._controller.method.characters),
        "notice": notice,
        "order": order(document.rootNode()),
        "frames": [share_right(document, animation, time) for time in TIMES]
        if document.nodeByName("Shiage")
        else [],
    }
    choose(view, "auto")
    yield from put_away(document)
    return {**seen, "windows": windows()}


def engine_told(view):
    """Wait until the engine has told its methods, asked by opening the list."""
    view.inputs.method.showPopup()
    yield from until(lambda: view.inputs.method.count() > 1, "the engine's methods")
    view.inputs.method.hidePopup()


def full_run(app):
    """Color, undo, redo, save, reopen, color again; every step is looked at."""
    seen = {}
    animation = Animation(320, 192, TIMES, scale=2)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    yield from go_to(document, 4)
    set_clip_range(app, document, 2, 13)
    app.action("select_all").trigger()
    yield from until(lambda: document.selection() is not None, "the selection")
    yield from quiet(document)
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
    yield from until(lambda: document.nodeByName("colors").visible(), "the paint to be shown again")
    yield from quiet(document)
    seen["undone"] = {
        "order": order(document.rootNode()),
        "untouched": before == {name: fingerprint(document, name) for name in PAINTERS},
        "colors shown": document.nodeByName("colors").visible(),
    }
    app.action("edit_redo").trigger()
    yield from until(lambda: not document.nodeByName("colors").visible(), "the paint to be hidden again")
    yield from quiet(document)
    seen["redone"] = {
        "order": order(document.rootNode()),
        "colors shown": document.nodeByName("colors").visible(),
        "same": look_at_result(document, animation) == result,
    }
    seen["reopened"] = yield from save_and_reopen(app, document, animation, result)
    seen["again"] = yield from color_again(app, document)
    seen["without paint"] = yield from color_without_paint(app, document)
    yield from put_away(document)
    return seen


def set_clip_range(app, document, first, last):
    """As a painter does, in the timeline's boxes: a range set by a script ends with the next change of frame."""
    timeline = next(docker for docker in app.dockers() if docker.objectName() == "TimelineDocker")
    boxes = timeline.findChildren(QtWidgets.QSpinBox)
    values = [box.value() for box in boxes]
    end = values.index(document.fullClipRangeEndTime())
    boxes[end].setValue(last)
    boxes[end - 1].setValue(first)
    assert (document.playBackStartTime(), document.playBackEndTime()) == (first, last)


def save_and_reopen(app, document, animation, result):
    path = os.path.join(os.environ["TMPDIR"], "colored.kra")
    document.saveAs(path)
    reopened = app.openDocument(path)
    yield from quiet(reopened)
    return {"order": order(reopened.rootNode()), "same": look_at_result(reopened, animation) == result}


def color_again(app, document):
    """A second run replaces the first; one undo brings that back, and one redo the second.

    The painter's own layer in it stays in every one of them.
    """
    document.nodeByName("Shiage").addChildNode(document.createNode("glow", "paintlayer"), None)
    yield from activate(document, "lines")
    first = result_uid(document)
    notice = yield from colorize(app)
    second = result_uid(document)
    seen = {"notice": notice, "order": order(document.rootNode()), "is another": first != second}
    for action, wanted in (("edit_undo", first), ("edit_redo", second), ("edit_undo", first)):
        app.action(action).trigger()
        yield from until(lambda wanted=wanted: result_uids(document) == {wanted}, action)
        yield from quiet(document)
        yield 1000  # nothing else is undone
        seen.setdefault("results", []).append(result_uids(document) == {wanted})
        seen.setdefault("own", []).append(order(document.rootNode()).count("  glow"))
    yield from go_on_correcting(app, document, seen)
    return seen


def go_on_correcting(app, document, seen):
    """Who works on the layer `colors` of a result works on that of the next one, and of the one that is back."""
    seen["worked on"] = []
    document.setActiveNode(result_layer(document, "colors"))
    yield 1500
    for step in (None, "edit_undo", "edit_redo"):
        if step is None:
            yield from colorize(app)
        else:
            app.action(step).trigger()
        yield from until(lambda: layer_worked_on(document) == ["colors", "Shiage"], "the layer worked on")
        yield 1000  # no other is picked after it
        seen["worked on"].append(layer_worked_on(document))


def layer_worked_on(document):
    """The name of the active layer, and of the group that it is in."""
    active = document.activeNode()
    return [active.name(), active.parentNode().name()]


def color_without_paint(app, document):
    """The next result goes with no paint layer: the one that was hidden for the last is shown again."""
    view = panel(app)
    shown = [document.nodeByName("colors").visible()]
    choose(view, "unet")
    view._controller.inputs.name_character(NAME)
    view._controller.inputs.choose_colors("")
    notice = yield from colorize(app)
    shown.append(document.nodeByName("colors").visible())
    choose(view, "auto")  # settings are Krita's, for whatever document
    return {"notice": notice, "shown": shown}


def result_uids(document):
    results = [node for node in document.rootNode().childNodes() if node.name() == "Shiage"]
    return {node.uniqueId().toString() for node in results}


def result_uid(document):
    group = document.nodeByName("Shiage")
    return group.uniqueId().toString() if group is not None else ""


def marks(app):
    """Mark a frame while the paint layer is active: the timeline shows it, and the file keeps it."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    yield from activate(document, "colors")
    labels = FrameLabels(app)

    def labelled():
        return sorted(labels.references("colors", REFERENCES) or ())

    yield from until(lambda: labels.references("colors", REFERENCES) is not None, "the timeline")
    yield from until(lambda: panel(app).inputs.reference_note.text().endswith("painted"), "the panel")
    seen = {"before": labelled()}
    yield from go_to(document, 14)
    app.action("shiage_mark_reference").trigger()
    yield from until(labelled, "a label")
    yield from until(lambda: panel(app).inputs.reference_note.text().endswith("marked"), "the panel")
    seen["marked"] = labelled()
    seen["note"] = panel(app).inputs.reference_note.text()
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
    colors = document.nodeByName("colors").uniqueId().toString()
    yield from until(lambda: read_memory(document).marks[colors] != [14], "the marks to follow")
    seen["relabelled"] = read_memory(document).marks[colors]
    app.action("shiage_mark_reference").trigger()
    yield from until(lambda: len(labelled()) == 2, "both labels")
    seen["both"] = labelled()
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
    controller.running.auto_colorize()
    yield from until(lambda: len(client.lines) == len(TIMES), "the drawings")
    blank = fingerprint(document, "lines")
    yield from brush("mousemove", "700", "500", "mousedown", "1")
    for x in range(710, 800, 10):
        yield from brush("mousemove", str(x), "520")
    yield from until(lambda: not is_idle(document), "the stroke to begin")
    seen = {"is drawing": True}
    client.answer()
    yield from until(lambda: controller.job.is_inserting, "the results")
    yield 1500
    seen["order while drawing"] = order(document.rootNode())
    seen["still drawing"] = not is_idle(document)
    for x in range(800, 860, 10):
        yield from brush("mousemove", str(x), "540")
    yield from brush("mouseup", "1")
    yield from until(lambda: controller.job is None, "the result")
    yield from quiet(document)
    seen["order after"] = order(document.rootNode())
    seen["stroke is there"] = fingerprint(document, "lines") != blank
    seen["undo steps"] = undo_texts(app)[-2:]
    seen["windows"] = windows()
    yield from put_away(document)
    return seen


def undone_and_closed(app):
    """Undo, and close the document in the same turn: Krita takes the view apart before the panel has looked."""
    animation = Animation(160, 96, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    controller, _client = with_fake(app, animation.paint)
    controller.running.auto_colorize()
    yield from until(lambda: controller.job is None, "the result")
    seen = {"order": order(document.rootNode())}
    app.action("edit_undo").trigger()
    yield from put_away(document)
    yield 1000  # and Krita lives on
    seen["windows"] = windows()
    return seen


def brush(*command):
    """One after the other, and a little apart, as a hand draws."""
    process = subprocess.Popen(["xdotool", *command])
    yield from until(lambda: process.poll() is not None, "xdotool")
    yield 50


def cancelled(app):
    """The painter's own Cancel, against the real engine."""
    animation = Animation(320, 192, TIMES, scale=2)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    view = panel(app)
    app.action("shiage_auto_colorize").trigger()
    yield from until(lambda: view.job.progress_note.text() != "Reading the drawings", "the engine's turn")
    app.action("shiage_cancel").trigger()
    yield 3000  # nothing comes after it
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
        "engine": panel(app).engine.sentence.text(),
        "order": order(document.rootNode()),
        "windows": windows(),
    }


def put_away(document):
    document.setModified(False)
    document.close()
    yield 500  # let the window draw itself without it


def look_at_result(document, animation):
    group = document.nodeByName("Shiage")
    parts = {child.name(): child for child in group.childNodes()}
    every = [parts[name] for name in ("colors", "suggestions", "slash lines", "confidence")]
    targets = [time for time in animation.times if time not in REFERENCES]
    references = {time: pixels(parts["colors"], time, animation.size) for time in REFERENCES}
    return {
        "parts": {
            "keys": [keys(node) for node in every],
            "shown": [node.visible() for node in (group, *every)],
            "references copied": all(references[time] == animation.paint[time] for time in references),
        },
        "frames": [share_right(document, animation, time) for time in targets],
    }


def look_at_panel(app):
    view = panel(app)
    view.grab().save(os.path.join(os.environ["SHIAGE_ARTIFACTS"], "panel.png"))
    return {
        "lines": view.inputs.lines.text(),
        "colors": view.inputs.colors.currentText(),
        "references": [
            view.inputs.references.item(row).text() for row in range(view.inputs.references.count())
        ],
        "palette": view.palette_view.note.text(),
        "engine": view.engine.sentence.text(),
    }
