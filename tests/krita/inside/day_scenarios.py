"""A painter's day in the whole Krita, with the real engine: each step is looked at, and kept as a picture."""

import os
from itertools import accumulate, cycle, islice

from animation import BAG, PALETTE, WHITE, Animation, fill, layer, open_template
from krita import ManagedColor
from observe import Gaps, fingerprint, order, panel, pixels, screenshot, undo_texts
from PyQt5 import QtGui
from steps import go_to, quiet, until, windows
from window_scenarios import (
    brush,
    colorize,
    is_active_now,
    open_in_window,
    place_on_screen,
    put_away,
    result_layer,
)

from shiage.host.template import Group, Paint

TIMES = (0, *accumulate(islice(cycle((2, 3)), 23)))  # 24 drawings, held on twos and threes
REFERENCES = (TIMES[0], TIMES[-1])
WITH_BAG = TIMES[6:18]  # a part that no reference shows
FIRST, SECOND, ACCEPTED = TIMES[8], TIMES[10], TIMES[15]
PAINTERS = ("outline", "colors", "paper")
ZOOM = 0.5
SHIRT = 5


def day(app):
    """Press, fill a region, see others follow, move the slider, finish a frame, press again, reopen, undo."""
    animation = Animation(320, 180, TIMES, scale=6, bag=WITH_BAG)
    document = build_cel(app, animation)
    yield from open_in_window(app, document, "outline")
    app.activeWindow().activeView().canvas().setZoomLevel(ZOOM)
    app.writeSetting("KritaFill/KisToolFill", "sampleLayersMode", "allLayers")
    before = {name: fingerprint(document, name) for name in PAINTERS}
    gaps, seen = Gaps(), {}
    gaps.begin("press")
    seen["pressed"] = yield from colorize(app)
    yield from look(app, document, animation, seen, "day_1_pressed", FIRST, SECOND)
    gaps.begin("fill")
    yield from fill_bag(app, document, animation, FIRST)
    yield from until(lambda: "changed." in panel(app).notice.text(), "other frames to follow")
    seen["filled"] = panel(app).notice.text()
    yield from look(app, document, animation, seen, "day_2_filled", FIRST, SECOND)
    gaps.begin("slider")
    panel(app).inputs.accuracy.setValue(90)
    yield from look(app, document, animation, seen, "day_3_slider", SECOND)
    panel(app).inputs.accuracy.setValue(98)
    gaps.begin("accept")
    yield from accept_frame(app, document, ACCEPTED)
    yield from look(app, document, animation, seen, "day_4_accepted", ACCEPTED, SECOND)
    gaps.begin("press again")
    seen["pressed again"] = yield from colorize(app)
    gaps.begin("")
    yield from look(app, document, animation, seen, "day_5_again", FIRST, SECOND, ACCEPTED)
    seen["untouched"] = before == {name: fingerprint(document, name) for name in PAINTERS}
    document = yield from reopen(app, document)
    seen["reopened"] = panel(app).notice.text()
    yield from look(app, document, animation, seen, "day_6_reopened", FIRST, SECOND, ACCEPTED)
    seen["next day"] = yield from colorize(app)
    yield from look(app, document, animation, seen, "day_7_next_day", FIRST, SECOND, ACCEPTED)
    yield from undo_all(app)
    yield from look(app, document, animation, seen, "day_8_undone", FIRST, SECOND, ACCEPTED)
    seen["untouched at last"] = before == {name: fingerprint(document, name) for name in PAINTERS}
    seen["order"] = order(document.rootNode())
    yield from put_away(document)
    return {**seen, "gaps": gaps.report(), "windows": windows()}


def build_cel(app, animation):
    """Lines in a group, over paint at the references, over paper."""
    cel = Group("A", (Paint("outline", animation.times),))
    tree = (cel, Paint("colors", REFERENCES), Paint("paper"))
    document = open_template(app, animation.size, tree, max(animation.times) + 3)
    fill(document, "outline", animation.lines, animation.size)
    fill(document, "colors", {time: animation.paint[time] for time in REFERENCES}, animation.size)
    width, height = animation.size
    layer(document, "paper").setPixelData(bytes(WHITE) * (width * height), 0, 0, width, height)
    document.setCurrentTime(0)
    document.refreshProjection()
    document.waitForDone()
    return document


def look(app, document, animation, seen, name, *times):
    """At each of these times: a picture of the window, and what the result shows of shirt and bag."""
    for time in times:
        yield from go_to(document, time)
        yield 2000
        yield from quiet(document)
        screenshot(app, f"{name}_{time}.png")
        seen.setdefault("looks", {}).setdefault(name, {})[str(time)] = shown(document, animation, time)


def shown(document, animation, time):
    """Of the result's paint: the share of the shirt and of the bag in their colors, and strange colors."""
    if document.nodeByName("Shiage") is None:
        return {}
    plane, truth = pixels(result_layer(document, "colors"), time, animation.size), animation.paint[time]
    got = memoryview(plane).cast("I")[::7]
    right = memoryview(truth).cast("I")[::7]
    ink = animation.lines[time][3::28]
    found = {}
    for part, label in (("shirt", SHIRT), ("bag", BAG)):
        color = int.from_bytes(bytes(PALETTE[label]), "little")
        places = [i for i, wanted in enumerate(right) if wanted == color and not ink[i]]
        found[part] = sum(got[i] == color for i in places) / max(len(places), 1)
    allowed = {0, *(int.from_bytes(bytes(color), "little") for color in PALETTE)}
    return {**found, "strange": len(set(got) - allowed)}


def fill_bag(app, document, animation, time):
    """By the fill tool, on the result's layer `colors`, in a color of the painter's own."""
    yield from go_to(document, time)
    colors = result_layer(document, "colors")
    yield from until(lambda: is_active_now(document, colors), "the layer colors to be active")
    blue, green, red, _ = PALETTE[BAG]
    view = app.activeWindow().activeView()
    view.setForeGroundColor(ManagedColor.fromQColor(QtGui.QColor(red, green, blue), view.canvas()))
    app.action("KritaFill/KisToolFill").trigger()
    yield 500
    x, y = middle_of_bag(animation, time)
    yield from brush("mousemove", *map(str, place_on_screen(app, document, x, y)), "click", "1")
    yield from quiet(document)


def middle_of_bag(animation, time):
    """(x, y) of its middle pixel."""
    width, color = animation.size[0], bytes(PALETTE[BAG])
    plane = animation.paint[time]
    first, last = plane.find(color) // 4, plane.rfind(color) // 4
    return (first % width + last % width) // 2, (first // width + last // width) // 2


def accept_frame(app, document, time):
    yield from go_to(document, time)
    yield 1500
    app.action("shiage_accept_rest").trigger()
    yield 500
    yield from until(lambda: not panel(app).job.cancel.isVisibleTo(panel(app)), "the frame to be accepted")
    yield 3000


def reopen(app, document):
    path = os.path.join(os.environ["TMPDIR"], "day.kra")
    document.saveAs(path)
    yield from put_away(document)
    document = app.openDocument(path)
    yield from open_in_window(app, document, "outline")
    app.activeWindow().activeView().canvas().setZoomLevel(ZOOM)
    yield 3000
    return document


def undo_all(app):
    """Ctrl+Z, as often as it does something."""
    for _ in range(40):
        if not app.action("edit_undo").isEnabled() or not undo_texts(app):
            return
        app.action("edit_undo").trigger()
        yield 400
