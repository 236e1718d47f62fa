"""Scenarios for the whole Krita: regions shown over the canvas, and strokes that close them, with the real engine."""

from animation import CLEAR, PALETTE, Animation, build, layer
from observe import keys, order, panel, pixels, screenshot, undo_texts
from steps import go_to, quiet, until, windows
from window_scenarios import (
    activate,
    colorize,
    is_active_now,
    open_in_window,
    put_away,
)

from shiage.qt import QtCore

TIMES, REFERENCES = (0, 3, 4, 9), (0,)
COAT = PALETTE[1]
GAP, STROKE = 60, (90, 40, 200, 255)  # pixels; BGRA


def regions_and_strokes(app):
    """A coat that is open at frame 4: seen, closed by a stroke, and colored."""
    animation = Animation(320, 180, TIMES, scale=4)
    document = build(app, animation, REFERENCES)
    left, top = left_side_of_coat(animation, 4)
    lines = layer(document, "lines")
    yield from go_to(document, 4)
    lines.setPixelData(bytes(CLEAR) * (16 * GAP), left - 8, top, 16, GAP)
    document.refreshProjection()
    yield from open_in_window(app, document)
    yield from go_to(document, 4)
    before = order(document.rootNode()), undo_texts(app)
    view = panel(app)
    view.inputs.gap.setValue(4)
    seen = {}
    seen["open"] = yield from shown(app, view, "regions_1_open.png")
    seen["same document"] = (order(document.rootNode()), undo_texts(app)) == before
    yield from look_from_elsewhere(app, seen)
    app.action("shiage_show_regions").trigger()
    yield from until(lambda: overlay(app) is None, "the regions to go")
    app.action("shiage_add_closings").trigger()
    yield from until(lambda: document.nodeByName("Closings") is not None, "the layer of closing strokes")
    closings = document.nodeByName("Closings")
    yield from until(lambda: is_active_now(document, closings), "it to be active")
    yield from quiet(document)
    seen["layer"] = [order(document.rootNode()), keys(closings), closings.opacity(), closings.colorLabel()]
    yield from go_to(document, 4)
    closings.setPixelData(bytes(STROKE) * (4 * (GAP + 8)), left - 2, top - 4, 4, GAP + 8)
    document.refreshProjection()
    stroke = pixels(closings, 4, animation.size)
    seen["closed"] = yield from shown(app, view, "regions_2_closed.png")
    app.action("shiage_show_regions").trigger()
    yield from until(lambda: overlay(app) is None, "the regions to go")
    seen["lines"] = view.inputs.lines.text()
    seen["notice"] = yield from colorize(app)
    yield from go_to(document, 4)
    yield 1500
    screenshot(app, "regions_3_colored.png")
    seen["coat"] = coat_of_result(document, animation)
    seen["only read"] = stroke == pixels(closings, 4, animation.size)
    view.inputs.gap.setValue(-1)
    yield from activate(document, "lines")
    yield from put_away(document)
    return {**seen, "windows": windows()}


def left_side_of_coat(animation, time):
    """Where the left border of the coat lies: x, and y of its middle."""
    width, height = animation.size
    plane = animation.paint[time]
    inside = [i for i in range(width * height) if plane[4 * i : 4 * i + 4] == bytes(COAT)]
    y = sorted({i // width for i in inside})[len({i // width for i in inside}) // 2]
    return min(i % width for i in inside if i // width == y), y - GAP // 2


def shown(app, view, name):
    """Press, wait for the picture, and keep how it looks, and what the panel says."""
    app.action("shiage_show_regions").trigger()
    yield from until(lambda: overlay(app) is not None, "the regions")
    yield 800
    screenshot(app, name)
    return {"notice": view.notice.text(), "down": view.inputs.show_regions.isChecked()}


def overlay(app):
    """The widget over the canvas, if there is one."""
    window = app.activeWindow().qwindow()
    found = [one for one in window.findChildren(QtCore.QObject) if type(one).__name__ == "Overlay"]
    return next((one for one in found if one.isVisible()), None)


def look_from_elsewhere(app, seen):
    """However the canvas is turned, the picture lies where the document does: no white paper is left beside it."""
    canvas, seen["white"] = app.activeWindow().activeView().canvas(), []
    for name, zoom, angle, mirrored in (
        ("half", 0.5, 0, False),
        ("turned", 0.6, 30, False),
        ("mirrored", 0.6, 30, True),
        ("near", 2.0, 0, True),
    ):
        canvas.setZoomLevel(zoom)
        canvas.setRotation(angle)
        canvas.setMirror(mirrored)
        yield 1000
        screenshot(app, f"regions_{name}.png")
        seen["white"].append(white_points(app))
    canvas.setMirror(False)
    canvas.resetRotation()
    canvas.setZoomLevel(1.0)
    yield 500


def white_points(app):
    """How many points of a grid over the canvas are white as paper."""
    window, above = app.activeWindow().qwindow(), overlay(app)
    picture = window.grab().toImage()
    corner = above.mapTo(window, QtCore.QPoint(0, 0))
    points = [(x, y) for x in range(0, above.width(), 12) for y in range(0, above.height(), 12)]
    return sum(picture.pixelColor(corner.x() + x, corner.y() + y).name() == "#ffffff" for x, y in points)


def coat_of_result(document, animation):
    """The share of the coat of frame 4 that has its color in the result, withdrawn or not."""
    group = document.nodeByName("Shiage")
    parts = {child.name(): pixels(child, 4, animation.size) for child in group.childNodes()}
    true = animation.paint[4]
    places = [
        i for i in range(0, len(true), 4) if true[i : i + 4] == bytes(COAT) and not animation.lines[4][i + 3]
    ]
    right = sum(parts["colors"][i : i + 4] == bytes(COAT) for i in places)
    maybe = sum(parts["suggestions"][i : i + 4] == bytes(COAT) for i in places)
    return [right / len(places), (right + maybe) / len(places)]
