"""Pictures and outlines over the canvas of a view: widgets of their own, so that nothing goes into the document."""

from typing import Callable, Optional, Tuple

from krita import View

from ..images import draw_outline
from ..qt import Qt, QtCore, QtGui, QtWidgets

POLL = 30  # milliseconds; Krita has no signal for a change of zoom or place
OPACITY = 0.9  # of a picture
POINTS = 72.0  # an inch: Krita's zoom level is in pixels of the screen for a point of the picture
TINY, RING = 24, 18  # pixels of the screen: what is smaller has a ring of this radius around
Draw = Callable[[QtGui.QPainter], None]  # paints in pixels of the document


class CanvasArea:
    """The part of a window that shows a document's canvas: how the canvas lies in it, and how to move that."""

    def __init__(self, area: QtWidgets.QAbstractScrollArea, view: View) -> None:
        self._area, self._view = area, view

    @property
    def viewport(self) -> QtWidgets.QWidget:
        found = self._area.viewport()
        assert found is not None
        return found

    def place(self) -> Tuple[float, ...]:
        """Scale, rotation in degrees, whether mirrored, and what the scroll bars say."""
        canvas, document = self._view.canvas(), self._view.document()
        dots = document.resolution() if document is not None else POINTS
        scale = canvas.zoomLevel() * POINTS / dots / self.viewport.devicePixelRatioF()
        across, down = self._bars()
        return scale, canvas.rotation(), float(canvas.mirror()), float(across.value()), float(down.value())

    def _bars(self) -> Tuple[QtWidgets.QScrollBar, QtWidgets.QScrollBar]:
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        assert across is not None and down is not None
        return across, down

    def transform(self) -> QtGui.QTransform:
        """From pixels of the document to those of the viewport: its rectangle lies where the scroll bars say."""
        scale, rotation, is_mirrored, left, top = self.place()

        def turned(made: QtGui.QTransform) -> QtGui.QTransform:
            made.rotate(rotation)
            made.scale(-scale if is_mirrored else scale, scale)
            return made

        document = self._view.document()
        size = (document.width(), document.height()) if document is not None else (0, 0)
        box = turned(QtGui.QTransform()).mapRect(QtCore.QRectF(0, 0, *size))
        return turned(QtGui.QTransform.fromTranslate(-left - box.left(), -top - box.top()))

    def bring(self, box: QtCore.QRectF) -> None:
        """Move the canvas so that a box of the document is in the middle, unless all of it is in view."""
        shown, seen = QtCore.QRectF(self.viewport.rect()), self.transform().mapRect(box)
        if shown.contains(seen):
            return
        away = seen.center() - shown.center()
        across, down = self._bars()
        across.setValue(across.value() + round(away.x()))
        down.setValue(down.value() + round(away.y()))


class Overlay(QtWidgets.QWidget):
    """Lies over the canvas, lets all clicks and strokes through, and follows its zoom, place, rotation and mirror."""

    def __init__(self, area: CanvasArea, draw: Draw) -> None:
        super().__init__(area.viewport)
        self._area, self._draw = area, draw
        self._shown: Tuple[float, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QtCore.QTimer(self)
        self._timer.timeout.connect(self._follow)
        self._timer.start(POLL)
        self._follow()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        viewport = self._area.viewport
        if self.size() != viewport.size():
            self.resize(viewport.size())
        now = self._area.place()
        if now != self._shown:
            self._shown = now
            self.update()

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        painter.setTransform(self._area.transform())
        self._draw(painter)
        painter.end()


def picture(shown: QtGui.QImage, corner: Tuple[int, int]) -> Draw:
    """Draws a picture; `corner`: where its upper left lies on the canvas, in pixels of the document."""

    def draw(painter: QtGui.QPainter) -> None:
        painter.setOpacity(OPACITY)
        painter.drawImage(*corner, shown)

    return draw


def outlined(path: QtGui.QPainterPath) -> Draw:
    """Draws an outline; what is tiny on the screen has a ring around, by which it is found."""

    def draw(painter: QtGui.QPainter) -> None:
        draw_outline(painter, path)
        seen = painter.transform().mapRect(path.boundingRect())
        if max(seen.width(), seen.height()) < TINY:
            ring = QtGui.QPainterPath()
            ring.addEllipse(seen.center(), RING, RING)
            painter.resetTransform()
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            draw_outline(painter, ring)

    return draw


def canvas_area(window: QtWidgets.QWidget, view: View) -> Optional[CanvasArea]:
    """Where the canvas in front is shown; None where Krita's window is not built as known."""
    areas = window.findChildren(QtWidgets.QMdiArea)
    front = areas[0].activeSubWindow() if areas else None
    for area in front.findChildren(QtWidgets.QAbstractScrollArea) if front is not None else ():
        if area.metaObject().className() == "KisCanvasController":
            return CanvasArea(area, view)
    return None
