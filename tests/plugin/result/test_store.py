"""The frames of a result in memory."""

from __future__ import annotations

import os

import pytest

from shiage.client.engine_client import LabelFrame
from shiage.result import store
from shiage.result.labels import LabelImage
from shiage.result.store import Store

PALETTE = ((0, 0, 0, 0), (1, 2, 3, 255))


def frame(time: int, labels: bytes, share: float = 0.5) -> LabelFrame:
    shares = tuple([share] * 21)
    return LabelFrame(time, f"d{time}", shares, shares, (bytearray(labels),), bytearray(labels), PALETTE)


def test_frames_come_out_as_they_were_put_in() -> None:
    kept = Store((2, 2))
    kept.put(frame(5, b"\1\0\1\1"))
    kept.put(frame(2, b"\0\0\1\1", share=1.0))
    assert kept.times == (2, 5)
    assert set(kept.digests) == {"d2", "d5"}
    assert kept.image(5) == LabelImage((2, 2), (b"\1\0\1\1",), b"\1\0\1\1", PALETTE)
    assert kept.image(3) is None
    assert kept.shares(7) == (0.75, 0.75)
    assert Store((2, 2)).shares(0) is None


def test_it_takes_no_more_memory_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LIMIT", 5000)
    kept = Store((40, 50))
    for time in range(4):
        kept.put(frame(time, os.urandom(2000)))  # does not shrink
    assert kept.times == (3,)
