"""Jobs of a controller, as far as the tests of what follows them need."""

from __future__ import annotations

from collections.abc import Callable

from shiage.controller import Controller
from tests.plugin.fakes import FakeClient

DRAWINGS = 6  # of the fake scene: the lines of four frames, and the paint of two


def begin(
    controller: Controller, client: FakeClient, until: Callable[[Callable[[], bool]], None], protocol: int
) -> None:
    """Begin the first job, with an engine of this protocol that has been sent all drawings."""
    client.protocol = protocol
    controller.running.auto_colorize()
    until(lambda: bool(client.requests))
    client.need_all(1)
    until(lambda: len(client.sent) == DRAWINGS)
