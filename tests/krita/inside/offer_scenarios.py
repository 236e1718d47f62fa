"""Scenarios for the whole Krita: what the panel offers to change, taken by a click; the engine is a fake."""

from animation import COAT, SKIN, WHITE, Animation, fill, layer, only, open_template
from observe import order, panel, screenshot, undo_texts
from steps import go_to, quiet, until, windows
from window_scenarios import open_in_window, put_away, show_panel, with_fake

from shiage.host.template import Group, Paint

TIMES = (0, 4, 8)


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
    """Twelve layers in a group, of which two are painted: taken as frames."""
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
    yield from take_away(app, own, controller, document)
    return {**seen, "windows": windows()}


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
