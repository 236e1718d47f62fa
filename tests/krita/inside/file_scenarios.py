"""Scenarios for kritarunner: Krita opens files that the engine wrote, and saves one for it to read."""

import hashlib
import os
import random

from animation import open_template
from krita import Selection

from shiage.host.template import Group, Paint

SPECKLED = (64, 64)  # pixels that no packing makes smaller


def _folder():
    return os.environ["TMPDIR"]


def _digests(document):
    """The SHA-1 of each paint layer's pixels, by the names around it, and by time where it is animated."""
    width, height = document.width(), document.height()
    found = {}

    def look(node, around):
        path = [*around, node.name()]
        if node.type() == "paintlayer":
            times = [time for time in range(13) if node.hasKeyframeAtTime(time)] if node.animated() else []
            for time in times:
                pixels = bytes(node.pixelDataAtTime(0, 0, width, height, time))
                found[f"{'/'.join(path)} {time}"] = hashlib.sha1(pixels).hexdigest()
            if not times:
                pixels = bytes(node.pixelData(0, 0, width, height))
                found["/".join(path)] = hashlib.sha1(pixels).hexdigest()
        for child in node.childNodes():
            look(child, path)

    for node in document.topLevelNodes():
        look(node, [])
    return found


def document_of_a_result(krita):
    """A cut that the engine wrote as a document; Krita speckles its paint and saves it."""
    krita.setBatchmode(True)  # no dialogs, which would wait for somebody
    document = krita.openDocument(os.path.join(_folder(), "cut.kra"))
    yield 0
    seen = _digests(document)
    order = [node.name() for node in document.topLevelNodes()]
    colors = next(node for node in document.topLevelNodes() if node.name() == "color")
    shown = colors.visible()
    speckles = random.Random(7).randbytes(SPECKLED[0] * SPECKLED[1] * 4)
    colors.setPixelData(speckles, 0, 0, *SPECKLED)
    document.waitForDone()
    yield 0
    document.setBatchmode(True)
    assert document.saveAs(os.path.join(_folder(), "saved.kra"))
    yield 0
    return {"digests": seen, "order": order, "paint shown": shown, "saved": _digests(document)}


def photoshop_file_of_a_result(krita):
    krita.setBatchmode(True)
    document = krita.openDocument(os.path.join(_folder(), "cut.psd"))
    yield 0
    return {"digests": _digests(document)}


LOOKS = (64, 48)  # pixels
GRAY = "Gray-D50-elle-V2-srgbtrc.icc"  # whose values are those of sRGB
SPACES = {
    "gray": ("GRAYA", "U8", GRAY),
    "gray of 16 bits": ("GRAYA", "U16", GRAY),
    "linear gray": ("GRAYA", "U8", "Gray-D50-elle-V2-g10.icc"),
    "linear": ("RGBA", "U16", "sRGB-elle-V2-g10.icc"),
    "float": ("RGBA", "F16", "sRGB-elle-V2-g10.icc"),
}


def looks_of_layers(krita):
    """Layers whose look is not just their pixels, saved; how Krita shows each, and those of a document of ours."""
    krita.setBatchmode(True)
    chance = random.Random(11)
    makers = {
        "plain": lambda node: None,
        "pale": lambda node: node.setOpacity(77),
        "filtered": lambda node: node.addChildNode(filtered(krita, document), None),
        "erasing": lambda node: node.setBlendingMode("erase"),
        "inheriting": lambda node: node.setInheritAlpha(True),
        **{name: lambda node, space=space: node.setColorSpace(*space) for name, space in SPACES.items()},
    }
    group = Group("filtered group", (Paint("filtered in a group"),))
    document = open_template(krita, LOOKS, (*map(Paint, makers), group), 0)
    document.nodeByName("filtered group").addChildNode(filtered(krita, document), None)
    for name, make in makers.items():
        node = document.nodeByName(name)
        node.setPixelData(chance.randbytes(LOOKS[0] * LOOKS[1] * 4), 0, 0, *LOOKS)
        make(node)
        yield 0
    document.waitForDone()
    shown = yield from shown_alone(document)
    document.setBatchmode(True)
    assert document.saveAs(os.path.join(_folder(), "looks.kra"))
    masked = krita.openDocument(os.path.join(_folder(), "masked.kra"))
    yield 0
    return {"shown": shown, "masked": (yield from shown_alone(masked))}


def shown_alone(document):
    """The canvas with each of the layers alone, BGRA in hexadecimal, by name."""
    size, shown = (document.width(), document.height()), {}
    for seen in document.topLevelNodes():
        for node in document.topLevelNodes():
            node.setVisible(node.name() == seen.name())
        document.refreshProjection()
        document.waitForDone()
        yield 0
        shown[seen.name()] = bytes(document.pixelData(0, 0, *size)).hex()
    for node in document.topLevelNodes():
        node.setVisible(True)
    return shown


def filtered(krita, document):
    selection = Selection()
    selection.select(0, 0, *LOOKS, 255)
    return document.createFilterMask("inverted", krita.filter("invert"), selection)
