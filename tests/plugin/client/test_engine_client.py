"""The plugin's client with a real engine process, in a Qt application without Krita."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

if sys.platform != "linux":
    pytest.skip("the scripted engine is started by a shell script", allow_module_level=True)

from shiage.client import connection, engine_client, launcher
from shiage.client.engine_client import ColoredFrame, EngineClient, JobRequest
from shiage.client.protocol import VERSION, paths, record
from shiage.client.protocol.framing import Reader, encode
from shiage.client.protocol.handshake import ClientHandshake, EngineHandshake, Identity
from shiage.client.protocol.messages import Frame, Hello, Pong, from_header, to_header
from shiage.client.protocol.options import Options
from shiage.qt import QtCore

PATIENCE = 30.0  # seconds; reached only when something is broken
NOBODY = 99_999_999  # no process has this number
FAKE_ENGINE = Path(__file__).parents[2] / "service" / "fake_engine.py"
WIDTH, HEIGHT = 6, 4
SIZE = WIDTH * HEIGHT * 4


SIGNALS = (
    *("state_changed", "methods_received", "progressed", "previewed", "painted"),
    *("finished", "failed", "cancelled"),
)


class Recorder:
    """Everything a client has signalled, in order; runs the Qt loop until something has come."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.signals: list[tuple] = []
        for name in SIGNALS:
            getattr(client, name).connect(lambda *values, name=name: self._note(name, values))

    def _note(self, name: str, values: tuple) -> None:
        assert threading.current_thread() is threading.main_thread()
        self.signals.append((name, *values))

    def wait(self, wanted: Callable[[tuple], bool]) -> tuple:
        """The first signal that is wanted; it and those before it are forgotten."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for index, signalled in enumerate(self.signals):
                if wanted(signalled):
                    del self.signals[: index + 1]
                    return signalled
            QtCore.QCoreApplication.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
        raise AssertionError(f"never came; but {self.signals}")

    def state(self, *states: str) -> str:
        """Waits for one of these states; gives its sentence."""
        return self.wait(lambda it: it[0] == "state_changed" and it[1] in states)[2]

    def last_answer(self, job: int) -> tuple:
        return self.wait(lambda it: it[0] in ("finished", "failed", "cancelled") and it[1] == job)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders, with an installed engine whose worker is scripted."""
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    install(tmp_path, f'exec "{sys.executable}" -I "{FAKE_ENGINE}"', monkeypatch)
    return tmp_path


def install(folder: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a shell script with this one line be the engine's Python."""
    script = folder / "python"
    script.write_text(f"#!/bin/sh\n{line}\n")
    script.chmod(0o755)
    monkeypatch.setenv("SHIAGE_ENGINE_PYTHON", str(script))


@pytest.fixture
def client(folder: Path, qt: object) -> Iterator[EngineClient]:
    client = EngineClient()
    yield client
    client.stop()
    end_engine()
    QtCore.QCoreApplication.processEvents()


@pytest.fixture
def recorder(client: EngineClient) -> Recorder:
    return Recorder(client)


def end_engine() -> None:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError, paths.PathError):
        os.kill(record.read(paths.run_dir()).pid, signal.SIGKILL)


def request(method: str, frames: int = 3) -> JobRequest:
    return JobRequest(WIDTH, HEIGHT, tuple(range(frames)), (0,), Options(method=method))


def from_qt(plane: bytes) -> bytes:
    """As Krita gives pixels: a QByteArray, which is a buffer like bytes, though its types do not say so."""
    return cast("bytes", QtCore.QByteArray(plane))


def send(client: EngineClient, method: str, frames: int = 3) -> int:
    job = client.submit(request(method, frames))
    client.send_color(job, 0, from_qt(bytes(SIZE)))
    for at in range(frames):
        client.send_line(job, at, [memoryview(bytes(SIZE)), bytes([at]) * SIZE])
    return job


def test_a_job_from_the_first_press_on(client: EngineClient, recorder: Recorder) -> None:
    """Nothing runs yet: submitting starts the engine."""
    job = send(client, "echo")
    recorder.state("starting")
    assert recorder.state("ready", "failed") == engine_client.READY
    _, _, fraction, note, done, total = recorder.wait(lambda it: it[0] == "progressed")
    assert (fraction, done, total) == (0.0, 0, 2) and note.startswith("worker")
    for at in (1, 2):
        _, number, result = recorder.wait(lambda it: it[0] == "painted")
        assert number == job
        assert result == ColoredFrame(
            at, 3, 0.5, 0.25, bytearray([at]) * SIZE, bytearray([at]) * (WIDTH * HEIGHT), bytearray(SIZE)
        )
        assert type(result.color) is bytearray
    assert recorder.last_answer(job) == (
        "finished",
        job,
        {"method": "echo", "palette": [[0] * 4], "colors": [0]},
    )
    assert client.backlog == 0


