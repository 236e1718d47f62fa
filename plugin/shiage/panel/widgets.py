"""Small widgets of the panel, in the colors of Krita's theme."""

from typing import Callable, Optional, Sequence

from ..qt import Qt, QtCore, QtGui, QtWidgets

QRect, QSize = QtCore.QRect, QtCore.QSize
Icons = Callable[[str], QtGui.QIcon]  # Krita's icons by name
LIGHT_COLORS = {"ready": "#4caf50", "starting": "#e0a030", "failed": "#d9534f"}


def label(text: str = "", wraps: bool = False) -> QtWidgets.QLabel:
    """A label whose text can be selected."""
    made = QtWidgets.QLabel(text)
    made.setWordWrap(wraps)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(text: str, icon: QtGui.QIcon, hint: str, is_toggle: bool = False) -> QtWidgets.QToolButton:
    """A flat button with an icon beside its text."""
    made = QtWidgets.QToolButton()
    made.setText(text)
    made.setIcon(icon)
    made.setToolTip(hint)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setAutoRaise(True)
    made.setCheckable(is_toggle)
    return made


def swatch(color: Sequence[int], edge: int) -> QtGui.QPixmap:
    """A square of an RGBA color; a cross through none."""
    picture = QtGui.QPixmap(edge, edge)
    picture.fill(QtGui.QColor(*color) if color[3] else QtGui.QColor(Qt.GlobalColor.white))
    painter = QtGui.QPainter(picture)
    painter.setPen(QtGui.QColor(Qt.GlobalColor.gray))
    painter.drawRect(0, 0, edge - 1, edge - 1)
    if not color[3]:
        painter.drawLine(0, 0, edge - 1, edge - 1)
    painter.end()
    return picture


def row(*widgets: QtWidgets.QWidget) -> QtWidgets.QHBoxLayout:
    """Widgets side by side."""
    layout = QtWidgets.QHBoxLayout()
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class ElidedLabel(QtWidgets.QLabel):
    """One line of text; where it does not fit it ends in an ellipsis, and the tooltip has the whole."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = text
        self._fit()

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        self._fit()

    def _fit(self) -> None:
        fitting = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if fitting != self.text():
            self.setText(fitting)
        self.setToolTip(self._whole if fitting != self._whole else "")


class ImageView(QtWidgets.QWidget):
    """An image as wide as the panel, and no higher than `highest` pixels."""

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


class WheelFilter(QtCore.QObject):
    """Keeps the mouse wheel from changing the watched widgets while they have no focus: it scrolls the panel."""

    def watch(self, widget: QtWidgets.QWidget) -> None:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel itself would give it the focus
        widget.installEventFilter(self)

    def eventFilter(self, watched: Optional[QtCore.QObject], event: Optional[QtCore.QEvent]) -> bool:
        is_wheel = event is not None and event.type() == QtCore.QEvent.Type.Wheel
        if event is None or not is_wheel or not isinstance(watched, QtWidgets.QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True


class StateLight(QtWidgets.QWidget):
    """A small round light in the color of the engine's state."""

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
        painter.setBrush(QtGui.QColor(LIGHT_COLORS[self._state]) if self._state in LIGHT_COLORS else idle)
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
