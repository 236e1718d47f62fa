"""Who gets in, what hostile or broken clients can do, and the engine's own life."""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from shiage_engine.protocol import VERSION
from shiage_engine.protocol.channel import Closed
from shiage_engine.protocol.framing import HEAD, MAGIC, encode
from shiage_engine.protocol.handshake import Identity, VersionMismatch
from shiage_engine.protocol.messages import (
    BUSY,
    PROTOCOL,
    TOO_LARGE,
    Answer,
    Cancel,
    Challenge,
    Done,
    Error,
    Frame,
    Ping,
    Pong,
    Submit,
    to_header,
)

from tests.service.harness import PATIENCE, Client, Engine, patience

pytestmark = pytest.mark.slow


def as_bytes(message: object, planes: tuple[bytes, ...] = ()) -> bytes:
    return b"".join(encode(to_header(message), planes))


def until_closed(sock: socket.socket) -> bytes:
    """All that still comes before the engine closes the connection."""
    got = b""
    while chunk := sock.recv(65536):
        got += chunk
    sock.close()
    return got


def works(engine: Engine) -> bool:
    client = engine.client().greet()
    done = isinstance(client.last_answer(client.job("echo")), Done)
    client.close()
    return done


def test_a_wrong_token(engine: Engine) -> None:
    stranger = Client(engine.connect(), b"?" * 32)
    stranger.send(stranger._handshake.hello)
    stranger.wait_for(Challenge)
    stranger.send(Answer("0" * 64))
    assert stranger.wait_for(Error).code == PROTOCOL
    with pytest.raises(Closed):
        stranger.receive()
    assert works(engine)


@pytest.mark.parametrize(
    "first",
    [
        Ping(),
        Cancel(1),
        Answer(""),
        Submit(1, 8, 8, (0, 1), (0,)),
    ],
)
def test_nothing_goes_without_a_greeting(first: object, engine: Engine) -> None:
    sock = engine.connect()
    sock.sendall(as_bytes(first))
    assert b"must show who it is" in until_closed(sock)


def test_a_client_that_says_nothing_is_closed(engine: Engine) -> None:
    silent = engine.connect()
    assert works(engine)
    assert until_closed(silent) == b""


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        os.urandom(5000),
        HEAD.pack(MAGIC, 0xFFFFFFFF, 0),
        HEAD.pack(MAGIC, 20, 1 << 60),
        HEAD.pack(MAGIC, 3, 0) + b"[1]",
        as_bytes(Ping(), (b"pixels",)),
    ],
    ids=["http", "noise", "long header", "long body", "no object", "planes"],
)
@pytest.mark.parametrize("welcome", [False, True])
def test_garbage_closes_that_client_only(garbage: bytes, welcome: bool, engine: Engine) -> None:
    client = engine.client()
    if welcome:
        client.greet()
    client.channel.socket.setblocking(True)
    client.channel.socket.sendall(garbage)
    client.channel.socket.setblocking(False)
    assert client.wait_for(Error).code == PROTOCOL
    with pytest.raises(Closed):
        client.receive()
    assert works(engine)


def test_no_memory_is_taken_for_what_nobody_asked_for(engine: Engine) -> None:
    client = engine.client().greet()
    before = engine.memory()
    job = client.submit("echo")
    sent = 0
    client.channel.socket.setblocking(True)
    header, body = as_bytes(Frame(job, 0, "line"), (b"",)).split(b"{", 1)[1], 1 << 29
    text = b"{" + header.replace(b"[0]", str([body]).encode())
    client.channel.socket.sendall(HEAD.pack(MAGIC, len(text), body) + text)
    while sent < 64 << 20:
        sent += client.channel.socket.send(bytes(1 << 20))
    client.channel.socket.setblocking(False)
    answer = client.last_answer(job)
    assert isinstance(answer, Error)
    assert engine.memory() - before < 32 << 20


def test_a_document_beyond_the_limits(engine: Engine) -> None:
    client = engine.client().greet()
    answer = client.last_answer(client.submit("echo", width=20000, height=20000))
    assert isinstance(answer, Error) and answer.code == TOO_LARGE


def test_a_job_number_is_used_once(engine: Engine) -> None:
    client = engine.client().greet()
    job = client.job("echo")
    client.last_answer(job)
    client.send(Submit(job, 8, 8, (0, 1), (0,)))
    assert client.wait_for(Error).job == 0


def test_versions_that_do_not_meet(engine: Engine) -> None:
    client = Client(engine.connect(), engine.record.token, Identity("9.9.9", 8, 9))
    with pytest.raises(VersionMismatch, match=rf"9\.9\.9.*{re.escape(VERSION)}"):
        client.greet()


def test_too_many_clients(engine: Engine) -> None:
    clients = [engine.client().greet() for _ in range(8)]
    assert engine.client().wait_for(Error).code == BUSY
    clients.pop().close()
    for _ in patience():  # until the engine has seen that there is room
        one_more = engine.client()
        one_more.send(one_more._handshake.hello)
        if isinstance(one_more.wait_for(Challenge, Error), Challenge):
            return
    raise AssertionError("there is no room")


