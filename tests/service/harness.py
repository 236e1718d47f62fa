"""A real engine process in folders of its own, and a client that waits, but never for long."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from shiage_engine.protocol import paths, record
from shiage_engine.protocol.channel import Channel, Closed, Received
from shiage_engine.protocol.handshake import ClientHandshake, Identity
from shiage_engine.protocol.messages import (
    Cancelled,
    Challenge,
    Done,
    Error,
    Frame,
    LastAnswer,
    Message,
    Submit,
    Welcome,
)
from shiage_engine.protocol.options import Options

PATIENCE = 120.0  # seconds; reached only when something is broken, also on a busy machine
FAKE_ENGINE = Path(__file__).with_name("fake_engine.py")
WIDTH, HEIGHT = 8, 6
SIZE = WIDTH * HEIGHT * 4
M = TypeVar("M", bound=Message)


class Engine:
    """The engine in a process of its own, with a scripted worker unless `command` says otherwise."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        command: tuple[str, ...] = (str(FAKE_ENGINE),),
        umask: int = -1,
        says: bool = False,
    ) -> None:
        self.folder = folder
        self.sockets: list[socket.socket] = []  # of clients; closed with the engine
        (folder / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_DATA_HOME": str(folder / "data"),
        }
        self.run_dir = folder / "run" / "shiage"
        self.process: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, *command, *options],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if says else subprocess.DEVNULL,
            umask=umask,
            text=True,
        )

    @property
    def record(self) -> record.Record:
        """What the engine wrote about itself; waits until it is there."""
        for _ in patience():
            if paths.engine_record(self.run_dir).exists():
                found = record.read(self.run_dir)
                if found.pid == self.process.pid:
                    return found
        raise AssertionError("the engine did not come up")

    def connect(self) -> socket.socket:
        address = self.record.address
        sock = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
        self.sockets.append(sock)
        sock.settimeout(PATIENCE)
        sock.connect(address)
        return sock

    def client(self) -> Client:
        return Client(self.connect(), self.record.token)

    def memory(self) -> int:
        """Bytes of physical memory that the supervisor takes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("the engine is gone")

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted((self.folder / "data/shiage/logs").iterdir()))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for sock in self.sockets:
            sock.close()


class Client:
    """A well-behaved client, unless told otherwise; waits for what it expects."""

    def __init__(self, sock: socket.socket, token: bytes, identity: Identity | None = None) -> None:
        self.channel = Channel(sock)
        self._handshake = ClientHandshake(token, identity or Identity())
        self._received: list[Received] = []
        self._newest = 0

    def greet(self) -> Client:
        self.send(self._handshake.hello)
        self.send(self._handshake.answer(self.wait_for(Challenge)))
        self.wait_for(Welcome)
        return self

    def send(self, message: Message, planes: tuple[bytes, ...] = ()) -> None:
        self.channel.send(message, planes)
        while self.channel.waiting:
            select.select([], [self.channel], [], PATIENCE)
            self.channel.flush()

    def receive(self) -> Received:
        """The next message. Raises Closed."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._received:
                return self._received.pop(0)
            select.select([self.channel], [], [], 0.1)
            try:
                self._received.extend(self.channel.receive())
            except Closed:
                if not self._received:
                    raise
        raise AssertionError("the engine sent nothing")

    def wait_for(self, *kinds: type[M]) -> M:
        """The next message of one of these kinds; others are dropped."""
        while True:
            message = self.receive().message
            if isinstance(message, kinds):
                return message

    def last_answer(self, job: int) -> LastAnswer:
        """Drops all other messages."""
        while True:
            message = self.wait_for(Done, Error, Cancelled)
            if message.job in (job, 0):
                return message

    def submit(self, method: str, frames: int = 3, width: int = WIDTH, height: int = HEIGHT) -> int:
        """Open a job with the first frame as its reference, without its frames."""
        self._newest += 1
        times = tuple(range(frames))
        self.send(Submit(self._newest, width, height, times, (0,), options=Options(method=method)))
        return self._newest

    def job(self, method: str, frames: int = 3, width: int = WIDTH, height: int = HEIGHT) -> int:
        """Open a job and send all its frames."""
        job = self.submit(method, frames, width, height)
        size = width * height * 4
        self.send(Frame(job, 0, "color"), (bytes(size),))
        for time_ in range(frames):
            self.send(Frame(job, time_, "line"), (bytes(size), bytes([time_]) * size))
        return job

    def worker_of(self, job: int) -> int:
        """The process that works on the running `job`, as the scripted worker says."""
        while True:
            said = self.receive().message
            note = getattr(said, "note", "")
            if getattr(said, "job", 0) == job and note.startswith("worker "):
                return int(note.split()[1])

    def close(self) -> None:
        self.channel.close()


def patience(seconds: float = PATIENCE) -> Iterator[None]:
    """Again and again, a moment apart, for a bounded time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def until_gone(pid: int) -> None:
    for _ in patience():
        if not is_running(pid):
            return
    raise AssertionError(f"process {pid} is still there")
