"""Small widgets of the panel: they draw what they are given, in the colors of Krita's theme."""

from typing import List, Optional, Sequence, Tuple

from .methods import Method
from .qt import Qt, QtCore, QtGui, QtWidgets

QRect, QSize = QtCore.QRect, QtCore.QSize
Color = Tuple[int, int, int, int]
TEXT_MARGIN = 2  # pixels that styles leave beside the text of a list's field
LIGHTS = {"ready": "#4caf50", "starting": "#e0a030", "failed": "#d9534f"}


class Swatches(QtWidgets.QWidget):
    """The colors of a palette in rows; a half transparent one shows the checkers under it."""

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
        # Not Qt's heightForWidth: a scroll area takes no notice of it, and squeezes what lies above.
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


class ReferenceStrip(QtWidgets.QListWidget):
    """The reference frames side by side: a picture and the frame's number."""

    def __init__(self, edge: int) -> None:
        super().__init__()
        self._edge = edge
        self.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
        self.setFlow(QtWidgets.QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QtWidgets.QListView.Movement.Static)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.setUniformItemSizes(True)
        self._shown: "List[Tuple[int, int]]" = []
        self.setVisible(False)

    def show_frames(self, frames: "Sequence[Tuple[int, Optional[QtGui.QImage]]]") -> None:
        """Time and picture of each frame; one whose picture is not there yet is a plain sheet."""
        keys = [(time, image.cacheKey() if image is not None else 0) for time, image in frames]
        if keys == self._shown:
            return
        self._shown = keys
        self.clear()
        height = 0
        for time, image in frames:
            sheet = self._sheet(image)
            height = max(height, sheet.height())
            item = QtWidgets.QListWidgetItem(QtGui.QIcon(sheet), str(time))
            item.setToolTip(f"Frame {time} shows Shiage the colors")
            self.addItem(item)
        self.setIconSize(QSize(self._edge, height or self._edge))
        text = self.fontMetrics().height()
        self.setFixedHeight((height or self._edge) + text + 18)
        self.setVisible(bool(frames))

    def _sheet(self, image: Optional[QtGui.QImage]) -> QtGui.QPixmap:
        if image is not None and not image.isNull():
            return QtGui.QPixmap.fromImage(image)
        blank = QtGui.QPixmap(self._edge, self._edge * 9 // 16)
        blank.fill(self.palette().color(QtGui.QPalette.ColorRole.Midlight))
        return blank


class Line(QtWidgets.QLabel):
    """One line of text that gives way: what does not fit ends in an ellipsis, and is told whole as a hint."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self._whole = text
        self._fit()

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        self._fit()

    def _fit(self) -> None:
        fitting = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if fitting != self.text():
            self.setText(fitting)
        self.setToolTip(self._whole if fitting != self._whole else "")


class MethodList(QtWidgets.QComboBox):
    """The methods by their titles; `opened` is emitted before the list drops down.

    A chosen title that does not fit ends in an ellipsis, and is told whole as a hint.
    """

    opened = QtCore.pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_methods(self, methods: Sequence[Method], chosen: Method) -> None:
        """Fill the list anew, if it is another one now, and stand on the chosen method."""
        told = [(method.name, method.title, _told_whole(method)) for method in methods]
        if told != [(self.itemData(i), self.itemText(i), self._hint(i)) for i in range(self.count())]:
            is_open = self._is_open()
            self.clear()
            for row, (name, title, hint) in enumerate(told):
                self.addItem(title, name)
                self.setItemData(row, hint, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(self.findData(chosen.name))
            if is_open:  # else it stays as high as it was, and shows the first method alone
                super().hidePopup()
                super().showPopup()
        self.setCurrentIndex(self.findData(chosen.name))
        self.setToolTip(_told_whole(chosen))

    def _hint(self, row: int) -> str:
        return str(self.itemData(row, Qt.ItemDataRole.ToolTipRole))

    def _is_open(self) -> bool:
        view = self.view()
        return view is not None and view.isVisible()

    def showPopup(self) -> None:
        self.opened.emit()
        super().showPopup()

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        # Qt's own cuts the title off.
        style, option = QtWidgets.QStyle, QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(style.ComplexControl.CC_ComboBox, option)
        option.currentText = self.fitting(option)
        painter.drawControl(style.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def fitting(self, option: QtWidgets.QStyleOptionComboBox) -> str:
        """The chosen title, as much of it as there is room for."""
        style = QtWidgets.QStyle
        place = (style.ComplexControl.CC_ComboBox, option, style.SubControl.SC_ComboBoxEditField, self)
        room = self.style().subControlRect(*place).width() - 2 * TEXT_MARGIN
        return self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)


def _told_whole(method: Method) -> str:
    """Title and hint, one below the other."""
    return "\n".join(text for text in (method.title, method.hint) if text)


class NameField(QtWidgets.QLineEdit):
    """Who is drawn, with the known names to complete from; `named` is emitted with every change by hand."""

    named = QtCore.pyqtSignal(str)

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.setMaxLength(longest)
        self._layer = ""
        self._names = QtCore.QStringListModel(self)
        completer = QtWidgets.QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated[str].connect(self.named)
        self.setCompleter(completer)
        self.textEdited.connect(self.named)
        self.returnPressed.connect(self.clearFocus)  # back to the painter's shortcuts

    def show_name(self, layer: str, name: str, known: Sequence[str]) -> None:
        """Who is drawn on a layer (its uid). What is typed for it stays as it is: a name may have a blank inside.

        While known names drop down, they have the focus: a blank at the end must not go even then.
        """
        if (layer != self._layer or not self.hasFocus()) and self.text().strip() != name:
            self.setText(name)
        self._layer = layer
        if self._names.stringList() != list(known):
            self._names.setStringList(list(known))


class Picture(QtWidgets.QWidget):
    """A picture as wide as there is room, and no higher than `highest`."""

    def __init__(self, highest: int) -> None:
        super().__init__()
        self._highest = highest
        self._image = QtGui.QImage()
        self.setVisible(False)

    def show_image(self, image: QtGui.QImage) -> None:
        self._image = image
        self._fit()
        self.update()

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        self._fit()

    def _fitting(self) -> QtCore.QSize:
        room = QSize(self.width(), self._highest)
        return self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def _fit(self) -> None:
        if not self._image.isNull():
            self.setFixedHeight(self._fitting().height())

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(QtCore.QPoint(0, 0), self._fitting())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)
        painter.end()


class WheelGoesOn(QtCore.QObject):
    """Leaves the mouse wheel to what scrolls, as long as the painter has not gone into a widget."""

    def watch(self, widget: QtWidgets.QWidget) -> None:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel itself would go into it
        widget.installEventFilter(self)

    def eventFilter(self, watched: Optional[QtCore.QObject], event: Optional[QtCore.QEvent]) -> bool:
        is_wheel = event is not None and event.type() == QtCore.QEvent.Type.Wheel
        if event is None or not is_wheel or not isinstance(watched, QtWidgets.QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True


class Lamp(QtWidgets.QWidget):
    """A small round light: the state of the engine at a glance."""

    def __init__(self) -> None:
        super().__init__()
        self._state = ""
        self.setFixedSize(10, 10)

    def show_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.update()

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        idle = self.palette().color(QtGui.QPalette.ColorRole.Mid)
        painter.setBrush(QtGui.QColor(LIGHTS[self._state]) if self._state in LIGHTS else idle)
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
