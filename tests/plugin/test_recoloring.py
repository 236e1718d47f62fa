"""A result in other colors, between fakes of document and engine: what is shown, sent, remembered and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shiage.client.protocol.messages import PAINTED
from shiage.client.protocol.palette_files import palette_content, read_palette
from shiage.client.protocol.palettes import Entry, Palette
from shiage.controller import Controller
from shiage.finishing import FINISHED
from shiage.guard import Refused
from shiage.palettes import Known
from tests.plugin.fakes import PALETTE, PIXELS, FakeClient, FakeHost
from tests.plugin.jobs import begin, press_again

Until = Callable[[Callable[[], bool]], None]
RED, BLUE = (color[:3] for color in PALETTE[1:])
DUSK = (70, 60, 110)
RED_PIXEL, BLUE_PIXEL, DUSK_PIXEL = (bytes((blue, green, red, 255)) for red, green, blue in (RED, BLUE, DUSK))


@pytest.fixture
def live(controller: Controller, client: FakeClient, host: FakeHost, until: Until) -> Iterator[Controller]:
    """A controller with a result of two frames, red and painted at every step of the slider but the highest."""
    begin(controller, client, until, 4)
    client.label(1, 2, 5, steps=20)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    host.layers.planes["colors", 0] = bytearray(RED_PIXEL * (PIXELS - 1) + b"\x01\x02\x03\x50")
    yield controller
    controller.stop()


def shown(host: FakeHost, time: int) -> set[bytes]:
    """The colors of the pixels of a frame."""
    plane = host.layers.plane("colors", time)
    return {bytes(plane[i : i + 4]) for i in range(0, len(plane), 4)}


def recolor(live: Controller, until: Until) -> None:
    live.palettes.change(RED, DUSK)
    until(lambda: live.job is None)


def test_all_frames_change_at_once_and_nothing_is_asked_of_the_engine(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    assert [entry.color for entry in live.palettes.palettes.entries] == [RED, BLUE]
    recolor(live, until)
    assert shown(host, 2) == shown(host, 5) == {DUSK_PIXEL}
    assert shown(host, 0) == {DUSK_PIXEL, b"\x01\x02\x03\x50"}, "the reference's frame, with its mixed pixel"
    assert len(client.requests) == 1
    assert live.notice == "Recolored 4 frames in 0 s. Undo takes it back."
    assert live.palettes.palettes.shown == "Palette 1"


def test_undo_brings_the_colors_and_the_palette_back(live: Controller, host: FakeHost, until: Until) -> None:
    before = host.scene
    planes = {key: bytearray(plane) for key, plane in host.layers.planes.items()}
    recolor(live, until)
    host.scene, host.layers.planes = before, planes
    live.refresh()
    assert live.palettes.palettes.shown == ""
    live.showing.set_accuracy(0.8)
    until(lambda: shown(host, 2) == {RED_PIXEL})


def test_the_slider_paints_in_the_palettes_colors(live: Controller, host: FakeHost, until: Until) -> None:
    recolor(live, until)
    live.showing.set_accuracy(1.0)
    until(lambda: shown(host, 2) == {bytes(4)})
    assert bytes(host.layers.plane("suggestions", 2)) == DUSK_PIXEL * PIXELS
    live.showing.set_accuracy(0.9)
    until(lambda: shown(host, 2) == {DUSK_PIXEL})


def test_a_correction_in_the_new_color_is_an_answer_in_that_of_the_references(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.palettes.change(BLUE, DUSK)
    until(lambda: live.job is None)
    host.said = [(5, 0, 0, *BLUE, 255)]
    host.layers.plane("colors")[:8] = DUSK_PIXEL * 2
    until(lambda: len(client.requests) == 2 and (2, 2) in client.planes)
    assert client.planes[2, 2] == (RED_PIXEL * PIXELS, DUSK_PIXEL * 2 + RED_PIXEL * (PIXELS - 2))
    assert client.requests[1].answers == ((5, 0, 0, *DUSK, 255),), "the engine sees what the painter sees"
    client.finished.emit(2, {"answers": [(2, 1, 0, *DUSK, 255)], "mixed": 0})
    until(lambda: len(client.requests) == 3)
    assert host.said[0] == (2, 1, 0, *BLUE, 255)
    client.need_nothing(3)
    client.label(3, 2, 5, steps=PAINTED, label=2)
    client.finished.emit(3, {})
    until(lambda: shown(host, 2) == {DUSK_PIXEL})
    live.palettes.show("")
    until(lambda: live.job is None)
    assert shown(host, 2) == {BLUE_PIXEL}, "what the painter has painted follows"
    host.scene = replace(host.scene, time=5)
    until(lambda: shown(host, 5) == {BLUE_PIXEL})


def test_a_color_that_the_painter_has_brought_in_by_a_correction_is_an_entry_too(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    green, moss = (0, 255, 0), (10, 60, 30)
    host.layers.plane("colors")[:8] = bytes((0, 255, 0, 255)) * 2
    until(lambda: (2, 2) in client.planes)
    client.finished.emit(2, {"answers": [(2, 1, 0, *green, 255)], "mixed": 0})
    until(lambda: len(client.requests) == 3)
    client.need_nothing(3)
    client.label(3, 2, 5, steps=PAINTED, label=3, palette=(*PALETTE, (*green, 255)))
    client.finished.emit(3, {})
    until(lambda: shown(host, 2) == {bytes((0, 255, 0, 255))})
    assert [entry.color for entry in live.palettes.palettes.entries] == [RED, BLUE, green]
    live.palettes.say(Known(green, "grass"))
    assert live.job is None, "no pixel changes"
    live.palettes.change(green, moss)
    until(lambda: live.job is None)
    assert shown(host, 2) == {bytes((30, 60, 10, 255))}
    assert len(client.requests) == 3, "and none of it counts as the painter's"
    host.scene = replace(host.scene, time=5)
    until(lambda: shown(host, 5) == {bytes((30, 60, 10, 255))})


def test_questions_show_the_palette_and_are_answered_in_the_references(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    recolor(live, until)
    assert live.live.result is not None
    row = {"at": [(5, 1, 1, 0, 0, 4, 3)], "why": "unsure"}
    colors = [{"color": (*RED, 255), "confidence": 0.5, "as": None}]
    live.live.result.questions.update([{**row, "colors": colors}])
    live.asking.next()
    assert host.brush == (*DUSK, 255)
    host.at_cursor = (*DUSK, 255)
    live.asking.take_color()
    until(lambda: bool(host.said))
    assert host.said == [(5, 1, 1, *RED, 255)]


def test_the_next_result_has_the_palette_too(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    recolor(live, until)
    press_again(live, client, until, 2, 5)
    assert shown(host, 2) == shown(host, 5) == {DUSK_PIXEL}
    assert host.scene.palettes.shown == "Palette 1"


def test_a_document_that_was_opened_again_is_recolored(
    host: FakeHost, client: FakeClient, until: Until
) -> None:
    """Nothing is known of its frames but what its layers hold."""
    client.protocol = 4
    palettes = host.scene.palettes.with_colors([RED, BLUE]).changed(RED, DUSK)
    host.scene = replace(host.scene, result="old", withdrawn_shown=True, hatch_shown=True, palettes=palettes)
    for time in host.scene.times:
        host.layers.planes["colors", time] = bytearray(DUSK_PIXEL * PIXELS)
        host.layers.planes["suggestions", time] = bytearray(4 * PIXELS)
    again = Controller(host, client)  # type: ignore[arg-type]
    again.refresh()
    again.palettes.show("")
    until(lambda: again.job is None)
    assert shown(host, 2) == shown(host, 7) == {RED_PIXEL}
    assert client.requests == []
    again.stop()


def test_what_is_only_said_changes_no_pixel(live: Controller, host: FakeHost) -> None:
    live.palettes.say(Known(BLUE, "sky", True))
    live.palettes.add("Night")
    live.palettes.rename("Late night")
    assert host.scene.palettes.names == ("", "Late night")
    assert len(host.inserted) == 1, "no new result"
    live.palettes.select(BLUE)
    assert live.palettes.known == Known(BLUE, "sky", True)
    assert live.palettes.remark(BLUE) == "A stand-in that is not exchanged."


def test_stand_ins_that_are_left_are_told_and_near_twins(live: Controller, until: Until) -> None:
    live.palettes.say(Known(BLUE, "sky", True))
    live.palettes.change(RED, (0, 0, 254))
    until(lambda: live.job is None)
    assert live.notice.endswith("1 stand-in is not exchanged.")
    assert live.palettes.remark(RED).startswith("Looks like #0000ff (ΔE 0.")


def test_an_entry_shows_the_frames_in_which_it_is_seen(
    live: Controller, host: FakeHost, until: Until
) -> None:
    host.is_drawing = True
    live.palettes.select(RED)
    assert live.palettes.is_looking
    host.is_drawing = False
    until(lambda: not live.palettes.is_looking)
    assert live.palettes.seen == (0, 2, 5)
    live.palettes.show_frame(5)
    assert live.scene.time == 5


def test_palettes_go_to_files_and_come_from_them_and_from_krita(
    live: Controller, host: FakeHost, until: Until, tmp_path: Path
) -> None:
    recolor(live, until)
    path = tmp_path / "night.gpl"
    live.palettes.write(str(path))
    assert read_palette(path).entries == (Entry("#ff0000", DUSK), Entry("#0000ff", BLUE))
    assert [one.name for one in tmp_path.iterdir()] == ["night.gpl"]
    path.write_bytes(palette_content(Palette("Dawn", (Entry("#0000ff", (9, 9, 9)),)), path))
    live.palettes.read(str(path))
    until(lambda: live.job is None)
    assert live.palettes.palettes.shown == "Dawn"
    assert shown(host, 2) == {RED_PIXEL}
    host.program["Noon"] = Palette("Noon", (Entry("", DUSK), Entry("", (8, 8, 8))))
    assert list(live.palettes.program_names) == ["Noon"]
    live.palettes.take("Noon")
    until(lambda: live.job is None)
    assert shown(host, 2) == {DUSK_PIXEL}


def test_what_cannot_be_done_is_said(live: Controller, host: FakeHost, until: Until, tmp_path: Path) -> None:
    commands = live.palettes
    (tmp_path / "bad.gpl").write_text("no palette")
    host.program["Sky"] = Palette("Sky", (Entry("sky", DUSK),))
    refused: list[tuple[Callable[[], None], str]] = [
        (lambda: commands.rename("Day"), "that of your references"),
        (commands.remove, "and stays"),
        (lambda: commands.read(str(tmp_path / "bad.gpl")), "does not begin with"),
        (lambda: commands.take("Sky"), "does not say which colors"),
        (lambda: commands.write(str(tmp_path / "a.png")), "Palettes are"),
        (lambda: commands.write(str(tmp_path / "none" / "a.gpl")), "cannot be written"),
        (commands.take_brush, "Select a color first"),
    ]
    for do, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            do()
    commands.add("Night")
    with pytest.raises(Refused, match="There is a palette"):
        commands.add("Night")
    host.scene = replace(host.scene, is_put_away=True)
    with pytest.raises(Refused, match=FINISHED):
        commands.change(RED, DUSK)
    host.scene = replace(host.scene, is_put_away=False, result="", withdrawn_shown=None)
    with pytest.raises(Refused, match="There is no result"):
        commands.show("Night")


def test_without_known_colors_it_says_what_to_do(controller: Controller, host: FakeHost) -> None:
    host.scene = replace(host.scene, result="old", withdrawn_shown=True)
    with pytest.raises(Refused, match="press Auto-colorize first"):
        controller.palettes.show("Night")


def test_the_brush_gives_its_color(live: Controller, host: FakeHost, until: Until) -> None:
    host.brush = (*DUSK, 255)
    live.palettes.select(RED)
    live.palettes.take_brush()
    until(lambda: live.job is None)
    assert shown(host, 5) == {DUSK_PIXEL}
