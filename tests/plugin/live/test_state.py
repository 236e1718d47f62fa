"""What is known of a result: which frames wait for the painter to come to them."""

from __future__ import annotations

import pytest

from shiage.client.engine_client import LabelFrame
from shiage.client.protocol.messages import PAINTED
from shiage.live.questions import Place
from shiage.live.state import LiveResult
from shiage.result.store import Store
from tests.plugin.fakes import PALETTE

SIZE = (2, 1)
STEP = 18  # of the slider


class CountingStore(Store):
    """Counts how often a frame is unpacked."""

    def __init__(self) -> None:
        super().__init__(SIZE)
        self.unpacked: list[int] = []

    def steps(self, time: int) -> bytes | None:
        self.unpacked.append(time)
        return super().steps(time)


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
def result(store: CountingStore) -> LiveResult:
    """Of frames 2 and 5, written as they are; the painter has answered for the second pixel."""
    for time in (2, 5):
        planes = (bytearray([1, 1]),), bytearray([20, PAINTED])
        store.put(LabelFrame(time, f"{time}", (0.5,), (0.5,), *planes, PALETTE))
    return LiveResult("group", store, STEP)


def test_frames_follow_another_step_of_the_slider(result: LiveResult) -> None:
    assert not result.due
    result.step -= 1
    assert result.due == (2, 5)


def test_a_check_for_gaps_is_no_reason_to_bring_colors_up_to_date(result: LiveResult) -> None:
    result.is_checked = True
    assert result.is_due(2), "the frame in view is painted black"
    assert not result.due
    wanted = result.wanted(2)
    assert wanted is not None
    result.written[2] = wanted
    result.is_checked = False
    assert not result.due


def test_what_is_answered_is_looked_up_once_for_each_frame(result: LiveResult, store: CountingStore) -> None:
    places = [Place(time, x, 0, 0, 0, 2, 1) for time in (2, 5, 9) for x in (0, 1)]
    assert result.answered(places) == {places[1], places[3]}
    assert sorted(store.unpacked) == [2, 5, 9]
