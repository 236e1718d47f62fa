"""Scenarios for kritarunner: the real document engine without a window, the engine of Shiage a fake."""

import os
import tempfile
from typing import Any, cast

from animation import CLEAR, WHITE, Animation, build, fill, layer, open_template, trace_group
from fakes import RED, FakeClient
from observe import fingerprint, keys, order, pixels
from steps import go_to, quiet, until

from shiage.client.protocol.messages import TRACES_SINCE
from shiage.controller import Controller
from shiage.host import document as document_module
from shiage.host.document import read_memory, write_memory
from shiage.host.krita_host import KritaHost
from shiage.host.template import HIDES_ALL, KEEPS_ALL, Group, Mask, Paint
from shiage.result import planes
from shiage.result.slash_lines import SLASH

TIMES = (0, 3, 4, 9, 12)
REFERENCES = (0, 12)
SIZE = (160, 96)


class Application:
    """The running Krita with what kritarunner lacks: a document in front and its active layer."""

    def __init__(self, krita, document, active="lines"):
        self._krita = krita
        self.document = Document(document, active)
        self.settings = {}

    def activeDocument(self):
        return self.document

    def readSetting(self, group, name, default):
        return self.settings.get(name, default)

    def writeSetting(self, group, name, value):
        self.settings[name] = value

    def dockers(self):
        return []

    def __getattr__(self, name):
        return getattr(self._krita, name)


class Document:
    """A document with an active layer of its own, which only a window can set."""

    def __init__(self, real, active):
        self.real = real
        self.active = real.nodeByName(active)

    def __eq__(self, other):
        return self.real == other

    __hash__ = None  # type: ignore[assignment]

    def activeNode(self):
        return self.active

    def setActiveNode(self, node):
        self.active = node

    def __getattr__(self, name):
        return getattr(self.real, name)


def begin(krita, document, paint, active="lines", hold=False):
    """A controller and its fake engine."""
    return join(Application(krita, document, active), paint, hold)


def join(application, paint, hold=False):
    client = FakeClient(paint, hold)
    return Controller(KritaHost(application), cast("Any", client)), client


def ended(controller):
    yield from until(lambda: controller.job is None, "the job to end")


