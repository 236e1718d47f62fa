"""The thumbnails of the reference frames, in the panel."""

from typing import List, Optional, Sequence, Tuple

from ..qt import Qt, QtCore, QtGui, QtWidgets

HIGHEST = 48  # pixels of a thumbnail, so that in Krita's narrow column all of the page is seen at once
AROUND = 14  # pixels above and below a thumbnail and its number
FINISHED = "Frame {} is finished: what has no paint stays so. Click: it is partly painted."
PARTLY = "Frame {} is partly painted: the rest is colored too. Click: it is finished."


SHEET = "“{}” teaches like a painted frame, and is no frame of the shot. Click: remove it."
LONGEST = 9  # letters of a sheet's name under its thumbnail


class ReferenceStrip(QtWidgets.QListWidget):
    """The reference frames side by side: a thumbnail, the frame's number, and a switch. Then the model sheets.

    The switch is a full circle where the frame is finished, and half of one where it is partly painted.
    """

    clicked_frame = QtCore.pyqtSignal(int)  # time
    clicked_sheet = QtCore.pyqtSignal(str)  # key

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
        self.setIconSize(QtCore.QSize(edge, HIGHEST))
        self.setUniformItemSizes(True)
        self._shown: "List[Tuple[object, ...]]" = []
        self.itemClicked.connect(lambda item: self._on_click(item.data(Qt.ItemDataRole.UserRole)))
        self.setVisible(False)

    def show_references(
        self,
        frames: "Sequence[Tuple[int, Optional[QtGui.QImage], bool]]",
        sheets: "Sequence[Tuple[str, Optional[QtGui.QImage], str]]" = (),
    ) -> None:
        """Time and thumbnail of each frame, and whether it is finished; without a thumbnail a blank rectangle.

        `sheets`: key, thumbnail and name of each model sheet.
        """
        keys: "List[Tuple[object, ...]]" = [
            (what, image.cacheKey() if image is not None else 0, said)
            for what, image, said in [*frames, *sheets]
        ]
        if keys == self._shown:
            return
        self._shown = keys
        self.clear()
        for time, image, is_finished in frames:
            switch = "●" if is_finished else "◐"
            item = QtWidgets.QListWidgetItem(QtGui.QIcon(self._pixmap(image)), f"{time} {switch}")
            item.setData(Qt.ItemDataRole.UserRole, time)
            item.setToolTip((FINISHED if is_finished else PARTLY).format(time))
            self.addItem(item)
        for key, image, name in sheets:
            short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
            item = QtWidgets.QListWidgetItem(QtGui.QIcon(self._pixmap(image)), short)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(SHEET.format(name))
            self.addItem(item)
        self.setVisible(bool(keys))
        self._fit()

    def _on_click(self, what: object) -> None:
        """The time of a frame, or the key of a sheet."""
        if isinstance(what, str):
            self.clicked_sheet.emit(what)
        else:
            self.clicked_frame.emit(what)

    def resizeEvent(self, event: Optional[QtGui.QResizeEvent]) -> None:
        if event is not None:
            super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as what is shown, and as the scroll bar where the frames are more than fit side by side."""
        items = [item for item in map(self.item, range(self.count())) if item is not None]
        pictures = [item.icon().actualSize(self.iconSize()).height() for item in items]
        height = max(pictures, default=HIGHEST) + self.fontMetrics().height() + AROUND
        bar, viewport = self.horizontalScrollBar(), self.viewport()
        if items and bar is not None and viewport is not None:
            is_wide = self.visualItemRect(items[-1]).right() + bar.value() > viewport.width()
            height += bar.sizeHint().height() if is_wide else 0
        self.setFixedHeight(height)

    def _pixmap(self, image: Optional[QtGui.QImage]) -> QtGui.QPixmap:
        if image is not None and not image.isNull():
            return QtGui.QPixmap.fromImage(image)
        blank = QtGui.QPixmap(self._edge, self._edge * 9 // 16)
        blank.fill(self.palette().color(QtGui.QPalette.ColorRole.Midlight))
        return blank
