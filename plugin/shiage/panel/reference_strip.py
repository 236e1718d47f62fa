"""The thumbnails of the reference frames, in the panel."""

from typing import List, Optional, Sequence, Tuple

from ..qt import Qt, QtCore, QtGui, QtWidgets


class ReferenceStrip(QtWidgets.QListWidget):
    """The reference frames side by side: a thumbnail and the frame's number."""

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
        """Time and thumbnail of each frame; one without a thumbnail yet is a blank rectangle."""
        keys = [(time, image.cacheKey() if image is not None else 0) for time, image in frames]
        if keys == self._shown:
            return
        self._shown = keys
        self.clear()
        height = 0
        for time, image in frames:
            pixmap = self._pixmap(image)
            height = max(height, pixmap.height())
            item = QtWidgets.QListWidgetItem(QtGui.QIcon(pixmap), str(time))
            item.setToolTip(f"Frame {time} shows Shiage the colors")
            self.addItem(item)
        self.setIconSize(QtCore.QSize(self._edge, height or self._edge))
        text = self.fontMetrics().height()
        self.setFixedHeight((height or self._edge) + text + 18)
        self.setVisible(bool(frames))

    def _pixmap(self, image: Optional[QtGui.QImage]) -> QtGui.QPixmap:
        if image is not None and not image.isNull():
            return QtGui.QPixmap.fromImage(image)
        blank = QtGui.QPixmap(self._edge, self._edge * 9 // 16)
        blank.fill(self.palette().color(QtGui.QPalette.ColorRole.Midlight))
        return blank
