"""What lies over the canvas in front: a picture and an outline of Shiage's, and the cursor."""

from typing import Optional, Tuple

from krita import Krita, View

from ..qt import QtCore, QtGui, sip
from .overlay import CanvasArea, Draw, Overlay, canvas_area, outlined, picture


class OverCanvas:
    """The overlays of a running Krita."""

    def __init__(self, application: Krita) -> None:
        self._application = application
        self._picture: Optional[Overlay] = None
        self._outline: Optional[Overlay] = None

    def view(self) -> Optional[View]:
        """The view in front."""
        window = self._application.activeWindow()
        return window.activeView() if window is not None else None

    def area(self) -> Optional[CanvasArea]:
        """Where its canvas is shown; None where Krita's window is not built as known."""
        window, view = self._application.activeWindow(), self.view()
        return canvas_area(window.qwindow(), view) if window is not None and view is not None else None

    def show_picture(self, shown: QtGui.QImage, corner: Tuple[int, int]) -> bool:
        """In place of the picture before; False where it cannot be shown."""
        self.hide_picture()
        self._picture = self._laid_over(picture(shown, corner))
        return self._picture is not None

    def hide_picture(self) -> None:
        _remove(self._picture)
        self._picture = None

    def show_outline(self, outline: QtGui.QPainterPath) -> None:
        """In place of the outline before."""
        self.hide_outline()
        self._outline = self._laid_over(outlined(outline))

    def hide_outline(self) -> None:
        _remove(self._outline)
        self._outline = None

    def _laid_over(self, draw: Draw) -> Optional[Overlay]:
        area = self.area()
        return Overlay(area, draw) if area is not None else None

    def cursor(self) -> Optional[Tuple[int, int]]:
        """The pixel of the document under the mouse cursor; None where that is not over the canvas."""
        area = self.area()
        if area is None:
            return None
        place = area.viewport.mapFromGlobal(QtGui.QCursor.pos())
        if not area.viewport.rect().contains(place):
            return None
        back, is_there = area.transform().inverted()
        pixel = back.map(QtCore.QPointF(place))
        return (int(pixel.x() // 1), int(pixel.y() // 1)) if is_there else None


def _remove(overlay: Optional[Overlay]) -> None:
    if overlay is not None and not sip.isdeleted(overlay):  # as with the view that it lay on
        overlay.hide()
        overlay.deleteLater()
