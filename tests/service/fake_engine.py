"""The real engine with a scripted worker: what a job does is chosen by its method. Run as a script."""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import signal
import socket
import time
import zlib
from collections.abc import Callable
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path
from unittest.mock import DEFAULT, patch

from shiage_engine.protocol import paths
from shiage_engine.protocol.channel import Channel
from shiage_engine.protocol.messages import Result, Submit

from shiage_engine.errors import InputError
from shiage_engine.progress import Progress
from shiage_engine.service import log, steps, work
from shiage_engine.service.serve import serve
from shiage_engine.service.supervisor import Supervisor


def job(submit: Submit, given: steps.Given) -> steps.Steps:
    yield Progress(0.0, f"worker {os.getpid()}")
    if submit.options.method == "stuck":
        time.sleep(60)
    elif submit.options.method == "slow":
        for step in range(10_000):
            time.sleep(0.02)
            yield Progress(step / 10_000, "slowly")
    elif submit.options.method == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif submit.options.method == "input":
        raise InputError("Color at least one frame of this shot first.")
    elif submit.options.method == "memory":
        raise MemoryError
    elif submit.options.method == "bug":
        raise RuntimeError("a secret of the painter")
    targets = [at for at in submit.times if at not in submit.references]
    for at in targets:
        color = zlib.decompress(given.lines[at][-1])  # the topmost line layer comes back as paint
        size = submit.width * submit.height
        planes = (color, bytes([at % 256]) * size, zlib.decompress(given.lines[at][0]))
        yield steps.Reply(Result(submit.job, at, 3, 0.5, 0.25), planes)
    return {"method": submit.options.method, "palette": [[0, 0, 0, 0]], "colors": sorted(given.colors)}


def load() -> steps.Kinds:
    return {"colorize": job}


def do_jobs(sock: socket.socket) -> None:
    work.give_way()
    log.set_up("worker.log")
    work.serve(Channel(sock), load)


def fail(kind: str) -> None:
    """Have this engine meet what seldom happens."""
    service = "shiage_engine.service"
    if kind == "memory":  # none is left for large planes
        size = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (size + (192 << 20),) * 2)
    elif kind == "packing":  # of drawings that begin with a byte 66
        patch("zlib.compress", partial(compress, zlib.compress)).start()
    elif kind == "spawning":  # while there is a file "no-workers"
        real = SpawnProcess.start
        patch.object(SpawnProcess, "start", lambda process: spawn(real, process)).start()
        patch(f"{service}.limits.NO_WORKER_SECONDS", 0.0).start()
    elif kind == "disk":  # that hangs
        patch(f"{service}.methods.all_kept", lambda: time.sleep(600)).start()
        patch(f"{service}.limits.KEPT_SECONDS", 0.5).start()
    elif kind == "loop":  # a fault of ours, now and then
        now_and_then = itertools.cycle((RuntimeError("a fault"), DEFAULT, DEFAULT))
        tick = Supervisor._tick
        patch.object(Supervisor, "_tick", lambda one: act(next(now_and_then), tick, one)).start()
    elif kind == "patience":
        patch(f"{service}.limits.GIVE_WAY_SECONDS", 0.5).start()


def compress(real: Callable[..., bytes], plane: bytes, level: int) -> bytes:
    if plane[0] == 66:
        raise MemoryError
    return real(plane, level)


def spawn(real: Callable[[SpawnProcess], None], process: SpawnProcess) -> None:
    if (paths.data_dir() / "no-workers").exists():
        raise BlockingIOError(11, "Resource temporarily unavailable")
    real(process)


def act(what: object, real: Callable[[Supervisor], None], one: Supervisor) -> None:
    if isinstance(what, Exception):
        raise what
    real(one)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--fault", default="")
    parser.add_argument("--idle-minutes", type=float, default=1.0)
    parser.add_argument("--tcp", action="store_true")
    chosen, _ = parser.parse_known_args()
    fail(chosen.fault)
    serve(chosen.idle_minutes, chosen.tcp, do_jobs)
