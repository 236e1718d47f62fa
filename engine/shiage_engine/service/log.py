"""The engine's log: rotating files in the data folder. Drawings, names and tokens are never logged."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from ..protocol import paths

LARGEST_LOG = 1 << 20  # bytes
OLD_LOGS = 2


def folder() -> Path:
    return paths.log_dir()


def set_up(name: str) -> None:
    """Log this process into the file `name`; without a log if that cannot be, since painting matters more."""
    logging.raiseExceptions = False  # a full disk costs the log, not the job
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder() / name, maxBytes=LARGEST_LOG, backupCount=OLD_LOGS, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    root.addHandler(handler)
