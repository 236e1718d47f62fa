"""The colors of the palette, in the panel."""

from typing import List, NamedTuple, Optional, Sequence

from ..client.protocol.palettes import Color
from ..qt import Qt, QtCore, QtGui, QtWidgets, pyqtSignal

QRect = QtCore.QRect
MARK = 7  # pixels of the corner that marks a swatch
FLAG, DOUBT = "#e0302a", "#f0a020"  # colors of the marks


class Swatch(NamedTuple):
    """One color, and what is to be seen of it."""

    color: Color
    hint: str = ""
    mark: str = ""  # the color of a mark in its corner; empty: none


class Swatches(QtWidgets.QWidget):
    """The colors of a palette in rows; a click on one, or two, tells its number."""

    EDGE, GAP = 18, 3
    clicked = pyqtSignal(int)
    double_clicked = pyqtSignal(int)

    def __init__(self) -> None:
        super().__init__()
        self._swatches: List[Swatch] = []
        self._selected = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that a name that is being typed is taken before

    def show_swatches(self, swatches: Sequence[Swatch], selected: int = -1) -> None:
        """`selected`: the number of the one that is framed; -1: none."""
        self._swatches, self._selected = list(swatches), selected
        self.setFixedHeight(self.height_for(self.width()))
        self.update()

    def _columns(self, width: int) -> int:
        return max(1, (width + self.GAP) // (self.EDGE + self.GAP))

    def _cell(self, index: int) -> QtCore.QRect:
        row, column = divmod(index, self._columns(self.width()))
        step = self.EDGE + self.GAP
        return QRect(column * step, row * step, self.EDGE, self.EDGE)

    def height_for(self, width: int) -> int:
        """The pixels that the rows take at a width."""
        rows = -(-len(self._swatches) // self._columns(width))
        return max(0, rows * (self.EDGE + self.GAP) - self.GAP)

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        # Not Qt's heightForWidth: a scroll area ignores it, and squeezes the widgets above.
        self.setFixedHeight(self.height_for(self.width()))

    def mouseMoveEvent(self, event: Optional[QtGui.QMouseEvent]) -> None:
        under = self._under(event)
        self.setToolTip(self._swatches[under].hint if under >= 0 else "")

    def mousePressEvent(self, event: Optional[QtGui.QMouseEvent]) -> None:
        under = self._under(event)
        if under >= 0:
            self.clicked.emit(under)

    def mouseDoubleClickEvent(self, event: Optional[QtGui.QMouseEvent]) -> None:
        under = self._under(event)
        if under >= 0:
            self.double_clicked.emit(under)

    def _under(self, event: Optional[QtGui.QMouseEvent]) -> int:
        """The number of the swatch under the mouse; -1 where there is none."""
        places = range(len(self._swatches)) if event is not None else ()
        return next((place for place in places if event and self._cell(place).contains(event.pos())), -1)

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        border = self.palette().color(QtGui.QPalette.ColorRole.Mid)
        frame = self.palette().color(QtGui.QPalette.ColorRole.Highlight)
        for index, (color, _, mark) in enumerate(self._swatches):
            cell = self._cell(index)
            painter.fillRect(cell, QtGui.QColor(*color))
            if mark:
                _draw_corner(painter, cell, mark)
            painter.setPen(QtGui.QPen(frame, 3) if index == self._selected else border)
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
        painter.end()


def _draw_corner(painter: QtGui.QPainter, cell: QtCore.QRect, mark: str) -> None:
    """Mark the upper right corner, edged so that it is seen on its own color too."""
    right, top = cell.right() + 1, cell.top()
    corner = QtGui.QPolygon(
        [QtCore.QPoint(right - MARK, top), QtCore.QPoint(right, top), QtCore.QPoint(right, top + MARK)]
    )
    painter.setPen(QtGui.QColor(Qt.GlobalColor.white))
    painter.setBrush(QtGui.QColor(mark))
    painter.drawPolygon(corner)
    painter.setBrush(Qt.BrushStyle.NoBrush)
