"""Export in the whole Krita, from the button in the panel to the files."""

import os
import tempfile
from pathlib import Path

from animation import Animation, build
from observe import fingerprint, pixels, screenshot, undo_texts
from PyQt5 import QtGui
from steps import until
from window_scenarios import PAINTERS, open_in_window, put_away, result_layer, show_panel, with_fake

SIZE = (480, 270)
TIMES, REFERENCES = (0, 3, 4, 9, 12, 14), (0, 14)
APART, TOGETHER, PAINT = range(3)  # rows of the list


def exported(app):
    """A colored document, exported in each way; the painter's layers and the undo steps stay as they are."""
    animation = Animation(*SIZE, TIMES)
    document = build(app, animation, REFERENCES)
    yield from open_in_window(app, document)
    controller, _client = with_fake(app, animation.paint)
    view = show_panel(app, controller)
    controller.running.auto_colorize()
    yield from until(lambda: controller.job is None, "the job to end")
    view.pages.setCurrentIndex(2)
    yield 800
    screenshot(app, "export_1_panel.png")
    before = [fingerprint(document, name) for name in PAINTERS]
    steps, folder = undo_texts(app), tempfile.mkdtemp()
    view.finish.ask_folder = lambda: folder
    for way in (APART, TOGETHER, PAINT):
        view.finish.how.setCurrentIndex(way)
        view.finish.export.click()
        yield from until(lambda: not controller.exporting.is_busy, "the export to end")
        yield 200
    screenshot(app, "export_2_exported.png")
    colors, lines = result_layer(document, "colors"), document.nodeByName("lines")
    apart = os.path.join(folder, "animation frames")
    seen = {
        "notice": view.notice.text().replace(folder, "FOLDER"),
        "files": files(folder),
        "paint exact": [
            picture(apart, "color", n) == pixels(colors, time, SIZE) for n, time in enumerate(TIMES, 1)
        ],
        "lines exact": [
            picture(apart, "line", n) == pixels(lines, time, SIZE) for n, time in enumerate(TIMES, 1)
        ],
        "sheet": Path(apart, "animation.xdts").read_text(encoding="utf-8"),
        "painter's": before == [fingerprint(document, name) for name in PAINTERS],
        "undo steps": undo_texts(app)[len(steps) :],
    }
    yield from put_away(document)
    return seen


def files(folder):
    """The names of all files below a folder, with slashes."""
    return sorted(
        os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")
        for where, _, names in os.walk(folder)
        for name in names
    )


def picture(folder, plane, number):
    """A picture's pixels as Krita has them."""
    image = QtGui.QImage(os.path.join(folder, plane, f"A{number:04d}.png"))
    image = image.convertToFormat(QtGui.QImage.Format_ARGB32)
    return image.bits().asstring(image.sizeInBytes())
