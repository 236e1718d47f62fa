"""The panel, without a screen: what it shows of a controller between fakes, and what its buttons call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from fakes import METHODS, SCENE, FakeClient, FakeDesk
from PyQt5 import QtCore, QtGui, QtWidgets

from shiage import coloring
from shiage.client import Preview
from shiage.controller import Controller
from shiage.docker import Panel
from shiage.scene import Scene
from shiage.widgets import NameField, Swatches

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def panel(controller: Controller) -> Panel:
    panel = Panel(controller, lambda _: QtGui.QIcon())
    panel.resize(300, 600)
    panel.show()
    return panel


def texts(strip: QtWidgets.QListWidget) -> list[str]:
    return [strip.item(row).text() for row in range(strip.count())]


def test_lines_colors_and_references(panel: Panel, controller: Controller) -> None:
    controller.look()
    assert panel.lines.text() == "A · 4 drawings"
    assert panel.colors.currentText() == "paint"
    assert texts(panel.references) == ["0", "7"]
    assert panel.reference_note.text() == "2 painted"
    assert panel.start.isEnabled()
    assert not panel.notice.isVisible()


def test_without_a_document_it_says_what_is_missing(
    panel: Panel, controller: Controller, desk: FakeDesk
) -> None:
    desk.scene = Scene(problem="Open an animation to color.")
    controller.look()
    assert panel.notice.text() == "Open an animation to color."
    assert panel.lines.text() == "none selected"
    assert panel.colors.count() == 0
    assert not panel.start.isEnabled()
    assert not panel.references.isVisible()
    assert not panel.withdrawn.isVisible()


def test_choosing_the_colors(panel: Panel, controller: Controller) -> None:
    controller.look()
    panel.colors.activated.emit(1)
    assert controller.scene.colors is not None
    assert controller.scene.colors.uid == "other"
    assert panel.colors.currentText() == "flats"


def test_a_job_from_the_button_to_the_result(
    panel: Panel,
    controller: Controller,
    client: FakeClient,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    controller.look()
    panel.start.click()
    assert panel.cancel.isVisible()
    assert not panel.start.isVisible()
    until(lambda: len(client.sent) == 6)
    for now, fraction in ((0, 0.2), (3, 0.5)):
        monkeypatch.setattr(coloring.clock, "monotonic", lambda now=now: now)
        client.progressed.emit(1, fraction, "Learning", 0, 2)
    assert panel.progress.value() == 500
    assert panel.progress_note.text() == "Learning · a few seconds left"
    monkeypatch.undo()
    assert not panel.preview.isVisible()
    client.previewed.emit(1, Preview(2, 16, 9, bytearray(b"\x10\x20\x30\xff") * 144))
    assert panel.preview.isVisible()
    shown = panel.preview.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == QtGui.QColor(0x30, 0x20, 0x10)
    client.paint(1, 2)
    until(lambda: panel.progress_note.text().startswith("Frame 2 of 2"))
    client.paint(1, 5)
    client.finished.emit(1, {"palette": [[0, 0, 0, 0], [255, 0, 0, 255]], "coverage": 0.84})
    until(panel.start.isVisible)
    assert not panel.preview.isVisible()
    assert panel.palette_note.text() == "1 color · 84% of regions painted"
    assert panel.swatches.isVisible()
    assert panel.withdrawn.isChecked()
    assert not panel.confidence.isChecked()
    assert panel.notice.text().startswith("Colored 2 frames")
    panel.confidence.click()
    assert panel.confidence.isChecked()
    assert controller.scene.confidence_shown
    assert panel.hatch.isChecked()
    panel.hatch.click()
    assert not panel.hatch.isChecked()


def test_the_method_decides_what_is_asked_for(
    panel: Panel, controller: Controller, client: FakeClient, desk: FakeDesk
) -> None:
    desk.scene = replace(SCENE, references=(), unpainted="Paint a frame first.")
    controller.look()
    assert panel.method.currentText() == "Automatic"
    assert not panel.character.isVisible()
    client.told_methods.emit(METHODS)
    assert [panel.method.itemText(row) for row in range(3)] == [
        "Automatic",
        "Learn this shot",
        "Known character",
    ]
    panel.method.activated.emit(1)
    assert panel.character.isVisible()
    assert panel.reference_note.text() == "none yet"
    assert not panel.start.isEnabled()
    panel.method.activated.emit(2)
    assert panel.method.toolTip() == "Known character\nNeeds no paint."
    assert panel.reference_note.text() == "none needed"
    assert panel.notice.text().startswith("Name the character")
    panel.character.textEdited.emit("Kumo")
    assert controller.scene.character == panel.character.text() == "Kumo"
    assert panel.start.isEnabled()
    panel.character.textEdited.emit("Kumo/")
    assert "a slash" in panel.notice.text()


def test_colors_can_be_declined_where_none_are_needed(
    panel: Panel, controller: Controller, client: FakeClient
) -> None:
    controller.look()
    assert panel.colors.count() == 2
    client.told_methods.emit(METHODS)
    panel.method.activated.emit(2)
    assert [panel.colors.itemText(row) for row in range(3)] == ["paint", "flats", "none of them"]
    panel.colors.activated.emit(2)
    assert controller.scene.colors is None
    assert panel.colors.currentText() == "none of them"
    panel.method.activated.emit(0)
    assert (panel.colors.count(), panel.colors.currentIndex()) == (2, -1)


def test_a_title_longer_than_the_panel_is_wide(
    panel: Panel, controller: Controller, client: FakeClient
) -> None:
    title = "Learn this shot patch by patch (slow)"
    client.told_methods.emit({"patch": {"title": title}})
    panel.method.activated.emit(1)
    option = QtWidgets.QStyleOptionComboBox()
    fitting = []
    for width in (120, 600):
        panel.method.resize(width, 24)
        panel.method.initStyleOption(option)
        fitting.append(panel.method.fitting(option))
        panel.method.grab()
    assert fitting[0].endswith("…")
    assert title.startswith(fitting[0][:-1])
    assert fitting[1] == panel.method.toolTip() == title


def test_what_is_missing_takes_the_place_of_what_was_said(
    panel: Panel, controller: Controller, client: FakeClient, desk: FakeDesk
) -> None:
    client.told_methods.emit(METHODS)
    controller.look()
    controller.mark_reference()
    assert panel.notice.text() == "Frame 2 is a reference now."
    panel.method.activated.emit(2)
    assert panel.notice.text().startswith("Name the character")
    panel.character.textEdited.emit("a/b")
    assert "a slash" in panel.notice.text()
    panel.character.textEdited.emit("ab")
    assert panel.notice.text() == ""
    controller.mark_reference()
    desk.scene = Scene(problem="Open an animation to color.")
    controller.look()
    assert panel.notice.text() == "Open an animation to color."


@pytest.mark.parametrize("has_focus", [True, False])  # it has not while known names drop down
def test_a_name_that_is_typed_stays_until_another_layer_is_in_front(
    monkeypatch: pytest.MonkeyPatch, has_focus: bool
) -> None:
    field = NameField(80)
    monkeypatch.setattr(field, "hasFocus", lambda: has_focus)
    shown = []
    for layer, typed, name in (("a", "", "Kumo"), ("a", "Kumo ", "Kumo"), ("b", "Kumo ", "Rin")):
        field.setText(typed)
        field.show_name(layer, name, ())
        shown.append(field.text())
    assert shown == ["Kumo", "Kumo ", "Rin"]


def test_opening_the_list_asks_the_engine(panel: Panel, client: FakeClient) -> None:
    panel.method.showPopup()
    panel.method.hidePopup()
    assert client.asked == 1


@pytest.mark.parametrize("size", [(0, 0), (-1, 5), (2, 2), (1, 1 << 40)])
def test_a_preview_that_lies_about_its_size_shows_nothing(
    panel: Panel, controller: Controller, client: FakeClient, until: Until, size: tuple[int, int]
) -> None:
    controller.look()
    panel.start.click()
    until(lambda: len(client.sent) == 6)
    client.previewed.emit(1, Preview(2, *size, bytearray(4)))
    assert not panel.preview.isVisible()
    assert controller.notice == ""
    client.previewed.emit(1, Preview(2, 1, 1, bytearray(4)))
    assert panel.preview.isVisible()
    controller.cancel()


def test_trouble_is_one_red_line(
    panel: Panel, client: FakeClient, controller: Controller, until: Until
) -> None:
    client.answer_to_start = ("failed", "The engine is not installed: run the installer.")
    controller.look()
    panel.start.click()
    until(panel.start.isVisible)
    assert panel.notice.text() == "The engine is not installed: run the installer."
    assert "color" in panel.notice.styleSheet()
    assert panel.engine.text() == "Engine does not run", "the sentence is not said twice"


def test_a_refused_button_never_raises(panel: Panel, desk: FakeDesk, controller: Controller) -> None:
    controller.look()
    panel.withdrawn.setVisible(True)
    panel.withdrawn.click()
    assert panel.notice.text() == "There is no result yet."
    assert not panel.withdrawn.isChecked(), "the button shows what is, not what was pressed"


def test_marking(panel: Panel, desk: FakeDesk, controller: Controller) -> None:
    controller.look()
    panel.mark.click()
    assert panel.reference_note.text() == "1 marked"
    assert texts(panel.references) == ["2"]


def test_settings_are_kept(panel: Panel, desk: FakeDesk, controller: Controller) -> None:
    panel.accuracy.setValue(91)
    panel.gap.setValue(9)
    assert (controller.target_accuracy, controller.largest_gap) == (0.91, 9)
    assert panel.accuracy_value.text() == "91 %"
    another = Panel(controller, lambda _: QtGui.QIcon())
    assert (another.accuracy.value(), another.gap.value()) == (91, 9)


def test_the_accuracy_is_dimmed_where_the_method_does_not_go_by_it(
    panel: Panel, client: FakeClient, controller: Controller
) -> None:
    client.told_methods.emit(METHODS)
    assert panel.accuracy.isEnabled()
    controller.choose_method("unet")
    assert not panel.accuracy.isEnabled()
    assert "does not go by it" in panel.accuracy.toolTip()
    controller.choose_method("patch")
    assert panel.accuracy.isEnabled()
    assert "have to be right" in panel.accuracy.toolTip()


def test_the_wheel_scrolls_the_panel_and_changes_nothing(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.accuracy.setValue(90)
    ignored = []
    for has_focus in (False, True):
        monkeypatch.setattr(panel.accuracy, "hasFocus", lambda has_focus=has_focus: has_focus)
        turn, nowhere = QtCore.QPoint(0, 120), QtCore.QPoint()
        button, key = QtCore.Qt.MouseButton.NoButton, QtCore.Qt.KeyboardModifier.NoModifier
        phase = QtCore.Qt.ScrollPhase.NoScrollPhase
        at = QtCore.QPointF(2, 2)
        event = QtGui.QWheelEvent(at, at, nowhere, turn, button, key, phase, False)
        QtWidgets.QApplication.sendEvent(panel.accuracy, event)
        ignored.append((not event.isAccepted(), panel.accuracy.value() == 90))
    assert ignored == [(True, True), (False, False)]


def test_a_closed_window_does_not_trouble_the_controller(controller: Controller, desk: FakeDesk) -> None:
    panel = Panel(controller, lambda _: QtGui.QIcon())
    panel.deleteLater()
    del panel
    QtWidgets.QApplication.sendPostedEvents(None, 0)
    desk.scene = replace(SCENE, time=5)
    controller.look()
    assert controller.notice == ""


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_swatches_wrap(count: int, rows: int) -> None:
    swatches = Swatches()
    swatches.show_colors([(10 * i, 0, 0, 255) for i in range(count)] + [(0, 0, 0, 0)])
    five = 5 * Swatches.EDGE + 4 * Swatches.GAP
    step = Swatches.EDGE + Swatches.GAP
    assert swatches.height_for(five) == max(0, rows * step - Swatches.GAP)
    swatches.resize(five, 100)
    assert swatches.grab().isNull() == (count == 0)
