"""Where the question at hand occurs: a cut-out of each frame, which a click leaves out of the answer."""

from typing import List, Optional, Sequence, Tuple

from ..cutouts.cutouts import CutOuts
from ..cutouts.picture import HEIGHT, WIDTH
from ..live.questions import Place
from ..qt import Qt, QtCore, QtGui
from .strip import Strip

SMALLER = 2 / 3  # of the size of cut-outs, so that the answers stay in sight
FADED = 0.3  # opacity of what is left out
LEAST, MOST = 2, 64  # frames that are shown; fewer than there are cut-outs kept
ASKED = "The answer is for frame {} too. Click: leave it out."
LEFT_OUT = "Frame {} is left out, and stays open. Click: answer it too."


class PlaceStrip(Strip):
    """The frames of a question side by side, where there are several."""

    clicked = QtCore.pyqtSignal(object)  # a Place

    def __init__(self, cut_outs: CutOuts) -> None:
        super().__init__(QtCore.QSize(round(SMALLER * WIDTH), round(SMALLER * HEIGHT)))
        self._cut_outs = cut_outs
        self._shown: List[Tuple[Place, bool]] = []
        self.itemClicked.connect(lambda item: self.clicked.emit(item.data(Qt.ItemDataRole.UserRole)))
        cut_outs.made.connect(self._on_made)

    def show_places(self, places: Sequence[Tuple[Place, bool]], time: Optional[int]) -> None:
        """Each with whether the answer is for it; none for a question of one frame.

        `time`: of the frame in view; of a long question the frames nearest to it are shown.
        """
        if len(places) < LEAST:
            places = ()
        near = sorted(places, key=lambda one: abs(one[0].time - (time or 0)))[:MOST]
        keys = sorted(near)
        if keys == self._shown:
            self._show_pictures()
            return
        bar = self.horizontalScrollBar()
        scrolled = bar.value() if bar is not None and len(keys) == len(self._shown) else 0
        self._shown = keys
        self.clear()
        for place, is_asked in keys:
            text, hint = (f"{place.time} ✓", ASKED) if is_asked else (f"{place.time} ✗", LEFT_OUT)
            self.add(self.blank(self.iconSize().height()), text, hint.format(place.time), place)
        self._show_pictures()
        self.setVisible(bool(keys))
        self.fit()
        if bar is not None:
            bar.setValue(scrolled)

    def _show_pictures(self, only: Optional[object] = None) -> None:
        """The cut-outs that are made; those that are not are asked for. `only`: of one place."""
        for row, (place, is_asked) in enumerate(self._shown):
            item = self.item(row)
            if item is None or (only is not None and place != only):
                continue
            cut_out = self._cut_outs.get(place)
            if cut_out is not None and not cut_out.picture.isNull():
                picture = QtGui.QPixmap.fromImage(cut_out.picture)
                item.setIcon(QtGui.QIcon(picture if is_asked else _faded(picture)))

    def _on_made(self, place: object) -> None:
        # A method of the widget, because Qt disconnects those when a window closes.
        self._show_pictures(only=place)


def _faded(picture: QtGui.QPixmap) -> QtGui.QPixmap:
    made = QtGui.QPixmap(picture.size())
    made.fill(Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(made)
    painter.setOpacity(FADED)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return made
