"""Scenarios for kritarunner: what the canvas shows of the painter's layers is what goes to the engine."""

import zipfile

from animation import CLEAR, COAT, INK, PALETTE, SKIN, WHITE, Animation, fill, layer, only, open_template
from document_scenarios import begin, ended
from krita import Krita, Selection
from observe import order
from steps import go_to, quiet

from shiage.host.template import Group, Paint
from shiage.qt import QtCore, QtGui
from shiage.result import planes

TIMES = (0, 3, 4, 9)
SIZE = (160, 96)
GRAY = (200, 200, 200, 255)
SHIFT = 10  # pixels


def opened(app, animation, layers):
    """A document with these layers; `lines` has the lines, and `colors`, where there is one, the paint at 0."""
    document = open_template(app, animation.size, layers, max(animation.times) + 2)
    fill(document, "lines", animation.lines, animation.size)
    if document.nodeByName("colors") is not None:
        fill(document, "colors", {0: animation.paint[0]}, animation.size)
    return document


def changed(app, document, old, new):
    """The document after what is written in its file was changed, which Krita lets no plugin do."""
    path = QtCore.QDir.temp().filePath("changed.kra")
    document.saveAs(path)
    document.close()
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content.replace(old, new))
    document = app.openDocument(path)
    document.setBatchmode(True)
    return document


def sent(krita, document, animation, active="lines"):
    """Have a document colored; steps, that return the controller and what the engine got."""
    document.setCurrentTime(0)
    document.refreshProjection()
    yield from quiet(document)
    controller, client = begin(krita, document, animation.paint, active)
    controller.running.auto_colorize()
    yield from ended(controller)
    return controller, client


def ink(planes):
    """The places of the pixels that are not clear in any of the planes."""
    return sorted({place for plane in planes for place, alpha in enumerate(plane[3::4]) if alpha})


