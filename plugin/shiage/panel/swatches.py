"""The colors of the palette, in the panel."""

from typing import List, Optional, Sequence, Tuple

from ..qt import Qt, QtCore, QtGui, QtWidgets

QRect = QtCore.QRect
Color = Tuple[int, int, int, int]  # RGBA, 0 to 255


class Swatches(QtWidgets.QWidget):
    """The colors of a palette in rows; behind a transparent one a pattern shows."""

    EDGE, GAP = 18, 3

    def __init__(self) -> None:
        super().__init__()
        self._colors: List[Color] = []
        self.setMouseTracking(True)

    def show_colors(self, colors: Sequence[Color]) -> None:
        """RGBA, 0 to 255; wholly transparent ones (nothing painted) are left out."""
        self._colors = [color for color in colors if color[3] > 0]
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
        rows = -(-len(self._colors) // self._columns(width))
        return max(0, rows * (self.EDGE + self.GAP) - self.GAP)

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        # Not Qt's heightForWidth: a scroll area ignores it, and squeezes the widgets above.
        self.setFixedHeight(self.height_for(self.width()))

    def mouseMoveEvent(self, event: Optional[QtGui.QMouseEvent]) -> None:
        if event is None:
            return
        under = [c for i, c in enumerate(self._colors) if self._cell(i).contains(event.pos())]
        self.setToolTip("#{:02x}{:02x}{:02x}".format(*under[0][:3]) if under else "")

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        border = self.palette().color(QtGui.QPalette.ColorRole.Mid)
        for index, color in enumerate(self._colors):
            cell = self._cell(index)
            if color[3] < 255:
                painter.fillRect(cell, QtGui.QBrush(Qt.GlobalColor.gray, Qt.BrushStyle.Dense4Pattern))
            painter.fillRect(cell, QtGui.QColor(*color))
            painter.setPen(border)
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
        painter.end()