def colored(application):
    """An animation that was colored once; its document, and the controller with the fake engine."""
    animation = Animation(*SIZE, TIMES)
    document = build(application, animation, REFERENCES)
    controller, client = begin(application, document, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    return animation, document, controller, client


def saved_and_reopened(krita, document):
    path = os.path.join(tempfile.mkdtemp(), "saved.kra")
    document.saveAs(path)
    return krita.openDocument(path)


def look(document, animation):
    """The result in a document, against what the fake engine painted."""
    group = document.nodeByName("Shiage")
    if group is None:
        return {"order": order(document.rootNode())}
    parts = {child.name(): child for child in group.childNodes()}
    every = [parts[name] for name in ("colors", "suggestions", "slash lines", "confidence")]
    size = animation.size
    paint = {time: whole(parts, time, size) for time in animation.times}
    slashed = {time: pixels(parts["slash lines"], time, size)[3:80:4] for time in animation.times}
    return {
        "order": order(document.rootNode()),
        "keys": [keys(node, 400) for node in every],
        "exact": [paint[time] == animation.paint[time] for time in animation.times],
        "mask": ["".join("00" if alpha else "ff" for alpha in slashed[time]) for time in animation.times],
        "shown": [node.visible() for node in (group, *every)],
        "types": [node.type() for node in (group, *every)],
        "pinned": [node.isPinnedToTimeline() for node in every],
    }


def whole(parts, time, size):
    """What is painted and what is withdrawn together: nowhere both."""
    painted, withdrawn = (pixels(parts[name], time, size) for name in ("colors", "suggestions"))
    assert not any(a and b for a, b in zip(painted[3::4], withdrawn[3::4], strict=True))
    return planes.either(painted, withdrawn)


def coloring(krita):
    """A job from start to end: what was sent, what came back, and where it lies."""
    animation = Animation(*SIZE, TIMES)
    document = build(krita, animation, REFERENCES)
    application = Application(krita, document, "lines")
    controller, client = join(application, animation.paint)
    yield from go_to(document, 4)
    controller.running.auto_colorize()
    yield from ended(controller)
    return {
        "notice": controller.notice,
        "request": [list(client.request.times), list(client.request.references)],
        "lines sent": [client.lines[time] == [animation.lines[time]] for time in TIMES],
        "colors sent": [client.colors[time] == animation.paint[time] for time in REFERENCES],
        "time": document.currentTime(),
        "active": application.document.active.name(),
        "colors shown": document.nodeByName("colors").visible(),
        "palette": controller.outcome.palette,
        **look(document, animation),
    }


def again_and_reopen(krita):
    """A second run replaces the first; all of it is there after save and reopen."""
    animation, document, controller, client = yield from colored(krita)
    client.paint = {**animation.paint, 3: animation.paint[9]}
    animation.paint[3] = animation.paint[9]
    controller.running.auto_colorize()
    yield from ended(controller)
    replaced = look(document, animation)
    reopened = saved_and_reopened(krita, document)
    controller, client = begin(krita, reopened, animation.paint)
    controller.refresh()
    scene = controller.scene
    return {
        "replaced": replaced,
        "reopened": look(reopened, animation),
        "colors": scene.colors.name,
        "has result": scene.has_result,
        "colors shown": reopened.nodeByName("colors").visible(),
    }


def own_layers_in_a_result(krita):
    """The painter adds layers to a result and runs twice more, the last time after save and reopen."""
    animation, document, controller, _ = yield from colored(krita)
    group = document.nodeByName("Shiage")
    own = document.createNode("glow", "paintlayer")
    group.addChildNode(own, None)
    own.setPixelData(bytes(WHITE) * 4, 5, 5, 2, 2)
    group.addChildNode(document.createGroupLayer("tint"), own)
    group.addChildNode(document.createNode("ground", "paintlayer"), document.nodeByName("suggestions"))
    double = document.createNode("gaps", "paintlayer")  # of the name of one that Shiage makes, and above it
    group.addChildNode(double, own)
    yield from quiet(document)
    host = KritaHost(Application(krita, document, "lines"))
    host.toggle(controller.scene, "gaps")
    shown = [node.visible() for node in group.childNodes() if node.name() == "gaps"]
    host.toggle(controller.scene, "gaps")
    controller.running.auto_colorize()
    yield from ended(controller)
    again = order(document.rootNode())
    reopened = saved_and_reopened(krita, document)
    controller, _ = begin(krita, reopened, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    return {
        "again": again,
        "gaps shown": shown,
        "reopened": order(reopened.rootNode()),
        "pixels": bytes(reopened.nodeByName("glow").pixelData(4, 5, 4, 2)).hex(),
        "exact": all(look(reopened, animation)["exact"]),
    }


def masks_and_looks_of_a_result(krita):
    """The painter masks, renames and fades layers of a result, and runs twice more, the last time after reopening."""
    animation, document, controller, _ = yield from colored(krita)
    group = document.nodeByName("Shiage")
    parts = {node.name(): node for node in group.childNodes()}
    put_masks(krita, parts["colors"], "left half", "left third")
    put_masks(krita, group, "of all")
    parts["slash lines"].setOpacity(90)
    parts["slash lines"].setColorLabel(3)
    parts["colors"].setBlendingMode("darken")
    parts["colors"].setLocked(True)
    parts["suggestions"].setVisible(True)
    parts["gaps"].setName("holes")
    group.setOpacity(200)
    group.setBlendingMode("screen")
    group.setLocked(True)
    looks = [(yield from looks_of_result(document))]
    controller.running.auto_colorize()
    yield from ended(controller)
    looks.append((yield from looks_of_result(document)))
    KritaHost(Application(krita, document, "lines")).toggle(controller.scene, "gaps")
    looks.append((yield from looks_of_result(document)))
    reopened = saved_and_reopened(krita, document)
    controller, _ = begin(krita, reopened, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    looks.append((yield from looks_of_result(reopened)))
    return {"looks": looks, "is exact": all(look(reopened, animation)["exact"])}


def put_masks(krita, node, *names):
    """Transparency masks on a layer, each of which keeps less of the left side than the one before."""
    masks = tuple(Mask(name) for name in reversed(names))
    stage = open_template(krita, SIZE, (Paint("masked", masks=masks),), 0)
    made = {mask.name(): mask for mask in stage.rootNode().childNodes()[0].childNodes()}
    for share, name in enumerate(names, 2):
        width = SIZE[0] // share
        made[name].setPixelData(KEEPS_ALL * (width * SIZE[1]), 0, 0, width, SIZE[1])
        node.addChildNode(made[name].duplicate(), None)


def looks_of_result(document):
    """The order of a result's layers, what the painter has changed of each, and how far its colors are seen."""
    document.refreshProjection()
    yield from quiet(document)
    group = document.nodeByName("Shiage")
    colors = next(node for node in group.childNodes() if node.name() == "colors")
    seen = bytes(colors.projectionPixelData(0, 0, *SIZE))[3::4]
    columns = [x for x in range(SIZE[0]) if any(seen[x :: SIZE[0]])]
    every = (group, *group.childNodes())
    return {
        "order": order(group),
        "opacity": {node.name(): node.opacity() for node in every if node.opacity() < 255},
        "label": {node.name(): node.colorLabel() for node in every if node.colorLabel()},
        "mode": {node.name(): node.blendingMode() for node in every if node.blendingMode() != "normal"},
        "locked": [node.name() for node in every if node.locked()],
        "shown": [node.name() for node in every if node.visible()],
        "columns": [min(columns, default=None), max(columns, default=None)],
    }


def saved_while_checked(krita):
    """A document that was saved while the painter checks for gaps, opened again."""
    animation, document, controller, _ = yield from colored(krita)
    KritaHost(Application(krita, document, "lines")).toggle(controller.scene, "gaps")
    controller.refresh()
    reopened = saved_and_reopened(krita, document)
    saved = reopened.nodeByName("gaps").visible()
    yield from quiet(reopened)
    later, _ = begin(krita, reopened, animation.paint)
    later.refresh()
    return {
        "goes on": controller.scene.gaps_shown,
        "saved": saved,
        "reopened": [later.scene.gaps_shown, reopened.nodeByName("gaps").visible()],
    }


def undone_and_redone(krita):
    """What a removed result does to the painter's paint layer (undo itself needs a window)."""
    _animation, document, controller, _client = yield from colored(krita)
    shown = [document.nodeByName("colors").visible()]
    document.nodeByName("Shiage").remove()
    yield from quiet(document)
    controller.refresh()
    shown.append(document.nodeByName("colors").visible())
    controller.running.auto_colorize()
    yield from ended(controller)
    shown.append(document.nodeByName("colors").visible())
    document.nodeByName("colors").setVisible(True)  # by the painter's own hand
    controller.refresh()
    shown.append(document.nodeByName("colors").visible())
    return {"shown": shown}


def trace_layers(krita):
    """Krita's Japanese template: five layers of a cel, read one by one, the active one inside the group."""
    animation = Animation(*SIZE, TIMES)
    tree = (Group("Inbetweening", (trace_group(animation),)), Paint("Coloring", REFERENCES), Paint("paper"))
    document = open_template(krita, SIZE, tree, 12)
    fill(document, "Black", animation.lines, SIZE)
    fill(document, "Blue", {4: animation.lines[4]}, SIZE)
    fill(document, "Coloring", {time: animation.paint[time] for time in REFERENCES}, SIZE)
    document.nodeByName("Green").setVisible(False)
    controller, client = begin(krita, document, animation.paint, active="Black")
    client.protocol = TRACES_SINCE
    controller.refresh()
    lines = controller.scene.lines.name
    controller.running.auto_colorize()
    yield from ended(controller)
    notice, shown, sent = controller.notice, [visible_layers(document)], dict(client.lines)
    for _ in range(2):
        controller.finishing.finish()
        yield from until(lambda: not controller.finishing.is_busy, "the picture")
        shown.append(visible_layers(document))
    return {
        "notice": notice,
        "layers shown": shown,
        "lines": lines,
        "layers sent": [len(sent[time]) for time in TIMES],
        "black is on top": sent[4][-1] == animation.lines[4],
        "blue": sent[4][1] == animation.lines[4],
        **look(document, animation),
    }


def trace_lines_in_one_layer(krita):
    """Red trace lines in the layer of black ones: a copy without them stands in, and goes, and comes back."""
    animation = Animation(*SIZE, TIMES)
    drawn = {time: traced(plane) for time, plane in animation.lines.items()}
    document = build(krita, animation, REFERENCES)
    fill(document, "lines", drawn, SIZE)
    document.setCurrentTime(4)
    yield from quiet(document)
    controller, client = begin(krita, document, animation.paint)
    client.protocol = TRACES_SINCE
    controller.running.auto_colorize()
    yield from ended(controller)
    before = fingerprint(document, "lines")[-2:]
    shown = [shown_lines(document)]
    controller.finishing.finish()
    yield from until(lambda: not controller.finishing.is_busy, "the lines")
    shown.append(shown_lines(document))
    copy = layer(document, "Shiage lines")
    seen = {
        "notice": controller.notice,
        "order": order(document.rootNode())[:3],
        "keys": keys(copy),
        "without": [pixels(copy, time, SIZE) == untraced(drawn[time]) for time in TIMES],
        "paint": [client.painted_under[time] == animation.paint[time] for time in REFERENCES],
        "untouched": fingerprint(document, "lines")[-2:] == before,
        "lines": controller.scene.lines.name,
    }
    parent = copy.parentNode()
    copy.remove()  # as Undo does
    yield from quiet(document)
    controller.refresh()
    shown.append(shown_lines(document))
    parent.addChildNode(copy, layer(document, "lines"))  # and Redo
    yield from quiet(document)
    controller.refresh()
    shown.append(shown_lines(document))
    controller.finishing.finish()
    yield from quiet(document)
    controller.refresh()
    shown.append(shown_lines(document))
    return {**seen, "shown": shown, "put away": controller.scene.is_put_away, "at the end": controller.notice}


def traced(plane):
    """Lines with a red one in row 30."""
    start = 30 * SIZE[0] * 4
    return plane[:start] + RED * SIZE[0] + plane[start + SIZE[0] * 4 :]


def untraced(plane):
    return plane.replace(RED, bytes(4))


def shown_lines(document):
    """Are the lines, their copy, and the slash lines seen?"""
    slashes = next(n for n in layer(document, "Shiage").childNodes() if n.name() == "slash lines")
    copy = layer(document, "Shiage lines")
    return [layer(document, "lines").visible(), copy is not None and copy.visible(), slashes.visible()]


def visible_layers(document):
    """Names of the layers that are shown, of lines and of the result."""
    groups = (document.nodeByName("A"), document.nodeByName("Shiage"))
    return [node.name() for group in groups for node in group.childNodes() if node.type() and node.visible()]


def at_the_bottom(krita):
    """Nothing below the line layer: the result paints behind it."""
    animation = Animation(*SIZE, TIMES)
    tree = (Paint("colors", REFERENCES), Paint("lines", TIMES))
    document = open_template(krita, SIZE, tree, 12)
    fill(document, "lines", animation.lines, SIZE)
    fill(document, "colors", {time: animation.paint[time] for time in REFERENCES}, SIZE)
    controller, _client = begin(krita, document, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    group = document.nodeByName("Shiage")
    if group is None:
        return {"notice": controller.notice}
    document.setCurrentTime(4)
    document.refreshProjection()
    document.waitForDone()
    ink = animation.lines[4]
    seen = bytes(document.pixelData(0, 0, *SIZE))
    blending, looked = group.blendingMode(), look(document, animation)
    paper = document.createNode("paper", "paintlayer")  # Krita adds none at the bottom, but takes an order
    document.rootNode().addChildNode(paper, None)
    nodes = {node.name(): node for node in document.rootNode().childNodes()}
    document.rootNode().setChildNodes([nodes[name] for name in ("paper", "lines", "Shiage", "colors")])
    yield from quiet(document)
    controller.running.auto_colorize()
    yield from ended(controller)
    return {
        "notice": controller.notice,
        "blending": [blending, document.nodeByName("Shiage").blendingMode()],
        "on paper": order(document.rootNode()),
        "lines on top": all(
            seen[i : i + 4] == ink[i : i + 4] for i in range(0, len(ink), 4) if ink[i + 3] == 255
        ),
        "paint under": seen[4 * (60 * 160 + 60) :][:4]
        in {bytes(c) for c in (animation.paint[4][4 * (60 * 160 + 60) :][:4],)},
        **looked,
    }


def holds_and_gaps(krita):
    """Color keyframes between the drawings, blank ones, marks, and keyframes past the clip's end."""
    times = (0, 5, 10, 200, 300)
    animation = Animation(*SIZE, times)
    tree = (Paint("lines", times), Paint("colors", (0, 7, 12, 200)), Paint("paper"))
    document = open_template(krita, SIZE, tree, 100)
    fill(document, "lines", animation.lines, SIZE)
    fill(document, "colors", {7: animation.paint[5], 200: animation.paint[200]}, SIZE)
    controller, client = begin(krita, document, animation.paint)
    for _ in range(5):
        controller.refresh()
    seen: dict[str, Any] = {
        "references": list(controller.scene.references),
        "painted": list(controller.inputs.references),
    }
    controller.running.auto_colorize()
    yield from ended(controller)
    seen["asked"] = list(client.request.references)
    yield from go_to(document, 203)
    controller.inputs.mark_reference()
    seen["marked"] = list(controller.scene.references)
    controller.running.auto_colorize()
    yield from ended(controller)
    seen["asked again"] = list(client.request.references)
    controller.inputs.mark_reference()
    seen["unmarked"] = list(controller.scene.references)
    yield from go_to(document, 300)
    try:
        controller.inputs.mark_reference()
    except Exception as error:
        seen["refused"] = str(error)
    return {**seen, **look(document, animation)}


def color_spaces(krita):
    """16 bit, float, gray and CMYK documents: the engine gets 8-bit BGRA all the same."""
    seen = {}
    spaces = {
        "U16": ("RGBA", "U16", "sRGB-elle-V2-srgbtrc.icc"),
        "F32": ("RGBA", "F32", "sRGB-elle-V2-g10.icc"),
        "GRAY": ("GRAYA", "U8", "Gray-D50-elle-V2-srgbtrc.icc"),
        "CMYK": ("CMYKA", "U8", "Chemical proof"),
    }
    for name, space in spaces.items():
        animation = Animation(*SIZE, (0, 4, 8))
        document = build(krita, animation, (0, 8))
        document.setColorSpace(*space)
        yield from quiet(document)
        controller, client = begin(krita, document, animation.paint)
        controller.running.auto_colorize()
        yield from ended(controller)
        sent = client.colors.get(0, b"")
        group = document.nodeByName("Shiage")
        parts = {child.name(): child for child in group.childNodes()} if group else {}
        seen[name] = {
            "space": [document.colorModel(), document.colorDepth()],
            "notice": controller.notice,
            "sent": [sent[i : i + 4].hex() for i in spots(animation)],
            "true": [animation.paint[0][i : i + 4].hex() for i in spots(animation)],
            "ink": sorted({client.lines[4][0][i : i + 4].hex() for i in range(0, 160 * 96 * 4, 4)})
            if client.lines
            else [],
            "exact": bool(parts) and whole(parts, 4, SIZE) == animation.paint[4],
            "result space": [parts["colors"].colorModel(), parts["colors"].colorDepth()] if parts else [],
            "painter's depth": document.nodeByName("lines").colorDepth(),
        }
    return seen


def spots(animation):
    """Byte offsets of one pixel of each color of the first frame."""
    found: dict[bytes, int] = {}
    paint = animation.paint[animation.times[0]]
    for i in range(0, len(paint), 4):
        found.setdefault(paint[i : i + 4], i)
    return sorted(found.values())


def dropped(krita):
    """Closed, resized, or without its line layer before the answer came."""
    seen = {}

    def close(document):
        document.setModified(False)
        document.close()

    changes = {
        "closed": close,
        "resized": lambda document: document.setWidth(document.width() + 8),
        "deleted": lambda document: document.nodeByName("lines").remove(),
    }
    for name, change in changes.items():
        animation = Animation(*SIZE, (0, 4, 8))
        document = build(krita, animation, (0, 8))
        controller, client = begin(krita, document, animation.paint, hold=True)
        controller.running.auto_colorize()
        yield from until(lambda client=client: len(client.lines) == 3, "the drawings")
        change(document)
        yield 200
        client.answer()
        yield from ended(controller)
        there = name != "closed" and "Shiage" in order(document.rootNode())
        seen[name] = [controller.notice, there]
    return seen


def closed_in_a_stroke(krita):
    """Closed while Auto-colorize waits for the painter's brush to be lifted."""
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 8))
    controller, client = begin(krita, document, animation.paint)
    module: Any = document_module
    at_rest, module.is_idle = module.is_idle, lambda document: False
    try:
        controller.running.auto_colorize()
        yield 200
        is_waiting = controller.job is not None and client.request is None
        document.setModified(False)
        document.close()
        yield from ended(controller)
    finally:
        module.is_idle = at_rest
    return {"waits": is_waiting, "notice": controller.notice}


def covered_no_more(krita):
    """The paint layer is hidden for a result; under the next it would not show through any more."""
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 4, 8))
    controller, _client = begin(krita, document, animation.paint)
    yield from go_to(document, 0)
    controller.inputs.mark_reference()
    colors, shown = document.nodeByName("colors"), []
    controller.running.auto_colorize()
    yield from ended(controller)
    shown.append(colors.visible())
    yield from go_to(document, 0)
    controller.inputs.mark_reference()
    for time in (4, 8):
        yield from go_to(document, time)
        colors.setPixelData(bytes(CLEAR) * (SIZE[0] * SIZE[1]), 0, 0, *SIZE)
    controller.running.auto_colorize()
    yield from ended(controller)
    shown.append(colors.visible())
    document.nodeByName("Shiage").remove()
    yield from quiet(document)
    controller.refresh()
    return {"notice": controller.notice, "shown": [*shown, colors.visible()]}


