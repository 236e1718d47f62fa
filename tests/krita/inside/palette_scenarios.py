"""Palettes in the whole Krita, with the real engine: a result in other colors, and what follows that."""

import os

from animation import BAG, PALETTE, Animation, build
from day_scenarios import middle_of_bag
from krita import ManagedColor
from observe import fingerprint, panel, pixels, screenshot, undo_texts
from PyQt5 import QtGui
from steps import go_to, quiet, until, windows
from window_scenarios import (
    PAINTERS,
    ZOOM,
    brush,
    colorize,
    is_active_now,
    open_in_window,
    place_on_screen,
    put_away,
    result_layer,
)

from shiage.client.protocol.palettes import code_of

TIMES = (0, 2, 5, 7, 9, 12)
SHIRT = 5
CORRECTED, OTHER = 5, 7  # frames
NIGHT = (52, 60, 110)
PARTS = {"shirt": SHIRT, "bag": BAG}
OWN = "Shiage night"  # the palette that Krita has read from its folder


def rgb(label):
    blue, green, red, _ = PALETTE[label]
    return red, green, blue


def recolored(app):
    """Press, exchange a color, undo and redo, correct in the new color, move the slider, reopen, go back."""
    animation = Animation(320, 180, TIMES, scale=3, bag=(5, 7, 9))
    document = build(app, animation, (TIMES[0], TIMES[-1]))
    yield from open_in_window(app, document)
    app.activeWindow().activeView().canvas().setZoomLevel(ZOOM)
    app.writeSetting("KritaFill/KisToolFill", "sampleLayersMode", "allLayers")
    before = {name: fingerprint(document, name) for name in PAINTERS}
    seen = {"pressed": (yield from colorize(app)), "colors": {}}
    note(seen, "pressed", document, animation)
    view = panel(app)
    seen["krita's own"] = of_krita(view, OWN)
    yield from exchange(app, view, document, animation, seen)
    yield from go_on(app, view, document, animation, seen)
    path = os.path.join(os.environ["TMPDIR"], "night.kpl")
    view._controller.palettes.write(path)
    seen["untouched"] = before == {name: fingerprint(document, name) for name in PAINTERS}
    document = yield from reopen(app, document)
    palettes = view._controller.palettes.palettes
    seen["reopened"] = [palettes.shown, len(palettes.entries)]
    note(seen, "reopened", document, animation)
    for what, act in (("as painted", lambda of: of.show("")), ("read", lambda of: of.read(path))):
        act(view._controller.palettes)
        seen[what] = yield from ended(view, document)
        note(seen, what, document, animation)
    screenshot(app, "palette_4_read.png")
    seen["untouched at last"] = before == {name: fingerprint(document, name) for name in PAINTERS}
    yield from put_away(document)
    return {**seen, "windows": windows()}


def exchange(app, view, document, animation, seen):
    """Look at the shirt's color on the page, and give it another one; Undo, and Redo."""
    page, commands = view.palette_page, view._controller.palettes
    view.pages.setCurrentWidget(page)
    yield from go_to(document, CORRECTED)
    place = [entry.color for entry in commands.palettes.entries].index(rgb(SHIRT))
    page.swatches.clicked.emit(place)
    yield from until(lambda: not commands.is_looking, "the frames in which it is seen")
    yield 300
    seen["frames"] = list(commands.seen)
    screenshot(app, "palette_1_entry.png")
    steps = undo_texts(app)
    page.ask_color = lambda _: NIGHT
    page.swatches.double_clicked.emit(place)
    seen["recolored"] = yield from ended(view, document)
    seen["undo steps"] = undo_texts(app)[len(steps) :]
    note(seen, "recolored", document, animation)
    screenshot(app, "palette_2_recolored.png")
    for what, name in (("undone", "edit_undo"), ("redone", "edit_redo")):
        app.action(name).trigger()
        yield 2500
        yield from quiet(document)
        note(seen, what, document, animation)
        seen[f"{what} palette"] = commands.palettes.shown


def go_on(app, view, document, animation, seen):
    """Correct in a color of the recolored result, move the slider, and press again."""
    view.toggles.hatch.click()  # the fill tool would go by single slash lines
    yield from fill_bag(app, document, animation)
    yield from until(lambda: "changed." in view.notice.text(), "other frames to follow")
    yield from go_to(document, OTHER)
    yield 1500
    note(seen, "corrected", document, animation)
    screenshot(app, "palette_3_corrected.png")
    for accuracy in (90, 98):
        view.inputs.accuracy.setValue(accuracy)
        yield 1500
    note(seen, "slider", document, animation)
    seen["pressed again"] = yield from colorize(app)
    note(seen, "pressed again", document, animation)


def reopen(app, document):
    path = os.path.join(os.environ["TMPDIR"], "palette.kra")
    document.saveAs(path)
    yield from put_away(document)
    document = app.openDocument(path)
    yield from open_in_window(app, document)
    app.activeWindow().activeView().canvas().setZoomLevel(ZOOM)
    yield 3000
    return document


def of_krita(view, name):
    """A palette that Krita has read from a file of ours: names and codes of its colors."""
    palette = view._controller._host.program_palette(name)
    return [[entry.name, code_of(entry.color)] for entry in palette.entries]


def ended(view, document):
    """Wait for the end of a run that has begun, and for Krita to take it in; returns what the panel says."""
    yield from until(lambda: view._controller.job is None, "the run to end")
    yield 500
    yield from quiet(document)
    return view.notice.text()


def note(seen, what, document, animation):
    """By frame: the share of the shirt and of the bag by their colors in the result, as codes."""
    seen["colors"][what] = {
        str(time): {part: shares(document, animation, time, label) for part, label in PARTS.items()}
        for time in TIMES
    }


def shares(document, animation, time, label):
    got = memoryview(pixels(result_layer(document, "colors"), time, animation.size)).cast("I")[::7]
    right = memoryview(animation.paint[time]).cast("I")[::7]
    ink = animation.lines[time][3::28]
    color = int.from_bytes(bytes(PALETTE[label]), "little")
    places = [place for place, wanted in enumerate(right) if wanted == color and not ink[place]]
    found = {}
    for place in places:
        blue, green, red, alpha = got[place].to_bytes(4, "little")
        code = code_of((red, green, blue)) if alpha else ""
        found[code] = found.get(code, 0) + 1
    return {code: round(count / len(places), 3) for code, count in found.items()}


def fill_bag(app, document, animation):
    """By the fill tool, on the result's layer `colors`, in the color that the shirt has there."""
    yield from go_to(document, CORRECTED)
    yield 1000
    colors = result_layer(document, "colors")
    yield from until(lambda: is_active_now(document, colors), "the layer colors to be active")
    view = app.activeWindow().activeView()
    view.setForeGroundColor(ManagedColor.fromQColor(QtGui.QColor(*NIGHT), view.canvas()))
    app.action("KritaFill/KisToolFill").trigger()
    yield 500
    x, y = middle_of_bag(animation, CORRECTED)
    yield from brush("mousemove", *map(str, place_on_screen(app, document, x, y)), "click", "1")
    yield from quiet(document)
