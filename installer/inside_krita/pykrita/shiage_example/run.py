"""The run, in steps between which Krita's event loop runs: only then does Krita update its layers and views.

The variable SHIAGE_EXAMPLE names a folder with shot/ (line/ and color/), and lines.kra: layers "lines" and
"colors" with empty keyframes. The results go into the same folder: example.kra, result/, and two pictures of
the window. The file outcome.txt has the outcome: "ok", or a sentence.
"""

import json
import os
import time
import traceback
from pathlib import Path
from typing import Any, Generator, Optional, TypeVar

from krita import Document, Extension, Krita, Node, Window

from shiage.qt import Qt, QtGui, QTimer
from shiage.result import planes
from shiage.result.labels import COLORS, SLASHES, SUGGESTIONS

PATIENCE = 240  # seconds for the coloring; the installer ends Krita later than that
TICK = 100  # milliseconds
SCREEN = (1600, 1000)
DOCKERS = {"KisLayerBox": 260, "shiage_docker": 560, "TimelineDocker": 120}  # on the screenshot: name, height
DOCKER_WIDTH = 380
SHOWN = 5  # the time on the screenshot
RESULT = "Shiage"

T = TypeVar("T")
Steps = Generator[int, None, None]  # each gives the milliseconds until the next


class Example(Extension):
    """Runs once the first window is there, and ends Krita."""

    def __init__(self, application: Krita) -> None:
        super().__init__(application)
        self._application = application
        self._folder = Path(os.environ["SHIAGE_EXAMPLE"])
        self._steps = self._run()

    def setup(self) -> None:
        self._application.notifier().setActive(True)
        self._application.notifier().windowCreated.connect(lambda: QTimer.singleShot(1000, self._step))

    def createActions(self, window: Any) -> None:
        pass

    def _step(self) -> None:
        outcome = "ok"
        try:
            QTimer.singleShot(next(self._steps), self._step)
            return
        except StopIteration:
            pass
        except RuntimeError as error:
            outcome = str(error)
        except Exception:
            outcome = traceback.format_exc()
        (self._folder / "outcome.txt").write_text(outcome, encoding="utf-8")
        for document in self._application.documents():
            document.setModified(False)
        QTimer.singleShot(0, _required(self._application.action("file_quit")).trigger)

    def _run(self) -> Steps:
        application = self._application
        application.setBatchmode(True)  # else a warning about the file would wait for a click
        document = application.openDocument(str(self._folder / "lines.kra"))
        application.setBatchmode(False)
        if document is None:
            raise RuntimeError("Krita could not open the example animation.")
        document.setBatchmode(True)
        window = _required(application.activeWindow())
        window.addView(document)
        yield 1000
        yield from self._arrange(window)
        yield from self._fill(document, "lines", "line")
        yield from self._fill(document, "colors", "color")
        lines = _required(document.nodeByName("lines"))
        lines.setBlendingMode("multiply")  # the drawings are on white paper
        document.setCurrentTime(0)
        document.setActiveNode(lines)
        document.refreshProjection()
        yield 2500
        self._take_picture(window, "krita-before.png")
        document.setCurrentTime(SHOWN)
        yield 500
        _required(application.action("shiage_auto_colorize")).trigger()
        group = yield from self._result(document)
        while self._panel().job.cancel.isVisible():  # the run ends some turns after its result is in
            yield TICK
        document.refreshProjection()
        document.waitForDone()
        yield 1500
        self._take_picture(window, "krita.png")
        self._export(document, group)
        if not document.saveAs(str(self._folder / "example.kra")):
            raise RuntimeError("Krita could not save the colored example; is the disk full?")
        yield 500

    def _arrange(self, window: Window) -> Steps:
        """A wide window with the dockers that matter here; this Krita has settings of its own."""
        window.qwindow().setGeometry(0, 0, *SCREEN)
        yield 500
        shown = [docker for docker in self._application.dockers() if docker.objectName() in DOCKERS]
        for docker in self._application.dockers():
            docker.setVisible(docker in shown)
            yield 20  # many at once can leave Krita busy with its layout for good
        heights = [DOCKERS[docker.objectName()] for docker in shown]
        window.qwindow().resizeDocks(shown, heights, Qt.Orientation.Vertical)
        yield 200
        window.qwindow().resizeDocks(shown, [DOCKER_WIDTH] * len(shown), Qt.Orientation.Horizontal)
        yield 200

    def _take_picture(self, window: Window, name: str) -> None:
        window.qwindow().grab().save(str(self._folder / name))

    def _fill(self, document: Document, layer: str, folder: str) -> Steps:
        """Put the images of a folder of the shot onto the keyframes of a layer."""
        for path in sorted((self._folder / "shot" / folder).glob("*.png")):
            image = QtGui.QImage(str(path)).convertToFormat(QtGui.QImage.Format.Format_ARGB32)
            document.setCurrentTime(int(path.stem))
            document.waitForDone()
            node = _required(document.nodeByName(layer))
            pixels = image.constBits().asstring(image.sizeInBytes())  # BGRA, as Krita has them
            node.setPixelData(pixels, 0, 0, image.width(), image.height())
            yield 0

    def _result(self, document: Document) -> Generator[int, None, Node]:
        """The group that the action put into the document, when it is there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            groups = [node for node in _required(document.rootNode()).childNodes() if node.name() == RESULT]
            if groups:
                return groups[0]
            error = self._error()
            if error:
                raise RuntimeError(error)
            yield TICK
        raise RuntimeError(f"Auto-colorize gave no result in {PATIENCE} seconds.")

    def _error(self) -> str:
        """The error that the panel shows, if any."""
        return str(self._panel().error)

    def _panel(self) -> Any:
        """The panel in Shiage's docker."""
        dockers = (docker for docker in self._application.dockers() if docker.objectName() == "shiage_docker")
        return _required(_required(next(dockers, None)).widget())

    def _export(self, document: Document, group: Node) -> None:
        """Write what is in the result's layers as the command line would: full/ and withdrawn/."""
        parts = {node.name(): node for node in group.childNodes()}
        width, height = document.width(), document.height()
        painted = {path.stem for path in (self._folder / "shot" / "color").glob("*.png")}
        coverage = {}
        for path in sorted((self._folder / "shot" / "line").glob("*.png")):
            if path.stem in painted:
                continue
            box = (0, 0, width, height, int(path.stem))
            colors, suggestions, slashes = (
                bytes(_required(parts.get(name)).pixelDataAtTime(*box))
                for name in (COLORS, SUGGESTIONS, SLASHES)
            )
            pixels = planes.either(colors, suggestions)  # where one is painted the other is not
            full = QtGui.QImage(pixels, width, height, 4 * width, QtGui.QImage.Format.Format_ARGB32)
            hidden = slashes[3::4].translate(planes.choice(range(1, 256)))
            withdrawn = QtGui.QImage(hidden, width, height, width, QtGui.QImage.Format.Format_Grayscale8)
            for folder, image in (("full", full), ("withdrawn", withdrawn)):
                target = self._folder / "result" / folder / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                image.save(str(target))
            coverage[path.stem] = 1 - sum(hidden) / 255 / len(hidden)
        (self._folder / "result" / "coverage.json").write_text(json.dumps(coverage), encoding="utf-8")


def _required(found: Optional[T]) -> T:
    """The object that Krita returned; raises RuntimeError where it returned None."""
    if found is None:
        raise RuntimeError(
            "Krita lacks a part of this run: is the plugin enabled? Run the installer's doctor."
        )
    return found
