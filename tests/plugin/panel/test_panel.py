"""The panel, without a screen: what it shows of a controller between fakes, and what its buttons call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shiage.client.engine_client import PreviewImage
from shiage.controller import Controller
from shiage.exporting import PAINT
from shiage.panel.panel import ERROR_COLOR, Panel
from shiage.qt import QtCore, QtGui, QtWidgets
from shiage.scene import MULTIPLY, LayerName, Offer, Scene
from tests.plugin.fakes import METHODS, PALETTE, SCENE, FakeClient, FakeHost
from tests.plugin.jobs import begin
from tests.plugin.live.test_questions import BOTH, LATER

Until = Callable[[Callable[[], bool]], None]


def texts(strip: QtWidgets.QListWidget) -> list[str]:
    items = [strip.item(row) for row in range(strip.count())]
    return [item.text() for item in items if item is not None]


def test_lines_colors_and_references(panel: Panel, controller: Controller) -> None:
    controller.refresh()
    assert panel.inputs.lines.text() == "A · 4 drawings"
    assert panel.inputs.colors.currentText() == "paint"
    assert texts(panel.inputs.references) == ["0 ●", "7 ●"]
    assert panel.inputs.reference_note.text() == "2 painted"
    assert panel.job.start.isEnabled()
    assert not panel.notice.isVisible()


def test_without_a_document_it_says_what_is_missing(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    host.scene = Scene(problem="Open an animation to color.")
    controller.refresh()
    assert panel.notice.text() == "Open an animation to color."
    assert panel.inputs.lines.text() == "none selected"
    assert panel.inputs.colors.count() == 0
    assert not panel.job.start.isEnabled()
    assert not panel.inputs.references.isVisible()
    assert not panel.toggles.withdrawn.isVisible()


def test_choosing_the_colors(panel: Panel, controller: Controller) -> None:
    controller.refresh()
    panel.inputs.colors.activated.emit(1)
    assert controller.scene.colors is not None
    assert controller.scene.colors.uid == "other"
    assert panel.inputs.colors.currentText() == "flats"


def test_a_job_from_the_button_to_the_result(
    panel: Panel,
    controller: Controller,
    client: FakeClient,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    controller.refresh()
    panel.job.start.click()
    assert panel.job.cancel.isVisible()
    assert not panel.job.start.isVisible()
    until(lambda: len(client.sent) == 6)
    for now, fraction in ((0, 0.2), (3, 0.5)):
        monkeypatch.setattr("shiage.coloring.clock.monotonic", lambda now=now: now)
        client.progressed.emit(1, fraction, "Learning", 0, 2)
    assert panel.job.progress.value() == 500
    assert panel.job.progress_note.text() == "Learning · a few seconds left"
    monkeypatch.undo()
    assert not panel.job.preview.isVisible()
    client.previewed.emit(1, PreviewImage(2, 16, 9, bytearray(b"\x10\x20\x30\xff") * 144))
    assert panel.job.preview.isVisible()
    shown = panel.job.preview.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == QtGui.QColor(0x30, 0x20, 0x10)
    client.paint(1, 2)
    until(lambda: panel.job.progress_note.text().startswith("Frame 2 of 2"))
    client.paint(1, 5)
    client.finished.emit(1, {"palette": [[0, 0, 0, 0], [255, 0, 0, 255]], "coverage": 0.84})
    until(panel.job.start.isVisible)
    assert not panel.job.preview.isVisible()
    assert panel.palette_view.note.text() == "1 color · 84% of regions painted"
    assert panel.toggles.withdrawn.isChecked()
    assert not panel.toggles.confidence.isChecked()
    assert panel.notice.text().startswith("Colored 2 frames")
    panel.toggles.confidence.click()
    assert panel.toggles.confidence.isChecked()
    assert controller.scene.confidence_shown
    assert panel.toggles.hatch.isChecked()
    panel.toggles.hatch.click()
    assert not panel.toggles.hatch.isChecked()


def test_the_method_decides_what_is_asked_for(
    panel: Panel, controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    host.scene = replace(SCENE, references=(), unpainted="Paint a frame first.")
    controller.refresh()
    assert panel.inputs.method.currentText() == "Automatic"
    assert not panel.inputs.character.isVisible()
    client.methods_received.emit(METHODS)
    assert [panel.inputs.method.itemText(row) for row in range(3)] == [
        "Automatic",
        "Learn this shot",
        "Known character",
    ]
    panel.inputs.method.activated.emit(1)
    assert panel.inputs.character.isVisible()
    assert panel.inputs.reference_note.text() == "none yet"
    assert not panel.job.start.isEnabled()
    panel.inputs.method.activated.emit(2)
    assert panel.inputs.method.toolTip() == "Known character\nNeeds no paint."
    assert panel.inputs.reference_note.text() == "none needed"
    assert panel.notice.text().startswith("Name the character")
    panel.inputs.character.textEdited.emit("Kumo")
    assert controller.scene.character == panel.inputs.character.text() == "Kumo"
    assert panel.job.start.isEnabled()
    panel.inputs.character.textEdited.emit("Kumo/")
    assert "a slash" in panel.notice.text()


def test_colors_can_be_declined_where_none_are_needed(
    panel: Panel, controller: Controller, client: FakeClient
) -> None:
    controller.refresh()
    assert panel.inputs.colors.count() == 2
    client.methods_received.emit(METHODS)
    panel.inputs.method.activated.emit(2)
    assert [panel.inputs.colors.itemText(row) for row in range(3)] == ["paint", "flats", "none of them"]
    panel.inputs.colors.activated.emit(2)
    assert controller.scene.colors is None
    assert panel.inputs.colors.currentText() == "none of them"
    panel.inputs.method.activated.emit(0)
    assert (panel.inputs.colors.count(), panel.inputs.colors.currentIndex()) == (2, -1)


def test_a_title_longer_than_the_panel_is_wide(
    panel: Panel, controller: Controller, client: FakeClient
) -> None:
    title = "Learn this shot patch by patch (slow)"
    client.methods_received.emit({"patch": {"title": title}})
    panel.inputs.method.activated.emit(1)
    option = QtWidgets.QStyleOptionComboBox()
    fitting = []
    for width in (120, 600):
        panel.inputs.method.resize(width, 24)
        panel.inputs.method.initStyleOption(option)
        fitting.append(panel.inputs.method.fitting(option))
        panel.inputs.method.grab()
    assert fitting[0].endswith("…")
    assert title.startswith(fitting[0][:-1])
    assert fitting[1] == panel.inputs.method.toolTip() == title


def test_what_is_missing_takes_the_place_of_what_was_said(
    panel: Panel, controller: Controller, client: FakeClient, host: FakeHost
) -> None:
    client.methods_received.emit(METHODS)
    controller.refresh()
    controller.inputs.mark_reference()
    assert panel.notice.text() == "Frame 2 is a reference now."
    panel.inputs.method.activated.emit(2)
    assert panel.notice.text().startswith("Name the character")
    panel.inputs.character.textEdited.emit("a/b")
    assert "a slash" in panel.notice.text()
    panel.inputs.character.textEdited.emit("ab")
    assert panel.notice.text() == ""
    controller.inputs.mark_reference()
    host.scene = Scene(problem="Open an animation to color.")
    controller.refresh()
    assert panel.notice.text() == "Open an animation to color."


def test_opening_the_list_asks_the_engine(panel: Panel, client: FakeClient) -> None:
    panel.inputs.method.showPopup()
    panel.inputs.method.hidePopup()
    assert client.asked == 1


@pytest.mark.parametrize("size", [(0, 0), (-1, 5), (2, 2), (1, 1 << 40)])
def test_a_preview_that_lies_about_its_size_shows_nothing(
    panel: Panel, controller: Controller, client: FakeClient, until: Until, size: tuple[int, int]
) -> None:
    controller.refresh()
    panel.job.start.click()
    until(lambda: len(client.sent) == 6)
    client.previewed.emit(1, PreviewImage(2, *size, bytearray(4)))
    assert not panel.job.preview.isVisible()
    assert controller.notice == ""
    client.previewed.emit(1, PreviewImage(2, 1, 1, bytearray(4)))
    assert panel.job.preview.isVisible()
    controller.running.cancel()


def test_trouble_is_one_red_line(
    panel: Panel, client: FakeClient, controller: Controller, until: Until
) -> None:
    client.answer_to_start = ("failed", "The engine is not installed: run the installer.")
    controller.refresh()
    panel.job.start.click()
    until(panel.job.start.isVisible)
    assert panel.notice.text() == "The engine is not installed: run the installer."
    role, font = QtGui.QPalette.ColorRole.WindowText, panel.notice.font()
    assert panel.error and panel.notice.palette().color(role).name() == ERROR_COLOR
    assert panel.engine.sentence.text() == "Engine does not run", "the sentence is not said twice"
    controller.inputs.mark_reference()
    assert not panel.error and panel.notice.palette().color(role) == panel.palette().color(role)
    assert panel.notice.font() == font and panel.notice.styleSheet() == ""


def test_what_is_open_in_the_finished_picture_is_told(
    panel: Panel, client: FakeClient, controller: Controller, until: Until
) -> None:
    begin(controller, client, until, 4)
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "questions": [BOTH, LATER]})
    until(lambda: controller.job is None)
    panel.finish.finish.click()
    assert panel.finish.finish.text() == "Stop" and not panel.finish.darker.isEnabled()
    until(lambda: panel.finish.finish.text() == "Unfinish")
    assert panel.notice.text().endswith("2 questions are open, and 2 frames are not accepted.")
    assert not panel.job.start.isEnabled()
    controller.stop()


def test_a_refused_button_never_raises(panel: Panel, host: FakeHost, controller: Controller) -> None:
    controller.refresh()
    panel.toggles.withdrawn.setVisible(True)
    panel.toggles.withdrawn.click()
    assert panel.notice.text() == "There is no result yet."
    assert not panel.toggles.withdrawn.isChecked(), "the button shows what is, not what was pressed"


def test_marking(panel: Panel, host: FakeHost, controller: Controller) -> None:
    controller.refresh()
    panel.inputs.mark.click()
    assert panel.inputs.reference_note.text() == "1 marked"
    assert texts(panel.inputs.references) == ["2 ●"]


def test_accepted_frames_count_among_the_references(
    panel: Panel, host: FakeHost, controller: Controller
) -> None:
    panel.resize(450, 600)  # so that the note is not cut short
    host.scene = replace(host.scene, accepted=(2, 5))
    controller.refresh()
    note = panel.inputs.reference_note
    assert "2 painted, 2 accepted" in {note.text(), note.toolTip()}, "it may not fit"
    host.scene = replace(host.scene, references=())
    controller.refresh()
    assert note.text() == "2 accepted"


def test_a_click_on_a_reference_says_that_it_is_partly_painted(panel: Panel, controller: Controller) -> None:
    controller.refresh()
    strip = panel.inputs.references
    strip.itemClicked.emit(strip.item(1))
    assert texts(strip) == ["0 ●", "7 ◐"]
    assert not controller.inputs.is_finished(7)
    strip.itemClicked.emit(strip.item(1))
    assert texts(strip) == ["0 ●", "7 ●"]


def test_corrections_spread_unless_the_painter_says_no(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    assert not panel.corrections.isVisible()
    host.scene = replace(SCENE, result="r", withdrawn_shown=True, confidence_shown=False, accepted=(2,))
    controller.refresh()
    assert panel.corrections.isVisible()
    assert panel.corrections.accept.isChecked()
    assert panel.palette_view.note.text().startswith("Auto-colorize again")
    panel.corrections.spread.click()
    assert not controller.settings.spreads
    controller.stop()


def test_settings_are_kept(panel: Panel, host: FakeHost, controller: Controller) -> None:
    panel.inputs.accuracy.setValue(91)
    panel.inputs.gap.setValue(9)
    assert (controller.settings.target_accuracy, controller.settings.largest_gap) == (0.91, 9)
    assert panel.inputs.accuracy_value.text() == "91 %"
    another = Panel(controller, lambda _: QtGui.QIcon())
    assert (another.inputs.accuracy.value(), another.inputs.gap.value()) == (91, 9)


def test_the_accuracy_is_dimmed_where_the_method_does_not_go_by_it(
    panel: Panel, client: FakeClient, controller: Controller
) -> None:
    client.methods_received.emit(METHODS)
    assert panel.inputs.accuracy.isEnabled()
    controller.choose_method("unet")
    assert not panel.inputs.accuracy.isEnabled()
    assert "does not go by it" in panel.inputs.accuracy.toolTip()
    controller.choose_method("patch")
    assert panel.inputs.accuracy.isEnabled()
    assert "have to be right" in panel.inputs.accuracy.toolTip()


def test_the_wheel_scrolls_the_panel_and_changes_nothing(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.inputs.accuracy.setValue(90)
    ignored = []
    for has_focus in (False, True):
        monkeypatch.setattr(panel.inputs.accuracy, "hasFocus", lambda has_focus=has_focus: has_focus)
        turn, nowhere = QtCore.QPoint(0, 120), QtCore.QPoint()
        button, key = QtCore.Qt.MouseButton.NoButton, QtCore.Qt.KeyboardModifier.NoModifier
        phase = QtCore.Qt.ScrollPhase.NoScrollPhase
        at = QtCore.QPointF(2, 2)
        event = QtGui.QWheelEvent(at, at, nowhere, turn, button, key, phase, False)
        QtWidgets.QApplication.sendEvent(panel.inputs.accuracy, event)
        ignored.append((not event.isAccepted(), panel.inputs.accuracy.value() == 90))
    assert ignored == [(True, True), (False, False)]


def test_a_closed_window_does_not_trouble_the_controller(controller: Controller, host: FakeHost) -> None:
    panel = Panel(controller, lambda _: QtGui.QIcon())
    panel.deleteLater()
    del panel
    QtWidgets.QApplication.sendPostedEvents(None, 0)
    host.scene = replace(SCENE, time=5)
    controller.refresh()
    assert controller.notice == ""


def test_a_hint_layer_is_added_counted_and_declined(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    assert panel.inputs.hints.currentText() == "none" and panel.inputs.add_hints.isVisible()
    panel.inputs.add_hints.click()
    assert panel.inputs.hints.currentText() == "Hints" and not panel.inputs.add_hints.isVisible()
    host.dabs = {2, 5}
    for _ in SCENE.times:
        controller.refresh()
    assert list(controller.inputs.hinted) == [2, 5]
    assert panel.inputs.hint_note.text() == "2 frames"
    panel.inputs.hints.activated.emit(0)
    assert controller.scene.hints is None and not controller.inputs.hinted
    assert panel.inputs.hints.currentText() == "none"


def test_a_second_hint_layer_is_not_added(panel: Panel, controller: Controller) -> None:
    controller.inputs.add_hints()
    controller.guard(controller.inputs.add_hints)()
    assert "is the hint layer already" in panel.notice.text()


def test_questions_are_counted_listed_and_answered(
    panel: Panel, controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    begin(controller, client, until, 4)
    client.label(1, 2, 5)
    bar = panel.pages.tabBar()
    assert bar is not None and not bar.isVisible() and not panel.questions.bar.isVisible()
    client.finished.emit(1, {"palette": PALETTE, "questions": [BOTH, LATER]})
    until(lambda: controller.job is None)
    view = panel.questions
    assert bar.isVisible() and panel.pages.currentIndex() == 0
    assert panel.pages.tabText(1) == "Questions · 2"
    assert view.count.text() == "2 open · 1 here"
    assert texts(view.list) == ["Frames 2 to 5", "Frame 5"]
    assert not view.bar.isVisible(), "its room is for the thumbnails"
    view.next.click()
    assert view.isVisible() and view.bar.isVisible(), "its page is turned to"
    assert [made.text() for made in view.suggestions if made.isVisible()] == ["60%", "40%"]
    assert view.list.currentRow() == 0
    assert texts(view.places) == ["2 ✓", "5 ✓"]
    view.suggestions[1].click()
    assert view.count.text() == "1 open · 1 here"
    assert not view.places.isVisible(), "the next question is about one frame"
    assert host.shown[0] == 5
    view.least.setValue(90)
    view.sweep.click()
    assert view.count.text() == "Nothing is open"
    assert texts(view.list) == []
    controller.stop()


def test_colors_on_several_layers_are_named(panel: Panel, controller: Controller, host: FakeHost) -> None:
    group = LayerName("group", "Coloring", ("skin", "coat"))
    host.scene = replace(SCENE, colors=group, candidates=(group, *SCENE.candidates))
    controller.refresh()
    assert panel.inputs.colors.currentText() == "Coloring · 2 layers"
    assert panel.inputs.colors.toolTip().endswith("read together: skin, coat")


def test_what_is_offered_is_done_by_a_click_and_gone(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    assert not panel.offer.isVisible()
    host.scene = replace(SCENE, offer=Offer(MULTIPLY, "lines", "“A” hides the colors.", "Set to Multiply"))
    controller.refresh()
    assert panel.offer.sentence.text() == "“A” hides the colors."
    assert panel.offer.take.text() == "Set to Multiply"
    panel.offer.take.click()
    assert panel.notice.text() == "multiply is done."
    assert not panel.offer.isVisible()


def test_closing_strokes_and_regions_have_a_button_beside_the_gaps(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    panel.inputs.show_regions.click()
    assert controller.regions.is_on and panel.inputs.show_regions.isChecked()
    panel.inputs.show_regions.click()
    assert not controller.regions.is_on and not panel.inputs.show_regions.isChecked()
    panel.inputs.add_closings.click()
    assert controller.scene.closings is not None
    assert not panel.inputs.add_closings.isVisible()


def test_regions_that_cannot_be_shown_leave_the_button_up(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    controller.refresh()
    host.scene = replace(SCENE, time=-1)
    panel.inputs.show_regions.click()
    assert not panel.inputs.show_regions.isChecked()
    assert panel.notice.text() == "There is no drawing at this time."


def test_frames_are_exported_into_the_folder_that_is_asked_for(
    panel: Panel, controller: Controller, client: FakeClient, until: Until, tmp_path: Path
) -> None:
    asked: list[str] = []

    def folder() -> str:
        asked.append("folder")
        return str(tmp_path) if len(asked) > 1 else ""

    panel.finish.ask_folder = folder
    panel.finish.export.click()
    assert "press Auto-colorize first" in panel.notice.text() and asked == []
    begin(controller, client, until, 5)
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    panel.finish.export.click()  # the dialog is closed without a choice
    assert not controller.exporting.is_busy
    panel.finish.how.setCurrentIndex(panel.finish.how.findData(PAINT))
    panel.finish.export.click()
    assert panel.finish.export.text() == "Stop"
    until(lambda: not controller.exporting.is_busy)
    assert panel.finish.export.text() == "Export..."
    assert [path.name for path in (tmp_path / "cut 1 frames").iterdir() if path.is_dir()] == ["color"]


def test_the_export_takes_no_more_width_than_the_buttons_above(panel: Panel) -> None:
    """Krita's default column is narrow."""
    above = [panel.finish.gaps, panel.finish.fill, panel.finish.finish]
    own = panel.finish.how.minimumSizeHint().width() + panel.finish.export.sizeHint().width()
    assert own <= sum(button.sizeHint().width() for button in above)
