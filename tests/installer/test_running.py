"""A running engine ends when its files are replaced or removed, and nothing else does."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from installer import commands, running
from shiage.client.protocol import paths, record
from shiage.client.protocol.handshake import TOKEN_BYTES

PATIENCE = 60  # seconds; reached only when something is broken
DEAF = """import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(flush=True)
time.sleep(1000)
"""


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run folder of this test's engine."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    folder = paths.run_dir()
    monkeypatch.setattr(paths, "run_dirs", lambda: [folder])  # never an engine of whoever runs the tests
    return folder


@pytest.fixture
def start(runtime: Path) -> Generator[Callable[[], subprocess.Popen[bytes]], None, None]:
    """Starts real engines, which listen, and end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-I", "-m", "shiage_engine.service"])
        started.append(process)
        end = time.monotonic() + PATIENCE
        while not paths.engine_record(runtime).exists():
            assert process.poll() is None and time.monotonic() < end, "the engine did not start"
            time.sleep(0.01)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def write_record(folder: Path, pid: int) -> None:
    paths.make_private(folder)
    record.write(folder, record.Record("nowhere", bytes(TOKEN_BYTES), pid, "1"))


@pytest.mark.usefixtures("quick_engine", "krita")
def test_an_update_and_uninstall_end_the_engine(start: Callable[[], subprocess.Popen[bytes]]) -> None:
    old = start()
    assert commands.main([]) == 0
    assert old.wait(PATIENCE) is not None  # letting go of files and having ended are not one moment
    new = start()
    assert commands.main(["uninstall"]) == 0
    assert new.wait(PATIENCE) is not None


def test_nothing_else_is_ended(runtime: Path) -> None:
    assert not running.stop_engines()
    with subprocess.Popen(["/bin/sleep", "1000"]) as other:
        try:
            write_record(runtime, other.pid)
            assert not running.stop_engines(), "the engine has ended, and another process has its number"
            assert other.poll() is None
        finally:
            other.kill()


def test_a_record_that_others_could_write_is_not_believed(
    runtime: Path, start: Callable[[], subprocess.Popen[bytes]]
) -> None:
    engine = start()
    paths.engine_record(runtime).chmod(0o666)
    assert not running.stop_engines()
    assert engine.poll() is None


def test_an_engine_that_does_not_end_is_ended(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.2)
    command = [sys.executable, "-c", DEAF, "shiage_engine"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        deaf.stdout.readline()  # it hears nothing from now on
        write_record(runtime, deaf.pid)
        assert running.stop_engines()
        assert deaf.wait(PATIENCE) < 0
