"""Scenarios for the whole Krita: what the panel offers to change, taken by a click; the engine is a fake."""

import tempfile

from animation import COAT, PALETTE, SKIN, WHITE, Animation, fill, layer, only, open_template
from export_scenarios import PAINT, files, picture
from observe import order, panel, screenshot, undo_texts
from steps import go_to, quiet, until, windows
from window_scenarios import open_in_window, put_away, show_panel, with_fake

from shiage.host.template import Group, Paint

TIMES = (0, 4, 8)
SHIRT, NIGHT = 5, (52, 60, 110)


def opaque_lines(app):
    """Lines on white paper over colors in a group: nothing is seen of the colors, until the lines multiply."""
    animation = Animation(320, 180, TIMES, scale=3, paper=WHITE)
    colors = Group("Coloring", (Paint("coat", (0,)), Paint("skin", (0,))))
    document = open_template(app, animation.size, (Paint("lines", TIMES), colors, Paint("paper")), 10)
    fill(document, "lines", animation.lines, animation.size)
    for name, labels in (("coat", COAT), ("skin", SKIN)):
        fill(document, name, {0: only(animation.paint[0], labels)}, animation.size)
    document.setCurrentTime(0)
    yield from quiet(document)
    yield from open_in_window(app, document)
    own, controller, view = yield from fake_panel(app, animation.paint)
    for _ in range(4):
        controller.refresh()
    seen = {"colors": view.inputs.colors.currentText(), "hint": view.inputs.colors.toolTip()}
    seen["offer"] = [view.offer.sentence.text(), view.offer.take.text(), view.offer.isVisible()]
    yield 500
    screenshot(app, "offer_1_multiply.png")
    steps = undo_texts(app)
    view.offer.take.click()
    yield from quiet(document)
    seen["steps"] = undo_texts(app)[len(steps) :]
    seen["mode"] = layer(document, "lines").blendingMode()
    seen["offered still"] = view.offer.isVisible()
    controller.running.auto_colorize()
    yield from until(lambda: controller.job is None, "the result")
    yield from go_to(document, 4)
    yield 1000
    screenshot(app, "offer_2_multiplied.png")
    seen["notice"] = controller.notice
    yield from take_away(app, own, controller, document)
    return {**seen, "windows": windows()}


def still_layers(app):
    """Twelve layers in a group, of which two are painted: taken as frames, colored, recolored, and exported."""
    times = tuple(range(12))
    animation = Animation(320, 180, times, scale=3)
    lines = Group("cut 1", tuple(Paint(f"{time + 1}", visible=time == 5) for time in reversed(times)))
    colors = Group("color", (Paint("12", visible=False), Paint("1", visible=False)))
    document = open_template(app, animation.size, (lines, colors, Paint("paper")), 0)
    width, height = animation.size
    for time, node in enumerate(layer(document, "cut 1").childNodes()):
        node.setPixelData(animation.lines[time], 0, 0, width, height)
    for time, node in zip((0, 11), layer(document, "color").childNodes(), strict=True):
        node.setPixelData(animation.paint[time], 0, 0, width, height)
    layer(document, "paper").setPixelData(bytes(WHITE) * (width * height), 0, 0, width, height)
    document.refreshProjection()
    yield from quiet(document)
    yield from open_in_window(app, document, "6")
    own, controller, view = yield from fake_panel(app, animation.paint)
    controller.refresh()
    seen = {"offer": [view.offer.sentence.text(), view.offer.take.text()]}
    yield 500
    screenshot(app, "offer_3_frames.png")
    view.offer.take.click()
    for _ in range(4):
        controller.refresh()
    seen["lines"] = view.inputs.lines.text()
    seen["references"] = view.inputs.reference_note.text()
    steps = undo_texts(app)
    controller.running.auto_colorize()
    yield from until(lambda: controller.job is None, "the result")
    yield 1000
    screenshot(app, "offer_4_frames_colored.png")
    group = layer(document, "Shiage")
    seen["result"] = [[node.name(), node.visible()] for node in group.childNodes()]
    seen["steps"] = undo_texts(app)[len(steps) :]
    seen["notice"] = controller.notice
    seen["order"] = [name for name in order(document.rootNode()) if not name.startswith(" ")]
    painters = planes(document, "cut 1", "color")
    yield from recolor(app, view, document, seen)
    yield from export(app, view, document, seen)
    seen["painter's"] = painters == planes(document, "cut 1", "color")
    yield from take_away(app, own, controller, document)
    return {**seen, "windows": windows()}


