"""Start the engine as a process of its own."""

from __future__ import annotations

import logging
import os
import signal

from ..protocol import VERSION, paths
from . import log
from .place import Place
from .supervisor import Supervisor
from .work import main as do_jobs
from .worker import Work

IDLE_MINUTES = 15.0


def serve(idle_minutes: float = IDLE_MINUTES, tcp: bool = False, work: Work = do_jobs) -> None:
    """Be the engine until nobody has needed it for `idle_minutes`, or SIGTERM comes.

    Raises address.AlreadyRunning when this user has an engine, PathError when its folder is not private.
    """
    os.umask(0o077)  # whatever the user's is, nothing is open to others
    place = Place(paths.run_dir(), tcp)
    try:
        log.set_up("engine.log")
        signal.signal(signal.SIGTERM, _exit)
        logging.info("Shiage's engine %s listens", VERSION)
        Supervisor(place, work, idle_minutes * 60).run()
    finally:
        place.leave()


def _exit(number: int, frame: object) -> None:
    raise SystemExit(0)
