"""Scenarios for kritarunner: Krita opens files that the engine wrote, and saves one for it to read."""

import hashlib
import os
import random

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
