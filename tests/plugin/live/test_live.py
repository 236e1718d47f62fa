"""A result that is alive: slider, the painter's corrections, Ctrl+Z, between fakes of document and engine."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from shiage.client.protocol.messages import PAINTED
from shiage.coloring import Coloring
from shiage.controller import Controller
from shiage.guard import Refused
from shiage.live import frame
from shiage.live.session import MOST
from shiage.live.state import LiveResult
from shiage.result.store import Store
from tests.plugin.fakes import PALETTE, PIXELS, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]
RED, BLUE, GREEN = (
    bytes((blue, green, red, alpha)) for red, green, blue, alpha in (*PALETTE[1:], (0, 255, 0, 255))
)
CLEAR = bytes(4)
NO_ENGINE = ("failed", "The engine is not installed.")


@pytest.fixture
def live(controller: Controller, client: FakeClient, host: FakeHost, until: Until) -> Iterator[Controller]:
    """A controller with a result of two frames, red up to 89 % (step 9): withdrawn at 98 %."""
    begin(controller, client, until, 3)
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    yield controller
    controller.stop()


def colors(host: FakeHost) -> set[bytes]:
    """The colors of the pixels of the frame in view."""
    plane = host.layers.plane("colors")
    return {bytes(plane[i : i + 4]) for i in range(0, len(plane), 4)}


def is_slashed(host: FakeHost, pixel: int = 0) -> bool:
    return host.layers.plane("slash lines")[4 * pixel + 3] > 0


def paint(host: FakeHost, color: bytes, *pixels: int) -> None:
    for pixel in pixels:
        host.layers.plane("colors")[4 * pixel : 4 * pixel + 4] = color


def test_the_frame_in_view_follows_the_slider_and_the_others_when_they_are_visited(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    assert colors(host) == {CLEAR}
    assert is_slashed(host)
    live.showing.set_accuracy(0.85)
    until(lambda: colors(host) == {RED})
    assert not is_slashed(host)
    assert set(host.layers.plane("suggestions")) == {0}
    assert {time for _, time in host.layers.writes} == {2}
    host.scene = replace(host.scene, time=6)
    live.refresh()
    until(lambda: colors(host) == {RED})
    assert len(client.requests) == 1, "no run"


def test_shares_are_those_at_the_slider(live: Controller) -> None:
    outcome = live.outcome
    assert outcome is not None
    assert (outcome.coverage, outcome.area) == (0.0, 0.0)
    live.showing.set_accuracy(0.85)
    assert live.outcome is not None
    assert live.outcome.area == 1.0
    assert live.live.frame_shares[0] == "Frame 2: 100% of area, 100% of regions"


def correct(
    client: FakeClient, job: int, until: Until, answer: tuple[int, ...], changed: tuple[int, ...]
) -> None:
    """The engine reads one answer, and other frames follow."""
    until(lambda: len(client.requests) == job)
    request = client.requests[-1]
    assert (request.kind, request.times) == ("answers", (2,))
    until(lambda: (job, 2) in client.planes)
    client.finished.emit(job, {"answers": [answer] if answer else [], "mixed": 0})
    until(lambda: len(client.requests) == job + 1)
    client.need_nothing(job + 1)
    for time in changed:
        client.label(job + 1, time, steps=PAINTED if time == 2 else 21, label=2)
    client.finished.emit(job + 1, {})


def test_a_dab_counts_for_its_region_and_other_frames_follow(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, BLUE, 3, 4)
    until(lambda: not is_slashed(host, 3))
    assert is_slashed(host, 0), "the engine has not answered yet"
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    before, now = client.planes[2, 2]
    assert before == bytes(4 * PIXELS)
    assert now == bytes(12) + BLUE * 2 + bytes(4 * (PIXELS - 5))
    until(lambda: colors(host) == {BLUE})
    until(lambda: live.notice == "2 frames changed.")
    assert not is_slashed(host)
    assert host.said == [(2, 3, 0, 0, 0, 255, 255)]
    request = client.requests[2]
    assert request.answers == ((2, 3, 0, 0, 0, 255, 255),)
    assert set(request.known) == {"2:1:10", "5:1:10"}
    assert request.drawings == client.requests[0].drawings
    assert len(client.sent) == 6 + 2, "no drawing is sent again, but for the question"
    host.scene = replace(host.scene, time=5)
    until(lambda: colors(host) == {BLUE})


def test_ctrl_z_takes_it_back(live: Controller, host: FakeHost, client: FakeClient, until: Until) -> None:
    paint(host, BLUE, 3, 4)
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    until(lambda: colors(host) == {BLUE})
    paint(host, CLEAR, 3, 4)  # as Krita restores it
    until(lambda: len(client.requests) == 4)
    assert host.said == []
    assert client.requests[3].kind == "colorize"
    client.need_nothing(4)
    client.label(4, 2, 5)
    client.finished.emit(4, {})
    until(lambda: colors(host) == {CLEAR})
    assert is_slashed(host)


def test_ctrl_z_in_the_moment_in_which_the_answer_comes_counts(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, BLUE, 3, 4)
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    paint(host, CLEAR, 3, 4)  # before the answer is seen
    until(lambda: len(client.requests) == 4)
    assert host.said == [] and client.requests[3].answers == ()


def test_a_stroke_in_the_moment_in_which_an_answer_comes_is_read(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, BLUE, 3, 4)
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    paint(host, GREEN, 0)
    until(lambda: (4, 2) in client.planes)
    assert client.planes[4, 2][1][:4] == GREEN


@pytest.mark.parametrize("is_by_slider", [False, True])
def test_a_stroke_while_a_frame_is_painted_anew_is_read(
    live: Controller,
    host: FakeHost,
    client: FakeClient,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_by_slider: bool,
) -> None:
    """A row a turn: the stroke lies on the last one, and comes with the first that is written."""
    monkeypatch.setattr(frame, "BAND", 1)
    job, written = 2, host.layers.write
    if not is_by_slider:
        paint(host, BLUE, 3, 4)
        correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
        job = 4

    def write(name: str, plane: bytes, top: int) -> None:
        monkeypatch.setattr(host.layers, "write", written)
        written(name, plane, top)
        paint(host, GREEN, PIXELS - 1)

    monkeypatch.setattr(host.layers, "write", write)
    if is_by_slider:
        live.showing.set_accuracy(0.85)
    until(lambda: (job, 2) in client.planes)
    assert client.planes[job, 2][1][-4:] == GREEN


def test_ctrl_z_that_takes_back_what_shiage_wrote_counts_for_the_stroke(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    """Krita undoes the last change of a layer's pixels, and that is Shiage's, not the stroke."""
    paint(host, BLUE, 3, 4)
    until(lambda: not is_slashed(host, 3))
    stroke = bytes(host.layers.plane("colors"))
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    until(lambda: colors(host) == {BLUE})
    host.layers.plane("colors")[:] = stroke
    until(lambda: len(client.requests) == 4)
    assert host.said == []
    client.need_nothing(4)
    client.label(4, 2, 5)
    client.finished.emit(4, {})
    until(lambda: colors(host) == {CLEAR})
    assert is_slashed(host, 3)


def test_what_the_painter_painted_stays_where_the_slider_moves(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, GREEN, 0)
    until(lambda: len(client.requests) == 2)
    live.showing.set_accuracy(0.85)
    until(lambda: colors(host) == {RED, GREEN})
    live.showing.set_accuracy(0.98)
    until(lambda: colors(host) == {CLEAR, GREEN})
    assert not is_slashed(host, 0)


def test_with_spreading_off_other_frames_stay(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.showing.set_spreads(False)
    paint(host, BLUE, 3)
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    until(lambda: colors(host) == {BLUE})
    host.scene = replace(host.scene, time=5)
    until(lambda: live.notice == "1 frame changed.")
    assert colors(host) == {CLEAR}


def test_after_the_document_was_opened_again_corrections_are_read_all_the_same(
    host: FakeHost, client: FakeClient, until: Until
) -> None:
    client.protocol = 3
    host.scene = replace(
        host.scene, result="old", withdrawn_shown=True, confidence_shown=False, hatch_shown=True
    )
    later = Controller(host, client)  # type: ignore[arg-type]
    later.refresh()
    assert later.outcome is None
    until(lambda: later.live.result is not None)
    until(lambda: host.layers.reads > 0)
    paint(host, BLUE, 3)
    until(lambda: len(client.requests) >= 1)
    later.stop()


def test_the_rest_of_a_frame_is_accepted_and_that_taken_back(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.asking.accept_rest()
    until(lambda: colors(host) == {RED})
    assert not is_slashed(host)
    until(lambda: host.scene.accepted == (2,))
    until(lambda: len(client.requests) == 2)
    assert client.requests[1].kind == "colorize"
    client.need_nothing(2)
    client.finished.emit(2, {})
    live.showing.set_accuracy(0.99)
    live.asking.accept_rest()
    until(lambda: colors(host) == {CLEAR})
    until(lambda: host.scene.accepted == ())


def test_what_is_shown_when_a_frame_is_accepted_stays_until_that_is_taken_back() -> None:
    result = LiveResult("group", Store((1, 1)), 18)
    assert result.kept == ""
    result.shown = "first"
    result.finish(2, True)
    result.shown = "second"  # the other frames, colored anew, and with more answers
    assert result.kept == "first"
    result.finish(5, True)
    assert result.kept == "second"
    result.finish(2, False)
    assert result.kept == "", "frame 5 alone was never finished"
    result.finish(2, True)
    result.finish(5, False)
    assert result.kept == "first"


def test_the_engine_is_told_what_stays(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    assert live.live.result is not None
    live.live.result.shown, client.protocol = "shown", 4
    live.asking.accept_rest()
    until(lambda: len(client.requests) == 2)
    assert client.requests[1].kept == "shown"
    client.need_nothing(2)
    client.finished.emit(2, {"shown": "anew"})
    until(lambda: live.live.result is not None and live.live.result.shown == "anew")


def test_ctrl_z_takes_an_acceptance_back_and_redo_brings_it_again(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.asking.accept_rest()
    until(lambda: host.scene.accepted == (2,))
    until(lambda: len(client.requests) == 2)
    client.need_nothing(2)
    client.finished.emit(2, {})
    assert live.notice.startswith("Frame 2 is finished, and a reference now")
    until(lambda: len(host.layers.modes) == 2)
    mode = host.layers.modes.pop()  # as Krita undoes
    until(lambda: live.notice.startswith("Frame 2 is open again, and no reference"))
    until(lambda: colors(host) == {CLEAR})
    until(lambda: host.scene.accepted == ())
    assert is_slashed(host)
    until(lambda: len(client.requests) == 3)
    client.need_nothing(3)
    client.finished.emit(3, {})
    host.layers.modes.append(mode)
    until(lambda: host.scene.accepted == (2,))
    until(lambda: colors(host) == {RED})


def test_a_selected_region_is_left_unpainted(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    with pytest.raises(Refused, match="Select the region"):
        live.asking.leave_unpainted()
    host.selection = [(1, 2)]
    live.asking.leave_unpainted()
    until(lambda: len(client.requests) == 2)
    assert client.requests[1].answers == ((2, 1, 2, 0, 0, 0, 0),)
    client.need_nothing(2)
    client.finished.emit(2, {})
    until(lambda: len(host.layers.modes) == 2)
    host.layers.modes.pop()
    until(lambda: len(client.requests) == 3)
    assert client.requests[2].answers == ()


def test_a_fill_that_ran_through_many_regions_is_told_with_what_to_do(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, GREEN, *range(PIXELS))
    until(lambda: len(client.requests) == 2)
    client.finished.emit(2, {"answers": [], "mixed": 0, "flooded": 3})
    until(lambda: len(client.requests) == 3)
    client.need_nothing(3)
    client.finished.emit(3, {})
    until(lambda: live.notice.startswith("The fill ran through 3 regions"))
    assert "all layers" in live.notice
    assert colors(host) == {GREEN}, "the paint stays until the painter takes it back"
    assert client.requests[-1].answers == ()
    paint(host, CLEAR, *range(PIXELS))
    until(lambda: len(client.requests) == 4)
    client.need_nothing(4)
    client.finished.emit(4, {})  # no frame is another than before
    until(lambda: is_slashed(host))
    assert colors(host) == {CLEAR}


def test_a_fill_that_hit_few_pixels_is_told(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, GREEN, 3)
    until(lambda: len(client.requests) == 2)
    client.finished.emit(2, {"answers": [], "mixed": 0, "flooded": 0, "slipped": 1})
    until(lambda: live.notice.startswith("Only 1 pixel was painted"))
    assert "slash lines" in live.notice
    client.need_nothing(3)
    client.finished.emit(3, {})
    paint(host, CLEAR, 3)  # by Ctrl+Z
    until(lambda: not live.notice)


def test_what_the_painter_painted_goes_into_the_next_result_too(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, GREEN, 3)
    until(lambda: len(client.requests) == 2)
    client.finished.emit(2, {"answers": [], "mixed": 1})  # no statement
    until(lambda: len(client.requests) == 3)
    client.need_nothing(3)
    client.finished.emit(3, {})
    live.running.auto_colorize()
    until(lambda: len(client.requests) == 4)
    client.need_nothing(4)
    client.label(4, 2, 5, steps=21)
    client.finished.emit(4, {"palette": PALETTE})
    until(lambda: live.job is None)
    assert colors(host) == {RED, GREEN}


def test_all_frames_are_painted_at_once_without_the_engine(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.showing.set_accuracy(0.85)
    until(lambda: live.live.due == 1)
    live.running.paint_all()
    until(lambda: live.job is None)
    assert {time: plane[:4] for time, plane in host.inserted[-1].items()} == {
        0: CLEAR,
        7: bytes([7] * 4),
        2: RED,
        5: RED,
    }
    assert len(client.requests) == 1
    assert live.live.due == 0
    assert live.outcome is not None
    assert (live.outcome.palette, live.outcome.area) == (PALETTE, 1.0)


def test_painting_all_keeps_what_the_engine_added_to_a_partly_painted_reference(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    begin(controller, client, until, 3)
    client.label(1, 2, 5, 7, steps=21)
    client.finished.emit(1, {"palette": PALETTE, "partial": [7]})
    until(lambda: controller.job is None)
    controller.running.paint_all()
    until(lambda: controller.job is None)
    assert host.inserted[-1][7][:4] == RED
    host.scene = replace(host.scene, references=(0, 5, 7), accepted=(7,))
    controller.running.paint_all()
    until(lambda: controller.job is None)
    inserted = host.inserted[-1]
    assert {time: plane[:4] for time, plane in inserted.items() if time in {5, 7}} == {
        5: bytes([5] * 4),
        7: bytes([7] * 4),
    }, "finished since"
    controller.stop()


def test_what_the_painter_has_filled_is_not_written_again(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    """Krita's next undo would take back the writing, in place of the fill."""
    paint(host, BLUE, *range(PIXELS))
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2, 5))
    until(lambda: live.notice == "2 frames changed.")
    until(lambda: not live.live.result or not live.live.result.is_due(2))
    assert ("colors", 2) not in host.layers.writes
    assert ("slash lines", 2) in host.layers.writes
    paint(host, CLEAR, *range(PIXELS))
    until(lambda: len(client.requests) == 4)
    assert client.requests[-1].answers == ()


