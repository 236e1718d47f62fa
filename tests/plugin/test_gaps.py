"""What is left unpainted is found while the painter checks for gaps, and looked for again after a change."""

from __future__ import annotations

from collections.abc import Callable

from shiage.controller import Controller
from tests.plugin.fakes import PALETTE, SIZE, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]


def test_gaps_are_listed_while_they_are_checked_for(
    controller: Controller, client: FakeClient, host: FakeHost, until: Until
) -> None:
    begin(controller, client, until, 4)
    client.label(1, 2, steps=0)
    client.label(1, 5, steps=255)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5, "questions": []})
    until(lambda: controller.job is None)
    assert not controller.gaps.found
    controller.finishing.check_gaps()
    until(lambda: bool(controller.gaps.found) and not controller.gaps.is_looking)
    found = list(controller.gaps.found)
    assert len(found) == 1
    gap = found[0]
    assert gap.pixels == SIZE[0] * SIZE[1]
    assert (gap.place.time, gap.place[3:]) == (2, (0, 0, *SIZE))
    controller.asking.show_place(gap.place)
    assert host.shown == gap.place
    controller.live.accept_rest(2)
    controller.refresh()
    until(lambda: not controller.gaps.found)
    controller.finishing.check_gaps()
    assert controller.gaps.found == ()
    controller.stop()
