"""The list of places: what a click or a key on a row does, and that its cut-outs are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from shiage.controller import Controller
from shiage.live.questions import Place, Suggestion
from shiage.panel.cutout_list import CutOutList, Entry, layout
from shiage.qt import Qt, QtCore
from tests.plugin.fakes import FakeHost

QtTest = import_module(QtCore.__name__.replace("QtCore", "QtTest"))  # of the binding under test
Until = Callable[[Callable[[], bool]], None]
PLACE, EXAMPLE = Place(2, 1, 1, 0, 0, 2, 2), Place(0, 1, 1, 0, 0, 2, 2)
RED, NEW = Suggestion((255, 0, 0, 255), 0.6, EXAMPLE), Suggestion((0, 0, 255, 255), 0.3, None)


@pytest.fixture
def shown(controller: Controller) -> Iterator[CutOutList]:
    made = CutOutList(controller.cut_outs)
    made.resize(300, 200)
    made.show_entries([Entry(PLACE, "Frame 2", (RED, NEW)), Entry(EXAMPLE, "Frame 0")], 0)
    made.show()
    yield made
    made.close()


def click(shown: CutOutList, row: int, part: Callable[..., QtCore.QRect]) -> list[tuple[object, ...]]:
    """Click on a part of a row; returns what was emitted."""
    seen: list[tuple[object, ...]] = []
    shown.went.connect(lambda *args: seen.append(("went", *args)))
    shown.answered.connect(lambda *args: seen.append(("answered", *args)))
    shown.followed.connect(lambda *args: seen.append(("followed", *args)))
    place = part(layout(shown.visualItemRect(shown.item(row)))).center()
    QtTest.QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    return seen


def test_a_click_on_a_color_answers_and_on_its_example_goes_there(shown: CutOutList) -> None:
    assert click(shown, 0, lambda parts: parts.colors[1]) == [("answered", 0, 1)]
    assert click(shown, 0, lambda parts: parts.examples[0])[-1] == ("followed", 0, 0)


def test_a_click_elsewhere_goes_to_the_place(shown: CutOutList) -> None:
    assert click(shown, 0, lambda parts: parts.picture) == [("went", 0)]
    assert click(shown, 0, lambda parts: parts.colors[2])[-1] == ("went", 0), "there is no third color"
    assert click(shown, 0, lambda parts: parts.examples[1])[-1] == ("went", 0), "nor an example of the second"
    assert click(shown, 1, lambda parts: parts.colors[0])[-1] == ("went", 1)


def test_the_keys_1_to_3_take_a_suggestion(shown: CutOutList) -> None:
    seen: list[tuple[int, int]] = []
    shown.answered.connect(lambda *args: seen.append(args))
    for key in (Qt.Key.Key_2, Qt.Key.Key_3):
        QtTest.QTest.keyClick(shown, key)
    assert seen == [(0, 1)]


def test_the_parts_of_a_row_lie_beside_each_other() -> None:
    parts = layout(QtCore.QRect(0, 0, 300, 66))
    every = [parts.picture, parts.text, *parts.colors, *parts.examples]
    assert all(QtCore.QRect(0, 0, 300, 66).contains(one) for one in every)
    assert not any(one.intersects(other) for one in every for other in every if one is not other)


def test_cut_outs_are_made_of_what_is_seen(
    shown: CutOutList, controller: Controller, host: FakeHost, until: Until
) -> None:
    controller.refresh()
    shown.grab()
    until(lambda: controller.cut_outs.get(PLACE) is not None)
    controller.stop()
    assert controller.cut_outs.get(PLACE) is None, "all is forgotten"
    controller.stop()


def test_the_list_stays_where_it_was_scrolled_to(shown: CutOutList) -> None:
    """The cut-outs of its rows are of the frame in view, and so change from frame to frame."""
    shown.show_entries([Entry(PLACE, f"Frame {row}", (RED,)) for row in range(30)], 0)
    shown.grab()  # rows are laid out when they are painted
    bar = shown.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    shown.show_entries([Entry(EXAMPLE, f"Frame {row}", (RED,)) for row in range(30)], 0)
    shown.grab()  # rows are laid out when they are painted
    assert bar.value() == bar.maximum() > 0
    shown.show_entries([Entry(EXAMPLE, "Frame 0")], 0)
    assert shown.count() == 1
