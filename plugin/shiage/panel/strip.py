"""Small pictures side by side, in the panel."""

from typing import Optional

from ..qt import Qt, QtCore, QtGui, QtWidgets

AROUND = 14  # pixels above and below a picture and its text


class Strip(QtWidgets.QListWidget):
    """Pictures with a text below each, in one row that scrolls; hidden while it has none. Data says what each is."""

    def __init__(self, picture: QtCore.QSize) -> None:
        """`picture`: the most room that each has."""
        super().__init__()
        self.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
        self.setFlow(QtWidgets.QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QtWidgets.QListView.Movement.Static)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.setIconSize(picture)
        self.setUniformItemSizes(True)
        self.setVisible(False)

    def add(self, picture: QtGui.QPixmap, text: str, hint: str, what: object) -> None:
        """One picture more; `what` comes with the click on it."""
        item = QtWidgets.QListWidgetItem(QtGui.QIcon(picture), text)
        item.setData(Qt.ItemDataRole.UserRole, what)
        item.setToolTip(hint)
        self.addItem(item)

    def blank(self, height: int) -> QtGui.QPixmap:
        """What is shown while there is no picture yet."""
        made = QtGui.QPixmap(self.iconSize().width(), height)
        made.fill(self.palette().color(QtGui.QPalette.ColorRole.Midlight))
        return made

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        if event is not None:
            super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As high as what is shown, and as the scroll bar where there is more than fits side by side."""
        items = [item for item in map(self.item, range(self.count())) if item is not None]
        pictures = [item.icon().actualSize(self.iconSize()).height() for item in items]
        height = max(pictures, default=self.iconSize().height()) + self.fontMetrics().height() + AROUND
        bar, viewport = self.horizontalScrollBar(), self.viewport()
        if items and bar is not None and viewport is not None:
            is_wide = self.visualItemRect(items[-1]).right() + bar.value() > viewport.width()
            height += bar.sizeHint().height() if is_wide else 0
        self.setFixedHeight(height)
