"""The result of a shot of still layers, between fakes: it is recolored and exported, and nothing else is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shiage.client.protocol.timesheet import parse
from shiage.controller import Controller
from shiage.exporting import PAINT
from shiage.guard import Refused
from shiage.panel.panel import Panel
from shiage.qt import QtGui
from shiage.scene import LayerName
from tests.plugin.fakes import PALETTE, PIXELS, FakeClient, FakeHost
from tests.plugin.jobs import press_again

Until = Callable[[Callable[[], bool]], None]
RED, BLUE = (color[:3] for color in PALETTE[1:])
DUSK = (70, 60, 110)
RED_PIXEL, DUSK_PIXEL = (bytes((blue, green, red, 255)) for red, green, blue in (RED, DUSK))
FRAMES = tuple(LayerName(f"uid {number}", str(number)) for number in range(1, 5))


@pytest.fixture
def still(controller: Controller, client: FakeClient, host: FakeHost, until: Until) -> Iterator[Controller]:
    """A controller with a result of four still layers, of which two were painted; the others are red."""
    client.protocol = 4
    times = tuple(range(len(FRAMES)))
    host.scene = replace(host.scene, frames=FRAMES, times=times, references=(0, 3), time=1)
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    client.need_nothing(1)
    client.label(1, 1, 2, steps=20)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    yield controller
    controller.stop()


def test_a_color_changes_in_all_frames_at_once(still: Controller, host: FakeHost, until: Until) -> None:
    assert [entry.color for entry in still.palettes.palettes.entries] == [RED, BLUE]
    still.palettes.change(RED, DUSK)
    until(lambda: still.job is None)
    assert [bytes(host.layers.plane("colors", time)) for time in (1, 2)] == [DUSK_PIXEL * PIXELS] * 2
    assert host.scene.palettes.shown == "Palette 1"
    assert still.notice == "Recolored 4 frames in 0 s. Undo takes it back."


def test_the_next_result_has_the_palette_too(
    still: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    still.palettes.change(RED, DUSK)
    until(lambda: still.job is None)
    press_again(still, client, until, 1, 2)
    assert bytes(host.layers.plane("colors", 2)) == DUSK_PIXEL * PIXELS


def test_an_entry_shows_its_frames_and_a_click_goes_to_one(
    still: Controller, host: FakeHost, until: Until
) -> None:
    still.palettes.select(RED)
    until(lambda: not still.palettes.is_looking)
    assert still.palettes.seen == (1, 2)
    still.palettes.show_frame(2)
    assert host.scene.time == 2


def test_the_frames_are_exported(still: Controller, until: Until, tmp_path: Path) -> None:
    still.exporting.export(str(tmp_path), PAINT)
    until(lambda: not still.exporting.is_busy)
    made = tmp_path / "cut 1 frames"
    assert sorted(path.name for path in (made / "color").iterdir()) == [f"A000{n}.png" for n in range(1, 5)]
    assert QtGui.QImage(str(made / "color" / "A0002.png")).pixelColor(0, 0).getRgb() == (*RED, 255)
    sheet = parse((made / "cut 1.xdts").read_text(encoding="utf-8"))
    assert sheet.cels[0].changes == tuple((time, str(time + 1)) for time in range(4))


def test_the_panel_offers_what_can_be_done_and_no_more(still: Controller, panel: Panel) -> None:
    bar = panel.pages.tabBar()
    assert bar is not None and bar.isVisible()
    assert [panel.pages.isTabEnabled(place) for place in range(4)] == [True, False, True, True]
    panel.pages.setCurrentWidget(panel.finish)
    assert panel.finish.export.isVisible()
    for widget in (panel.finish.fill, panel.finish.finish, panel.finish.darker, panel.finish.gaps):
        assert not widget.isVisible()


def test_what_is_for_animations_is_told(still: Controller) -> None:
    for command in (still.finishing.finish, still.running.fill_all, still.asking.next):
        with pytest.raises(Refused, match="This result is of still layers"):
            command()