def drawn(animation, time):
    """The places of the lines as they were drawn."""
    plane = animation.lines[time]
    return [i // 4 for i in range(0, len(plane), 4) if plane[i : i + 4] == bytes(INK)]


def color_to_alpha(document, name, background):
    """A filter mask that takes the color of the paper away, as over a scan."""
    chosen = Krita.instance().filter("colortoalpha")
    settings = chosen.configuration()
    settings.setProperty("targetcolor", background)
    chosen.setConfiguration(settings)
    selection = Selection()
    selection.select(0, 0, document.width(), document.height(), 255)
    layer(document, name).addChildNode(document.createFilterMask("Color to Alpha", chosen, selection), None)


def scan_under_a_filter(krita):
    """Lines on gray paper, which a filter mask takes away."""
    return (yield from scan(krita, "U8"))


def deep_scan_under_a_filter(krita):
    """The same in 16 bit."""
    return (yield from scan(krita, "U16"))


def scan(krita, depth):
    animation = Animation(*SIZE, TIMES, paper=GRAY)
    document = opened(krita, animation, (Paint("lines", TIMES), Paint("colors", (0,)), Paint("paper")))
    color_to_alpha(document, "lines", QtGui.QColor(*GRAY[:3]))
    yield from quiet(document)
    document.setColorSpace("RGBA", depth, "sRGB-elle-V2-srgbtrc.icc")
    controller, client = yield from sent(krita, document, animation)
    return {
        "notice": controller.notice,
        "ink": [ink(client.lines[time]) == drawn(animation, time) for time in TIMES],
        "layers": [len(client.lines[time]) for time in TIMES],
        "colors": client.colors[0] == animation.paint[0],
        "order": order(document.rootNode())[:2],
    }


def colors_in_a_group(krita):
    """Skin and coat on layers of their own; of the coat there is only the first frame's."""
    animation = Animation(*SIZE, TIMES)
    trial = Paint("trial", (0,), visible=False)
    group = Group("Coloring", (Paint("coat", (0,)), Paint("skin", (0, 9)), trial))
    document = opened(krita, animation, (Paint("lines", TIMES), group, Paint("paper")))
    skin = {time: only(animation.paint[time], SKIN) for time in (0, 9)}
    fill(document, "skin", skin, SIZE)
    fill(document, "coat", {0: only(animation.paint[0], COAT)}, SIZE)
    fill(document, "trial", {0: bytes(GRAY) * (SIZE[0] * SIZE[1])}, SIZE)
    controller, client = yield from sent(krita, document, animation)
    colors = controller.scene.colors
    return {
        "notice": controller.notice,
        "colors": [colors.name, list(colors.parts)],
        "asked": list(client.request.references),
        "whole": client.colors[0] == animation.paint[0],
        "no stale paint": client.colors[9] == skin[9],
        "shown": [layer(document, "Coloring").visible(), layer(document, "coat").visible()],
        "order": order(document.rootNode()),
    }


def colors_side_by_side(krita):
    """As in a group, but the layers lie beside the lines; and what becomes of them when the result is removed."""
    animation = Animation(*SIZE, TIMES)
    names = ("color coat", "color skin")
    layers = (Paint("lines", TIMES), *(Paint(name, (0,)) for name in names), Paint("paper"))
    document = opened(krita, animation, layers)
    fill(document, names[0], {0: only(animation.paint[0], COAT)}, SIZE)
    fill(document, names[1], {0: only(animation.paint[0], SKIN)}, SIZE)
    controller, client = yield from sent(krita, document, animation)
    shown = [layer(document, name).visible() for name in names]
    layer(document, "Shiage").remove()
    yield from quiet(document)
    controller.refresh()
    return {
        "notice": controller.notice,
        "colors": controller.scene.colors.name,
        "whole": client.colors[0] == animation.paint[0],
        "shown": [shown, [layer(document, name).visible() for name in names]],
    }


def lines_that_hide(krita):
    """Opaque lines, alone and in a group, above other layers and at the bottom."""
    seen = {}
    trees = {
        "lines": (Paint("lines", TIMES), Paint("colors", (0,)), Paint("paper")),
        "group": (Group("A", (Paint("lines", TIMES),)), Paint("colors", (0,)), Paint("paper")),
        "bottom": (Paint("colors", (0,)), Paint("lines", TIMES)),
        "clear": (Paint("lines", TIMES), Paint("colors", (0,)), Paint("paper")),
    }
    for name, tree in trees.items():
        animation = Animation(*SIZE, TIMES, paper=CLEAR if name == "clear" else WHITE)
        document = opened(krita, animation, tree)
        controller, _ = yield from sent(krita, document, animation)
        offer = controller.scene.offer
        seen[name] = {"offer": [offer.sentence, offer.button] if offer is not None else []}
        yield from go_to(document, 4)
        if offer is not None:
            controller.inputs.take_offer()
            seen[name]["notice"] = controller.notice
            seen[name]["again"] = controller.scene.offer is None
        yield from quiet(document)
        place = 4 * middle(animation.paint[4])
        seen[name]["seen"] = bytes(document.pixelData(0, 0, *SIZE))[place : place + 3] == bytes(
            PALETTE[1][:3]
        )
        seen[name]["mode"] = layer(document, "A" if name == "group" else "lines").blendingMode()
        seen[name]["result"] = layer(document, "Shiage").blendingMode()
    return seen


def middle(plane):
    """The place of a pixel inside the coat."""
    inside = [
        place for place in range(len(plane) // 4) if plane[4 * place : 4 * place + 4] == bytes(PALETTE[1])
    ]
    return inside[len(inside) // 2 + 3]


LEFT, TOP, CANVAS = 48, 20, (80, 60)  # the part of a drawing that the canvas shows


def larger_than_the_canvas(krita):
    """A drawing for a pan: the canvas shows a part of it; and the same where Krita has to render the lines."""
    seen = {}
    for name in ("plain", "rendered"):
        animation = Animation(*SIZE, TIMES)
        tree = (Paint("lines", TIMES), Paint("colors", (0,)), Paint("paper"))
        document = opened(krita, animation, tree)
        document.resizeImage(LEFT, TOP, *CANVAS)
        yield from quiet(document)
        yield from draw_beyond(document, "lines", animation.lines)
        yield from draw_beyond(document, "colors", {0: animation.paint[0]})
        if name == "rendered":
            layer(document, "lines").setOpacity(128)
        yield from go_to(document, 0)
        area = area_of(animation)
        cut = {time: part(plane, area) for time, plane in animation.paint.items()}
        controller, client = begin(krita, document, cut)
        controller.running.auto_colorize()
        yield from ended(controller)
        group = layer(document, "Shiage")
        parts = {child.name(): child for child in group.childNodes()}
        whole = [bytes(parts[of].pixelDataAtTime(-LEFT, -TOP, *SIZE, 4)) for of in ("colors", "suggestions")]
        later = begin(krita, document, cut)[0]
        later.refresh()
        seen[name] = {
            "notice": controller.notice,
            "asked": (client.request.width, client.request.height) == area[2:],
            "ink": [ink(client.lines[time]) == drawn_in(animation, time, area) for time in TIMES],
            "colors": client.colors[0] == cut[0],
            "result": planes.either(*whole) == animation.paint[4],
            "remembered": later.scene.corner + later.scene.size == (area[0] - LEFT, area[1] - TOP, *area[2:]),
            "canvas": (document.width(), document.height()) == CANVAS,
        }
        document.setModified(False)
        document.close()
    return seen


def draw_beyond(document, name, pictures):
    """Krita moves the frame in view alone when the canvas is cut: draw all of them anew, in their places."""
    for time, plane in pictures.items():
        yield from go_to(document, time)
        layer(document, name).setPixelData(plane, -LEFT, -TOP, *SIZE)


def area_of(animation):
    """Left, top, width and height of the canvas and all lines, in the picture that was cut."""
    places = [place for time in TIMES for place in drawn(animation, time)]
    xs = [LEFT, LEFT + CANVAS[0] - 1, *(place % SIZE[0] for place in places)]
    ys = [TOP, TOP + CANVAS[1] - 1, *(place // SIZE[0] for place in places)]
    return min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1


def part(plane, area):
    """The pixels of a part of a picture."""
    left, top, width, height = area
    rows = [4 * ((top + y) * SIZE[0] + left) for y in range(height)]
    return b"".join(plane[start : start + 4 * width] for start in rows)


def drawn_in(animation, time, area):
    """As `drawn`, in a part of the picture."""
    left, top, width, _ = area
    places = [(place % SIZE[0] - left, place // SIZE[0] - top) for place in drawn(animation, time)]
    return [y * width + x for x, y in places]


def still_layers(krita):
    """A layer for each frame; the first and the last are painted on layers with the same names."""
    animation = Animation(*SIZE, (0, 1, 2, 3))
    names = ("f1", "f2", "f3", "f10")
    lines = Group("cut", tuple(Paint(name, visible=name == "f2") for name in reversed(names)))
    colors = Group("color", (Paint("f10"), Paint("f1")))
    document = open_template(krita, SIZE, (lines, colors, Paint("paper")), 0)
    for time, node in enumerate(layer(document, "cut").childNodes()):
        node.setPixelData(animation.lines[time], 0, 0, *SIZE)
    for time, node in zip((0, 3), layer(document, "color").childNodes(), strict=True):
        node.setPixelData(animation.paint[time], 0, 0, *SIZE)
    document.refreshProjection()
    yield from quiet(document)
    controller, client = begin(krita, document, animation.paint, "f2")
    controller.refresh()
    offer, problem = controller.scene.offer, controller.scene.problem
    controller.inputs.take_offer()
    scene = controller.scene
    for _ in scene.references:
        controller.refresh()
    controller.running.auto_colorize()
    yield from ended(controller)
    group = layer(document, "Shiage")
    made = group.childNodes()
    before = order(document.rootNode())
    controller.running.auto_colorize()
    yield from ended(controller)
    return {
        "offer": [problem, offer.sentence, offer.button],
        "scene": [scene.lines.name, scene.colors.name, list(scene.times), list(scene.references), scene.time],
        "thumbnails": sorted(controller.inputs.thumbnails),
        "notice": controller.notice,
        "lines": [client.lines[time] == [animation.lines[time]] for time in scene.times],
        "colors": [client.colors[time] == animation.paint[time] for time in (0, 3)],
        "order": before,
        "shown": [node.visible() for node in made],
        "painted": [
            share(bytes(node.pixelData(0, 0, *SIZE)), animation.paint[i]) for i, node in enumerate(made)
        ],
        "again": order(document.rootNode()) == before,
    }


def share(plane, true):
    """The share of the painted pixels that have their color."""
    places = [i for i in range(0, len(plane), 4) if plane[i + 3]]
    return sum(plane[i : i + 4] == true[i : i + 4] for i in places) / max(len(places), 1)


def looks_of_lines(krita):
    """What may change how lines look: each alone, in a group with another layer."""
    seen = {}
    changes = {
        "nothing": lambda document: None,
        "opacity": lambda document: layer(document, "lines").setOpacity(128),
        "onion skins": lambda document: layer(document, "lines").setOpacity(128),
        "opacity of the group": lambda document: layer(document, "A").setOpacity(128),
        "clone": clone_beside,
        "file": file_beside,
        "hidden": lambda document: layer(document, "A").setVisible(False),
        "erased": erased,
        "transform": lambda document: layer(document, "lines").addChildNode(
            document.createTransformMask("moved"), None
        ),
    }
    for name, change in changes.items():
        animation = Animation(*SIZE, TIMES)
        tree = (Group("A", (Paint("rest"), Paint("lines", TIMES))), Paint("colors", (0,)), Paint("paper"))
        document = opened(krita, animation, tree)
        yield from quiet(document)
        change(document)
        yield from quiet(document)
        if name == "transform":
            document = changed(krita, document, b'm31="0"', b'm31="%d"' % SHIFT)
        if name == "onion skins":
            document = changed(krita, document, b'onionskin="0"', b'onionskin="1"')
            layer(document, "paper").setVisible(False)
            layer(document, "colors").setVisible(False)
            yield from go_to(document, 4)
            document.refreshProjection()
            yield from quiet(document)
            seen["canvas"] = len(ink([bytes(document.pixelData(0, 0, *SIZE))])) - len(drawn(animation, 4))
        controller, client = yield from sent(krita, document, animation, "A")
        planes, true = client.lines[4], drawn(animation, 4)
        seen[name] = {
            "notice": controller.notice,
            "layers": len(planes),
            "same": ink(planes) == true,
            "shifted": ink(planes) == [place + SHIFT for place in true],
            "more": len(ink(planes)) - len(true),
            "alpha": sorted({plane[4 * place + 3] for plane in planes for place in ink([plane])}),
        }
        document.setModified(False)
        document.close()
    return seen


def clone_beside(document):
    """A clone of the lines lies above them."""
    lines = layer(document, "lines")
    layer(document, "A").addChildNode(document.createCloneLayer("twin", lines), lines)


def file_beside(document):
    """A picture on the disk belongs to the lines."""
    path = QtCore.QDir.temp().filePath("box.png")
    picture = QtGui.QImage(*SIZE, QtGui.QImage.Format.Format_ARGB32)
    picture.fill(0)
    for x in range(2, 8):
        for y in range(2, 8):
            picture.setPixelColor(x, y, QtGui.QColor(0, 0, 0))
    picture.save(path)
    layer(document, "A").addChildNode(document.createFileLayer("box", path, "None"), None)


def erased(document):
    """A layer erases the upper half of the lines below it in the group."""
    rest = layer(document, "rest")
    rest.setPixelData(bytes(WHITE) * (SIZE[0] * 48), 0, 0, SIZE[0], 48)
    rest.setBlendingMode("erase")
