"""Whether the plugin starts an engine: never a second one beside one that runs."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shiage.client import connection
from shiage.client.connection import Disconnected, EngineConnection, Event
from shiage.client.protocol import locks, paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the folder is another")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "run_dir", lambda: tmp_path / "run")
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setattr(connection, "START_SECONDS", 1.0)
    paths.make_private(tmp_path / "run")
    return tmp_path / "run"


def events_of(started: list[str], script: str, monkeypatch: pytest.MonkeyPatch) -> list[Disconnected]:
    """How a connection ends whose engine is `script`, of Python."""

    def launch() -> subprocess.Popen[bytes]:
        started.append(script)
        paths.make_folder(paths.log_dir())
        with (paths.log_dir() / "engine-output.log").open("wb") as output:
            process = subprocess.Popen([sys.executable, "-c", script], stderr=output)
        threading.Thread(target=process.wait, daemon=True).start()
        return process

    monkeypatch.setattr(connection, "launch", launch)
    events: list[Disconnected] = []

    def note(_: object, event: Event) -> None:
        assert isinstance(event, Disconnected)
        events.append(event)

    one = EngineConnection(note)
    one.start()
    one.join(30)
    return events


def test_no_engine_is_started_while_one_holds_the_lock(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its record was removed: it will lay it anew."""
    started: list[str] = []
    with locks.locked(paths.engine_lock(run)):
        (event,) = events_of(started, "", monkeypatch)
    assert started == []
    assert event.sentence == connection.SILENT


def test_one_is_started_when_the_last_has_ended(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    file = locks.take(paths.engine_lock(run))
    assert file is not None
    threading.Timer(0.3, file.close).start()
    began = time.monotonic()
    events_of(started, "import time; time.sleep(5)", monkeypatch)
    assert len(started) == 1
    assert time.monotonic() - began >= 0.3


def test_what_is_wrong_with_the_folder_is_told(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; print('/run/x is no folder: remove it.', file=sys.stderr); sys.exit(2)"
    monkeypatch.setattr(connection, "START_SECONDS", 20.0)
    (event,) = events_of([], script, monkeypatch)
    assert event.sentence == "The engine could not start. /run/x is no folder: remove it."
