"""Finish: what is no part of the picture goes, trace lines by a copy of the lines; and it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from shiage.client.protocol.messages import TRACES
from shiage.controller import Controller
from shiage.guard import Refused
from tests.plugin.fakes import PALETTE, PIXELS, SCENE, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]
HIDDEN = (
    "Slash lines, confidence and trace lines are hidden. 0 questions are open, and 2 frames are not accepted."
)


@pytest.fixture
def live(controller: Controller, client: FakeClient, host: FakeHost, until: Until) -> Iterator[Controller]:
    """A controller with a result of two frames."""
    begin(controller, client, until, 5)
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    yield controller
    controller.stop()


def finish(live: Controller, until: Until) -> None:
    live.finishing.finish()
    until(lambda: not live.finishing.is_busy)


def test_without_colored_lines_layers_are_hidden_and_one_undo_shows_them(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    steps = len(host.layers.modes)
    finish(live, until)
    assert host.scene.is_put_away and not host.scene.hatch_shown
    assert live.notice == HIDDEN
    assert len(client.requests) == 1 and host.copies == [], "no frame was sent"
    for run in (live.running.auto_colorize, live.running.paint_all, live.running.fill_all):
        with pytest.raises(Refused, match="press Unfinish"):
            run()
    until(lambda: len(host.layers.modes) == steps + 1)
    host.layers.plane("colors")[12:16] = bytes((255, 0, 0, 255))
    until(lambda: "press Unfinish" in live.notice)
    assert len(client.requests) == 1
    host.layers.modes.pop()  # Ctrl+Z
    until(lambda: not host.scene.is_put_away)
    live.refresh()
    assert host.scene.hatch_shown and live.notice == "All layers are shown again."
    finish(live, until)
    finish(live, until)
    assert not host.scene.is_put_away and live.notice == "All layers are shown again."


@pytest.mark.parametrize("darker", [False, True])
def test_trace_lines_are_taken_out_of_a_copy(
    live: Controller, host: FakeHost, client: FakeClient, until: Until, darker: bool
) -> None:
    host.traces = {5}
    live.finishing.take_darker(darker)
    host.watchers = [live.refresh]
    steps = len(host.layers.modes)
    live.finishing.finish()
    with pytest.raises(Refused, match="is being finished"):
        live.running.auto_colorize()
    for number, time in enumerate(SCENE.times, 2):
        until(lambda number=number: len(client.requests) == number)  # type: ignore[misc]
        request = client.requests[-1]
        assert (request.kind, request.times, request.references) == (TRACES, (time,), (time,))
        assert request.darker == darker
        until(lambda number=number, time=time: (number, time) in client.planes)  # type: ignore[misc]
        assert client.planes[number, time] == (bytes(host.layers.plane("colors", time)),)
        client.take_out(number, traces=time == 5)
    changes: list[bool] = []
    live.changed.connect(lambda: changes.append(live.finishing.is_busy))
    until(lambda: not live.finishing.is_busy)
    assert not changes[-1], "it is shown that the work has ended"
    (copy,) = host.copies
    assert copy.is_closed and copy.is_whole == darker
    assert copy.frames == {time: bytes([time] * (4 * PIXELS)) for time in SCENE.times}
    assert live.notice == HIDDEN and len(host.layers.modes) == steps, "the copy is the undo step"
    finish(live, until)
    assert host.copies == [] and live.notice == "All layers are shown again."


def test_colored_lines_that_are_no_trace_lines_stay(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    host.traces = {0}
    live.finishing.finish()
    for number in range(2, 2 + len(SCENE.times)):
        until(lambda number=number: len(client.requests) == number)  # type: ignore[misc]
        until(lambda number=number: bool([one for one in client.planes if one[0] == number]))  # type: ignore[misc]
        client.take_out(number, traces=0)
    until(lambda: not live.finishing.is_busy)
    assert host.copies == [] and host.scene.is_put_away


def test_it_can_be_stopped_and_ends_with_the_engine(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    host.traces = {0}
    live.finishing.finish()
    until(lambda: len(client.requests) == 2)
    live.finishing.finish()
    assert client.cancels == [2] and host.begun[-1].is_closed
    assert live.notice == "Stopped; the picture is as it was." and not host.scene.is_put_away
    live.finishing.finish()
    until(lambda: len(client.requests) == 3)
    client.failed.emit(3, "internal", "It broke.")
    until(lambda: not live.finishing.is_busy)
    assert (live.notice, live.is_error) == ("It broke.", True)
    assert host.begun[-1].is_closed and not host.scene.is_put_away


def test_an_older_engine_is_not_asked(
    live: Controller, host: FakeHost, client: FakeClient, until: Until
) -> None:
    host.traces, client.protocol = {0}, 4
    finish(live, until)
    assert "older than the plugin" in live.notice and live.is_error
    assert len(client.requests) == 1


def test_undo_and_redo_of_the_copy_are_told(live: Controller, host: FakeHost) -> None:
    host.scene = replace(host.scene, is_put_away=True)  # by Redo
    live.refresh()
    assert live.notice == HIDDEN
    host.scene = replace(host.scene, is_put_away=False)
    live.refresh()
    assert live.notice == "All layers are shown again."


def test_without_a_result_nothing_is_finished(controller: Controller) -> None:
    with pytest.raises(Refused, match="press Auto-colorize"):
        controller.finishing.finish()
