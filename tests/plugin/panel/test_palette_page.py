"""The page "Palette", without a screen: what it shows of a controller between fakes, and what it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shiage.client.protocol.palette_files import read_palette
from shiage.client.protocol.palettes import Entry, Palette
from shiage.controller import Controller
from shiage.palettes import Known
from shiage.panel.palette_page import swatch_of
from shiage.panel.panel import Panel
from shiage.panel.swatches import DOUBT, FLAG
from tests.plugin.fakes import PALETTE, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]
RED, BLUE = (color[:3] for color in PALETTE[1:])
DUSK = (70, 60, 110)


@pytest.fixture
def panel(panel: Panel, controller: Controller, client: FakeClient, until: Until) -> Iterator[Panel]:
    """A panel with a result, turned to the page."""
    begin(controller, client, until, 4)
    client.label(1, 2, 5, steps=20)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    panel.pages.setCurrentWidget(panel.palette_page)
    yield panel
    controller.stop()


def titles(panel: Panel) -> list[str]:
    choice = panel.palette_page.choice
    return [choice.itemText(place) for place in range(choice.count())]


def act(panel: Panel, title: str) -> None:
    (action,) = [one for one in panel.palette_page.menu.actions() if one.text() == title]
    action.trigger()


def test_a_swatch_is_clicked_and_changed(panel: Panel, controller: Controller, until: Until) -> None:
    page = panel.palette_page
    assert titles(panel) == ["As painted"]
    assert not page.entry.isVisible()
    page.swatches.clicked.emit(0)
    until(lambda: not controller.palettes.is_looking)
    assert page.entry.isVisible()
    assert page.entry.code.text() == "#ff0000"
    assert '<a href="2">2</a>, <a href="5">5</a>' in page.entry.frames.text()
    page.ask_color = lambda before: DUSK if before == RED else None
    page.swatches.double_clicked.emit(0)
    until(lambda: controller.job is None)
    assert page.entry.code.text() == "#463c6e for #ff0000"
    assert titles(panel) == ["As painted", "Palette 1"]
    assert page.choice.currentText() == "Palette 1"
    page.choice.activated.emit(0)
    page.choice.setCurrentIndex(0)
    page.choice.activated.emit(0)
    until(lambda: controller.job is None)
    assert page.entry.code.text() == "#ff0000"


def test_a_name_and_a_stand_in_are_remembered_and_flagged(
    panel: Panel, controller: Controller, host: FakeHost
) -> None:
    page = panel.palette_page
    page.swatches.clicked.emit(1)
    page.entry.name.setText("sky")
    page.entry.name.editingFinished.emit()
    page.entry.stand_in.click()
    assert host.scene.palettes.entries[1] == Known(BLUE, "sky", True)
    assert page.note.text() == "1 stand-in is not exchanged."
    assert page.entry.remark.text() == "A stand-in that is not exchanged."
    palettes = controller.palettes.palettes
    assert [swatch_of(one, palettes).mark for one in palettes.entries] == ["", FLAG]
    near = palettes.said(Known(BLUE)).changed(RED, (0, 0, 250))
    assert [swatch_of(one, near).mark for one in near.entries] == [DOUBT, DOUBT]
    assert swatch_of(near.entries[0], near).hint == "#0000fa, #ff0000 in your references"


def test_palettes_are_added_renamed_removed_written_and_read(
    panel: Panel, controller: Controller, host: FakeHost, until: Until, tmp_path: Path
) -> None:
    page, path = panel.palette_page, tmp_path / "night.gpl"
    page.ask_name = lambda _: "Night"
    page.add.click()
    assert titles(panel) == ["As painted", "Night"]
    page.ask_name = lambda before: f"Late {before.lower()}"
    act(panel, "Rename …")
    assert titles(panel) == ["As painted", "Late night"]
    page.ask_file = lambda is_written: str(path)
    act(panel, "Write a file …")
    assert read_palette(path).name == "Late night"
    act(panel, "Remove")
    assert titles(panel) == ["As painted"]
    path.write_text(path.read_text().replace("255   0   0", " 70  60 110"))
    act(panel, "Read a file …")
    until(lambda: controller.job is None)
    assert controller.palettes.palettes.color(RED) == DUSK
    host.program["Noon"] = Palette("Noon", (Entry("#0000ff", (8, 8, 8)),))
    page.of_program.aboutToShow.emit()
    page.of_program.actions()[0].trigger()
    until(lambda: controller.job is None)
    assert titles(panel) == ["As painted", "Late night", "Noon"]


def test_a_refusal_is_told_in_the_panel(panel: Panel) -> None:
    act(panel, "Remove")
    assert panel.error == "This palette is that of your references, and stays."


def test_a_window_that_is_closed_without_a_choice_changes_nothing(panel: Panel, host: FakeHost) -> None:
    page = panel.palette_page
    page.ask_name, page.ask_file = (lambda _: ""), (lambda _: "")
    page.ask_color = lambda _: None
    page.add.click()
    act(panel, "Write a file …")
    page.swatches.clicked.emit(0)
    page.entry.change.click()
    assert titles(panel) == ["As painted"]
    assert len(host.inserted) == 1
