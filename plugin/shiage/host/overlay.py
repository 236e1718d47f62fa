"""A picture laid over the canvas of a view: a widget of its own, so that nothing goes into the document."""

from typing import Optional, Tuple

from krita import View

from ..qt import Qt, QtCore, QtGui, QtWidgets

POLL = 30  # milliseconds; Krita has no signal for a change of zoom or place
OPACITY = 0.9
POINTS = 72.0  # an inch: Krita's zoom level is in pixels of the screen for a point of the picture


class Overlay(QtWidgets.QWidget):
    """Lies over the canvas, lets all clicks and strokes through, and follows its zoom, place, rotation and mirror."""

    def __init__(
        self,
        area: QtWidgets.QAbstractScrollArea,
        view: View,
        picture: QtGui.QImage,
        corner: Tuple[int, int],
    ) -> None:
        """`corner`: where the upper left of the picture lies on the canvas, in pixels of the document."""
        super().__init__(area.viewport())
        self._corner = corner
        self._area, self._view, self._picture = area, view, picture
        self._shown: Tuple[float, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QtCore.QTimer(self)
        self._timer.timeout.connect(self._follow)
        self._timer.start(POLL)
        self._follow()
        self.show()
        self.raise_()

    def _place(self) -> Tuple[float, ...]:
        """Scale, rotation in degrees, whether mirrored, and what the scroll bars say."""
        canvas, document = self._view.canvas(), self._view.document()
        dots = document.resolution() if document is not None else POINTS
        scale = canvas.zoomLevel() * POINTS / dots / self.devicePixelRatioF()
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        assert across is not None and down is not None
        return scale, canvas.rotation(), float(canvas.mirror()), float(across.value()), float(down.value())

    def _follow(self) -> None:
        viewport = self._area.viewport()
        if viewport is not None and self.size() != viewport.size():
            self.resize(viewport.size())
        now = self._place()
        if now != self._shown:
            self._shown = now
            self.update()

    def transform(self) -> QtGui.QTransform:
        """From pixels of the document to those of the widget: its rectangle lies where the scroll bars say."""
        scale, rotation, is_mirrored, left, top = self._place()

        def turned(made: QtGui.QTransform) -> QtGui.QTransform:
            made.rotate(rotation)
            made.scale(-scale if is_mirrored else scale, scale)
            return made

        box = turned(QtGui.QTransform()).mapRect(self._canvas())
        return turned(QtGui.QTransform.fromTranslate(-left - box.left(), -top - box.top()))

    def _canvas(self) -> QtCore.QRectF:
        document = self._view.document()
        if document is None:
            return QtCore.QRectF(self._picture.rect())
        return QtCore.QRectF(0, 0, document.width(), document.height())

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        painter.setOpacity(OPACITY)
        painter.setTransform(self.transform())
        painter.drawImage(*self._corner, self._picture)
        painter.end()


def lay_over(
    window: QtWidgets.QWidget, view: View, picture: QtGui.QImage, corner: Tuple[int, int]
) -> Optional[Overlay]:
    """The overlay over the canvas in front; None where Krita's window is not built as known."""
    areas = window.findChildren(QtWidgets.QMdiArea)
    front = areas[0].activeSubWindow() if areas else None
    for area in front.findChildren(QtWidgets.QAbstractScrollArea) if front is not None else ():
        if area.metaObject().className() == "KisCanvasController":
            return Overlay(area, view, picture, corner)
    return None
