"""The thumbnails of the reference frames, in the panel."""

from typing import List, Optional, Sequence, Tuple

from ..qt import Qt, QtCore, QtGui, QtWidgets

FINISHED = "Frame {} is finished: what has no paint stays so. Click: it is partly painted."
PARTLY = "Frame {} is partly painted: the rest is colored too. Click: it is finished."


class ReferenceStrip(QtWidgets.QListWidget):
    """The reference frames side by side: a thumbnail, the frame's number, and a half circle where partly painted."""

    clicked_frame = QtCore.pyqtSignal(int)  # time

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
        self._shown: "List[Tuple[int, int, bool]]" = []
        self.itemClicked.connect(lambda item: self.clicked_frame.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.setVisible(False)

    def show_frames(self, frames: "Sequence[Tuple[int, Optional[QtGui.QImage], bool]]") -> None:
        """Time and thumbnail of each frame, and whether it is finished; without a thumbnail a blank rectangle."""
        keys = [
            (time, image.cacheKey() if image is not None else 0, is_finished)
            for time, image, is_finished in frames
        ]
        if keys == self._shown:
            return
        self._shown = keys
        self.clear()
        height = 0
        for time, image, is_finished in frames:
            pixmap = self._pixmap(image)
            height = max(height, pixmap.height())
            item = QtWidgets.QListWidgetItem(QtGui.QIcon(pixmap), str(time) if is_finished else f"{time} ◐")
            item.setData(Qt.ItemDataRole.UserRole, time)
            item.setToolTip((FINISHED if is_finished else PARTLY).format(time))
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
