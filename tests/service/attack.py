"""Attacks a real engine from outside, prints what held, and fails where anything did not.

    python -m tests.service.attack [--frames 100000] [--connections 2000]

Everything stays on this machine: the loopback interface and a socket of this user's, and, as root, a second user.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shiage_engine.protocol.framing import HEAD, MAGIC, encode
from shiage_engine.protocol.messages import Done, Frame, Hello, Ping, Submit, to_header

from tests.service.harness import Engine

FRAMES, CONNECTIONS = 100_000, 2_000
GROWTH = 32 << 20  # bytes of memory, at most, that attacks may leave behind
NOBODY = 65534  # the user id of the second user
STRANGER = """
import os, socket, sys
os.setuid({user})
sock = socket.socket(socket.AF_UNIX)
try:
    sock.connect(sys.argv[1])
    sock.settimeout(10)
    sys.exit(1 if sock.recv(1) else 0)
except OSError:
    sys.exit(0)
"""


def works(engine: Engine) -> bool:
    client = engine.client().greet()
    done = isinstance(client.last_answer(client.job("echo")), Done)
    client.close()
    return done


def as_bytes(header: dict[str, object], planes: tuple[bytes, ...] = ()) -> bytes:
    return b"".join(map(bytes, encode(header, planes)))


def connected(engine: Engine) -> socket.socket:
    """A connection, of which the engine's tests keep no note; waits while the queue before the engine is full."""
    while True:
        try:
            sock = engine.connect()
        except BlockingIOError:
            time.sleep(0.001)
        else:
            engine.sockets.clear()
            return sock


def hostile(chance: random.Random, frame: int) -> bytes:
    """Bytes that break one rule or another of the wire."""
    packet = as_bytes(to_header(Submit(frame + 1, 8, 8, (0, 1), (0,))))
    where = chance.randrange(len(packet))
    kinds: list[Callable[[], bytes]] = [
        lambda: chance.randbytes(chance.randrange(1, 200)),
        lambda: HEAD.pack(MAGIC, chance.randrange(1 << 32), chance.randrange(1 << 63)),
        lambda: HEAD.pack(MAGIC, 20, 0) + b'{"type":"ping",' + b"[" * 5,
        lambda: HEAD.pack(MAGIC, 200_000, 0) + b"[" * 200_000,
        lambda: packet[:where] + bytes([chance.randrange(256)]) + packet[where + 1 :],
        lambda: as_bytes({"type": "frame", "job": 1, "time": 0, "role": "line"}, (b"x",)),
        lambda: as_bytes({"type": chance.choice(("hello", "done", "no", "")), "job": -1}),
        lambda: as_bytes({**to_header(Ping()), "more": 10**30}),
    ]
    return chance.choice(kinds)()


def throw_frames(engine: Engine, count: int, chance: random.Random) -> None:
    """Hostile packets, some of clients that are let in, each on a connection until that is closed."""
    stray = as_bytes(to_header(Frame(0, 0, "line")), (b"xy",))  # of no job: passed over
    thrown = 0
    while thrown < count:
        client = engine.client()
        if chance.random() < 0.5:
            client.greet()
        sock = client.channel.socket
        sock.setblocking(True)
        try:
            # Proper packets first, so that the hostile one meets a connection in use.
            for _ in range(chance.randrange(20)):
                sock.sendall(stray)
                thrown += 1
            sock.sendall(hostile(chance, thrown))
            thrown += 1
        except OSError:  # it was closed already
            pass
        client.close()
        engine.sockets.clear()


def throw_connections(engine: Engine, count: int) -> None:
    """Connections that say nothing, or begin and stop; a few are held open."""
    held: list[socket.socket] = []
    for number in range(count):
        sock = connected(engine)
        if number % 3 == 0:
            sock.sendall(as_bytes(to_header(Hello("0", 1, 3, 1, "00"))))
        held.append(sock)
        if len(held) > 50:
            held.pop(0).close()
    assert works(engine), "strangers kept the painter out"
    for sock in held:
        sock.close()


def try_as_second_user(engine: Engine) -> str:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "not tried: only root can be somebody else"
    address = str(engine.record.address)
    for path in (engine.folder, engine.folder / "run", engine.run_dir, Path(address)):
        path.chmod(0o777)  # as if the modes were wrong
    command = [sys.executable, "-c", STRANGER.format(user=NOBODY), address]
    assert subprocess.run(command, check=False, cwd="/").returncode == 0, "a second user was let in"
    return "turned away"


def report(what: str, began: float, engine: Engine, before: int) -> None:
    grown = engine.memory() - before
    print(f"{what:58} {time.monotonic() - began:7.1f} s, memory {grown / 2**20:+.1f} MiB", flush=True)
    assert grown < GROWTH, "memory grew"


def attack(frames: int, connections: int) -> None:
    chance = random.Random(0)
    for options in ((), ("--tcp",)):
        with tempfile.TemporaryDirectory() as folder:
            engine = Engine(Path(folder), *options)
            try:
                assert works(engine)
                throw_frames(engine, 1000, chance)  # what it takes once and keeps
                before, where = engine.memory(), " ".join(options) or "socket of a file"
                began = time.monotonic()
                throw_frames(engine, frames // 2, chance)
                assert works(engine)
                report(f"{frames // 2} frames, hostile and out of place ({where})", began, engine, before)
                began = time.monotonic()
                throw_connections(engine, connections // 2)
                report(f"{connections // 2} connections without the token ({where})", began, engine, before)
                if not options:
                    print(f"a second user: {try_as_second_user(engine)}")
                assert engine.process.poll() is None
                assert "Traceback" not in engine.log(), engine.log()[-3000:]
            finally:
                engine.end()
    print("The engine held.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    chosen = parser.parse_args()
    attack(chosen.frames, chosen.connections)
