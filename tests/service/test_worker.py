"""The worker as the supervisor holds it."""

from __future__ import annotations

import socket
import time

import pytest

from shiage_engine.service import worker
from shiage_engine.service.worker import Worker


def sleep(_: socket.socket) -> None:
    time.sleep(600)


def test_a_process_that_cannot_be_killed_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that waits for a disk which hangs."""
    monkeypatch.setattr(worker, "KILLED_SECONDS", 0.1)
    stuck = Worker(sleep)
    process, kill = stuck.process, stuck.process.kill
    monkeypatch.setattr(process, "kill", lambda: None)
    assert stuck.end() == "stuck on a disk that does not answer"
    kill()
    process.join()


def test_how_a_process_ended() -> None:
    killed = Worker(sleep)
    killed.process.kill()
    assert killed.end() == "signal 9"
