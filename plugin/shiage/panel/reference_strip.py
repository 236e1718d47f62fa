"""The thumbnails of the reference frames, in the panel."""

from typing import List, Optional, Sequence, Tuple

from ..qt import Qt, QtCore, QtGui
from .strip import Strip

HIGHEST = 48  # pixels of a thumbnail, so that in Krita's narrow column all of the page is seen at once
FINISHED = "Frame {} is finished: what has no paint stays so. Click: it is partly painted."
PARTLY = "Frame {} is partly painted: the rest is colored too. Click: it is finished."
SHEET = "“{}” teaches like a painted frame, and is no frame of the shot. Click: remove it."
LONGEST = 9  # letters of a sheet's name under its thumbnail


class ReferenceStrip(Strip):
    """The reference frames side by side: a thumbnail, the frame's number, and a switch. Then the model sheets.

    The switch is a full circle where the frame is finished, and half of one where it is partly painted.
    """

    clicked_frame = QtCore.pyqtSignal(int)  # time
    clicked_sheet = QtCore.pyqtSignal(str)  # key

    def __init__(self, edge: int) -> None:
        super().__init__(QtCore.QSize(edge, HIGHEST))
        self._shown: "List[Tuple[object, ...]]" = []
        self.itemClicked.connect(lambda item: self._on_click(item.data(Qt.ItemDataRole.UserRole)))

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
            hint = (FINISHED if is_finished else PARTLY).format(time)
            self.add(self._pixmap(image), f"{time} {'●' if is_finished else '◐'}", hint, time)
        for key, image, name in sheets:
            short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
            self.add(self._pixmap(image), short, SHEET.format(name), key)
        self.setVisible(bool(keys))
        self.fit()

    def _on_click(self, what: object) -> None:
        """The time of a frame, or the key of a sheet."""
        if isinstance(what, str):
            self.clicked_sheet.emit(what)
        else:
            self.clicked_frame.emit(what)

    def _pixmap(self, image: Optional[QtGui.QImage]) -> QtGui.QPixmap:
        if image is not None and not image.isNull():
            return QtGui.QPixmap.fromImage(image)
        return self.blank(self.iconSize().width() * 9 // 16)
