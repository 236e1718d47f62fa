"""The real engine with a scripted worker: what a job does is chosen by its method. Run as a script."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import time
import zlib

from shiage_engine.protocol.channel import Channel
from shiage_engine.protocol.messages import Result, Submit

from shiage_engine.errors import InputError
from shiage_engine.progress import Progress
from shiage_engine.service import log, steps, work
from shiage_engine.service.serve import serve


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--idle-minutes", type=float, default=1.0)
    parser.add_argument("--tcp", action="store_true")
    chosen, _ = parser.parse_known_args()
    serve(chosen.idle_minutes, chosen.tcp, do_jobs)