def test_modes(engine: Engine) -> None:
    assert engine.record.address == str(engine.run_dir / "engine.sock")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in engine.run_dir.iterdir()}
    assert modes == {"engine.json": 0o600, "engine.lock": 0o600, "engine.sock": 0o600}
    assert stat.S_IMODE(engine.run_dir.stat().st_mode) == 0o700


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_another_user_is_turned_away_even_where_modes_are_wrong(start: Callable[..., Engine]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = start(folder=Path(folder))
        address = engine.record.address
        for path in (folder, f"{folder}/run", engine.run_dir, address):
            os.chmod(path, 0o777)
        program = (
            "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX); s.settimeout(30)\n"
            "s.connect(sys.argv[1]); print(s.recv(100))"
        )
        said = subprocess.run(
            [sys.executable, "-c", program, str(address)],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        assert said.stdout.strip() == "b''" or "ConnectionResetError" in said.stderr


def test_an_open_folder_is_refused(start: Callable[..., Engine], tmp_path: Path) -> None:
    (tmp_path / "run" / "shiage").mkdir(parents=True)
    (tmp_path / "run").chmod(0o700)
    (tmp_path / "run" / "shiage").chmod(0o755)
    assert start(command=("-m", "shiage_engine.service")).process.wait(PATIENCE) == 2


def test_a_path_too_long_for_a_socket(start: Callable[..., Engine], tmp_path: Path) -> None:
    engine = start(folder=tmp_path / ("ö" * 60))
    assert isinstance(engine.record.address, tuple)
    assert works(engine)


def test_a_second_engine_refuses(engine: Engine, start: Callable[..., Engine]) -> None:
    assert works(engine)
    assert start(command=("-m", "shiage_engine.service")).process.wait(PATIENCE) == 3
    assert works(engine)


def test_what_a_killed_engine_left_is_replaced(engine: Engine, start: Callable[..., Engine]) -> None:
    token = engine.record.token
    engine.end()
    assert (engine.run_dir / "engine.sock").exists()
    later = start()
    assert later.record.token != token
    assert works(later)


def test_an_engine_that_nobody_needs_ends(start: Callable[..., Engine]) -> None:
    engine = start("--idle-minutes", "0.05")
    client = engine.client().greet()
    with pytest.raises(subprocess.TimeoutExpired):
        engine.process.wait(3.5)  # somebody is there
    client.close()
    assert engine.process.wait(PATIENCE) == 0
    assert sorted(path.name for path in engine.run_dir.iterdir()) == ["engine.lock"]


def test_the_log_holds_no_content(engine: Engine) -> None:
    assert works(engine)
    assert engine.record.token.hex() not in engine.log()
    assert "welcomed" in engine.log()


def test_strangers_do_not_keep_out_who_knows_the_token(start: Callable[..., Engine]) -> None:
    engine = start("--tcp")
    strangers = [engine.connect() for _ in range(100)]
    assert works(engine)
    assert strangers[0].recv(1) == b""  # the oldest went first
    clients = [engine.client().greet() for _ in range(8)]
    strangers += [engine.connect() for _ in range(100)]
    for client in clients:  # and they are not cut off
        client.send(Ping())
        client.wait_for(Pong)


@pytest.mark.parametrize("removed", ["engine.sock", "engine.json", "engine.lock", "all", "socket replaced"])
def test_what_is_removed_while_the_engine_runs_is_laid_anew(
    removed: str, engine: Engine, start: Callable[..., Engine]
) -> None:
    client = engine.client().greet()
    if removed == "all":
        shutil.rmtree(engine.run_dir)
    elif removed == "socket replaced":
        (engine.run_dir / "engine.sock").unlink()
        (engine.run_dir / "engine.sock").touch()
    else:
        (engine.run_dir / removed).unlink()
    for _ in patience():
        if len([*engine.run_dir.glob("*")]) == 3 and (engine.run_dir / "engine.sock").is_socket():
            break
    time.sleep(0.3)
    assert works(engine)
    client.send(Ping())
    client.wait_for(Pong)
    assert start(command=("-m", "shiage_engine.service")).process.wait(PATIENCE) == 3
    assert stat.S_IMODE(engine.run_dir.stat().st_mode) == 0o700


def a_link(run: Path) -> None:
    (run.parent / "elsewhere").mkdir(mode=0o700)
    run.symlink_to(run.parent / "elsewhere")


def a_link_to_nothing(run: Path) -> None:
    run.symlink_to(run.parent / "nothing")


def a_file(run: Path) -> None:
    run.write_text("")


def a_folder(name: str) -> Callable[[Path], None]:
    def make(run: Path) -> None:
        run.mkdir(mode=0o700)
        (run / name / "inside").mkdir(parents=True)

    return make


@pytest.mark.parametrize(
    "make",
    [a_link, a_link_to_nothing, a_file, *map(a_folder, ("engine.lock", "engine.sock", "engine.json"))],
)
def test_an_odd_run_folder_is_a_sentence_that_says_what_to_do(
    make: Callable[[Path], None], tmp_path: Path, start: Callable[..., Engine]
) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    make(tmp_path / "run" / "shiage")
    engine = start(command=("-m", "shiage_engine.service"), says=True)
    _, said = engine.process.communicate(timeout=PATIENCE)
    assert engine.process.returncode == 2
    assert said.count("\n") == 1 and str(engine.run_dir) in said
    assert "emove it" in said or "remove it" in said


def test_a_loose_umask_leaves_nothing_open_to_others(start: Callable[..., Engine]) -> None:
    engine = start(umask=0)
    assert works(engine)
    made = [*(engine.folder / "data").rglob("*"), *engine.run_dir.rglob("*"), engine.run_dir]
    assert len(made) > 4
    assert not [path for path in made if path.stat().st_mode & 0o077]
