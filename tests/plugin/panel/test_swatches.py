"""The palette's colors in rows."""

from __future__ import annotations

import pytest

from shiage.panel.swatches import FLAG, Swatch, Swatches
from shiage.qt import Qt, QtCore, QtGui


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_swatches_wrap(count: int, rows: int) -> None:
    swatches = Swatches()
    swatches.show_swatches([Swatch((10 * i, 0, 0)) for i in range(count)])
    five = 5 * Swatches.EDGE + 4 * Swatches.GAP
    step = Swatches.EDGE + Swatches.GAP
    assert swatches.height_for(five) == max(0, rows * step - Swatches.GAP)
    swatches.resize(five, 100)
    assert swatches.grab().isNull() == (count == 0)


def test_a_click_tells_the_number_and_a_mark_is_in_the_corner() -> None:
    swatches = Swatches()
    swatches.show_swatches([Swatch((10, 0, 0)), Swatch((0, 200, 0), "grass", FLAG)], 0)
    swatches.resize(200, 50)
    told: list[int] = []
    swatches.clicked.connect(told.append)
    swatches.double_clicked.connect(told.append)
    step = Swatches.EDGE + Swatches.GAP
    for x, press in ((step + 4, True), (4, False), (150, True)):
        place = QtCore.QPointF(x, 4)
        kind = QtCore.QEvent.Type.MouseButtonPress if press else QtCore.QEvent.Type.MouseButtonDblClick
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QtGui.QMouseEvent(kind, place, place, left, left, none)
        (swatches.mousePressEvent if press else swatches.mouseDoubleClickEvent)(event)
    assert told == [1, 0]
    picture = swatches.grab().toImage()
    assert picture.pixelColor(step + Swatches.EDGE - 2, 1).name() == FLAG
    assert picture.pixelColor(step + 3, 10).name() == "#00c800"
