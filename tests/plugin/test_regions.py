"""Show regions: a picture over the canvas that comes from the engine, follows the painter, and goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shiage.client.engine_client import PreviewImage
from shiage.client.protocol.messages import MAX_LAYERS, REGIONS, REGIONS_SINCE
from shiage.controller import Controller
from shiage.guard import Refused
from shiage.scene import Scene
from tests.plugin.fakes import PIXELS, SCENE, SIZE, FakeClient, FakeHost

Until = Callable[[Callable[[], bool]], None]
REPORT = {"regions": 12, "closings": 1, "suspects": 2}


@pytest.fixture
def recent(client: FakeClient) -> FakeClient:
    client.protocol = REGIONS_SINCE
    return client


def answer(client: FakeClient, job: int, **more: bool) -> None:
    client.previewed.emit(job, PreviewImage(2, *SIZE, bytearray(b"\xff" * (4 * PIXELS))))
    client.finished.emit(job, {**REPORT, **more})


def test_the_picture_of_the_drawing_in_view_is_shown_until_the_next_press(
    controller: Controller, recent: FakeClient, host: FakeHost, until: Until
) -> None:
    host.strokes = {2}
    controller.regions.toggle()
    until(lambda: bool(recent.sent))
    request = recent.requests[0]
    assert (request.kind, request.times, request.references, request.closings) == (REGIONS, (2,), (), (2,))
    assert recent.sent == [("line", 1, 2), ("closing", 1, 2)]
    answer(recent, 1)
    until(lambda: bool(host.pictures))
    assert (host.pictures[0].width(), host.pictures[0].height()) == SIZE
    assert (
        controller.notice
        == "12 regions. Magenta: 1 opening closed. Striped: 2 suspects of a leak. Red: specks."
    )
    controller.regions.toggle()
    assert not host.pictures and not controller.regions.is_on


def test_it_follows_to_another_drawing_and_not_to_another_document(
    controller: Controller, recent: FakeClient, host: FakeHost, until: Until
) -> None:
    controller.regions.toggle()
    until(lambda: len(recent.requests) == 1)
    answer(recent, 1)
    until(lambda: bool(host.pictures))
    host.scene = replace(SCENE, time=4)
    controller.refresh()
    assert len(recent.requests) == 1 and host.pictures, "the drawing of time 2 is held there"
    host.scene = replace(SCENE, time=6)
    controller.refresh()
    assert not host.pictures, "what was shown is of another drawing"
    until(lambda: len(recent.requests) == 2)
    assert recent.requests[1].times == (5,)
    host.scene = replace(SCENE, document="other")
    controller.refresh()
    assert not controller.regions.is_on
    assert recent.cancels == [2]


def test_other_drawings_tell_of_one_that_does_not_seem_open(
    controller: Controller, recent: FakeClient, host: FakeHost, until: Until
) -> None:
    host.strokes = {2, 5}
    controller.regions.toggle()
    until(lambda: len(recent.requests) == 1)
    answer(recent, 1, open=False)
    until(lambda: len(recent.requests) == 2)
    assert len(host.pictures) == 1, "the drawing in view is shown at once"
    assert recent.requests[1].times == (2, 0, 5, 7)
    assert recent.requests[1].closings == (2, 5)
    answer(recent, 2, open=False)
    until(lambda: len(host.pictures) == 2)
    assert len(recent.requests) == 2


def test_an_old_engine_shows_none(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    client.protocol = REGIONS_SINCE - 1
    controller.regions.toggle()
    until(lambda: controller.is_error)
    assert "older than the plugin" in controller.notice
    assert not controller.regions.is_on and not client.requests


def test_an_error_of_the_engine_is_said(
    controller: Controller, recent: FakeClient, host: FakeHost, until: Until
) -> None:
    controller.regions.toggle()
    until(lambda: bool(recent.requests))
    recent.failed.emit(1, "bad_request", "The drawing is empty.")
    until(lambda: controller.is_error)
    assert controller.notice == "The drawing is empty." and not controller.regions.is_on


def test_more_line_layers_than_the_engine_takes_are_refused_before_they_are_sent(
    controller: Controller, recent: FakeClient, host: FakeHost, until: Until
) -> None:
    host.line_layers = MAX_LAYERS + 1
    controller.regions.toggle()
    until(lambda: controller.is_error)
    assert controller.notice.startswith("The lines are in more than 32 layers")
    assert not recent.requests and not controller.regions.is_on


def test_without_a_drawing_it_is_refused(controller: Controller, host: FakeHost) -> None:
    host.scene = Scene(problem="Open an animation to color.")
    with pytest.raises(Refused, match="Open an animation"):
        controller.regions.toggle()
    host.scene = replace(SCENE, time=-1)
    with pytest.raises(Refused, match="no drawing"):
        controller.regions.toggle()
