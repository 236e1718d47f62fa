"""Model sheets: references that are no frame of the shot, from the panel to the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shiage.client.protocol.messages import SHEETS_SINCE
from shiage.controller import Controller
from shiage.images import encoded, image, plane_of, small
from shiage.panel.panel import Panel
from shiage.panel.sheet_button import FROM_FILE
from shiage.qt import QtGui, QtWidgets
from shiage.scene import SheetName
from tests.plugin.fakes import SCENE, FakeClient, FakeHost

Until = Callable[[Callable[[], bool]], None]
FRONT = SheetName("k1", "front")


def unpainted(host: FakeHost) -> None:
    host.scene = replace(SCENE, references=(), unpainted="Paint one frame.", sheets=(FRONT,))


def test_a_sheet_is_enough_where_nothing_is_painted(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    unpainted(host)
    client.protocol = SHEETS_SINCE
    controller.refresh()
    assert controller.problem == ""
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    (request,) = client.requests
    assert (request.references, request.sheets, request.sheet_sizes) == ((), ("front",), ((2, 1),))
    assert len(request.drawings) == len(SCENE.times) + 1
    client.need_all(1)
    until(lambda: ("sheet", 1, 0) in client.sent)
    assert [role for role, _, _ in client.sent] == ["line"] * 4 + ["sheet"]
    client.label(1, *SCENE.times)
    client.finished.emit(1, {})
    until(lambda: controller.job is None)
    assert len(host.inserted) == 1


def test_an_older_engine_is_sent_none_beside_painted_frames(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    host.scene = replace(SCENE, sheets=(FRONT,))
    client.protocol = SHEETS_SINCE - 1
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    assert (client.requests[0].sheets, client.requests[0].sheet_sizes) == ((), ())
    assert len(client.requests[0].drawings) == 6


def test_an_older_engine_cannot_color_from_sheets_alone(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    unpainted(host)
    client.protocol = SHEETS_SINCE - 1
    controller.running.auto_colorize()
    until(lambda: controller.job is None)
    assert controller.notice.startswith("The engine that runs knows no model sheets")
    assert client.requests == []


def test_the_strip_shows_sheets_after_frames(panel: Panel, controller: Controller, host: FakeHost) -> None:
    host.scene = replace(SCENE, sheets=(FRONT, SheetName("k2", "a very long name")))
    for _ in range(5):
        controller.refresh()
    strip = panel.inputs.references
    items = [strip.item(row) for row in range(strip.count())]
    assert [item.text() for item in items if item is not None] == ["0 ●", "7 ●", "front", "a very l…"]
    assert panel.inputs.reference_note.text() == "2 painted, 2 sheets"
    assert set(controller.inputs.sheet_thumbnails) == {"k1", "k2"}


def test_the_menu_offers_a_file_and_the_other_documents(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    button = panel.inputs.add_sheet
    for _ in range(2):  # filled anew each time
        button.fill()
    menu = button.menu()
    assert menu is not None
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [FROM_FILE, "Add reference from “turnaround.kra”"]
    actions[1].trigger()
    assert controller.scene.sheets == (SheetName("key of turnaround.kra", "turnaround.kra"),)
    assert controller.notice.startswith("“turnaround.kra” teaches now")


def test_files_are_chosen_in_a_dialog(
    panel: Panel, controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.refresh()
    chosen = (["a.png", "b.png"], "")
    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileNames", lambda *_: chosen)
    panel.inputs.add_sheet.fill()
    menu = panel.inputs.add_sheet.menu()
    assert menu is not None
    menu.actions()[0].trigger()
    assert [name for _, name in controller.scene.sheets] == ["a.png", "b.png"]


def test_a_click_on_a_sheet_offers_to_remove_it(panel: Panel, controller: Controller, host: FakeHost) -> None:
    host.scene = replace(SCENE, sheets=(FRONT,))
    controller.refresh()
    strip = panel.inputs.references
    strip.itemClicked.emit(strip.item(2))
    assert controller.scene.sheets == (FRONT,), "a click alone removes nothing"
    (menu,) = (one for one in panel.inputs.findChildren(QtWidgets.QMenu) if one.isVisible())
    (remove,) = menu.actions()
    assert remove.text() == "Remove “front”"
    remove.trigger()
    menu.close()
    assert not controller.scene.sheets
    assert controller.notice == "“front” is no reference any more."


def test_a_plane_becomes_an_image_and_comes_back() -> None:
    plane = bytes(range(24))
    there = image((3, 2), plane)
    assert plane_of(there) == plane
    assert plane_of(QtGui.QImage.fromData(encoded(there))) == plane
    narrow = there.copy(0, 0, 1, 2).convertToFormat(QtGui.QImage.Format.Format_RGB888)  # rows are padded
    assert len(plane_of(narrow)) == 8


def test_a_small_sheet_lies_on_white_paper() -> None:
    clear = QtGui.QImage(40, 20, QtGui.QImage.Format.Format_ARGB32)
    clear.fill(0)
    shown = small(clear, 10)
    assert (shown.width(), shown.height()) == (10, 5)
    assert shown.pixelColor(5, 2) == QtGui.QColor(255, 255, 255)