def test_the_engine_sends_its_methods_when_it_is_ready_and_when_asked(
    client: EngineClient, recorder: Recorder
) -> None:
    client.request_methods()
    _, methods = recorder.wait(lambda it: it[0] == "methods_received")
    assert methods["fused"]["needs"] == ["references"]
    assert (client.state, client.protocol) == ("ready", 6)
    client.request_methods()
    assert recorder.wait(lambda it: it[0] == "methods_received") == ("methods_received", methods)
    client.stop()
    assert client.protocol == 0


def test_an_older_engine_has_no_methods_and_is_not_asked(
    client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plugin speaks the older protocol here, so that the engine does as well."""
    monkeypatch.setattr(
        connection, "ClientHandshake", lambda token: ClientHandshake(token, Identity("0.1.0", 1, 1))
    )
    job = send(client, "echo")
    assert recorder.wait(lambda it: it[0] == "methods_received") == ("methods_received", {})
    client.request_methods()
    assert recorder.last_answer(job)[0] == "finished"
    assert client.protocol == 1


def test_every_method_returns_at_once(client: EngineClient, recorder: Recorder) -> None:
    """Also while the engine starts, with more to send than a socket holds."""
    plane = bytes(1 << 22)
    began = time.monotonic()
    client.start()
    job = client.submit(JobRequest(1024, 1024, tuple(range(20)), (0,), Options(method="echo")))
    client.send_color(job, 0, plane)
    for at in range(20):
        client.send_line(job, at, [plane])
    assert time.monotonic() - began < 5  # generous; it takes a millisecond
    painted = 0
    while (signalled := recorder.wait(lambda it: it[0] in ("painted", "finished", "failed")))[0] == "painted":
        painted += 1
    assert signalled[0] == "finished" and painted == 19


def test_cancel(client: EngineClient, recorder: Recorder) -> None:
    job = send(client, "slow")
    recorder.wait(lambda it: it[0] == "progressed")
    client.cancel(job)
    assert recorder.last_answer(job) == ("cancelled", job)
    client.cancel(job)  # too late; nothing comes of it
    after = send(client, "echo")
    assert recorder.last_answer(after)[0] == "finished"
    assert ("cancelled", job) not in recorder.signals


def test_a_failing_job(client: EngineClient, recorder: Recorder) -> None:
    job = send(client, "input")
    assert recorder.last_answer(job) == (
        "failed", job, "bad_request", "Color at least one frame of this shot first."
    )  # fmt: skip


def test_an_engine_that_dies_is_one_sentence_and_one_press_away(
    client: EngineClient, recorder: Recorder
) -> None:
    job = send(client, "slow")
    recorder.wait(lambda it: it[0] == "progressed")
    end_engine()
    assert recorder.state("stopped", "failed") == connection.STOPPED
    assert recorder.last_answer(job) == ("failed", job, engine_client.ENGINE_GONE, connection.STOPPED)
    job = send(client, "echo")
    assert recorder.last_answer(job)[0] == "finished"


def test_two_clients_share_one_engine(client: EngineClient, recorder: Recorder) -> None:
    other = EngineClient()
    other_recorder = Recorder(other)
    client.start()
    other.start()
    recorder.state("ready", "failed")
    other_recorder.state("ready", "failed")
    assert (client.state, other.state) == ("ready", "ready")
    jobs = send(client, "echo"), send(other, "echo")
    assert recorder.last_answer(jobs[0])[0] == "finished"
    assert other_recorder.last_answer(jobs[1])[0] == "finished"
    other.stop()
    job = send(client, "echo")
    assert recorder.last_answer(job)[0] == "finished"


def test_stop_cancels_and_the_engine_lives_on(client: EngineClient, recorder: Recorder) -> None:
    client.start()
    recorder.state("ready", "failed")
    engine = record.read(paths.run_dir()).pid
    job = send(client, "slow")
    client.stop()
    assert recorder.last_answer(job) == ("cancelled", job)
    assert client.state == "stopped"
    client.start()
    recorder.state("ready", "failed")
    assert record.read(paths.run_dir()).pid == engine


def test_a_frozen_engine_is_reported(
    client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PING_SECONDS", 0.2)
    monkeypatch.setattr(connection, "SILENT_SECONDS", 3.0)
    job = send(client, "slow")
    recorder.wait(lambda it: it[0] == "progressed")
    os.kill(record.read(paths.run_dir()).pid, signal.SIGSTOP)
    assert recorder.last_answer(job) == ("failed", job, engine_client.ENGINE_GONE, connection.SILENT)


def test_an_idle_engine_is_pinged_and_answers(
    client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PING_SECONDS", 0.05)
    client.start()
    recorder.state("ready", "failed")
    assert client._connection is not None
    channel = client._connection._channel
    assert channel is not None
    at_first, pong = channel.received, len(b"".join(encode(to_header(Pong()))))
    end = time.monotonic() + PATIENCE
    while channel.received < at_first + 3 * pong and time.monotonic() < end:
        time.sleep(0.01)
    assert channel.received >= at_first + 3 * pong
    assert client.state == "ready"


def test_the_backlog_is_what_was_not_sent_yet() -> None:
    unstarted = connection.EngineConnection(lambda connection, event: None)
    unstarted.send(Pong())
    unstarted.send(Frame(1, 0, "line"), [bytes(10), from_qt(bytes(5))])
    assert unstarted.backlog == 15
    unstarted.close()
    unstarted.run()
    assert not unstarted.is_alive()


def test_a_missing_engine(client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHIAGE_ENGINE_PYTHON")
    job = client.submit(request("echo"))
    assert "run the installer" in recorder.state("failed")
    name, number, code, sentence = recorder.last_answer(job)
    assert (name, number, code) == (
        "failed",
        job,
        engine_client.ENGINE_GONE,
    ) and "run the installer" in sentence


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"engine_python": "/nowhere/python"}'])
def test_a_damaged_installation(
    manifest: str, client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHIAGE_ENGINE_PYTHON")
    paths.data_dir().mkdir(parents=True)
    paths.install_manifest().write_text(manifest)
    client.start()
    assert "run the installer" in recorder.state("failed", "ready")


def test_an_engine_that_cannot_start(
    folder: Path, client: EngineClient, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(folder, "echo No module named shiage_engine; exit 1", monkeypatch)
    client.start()
    assert str(launcher.output_path()) in recorder.state("failed", "ready")
    assert "No module" in launcher.output_path().read_text()


def test_a_folder_that_others_can_open(client: EngineClient, recorder: Recorder) -> None:
    (paths.run_dir()).mkdir(mode=0o755)
    (paths.run_dir()).chmod(0o755)
    paths.engine_record(paths.run_dir()).write_text("{}")
    client.start()
    assert "other users" in recorder.state("failed", "ready")


class Impostor(threading.Thread):
    """Sits at the engine's address; knows the token only if it is given. Keeps what it gets."""

    def __init__(self, token: bytes, identity: Identity = Identity()) -> None:  # noqa: B008
        super().__init__(daemon=True)
        self.received = b""
        self._engine = EngineHandshake(token, identity)
        self._listener = socket.socket(socket.AF_UNIX)
        paths.make_private(paths.run_dir())
        self._listener.bind(str(paths.run_dir() / "engine.sock"))
        self._listener.listen()
        record.write(
            paths.run_dir(),
            record.Record(str(paths.run_dir() / "engine.sock"), b"t" * 32, NOBODY, "0.1.0"),
        )

    def run(self) -> None:
        with self._listener, self._listener.accept()[0] as sock:
            reader = Reader()
            while chunk := sock.recv(65536):
                self.received += chunk
                for packet in reader.feed(chunk):
                    challenge = self._engine.challenge(cast("Hello", from_header(packet.header)))
                    sock.sendall(b"".join(encode(to_header(challenge))))


def test_an_impostor_gets_no_pixel(client: EngineClient, recorder: Recorder) -> None:
    """The client turns to an engine of its own instead."""
    impostor = Impostor(token=b"wrong" * 8)
    impostor.start()
    job = send(client, "echo")
    assert recorder.last_answer(job)[0] == "finished"
    impostor.join(PATIENCE)
    assert b"hello" in impostor.received
    assert b"submit" not in impostor.received and b"\1" * WIDTH not in impostor.received


def test_an_engine_of_another_version(client: EngineClient, recorder: Recorder) -> None:
    newer = Impostor(token=b"t" * 32, identity=Identity("9.9.9", 8, 9))
    newer.start()
    job = send(client, "echo")
    sentence = recorder.state("failed", "ready")
    assert "9.9.9" in sentence and VERSION in sentence and "installer" in sentence
    assert recorder.last_answer(job)[0] == "failed"
    newer.join(PATIENCE)
    assert b"submit" not in newer.received


def test_the_engine_gets_none_of_kritas_own_environment() -> None:
    kritas = {
        "HOME": "/h",
        "PYTHONPATH": "/k",
        "LD_LIBRARY_PATH": "/k",
        "QT_PLUGIN_PATH": "/k",
        "XDG_DATA_HOME": "/d",
    }
    assert launcher.environment(kritas) == {"HOME": "/h", "XDG_DATA_HOME": "/d"}