def test_what_is_kept_of_results_and_of_strokes_on_them_is_bounded(live: Controller, host: FakeHost) -> None:
    for number in range(3 * MOST):
        host.scene = replace(host.scene, result=f"group {number}")
        live.refresh()
    assert len(live.live._histories) <= MOST
    assert len(live.live._results) <= MOST


def test_results_that_nobody_watches_are_bounded_too(live: Controller, host: FakeHost) -> None:
    """Those of a shot of still layers: their layers cannot be kept alive."""
    assert live.live.result is not None
    store = live.live.result.store
    for number in range(3 * MOST):
        run = live.running._coloring(Coloring, host.scene)
        run.group, run.store = f"group {number}", store
        live.live.adopt(run)
    assert len(live.live._results) == MOST


def test_a_frame_accepted_out_of_view_lets_other_corrections_pass(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.asking.accept_rest()
    host.scene = replace(host.scene, time=5)  # before the suggestions of frame 2 were painted
    reads = host.layers.reads
    until(lambda: host.layers.reads > reads + 1)
    paint(host, BLUE, 3)
    until(lambda: len(client.requests) == 2)
    assert (client.requests[1].kind, client.requests[1].times) == ("answers", (5,))
    assert host.scene.accepted == ()
    host.scene = replace(host.scene, time=2)
    until(lambda: colors(host) == {RED})
    client.finished.emit(2, {"answers": []})
    until(lambda: host.scene.accepted == (2,))


def test_a_frame_accepted_during_a_run_is_a_reference_for_its_result(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    live.running.auto_colorize()
    until(lambda: len(client.requests) == 2)
    live.asking.accept_rest()
    until(lambda: len(client.requests) == 3)
    client.need_nothing(2)
    client.label(2, 2, 5)
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: live.job is None)
    result = live.live.result
    assert result is not None and result.group == "result 2"
    until(lambda: result.finished == {2})
    until(lambda: len(client.requests) == 4)
    assert colors(host) == {RED}


def test_what_the_engine_changes_waits_for_the_end_of_a_stroke(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    """To write meanwhile would cut it off; the slider is followed at once, for nobody draws who moves it."""
    paint(host, BLUE, 3)
    until(lambda: len(client.requests) == 2)
    host.is_drawing = True
    written = len(host.layers.writes)
    correct(client, 2, until, (2, 3, 0, 0, 0, 255, 255), (2,))
    until(lambda: live.notice == "1 frame changed.")
    end = clock.monotonic() + 0.3
    until(lambda: clock.monotonic() > end)
    assert len(host.layers.writes) == written
    host.is_drawing = False
    until(lambda: colors(host) == {BLUE})
    result = live.live.result
    assert result is not None
    until(lambda: not result.is_due(2))
    host.is_drawing = True
    live.showing.set_accuracy(0.85)
    until(lambda: not result.is_due(2))


def test_a_frame_is_accepted_without_an_engine_too(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    client.become(*NO_ENGINE)
    client.answer_to_start = NO_ENGINE
    live.asking.accept_rest()
    until(lambda: "engine does not run" in live.notice)
    assert host.scene.accepted == (2,)


def test_the_check_for_gaps_turns_black_what_is_painted_and_follows_the_painter(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    def shining() -> int:
        return host.layers.plane("gaps")[3::4].count(255) - host.layers.plane("gaps")[2::4].count(0)

    live.finishing.check_gaps()
    assert (
        live.notice
        == "Black is painted, what shines is not. 0 questions are open, and 2 frames are not accepted."
    )
    until(lambda: shining() == PIXELS)
    paint(host, BLUE, 3, 4)
    until(lambda: shining() == PIXELS - 2)
    live.showing.set_accuracy(0.85)
    until(lambda: shining() == 0)
    live.finishing.check_gaps()
    assert not host.scene.gaps_shown and live.notice == ""


def test_fill_all_paints_every_suggestion_and_accepts_every_frame(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    paint(host, BLUE, 3)
    until(lambda: len(client.requests) == 2)
    live.running.fill_all()
    until(lambda: live.job is None)
    assert host.inserted[-1][5] == RED * PIXELS
    assert host.inserted[-1][2] == RED * 3 + BLUE + RED * (PIXELS - 4)
    assert set(host.scene.accepted) == {2, 5}
    assert live.finishing.still_open == "All frames are accepted: nothing is open."
    assert live.live.due == 0
    host.scene = replace(host.scene, references=host.scene.times)  # as accepted frames are read
    live.running.auto_colorize()
    until(lambda: live.job is None)
    assert live.notice.endswith("To open one again, go to it and press “Open again” on the page Shot.")
    filled = host.scene.result
    host.scene = replace(host.scene, result="result 1")  # Ctrl+Z
    live.refresh()
    assert host.scene.accepted == () and live.live.result is not None and not live.live.result.accepted
    host.scene = replace(host.scene, result=filled)
    live.refresh()
    assert set(host.scene.accepted) == {2, 5} == live.live.result.accepted


def test_without_a_result_nothing_is_checked_or_filled(controller: Controller) -> None:
    for command in commands_on_a_result(controller):
        with pytest.raises(Refused, match="press Auto-colorize"):
            command()


def commands_on_a_result(controller: Controller) -> list[Callable[[], None]]:
    return [
        controller.finishing.check_gaps,
        controller.finishing.finish,
        controller.running.fill_all,
        controller.asking.next,
        controller.asking.accept_rest,
        controller.exporting.check,
        lambda: controller.palettes.show("Day"),
    ]


def color_again(live: Controller, client: FakeClient, until: Until) -> None:
    """A second run, as far as the engine's last frame."""
    live.running.auto_colorize()
    until(lambda: len(client.requests) == 2)
    client.need_all(2)
    client.label(2, 2, 5)


def test_what_is_said_during_a_run_and_not_answered_holds_for_its_result(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    color_again(live, client, until)
    paint(host, BLUE, 3, 4)
    until(lambda: len(client.requests) == 3)
    until(lambda: (3, 2) in client.planes)
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: live.job is None)
    until(lambda: len(client.requests) == 4)
    assert client.requests[3].kind == "answers" and client.requests[3].times == (2,)
    until(lambda: (4, 2) in client.planes)
    assert client.planes[4, 2] == client.planes[3, 2]
    client.finished.emit(4, {"answers": [(2, 3, 0, 0, 0, 255, 255)], "mixed": 0})
    until(lambda: host.said == [(2, 3, 0, 0, 0, 255, 255)])


def test_a_stroke_that_ends_when_the_result_goes_in_is_read_first(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    color_again(live, client, until)
    until(lambda: live.job is not None and live.job.done == 2)
    host.is_drawing = True
    paint(host, BLUE, 3, 4)
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: live.job is not None and live.job.is_inserting)
    host.is_drawing = False
    until(lambda: live.job is None)

    def is_said() -> bool:
        """Answer the last job: what was asked on the result before is asked again on the new one."""
        job = len(client.requests)
        if client.requests[-1].kind == "answers" and (job, 2) in client.planes:
            client.finished.emit(job, {"answers": [(2, 3, 0, 0, 0, 255, 255)], "mixed": 0})
        return host.said == [(2, 3, 0, 0, 0, 255, 255)]

    until(is_said)


def test_a_new_result_without_the_last_stroke_gets_no_hole_where_it_was(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    color_again(live, client, until)
    until(lambda: live.job is not None and live.job.done == 2)
    paint(host, BLUE, 3, 4)  # when its frame is written already
    until(lambda: len(client.requests) == 3)
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: live.job is None)
    assert colors(host) == {CLEAR}
    live.showing.set_accuracy(0.85)
    until(lambda: colors(host) == {RED})


def test_a_frame_accepted_during_a_run_and_not_yet_painted_is_accepted_in_its_result(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    color_again(live, client, until)
    live.asking.accept_rest()
    host.scene = replace(host.scene, time=5)  # before the suggestions of frame 2 were painted
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: live.job is None)
    assert host.scene.accepted == ()
    host.scene = replace(host.scene, time=2)
    until(lambda: host.scene.accepted == (2,))
