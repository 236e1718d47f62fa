"""Jobs of a controller, as far as the tests of what follows them need."""

from __future__ import annotations

from collections.abc import Callable

from shiage.controller import Controller
from tests.plugin.fakes import PALETTE, FakeClient

Until = Callable[[Callable[[], bool]], None]
DRAWINGS = 6  # of the fake scene: the lines of four frames, and the paint of two


def begin(controller: Controller, client: FakeClient, until: Until, protocol: int) -> None:
    """Begin the first job, with an engine of this protocol that has been sent all drawings."""
    client.protocol = protocol
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    client.need_all(1)
    until(lambda: len(client.sent) == DRAWINGS)


def press_again(controller: Controller, client: FakeClient, until: Until, *times: int) -> None:
    """The second job, from press to result: half of it is painted."""
    controller.running.auto_colorize()
    until(lambda: len(client.requests) == 2)
    client.need_nothing(2)
    client.label(2, *times, steps=20)
    client.finished.emit(2, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
