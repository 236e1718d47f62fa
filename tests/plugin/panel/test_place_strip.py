"""The frames of the question at hand, side by side."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from shiage.controller import Controller
from shiage.cutouts import cutouts as cut_outs
from shiage.live.questions import Place
from shiage.panel.place_strip import MOST, PlaceStrip
from shiage.qt import Qt, QtCore

QtTest = import_module(QtCore.__name__.replace("QtCore", "QtTest"))  # of the binding under test
Until = Callable[[Callable[[], bool]], None]
HERE, THERE = Place(2, 1, 1, 0, 0, 2, 2), Place(5, 1, 0, 0, 0, 2, 2)


def test_a_click_on_a_frame_tells_which_and_what_is_left_out_is_marked(controller: Controller) -> None:
    strip = PlaceStrip(controller.cut_outs)
    seen: list[object] = []
    strip.clicked.connect(seen.append)
    strip.resize(300, 10)
    strip.show_places([(HERE, True), (THERE, False)], 2)
    items = strip.findItems("", Qt.MatchFlag.MatchContains)
    assert [item.text() for item in items] == ["2 ✓", "5 ✗"]
    assert "stays open" in items[1].toolTip()
    QtTest.QTest.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.visualItemRect(items[1]).center()
    )
    assert seen == [THERE]
    strip.show_places([(HERE, True)], 2)
    assert strip.count() == 0 and not strip.isVisible(), "of one frame nothing can be left out"
    controller.stop()


def test_cut_outs_come_in_as_they_are_made(controller: Controller, until: Until) -> None:
    controller.refresh()
    strip = PlaceStrip(controller.cut_outs)
    strip.show_places([(HERE, True), (THERE, True)], 2)
    blank = [item.icon().cacheKey() for item in strip.findItems("", Qt.MatchFlag.MatchContains)]
    until(lambda: controller.cut_outs.get(HERE) is not None and controller.cut_outs.get(THERE) is not None)
    seen = [item.icon().cacheKey() for item in strip.findItems("", Qt.MatchFlag.MatchContains)]
    assert not {*blank} & {*seen}
    controller.stop()


def test_of_a_long_question_the_frames_near_the_one_in_view_are_shown(controller: Controller) -> None:
    strip = PlaceStrip(controller.cut_outs)
    strip.show_places([(HERE._replace(time=time), True) for time in range(300)], 290)
    shown = [item.text() for item in strip.findItems("", Qt.MatchFlag.MatchContains)]
    assert len(shown) == MOST < cut_outs.MOST
    assert shown[-1] == "299 ✓" and "290 ✓" in shown
    controller.stop()