def cancelled(krita):
    """Cancel while the engine works: the document is as it was, and the late answer is ignored."""
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 8))
    controller, client = begin(krita, document, animation.paint, hold=True)
    controller.running.auto_colorize()
    yield from until(lambda: len(client.lines) == 3, "the drawings")
    controller.running.cancel()
    client.answer()
    yield 300
    return {"notice": controller.notice, "order": order(document.rootNode()), "cancels": client.cancels}


def toggles(krita):
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 8))
    controller, _client = begin(krita, document, animation.paint)
    seen: list[object] = []
    try:
        controller.showing.toggle_withdrawn()
    except Exception as error:
        seen.append(str(error))
    controller.running.auto_colorize()
    yield from ended(controller)
    for verb in (
        controller.showing.toggle_withdrawn,
        controller.showing.toggle_confidence,
        controller.showing.toggle_hatch,
    ) * 2:
        verb()
        scene = controller.scene
        seen.append([scene.withdrawn_shown, scene.confidence_shown, scene.hatch_shown])
    return {"seen": seen}


def hatched(krita):
    """Slash lines where the mask withdraws, and nowhere else: as composed by Krita, with holds on the timeline."""
    animation = Animation(*SIZE, (0, 5, 10))
    document = build(krita, animation, (0,))
    controller, _client = begin(krita, document, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)

    def is_slashed(time):
        """Whether slash lines are seen in the left tenth, and beside it, in the document that is open last."""
        yield from go_to(document, time)
        document.refreshProjection()
        yield from quiet(document)
        plane = bytes(document.pixelData(0, 0, *SIZE))
        rows = [plane[y * SIZE[0] * 4 :][: SIZE[0] * 4] for y in range(SIZE[1])]
        red, green, blue, alpha = SLASH
        slash = bytes((blue, green, red, alpha))
        tenth = SIZE[0] // 10 * 4
        return [
            any(slash in (row[i : i + 4] for i in range(0, len(row), 4)) for row in part)
            for part in ([row[:tenth] for row in rows], [row[tenth:] for row in rows])
        ]

    seen = {"notice": controller.notice}
    for time in (0, 4, 5, 9, 10, 12):
        seen[str(time)] = yield from is_slashed(time)
    controller.showing.toggle_hatch()
    seen["hidden"] = yield from is_slashed(5)
    controller.running.auto_colorize()
    yield from ended(controller)
    seen["hidden again"] = yield from is_slashed(5)
    controller.showing.toggle_hatch()
    path = os.path.join(tempfile.mkdtemp(), "hatched.kra")
    yield from go_to(document, 0)  # nothing is withdrawn there: what is saved of the other frames?
    document.saveAs(path)
    document = krita.openDocument(path)
    for time in (0, 4, 5, 10, 12, 0):  # back to the reference, after a visit to slashed frames
        seen[f"reopened {time}"] = yield from is_slashed(time)
    slashes = next(
        node for node in document.nodeByName("Shiage").childNodes() if node.name() == "slash lines"
    )
    return {**seen, "keys": keys(slashes), "order": order(document.rootNode())}


