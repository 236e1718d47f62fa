"""The thumbnails of the reference frames."""

from __future__ import annotations

import pytest

from shiage.panel.reference_strip import HIGHEST, ReferenceStrip
from shiage.qt import QtGui, QtWidgets
from shiage.references import THUMBNAIL_EDGE


@pytest.mark.parametrize("size", [(72, 40), (72, 54), (39, 72)])
@pytest.mark.parametrize("frames", [2, 9])
def test_each_frame_is_seen_whole_with_its_number_and_its_switch(size: tuple[int, int], frames: int) -> None:
    """Also where the page is narrow and the frames are many, and drawings are high."""
    strip = ReferenceStrip(THUMBNAIL_EDGE)
    strip.resize(300, 10)
    strip.show_references(
        [(time, QtGui.QImage(*size, QtGui.QImage.Format.Format_RGB32), True) for time in range(frames)]
    )
    strip.show()
    QtWidgets.QApplication.processEvents()
    viewport, last = strip.viewport(), strip.item(frames - 1)
    assert viewport is not None and last is not None and last.text() == f"{frames - 1} ●"
    assert strip.visualItemRect(last).top() >= 0 and strip.visualItemRect(last).bottom() <= viewport.height()
    assert strip.iconSize().height() <= HIGHEST
    assert strip.height() <= HIGHEST + 60
    strip.close()
