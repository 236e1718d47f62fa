"""A list of places in the frames: of each a cut-out, where it is, and the colors it may have, with their examples."""

from typing import Callable, NamedTuple, Optional, Sequence, Tuple

from ..cutouts.cutouts import CutOuts
from ..cutouts.picture import HEIGHT, WIDTH
from ..live.questions import Place, Suggestion
from ..qt import Qt, QtCore, QtGui, QtWidgets, pyqtSignal
from .widgets import swatch

QRect = QtCore.QRect
EDGE = 3  # pixels around a row's content
ICON = 14  # pixels
SUGGESTED = 3
LEFT = QtGui.QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Entry(NamedTuple):
    """A row of the list."""

    place: Place
    text: str
    suggestions: Tuple[Suggestion, ...] = ()


class Layout(NamedTuple):
    """Where the parts of a row lie."""

    picture: QRect
    text: QRect
    colors: Tuple[QRect, ...]
    examples: Tuple[QRect, ...]  # below the colors


def layout(row: QRect) -> Layout:
    """The parts of a row of the list."""
    picture = QRect(row.left() + EDGE, row.top() + EDGE, WIDTH, HEIGHT)
    left, line = picture.right() + 2 * EDGE, HEIGHT // 3
    width = max(row.right() - EDGE - left, 1)
    column = width // SUGGESTED
    tops = [picture.top() + number * line for number in range(3)]
    colors, examples = (
        tuple(QRect(left + number * column, top, column, line) for number in range(SUGGESTED))
        for top in tops[1:]
    )
    return Layout(picture, QRect(left, tops[0], width, line), colors, examples)


class CutOutList(QtWidgets.QListWidget):
    """Emits what the painter clicks on, with the number of the row, and that of the color."""

    went = pyqtSignal(int)
    answered = pyqtSignal(int, int)
    followed = pyqtSignal(int, int)  # to the example of a color

    def __init__(self, cut_outs: CutOuts) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()
        self._delegate = _Rows(cut_outs, lambda row: self.entries[row])
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cut_outs.made.connect(self._repaint)

    def _repaint(self, *_: object) -> None:
        # A method of the widget, because Qt disconnects those when a window closes.
        viewport = self.viewport()
        if viewport is not None:
            viewport.update()

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """`current`: the row at hand; -1 for none."""
        if entries != self.entries:
            self.entries = entries
            self._fit(len(entries))
            for row, entry in enumerate(entries):
                item = self.item(row)
                assert item is not None
                item.setText(entry.text)
                item.setToolTip(_hint(entry))
            self._repaint()
        if current != self.currentRow():
            self.setCurrentRow(current)

    def _fit(self, count: int) -> None:
        """Have so many rows. Those that stay are painted anew, so that the list stays where it was scrolled to."""
        while self.count() > count:
            self.takeItem(self.count() - 1)
        self.addItems([""] * (count - self.count()))

    def mouseReleaseEvent(self, event: Optional[QtGui.QMouseEvent]) -> None:
        if event is None:
            return
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.pos())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(self.row(item), self.visualItemRect(item), event.pos())

    def _click(self, row: int, area: QRect, point: QtCore.QPoint) -> None:
        where, suggestions = layout(area), self.entries[row].suggestions
        for number, of in enumerate(suggestions):
            if where.colors[number].contains(point):
                self.answered.emit(row, number)
                return
            if where.examples[number].contains(point) and of.example is not None:
                self.followed.emit(row, number)
                return
        self.went.emit(row)

    def keyPressEvent(self, event: Optional[QtGui.QKeyEvent]) -> None:
        """1, 2 and 3 take a suggestion, Return goes to the place."""
        if event is None or self.currentRow() < 0:
            return
        number = event.key() - int(Qt.Key.Key_1)
        if 0 <= number < len(self.entries[self.currentRow()].suggestions):
            self.answered.emit(self.currentRow(), number)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.went.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class _Rows(QtWidgets.QStyledItemDelegate):
    """Paints the rows; a cut-out is asked for when its row is seen."""

    def __init__(self, cut_outs: CutOuts, entry: Callable[[int], Entry]) -> None:
        super().__init__()
        self._cut_outs, self._entry = cut_outs, entry

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: QtCore.QModelIndex) -> QtCore.QSize:
        return QtCore.QSize(WIDTH + 2 * EDGE, HEIGHT + 2 * EDGE)

    def paint(
        self,
        painter: Optional[QtGui.QPainter],
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        if painter is None:
            return
        colors, where, entry = option.palette, layout(option.rect), self._entry(index.row())
        is_current = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        if is_current:
            painter.fillRect(option.rect, colors.highlight())
        painter.setPen(colors.highlightedText().color() if is_current else colors.text().color())
        text = option.fontMetrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, where.text.width())
        _write(painter, where.text, text)
        cut_out = self._cut_outs.get(entry.place)
        if cut_out is not None:
            shown = QRect(cut_out.picture.rect())
            shown.moveCenter(where.picture.center())
            painter.drawImage(shown.topLeft(), cut_out.picture)
        for number, of in enumerate(entry.suggestions):
            _paint_suggestion(painter, of, where.colors[number], where.examples[number])


def _paint_suggestion(painter: QtGui.QPainter, of: Suggestion, color: QRect, example: QRect) -> None:
    """A color with how sure it is, and below it where it comes from."""
    painter.drawPixmap(color.left(), color.center().y() - ICON // 2, swatch(of.color, ICON))
    _write(painter, color.adjusted(ICON + EDGE, 0, 0, 0), f"{of.confidence:.0%}")
    if of.example is not None:
        painter.save()
        font = painter.font()
        font.setUnderline(True)
        painter.setFont(font)
        _write(painter, example, f"as in {of.example.time}")
        painter.restore()


def _write(painter: QtGui.QPainter, place: QRect, text: str) -> None:
    painter.drawText(QtCore.QRectF(place), text, LEFT)


def _hint(entry: Entry) -> str:
    """What a click does."""
    if not entry.suggestions:
        return "A click goes there"
    return (
        "A click on a color answers with it, on “as in” shows where it comes from, elsewhere goes to the part"
    )