def result_of_version_0_1(krita):
    """A group with masks, as version 0.1 made it: recognised, toggled, and replaced."""
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 8))
    old = Group(
        "Shiage",
        (
            Paint("confidence", (0, 4, 8), visible=False),
            Paint("hatch", masks=(Mask("on withdrawn", (0, 4, 8), HIDES_ALL),)),
            Paint("colors", (0, 4, 8), masks=(Mask("withdrawn", (0, 4, 8)),)),
        ),
    )
    stage = open_template(krita, SIZE, (old,), 8)
    group = stage.rootNode().childNodes()[0].duplicate()
    document.rootNode().addChildNode(group, document.nodeByName("colors"))
    yield from quiet(document)
    memory = read_memory(document)
    lines = document.nodeByName("lines").uniqueId().toString()
    memory.place(
        lines, group.uniqueId().toString(), document.nodeByName("colors").uniqueId().toString(), True
    )
    write_memory(document, memory)
    controller, _client = begin(krita, document, animation.paint)
    controller.refresh()
    scene = controller.scene
    seen = {"looks": [[scene.withdrawn_shown, scene.confidence_shown, scene.hatch_shown]]}
    for verb in (
        controller.showing.toggle_withdrawn,
        controller.showing.toggle_confidence,
        controller.showing.toggle_hatch,
    ):
        verb()
        scene = controller.scene
        seen["looks"].append([scene.withdrawn_shown, scene.confidence_shown, scene.hatch_shown])
    controller.running.auto_colorize()
    yield from ended(controller)
    return {**seen, "notice": controller.notice, **look(document, animation)}


