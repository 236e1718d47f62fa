"""Start the engine as a process of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import signal
from pathlib import Path

from ..protocol import VERSION, paths, record
from ..protocol.handshake import TOKEN_BYTES
from . import log
from .address import listen, lock
from .supervisor import Supervisor
from .work import main as do_jobs
from .worker import Work

IDLE_MINUTES = 15.0


def serve(idle_minutes: float = IDLE_MINUTES, tcp: bool = False, work: Work = do_jobs) -> None:
    """Be the engine until nobody has needed it for `idle_minutes`, or SIGTERM comes.

    Raises address.AlreadyRunning when this user has an engine, PathError when its folder is not private.
    """
    folder = paths.run_dir()
    paths.make_private(folder)
    with lock(folder), contextlib.ExitStack() as stack:
        log.set_up("engine.log")
        listener, address = listen(folder, tcp)
        token = secrets.token_bytes(TOKEN_BYTES)
        record.write(folder, record.Record(address, token, os.getpid(), VERSION))
        stack.callback(_remove, folder, address)
        signal.signal(signal.SIGTERM, _exit)
        logging.info("Shiage's engine %s listens", VERSION)
        Supervisor(listener, token, work, idle_minutes * 60).run()


def _remove(folder: Path, address: record.Address) -> None:
    record.remove(folder)
    if isinstance(address, str):
        Path(address).unlink(missing_ok=True)


def _exit(number: int, frame: object) -> None:
    raise SystemExit(0)