def recolor(app, view, document, seen):
    """Go to a frame in which a color is, give it another one, undo and redo."""
    controller, page = view._controller, view.palette_page
    commands = controller.palettes
    view.pages.setCurrentWidget(page)
    place = [entry.color for entry in commands.palettes.entries].index(tuple(reversed(PALETTE[SHIRT][:3])))
    page.swatches.clicked.emit(place)
    yield from until(lambda: not commands.is_looking, "the frames in which it is seen")
    seen["frames"] = list(commands.seen)
    commands.show_frame(8)
    yield from quiet(document)
    yield 800
    screenshot(app, "offer_5_frame_shown.png")
    tops = (layer(document, "cut 1"), layer(document, "Shiage"))
    seen["shown"] = [[node.name() for node in top.childNodes() if node.visible()] for top in tops]
    steps, seen["in color"] = undo_texts(app), [colored(document, NIGHT)]
    page.ask_color = lambda _: NIGHT
    page.swatches.double_clicked.emit(place)
    yield from until(lambda: controller.job is None, "the other colors")
    yield 800
    screenshot(app, "offer_6_recolored.png")
    seen["recolored"], seen["recolor steps"] = controller.notice, undo_texts(app)[len(steps) :]
    seen["in color"].append(colored(document, NIGHT))
    for name in ("edit_undo", "edit_redo"):
        app.action(name).trigger()
        for _ in range(8):
            yield from quiet(document)
            yield 200
            controller.refresh()
        seen["in color"].append(colored(document, NIGHT))
    seen["palette"] = commands.palettes.shown


def colored(document, color):
    """In how many layers of the result a color is."""
    pixel = bytes((*reversed(color), 255))
    found = planes(document, "Shiage")
    return sum(any(plane[i : i + 4] == pixel for i in range(0, len(plane), 4)) for plane in found)


def planes(document, *groups):
    """The pixels of each layer in some groups."""
    size = document.width(), document.height()
    nodes = [node for group in groups for node in layer(document, group).childNodes()]
    return [bytes(node.pixelData(0, 0, *size)) for node in nodes]


def export(app, view, document, seen):
    """Paint alone, from the button to the files."""
    folder = tempfile.mkdtemp()
    view.pages.setCurrentWidget(view.finish)
    view.finish.ask_folder = lambda: folder
    view.finish.how.setCurrentIndex(PAINT)
    view.finish.export.click()
    yield from until(lambda: not view._controller.exporting.is_busy, "the export to end")
    yield 500
    screenshot(app, "offer_7_exported.png")
    seen["exported"], seen["files"] = view.notice.text().replace(folder, "FOLDER"), files(folder)
    made = f"{folder}/animation frames"
    seen["exact"] = [
        picture(made, "color", number) == plane for number, plane in enumerate(planes(document, "Shiage"), 1)
    ]


def fake_panel(app, paint):
    """A panel of a controller with a fake engine, in place of the one that the plugin has made."""
    own = panel(app)
    own._controller.stop()
    controller, _ = with_fake(app, paint)
    view = show_panel(app, controller)
    yield 300
    return own, controller, view


def take_away(app, own, controller, document):
    """The plugin's own panel is back, and the document is gone."""
    controller.stop()
    show_panel(app, own._controller)
    own._controller.start()
    yield from put_away(document)