def engine_of_protocol_2(krita):
    """An engine that knows no labels: its planes become the same layers."""
    animation = Animation(*SIZE, TIMES)
    document = build(krita, animation, REFERENCES)
    controller, client = begin(krita, document, animation.paint)
    client.protocol = 2
    controller.running.auto_colorize()
    yield from ended(controller)
    return {"notice": controller.notice, "as labels": client.request.as_labels, **look(document, animation)}


def own_layer_while_active(krita):
    """The painter's layer is hidden under a result, but for as long as they paint on it."""
    animation = Animation(*SIZE, TIMES)
    document = build(krita, animation, REFERENCES)
    application = Application(krita, document, "lines")
    controller, _client = join(application, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    shown = []
    own = next(node for node in document.rootNode().childNodes() if node.name() == "colors")
    for active in ("lines", "colors", "lines"):
        application.document.active = own if active == "colors" else document.nodeByName(active)
        controller.refresh()
        shown.append(own.visible())
    return {"shown": shown}


TOLD = {
    "patch": {"title": "Learn this shot", "needs": ["references"], "takes": ["character"]},
    "unet": {"title": "Known character", "needs": ["character"], "characters": ["Kumo"]},
}


def without_references(krita):
    """No paint at all: a method that knows the character colors every frame, and the name stays in the file."""
    animation = Animation(*SIZE, TIMES)
    document = open_template(krita, SIZE, (Paint("lines", TIMES), Paint("paper")), 14)
    fill(document, "lines", animation.lines, SIZE)
    controller, client = begin(krita, document, animation.paint)
    client.methods_received.emit(TOLD)
    controller.refresh()
    seen = {"problems": [controller.problem]}
    controller.choose_method("unet")
    seen["problems"].append(controller.problem)
    controller.inputs.name_character("Kumo")
    seen["problems"].append(controller.problem)
    controller.running.auto_colorize()
    yield from ended(controller)
    request = client.request
    reopened = saved_and_reopened(krita, document)
    later, _client = begin(krita, reopened, animation.paint)
    later.refresh()
    return {
        **seen,
        "notice": controller.notice,
        "asked": [
            request.options.method,
            request.options.character,
            list(request.references),
            list(request.times),
        ],
        "remembered": later.scene.character,
        **look(document, animation),
    }


def colors_declined(krita):
    """Of two paint layers none is meant: nothing of them is sent, and a reopened document knows it."""
    animation = Animation(*SIZE, TIMES)
    document = build(krita, animation, REFERENCES)
    controller, client = begin(krita, document, animation.paint)
    client.methods_received.emit(TOLD)
    controller.choose_method("unet")
    controller.refresh()
    controller.inputs.name_character("Kumo")
    controller.inputs.choose_colors("")
    controller.running.auto_colorize()
    yield from ended(controller)
    seen = {"asked": [list(client.request.references), sorted(client.colors)], "notice": controller.notice}
    controller.choose_method("auto")
    seen["problem"] = controller.problem
    path = os.path.join(tempfile.mkdtemp(), "declined.kra")
    document.saveAs(path)
    later, _client = begin(krita, krita.openDocument(path), animation.paint)
    later.refresh()
    seen["still"] = later.scene.colors is None
    later.inputs.choose_colors(later.scene.candidates[0].uid)
    return {**seen, "chosen": later.scene.colors.name, "shown": document.nodeByName("colors").visible()}


def one_drawing_of_a_known_character(krita):
    """A still frame is colored too, where no reference is needed."""
    animation = Animation(*SIZE, (0,))
    document = open_template(krita, SIZE, (Paint("lines", (0,)), Paint("paper")), 8)
    fill(document, "lines", animation.lines, SIZE)
    controller, client = begin(krita, document, animation.paint)
    client.methods_received.emit(TOLD)
    controller.choose_method("unet")
    controller.refresh()
    controller.inputs.name_character("Kumo")
    controller.running.auto_colorize()
    yield from ended(controller)
    return {"notice": controller.notice, **look(document, animation)}


def other_profile(krita):
    """8-bit RGBA of another profile: the painter's bytes come back as they are, in the same profile."""
    animation = Animation(*SIZE, (0, 4, 8))
    document = build(krita, animation, (0, 8))
    profile = next(name for name in krita.profiles("RGBA", "U8") if "Clay" in name)
    document.setColorProfile(profile)
    for name in ("lines", "colors", "paper"):
        document.nodeByName(name).setColorProfile(profile)
    document.waitForDone()
    controller, _client = begin(krita, document, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    colors = next(node for node in document.nodeByName("Shiage").childNodes() if node.name() == "colors")
    return {
        "profile": colors.colorProfile(),
        "document": document.colorProfile(),
        **look(document, animation),
    }


def on_white_paper(krita):
    """Lines on opaque white, and a paint layer without keyframes."""
    animation = Animation(*SIZE, (0, 4, 8), paper=WHITE)
    tree = (Paint("lines", (0, 4, 8)), Paint("colors"), Paint("paper"))
    document = open_template(krita, SIZE, tree, 8)
    fill(document, "lines", animation.lines, SIZE)
    document.nodeByName("colors").setPixelData(animation.paint[0], 0, 0, *SIZE)
    controller, client = begin(krita, document, animation.paint)
    controller.running.auto_colorize()
    yield from ended(controller)
    return {
        "notice": controller.notice,
        "asked": list(client.request.references),
        "colors shown": document.nodeByName("colors").visible(),
        **look(document, animation),
    }


def nothing_to_do(krita):
    """What is missing, said before anything is sent."""
    seen = {}
    blank = Animation(*SIZE, (0, 4))
    cases = {
        "no paint": ((Paint("lines", (0, 4)), Paint("colors", (0,)), Paint("paper")), "lines"),
        "no colors": ((Paint("lines", (0, 4)), Paint("paper")), "lines"),
        "no lines": ((Paint("sketch"), Paint("colors", (0,)), Paint("paper")), "sketch"),
        "one drawing": ((Paint("lines", (0,)), Paint("colors", (0,)), Paint("paper")), "lines"),
    }
    for name, (tree, active) in cases.items():
        document = open_template(krita, SIZE, tree, 8)
        controller, _client = begin(krita, document, blank.paint, active)
        controller.guard(controller.running.auto_colorize)()
        yield from ended(controller)
        seen[name] = controller.notice
    assert CLEAR
    return seen


def version(krita):
    yield 0
    return {"version": krita.version()}
