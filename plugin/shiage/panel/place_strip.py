"""Where the question at hand occurs: a cut-out of each frame, which a click leaves out of the answer."""

from typing import List, Sequence, Tuple

from ..cutouts.cutouts import CutOuts
from ..cutouts.picture import HEIGHT, WIDTH
from ..live.questions import Place
from ..qt import Qt, QtCore, QtGui
from .strip import Strip

SMALLER = 2 / 3  # of the size of cut-outs, so that the answers stay in sight
FADED = 0.3  # opacity of what is left out
ASKED = "The answer is for frame {} too. Click: leave it out."
LEFT_OUT = "Frame {} is left out, and stays open. Click: answer it too."


class PlaceStrip(Strip):
    """The frames of a question side by side, where there are several."""

    clicked = QtCore.pyqtSignal(object)  # a Place

    def __init__(self, cut_outs: CutOuts) -> None:
        super().__init__(QtCore.QSize(round(SMALLER * WIDTH), round(SMALLER * HEIGHT)))
        self._cut_outs = cut_outs
        self._places: Sequence[Tuple[Place, bool]] = ()
        self._shown: List[Tuple[object, ...]] = []
        self.itemClicked.connect(lambda item: self.clicked.emit(item.data(Qt.ItemDataRole.UserRole)))
        cut_outs.made.connect(self._on_made)

    def show_places(self, places: Sequence[Tuple[Place, bool]]) -> None:
        """Each with whether the answer is for it; none for a question of one frame."""
        self._places = places if len(places) > 1 else ()
        seen = [(place, is_asked, self._cut_outs.get(place)) for place, is_asked in self._places]
        keys: List[Tuple[object, ...]] = [
            (place, is_asked, cut_out.picture.cacheKey() if cut_out is not None else 0)
            for place, is_asked, cut_out in seen
        ]
        if keys == self._shown:
            return
        bar = self.horizontalScrollBar()
        scrolled = bar.value() if bar is not None and len(keys) == len(self._shown) else 0
        self._shown = keys
        self.clear()
        for place, is_asked, cut_out in seen:
            picture = self.blank(self.iconSize().height())
            if cut_out is not None and not cut_out.picture.isNull():
                picture = QtGui.QPixmap.fromImage(cut_out.picture)
            text, hint = (f"{place.time} ✓", ASKED) if is_asked else (f"{place.time} ✗", LEFT_OUT)
            self.add(picture if is_asked else _faded(picture), text, hint.format(place.time), place)
        self.setVisible(bool(keys))
        self.fit()
        if bar is not None:
            bar.setValue(scrolled)

    def _on_made(self, place: object) -> None:
        # A method of the widget, because Qt disconnects those when a window closes.
        if any(place == one for one, _ in self._places):
            self.show_places(self._places)


def _faded(picture: QtGui.QPixmap) -> QtGui.QPixmap:
    made = QtGui.QPixmap(picture.size())
    made.fill(Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(made)
    painter.setOpacity(FADED)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return made
