"""Scenarios for the whole Krita with the real engine: model sheets, from a file and from another document."""

import os
import tempfile

from animation import WHITE, Animation, build, layer, open_template
from observe import grab_screen, panel, screenshot, share_right, undo_texts
from steps import go_to, quiet, until, windows
from window_scenarios import colorize, open_in_window, put_away

from shiage.host.model_sheets import ANNOTATION
from shiage.host.template import Paint
from shiage.images import image
from shiage.qt import QtWidgets

TIMES = (0, 3, 4, 9)


def a_sheet_from_a_file_and_one_from_a_document(app):
    """No frame is painted: two colored drawings of other sizes are all there is to learn from."""
    animation = Animation(320, 180, TIMES, scale=2)
    document = build(app, animation, ())
    yield from open_in_window(app, document)
    view = panel(app)
    controller = view._controller
    for _ in range(4):  # the paint layer is found to be blank
        controller.refresh()
    seen = {"before": view.inputs.reference_note.text()}
    steps = undo_texts(app)
    path = picture_file(Animation(320, 180, (0,), scale=3))
    controller.inputs.add_sheet(path=path)
    seen["notice"] = controller.notice
    seen["after one"] = look(view)
    other = drawing_document(app, Animation(240, 150, (0,), scale=2))
    yield from open_in_window(app, other, "colors")
    app.activeWindow().addView(document)
    yield from until(lambda: app.activeDocument() == document, "the first document")
    yield from quiet(document)
    document.setActiveNode(layer(document, "lines"))
    yield 300
    controller.refresh()
    view.inputs.add_sheet.fill()
    menu = view.inputs.add_sheet.menu()
    seen["menu"] = [action.text() for action in menu.actions()]
    menu.actions()[-1].trigger()
    seen["said"] = [controller.notice, controller.is_error]
    for _ in range(4):
        controller.refresh()
    yield 300
    seen["after two"] = look(view)
    seen["steps"] = undo_texts(app)[len(steps) :]
    screenshot(app, "sheets_1_strip.png")
    seen["colored"] = yield from colorize(app)
    yield from go_to(document, 4)
    yield 800
    screenshot(app, "sheets_2_colored.png")
    seen["right"] = [share_right(document, animation, time) for time in TIMES]
    yield from again_from_disk(app, document, seen)
    yield from put_away(other)
    return {**seen, "windows": windows()}


def again_from_disk(app, document, seen):
    """Saved, closed and opened again the sheets are there; one is removed by the menu of its thumbnail."""
    path = os.path.join(tempfile.mkdtemp(), "kept.kra")
    document.saveAs(path)
    yield from quiet(document)
    yield from put_away(document)
    document = app.openDocument(path)
    document.setBatchmode(True)
    yield from open_in_window(app, document)
    view = panel(app)
    controller = view._controller
    for _ in range(4):
        controller.refresh()
    yield 300
    seen["kept"] = look(view)
    (first, _), (second, _) = controller.scene.sheets
    view.inputs.references.clicked_sheet.emit(first)
    yield 300
    menus = [one for one in view.inputs.findChildren(QtWidgets.QMenu) if one.isVisible()]
    seen["asked"] = [[action.text() for action in menu.actions()] for menu in menus]
    grab_screen("sheets_3_remove.png")
    menus[0].actions()[0].trigger()
    menus[0].close()
    yield 300
    seen["left"] = look(view)
    seen["annotations"] = [bool(document.annotation(ANNOTATION + key).size()) for key in (first, second)]
    yield from put_away(document)


def look(view):
    """What the panel shows of references."""
    strip = view.inputs.references
    texts = [strip.item(row).text() for row in range(strip.count())]
    return [texts, view.inputs.reference_note.text(), view.job.start.isEnabled()]


def whole(animation):
    """Lines over paint over white paper: one BGRA plane of the first frame."""
    paint, lines = animation.paint[animation.times[0]], animation.lines[animation.times[0]]
    pixels = []
    for at in range(0, len(paint), 4):
        pixel = lines[at : at + 4] if lines[at + 3] else paint[at : at + 4]
        pixels.append(pixel if pixel[3] else bytes(WHITE))
    return b"".join(pixels)


def picture_file(animation):
    path = os.path.join(tempfile.mkdtemp(), "turnaround.png")
    assert image(animation.size, whole(animation)).save(path)
    return path


def drawing_document(app, animation):
    """Another document: a still drawing in colors."""
    document = open_template(app, animation.size, (Paint("lines"), Paint("colors"), Paint("paper")), 0)
    width, height = animation.size
    layer(document, "lines").setPixelData(animation.lines[0], 0, 0, width, height)
    layer(document, "colors").setPixelData(animation.paint[0], 0, 0, width, height)
    layer(document, "paper").setPixelData(bytes(WHITE) * (width * height), 0, 0, width, height)
    document.setName("back view")
    document.refreshProjection()
    document.waitForDone()
    return document
