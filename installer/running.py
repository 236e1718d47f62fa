"""Stops running engines: an engine of the old version must not outlive its files."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from shiage.client.protocol import paths, record

MODULE = "shiage_engine"  # in the command line of every engine
PATIENCE = 10.0  # seconds for an engine to end after SIGTERM
POLL = 0.05  # seconds


def stop_engines(folders: Sequence[Path] | None = None) -> bool:
    """End this user's engines and wait until they have ended; False where there was none.

    `folders`: the run folders to look in, else all where an engine may have been started.
    """
    found = [_engine_of(folder) for folder in (paths.run_dirs() if folders is None else folders)]
    engines = {process for process in found if process is not None}
    for process in engines:
        _stop(process)
    return bool(engines)


def _engine_of(folder: Path) -> int | None:
    """The process in the record of `folder`, if it is an engine of this user; the number may have been reused."""
    try:
        process = record.read(folder).pid
    except (OSError, paths.PathError):
        return None
    return process if _is_engine(process) else None


def _is_engine(process: int) -> bool:
    owner, _, command = _describe(process).partition(" ")
    return owner == str(os.getuid()) and MODULE in command if sys.platform != "win32" else False


def _describe(process: int) -> str:
    """User id and command line of a process; empty where it has ended."""
    folder = Path(f"/proc/{process}")
    try:
        if folder.is_dir():
            return f"{folder.stat().st_uid} {(folder / 'cmdline').read_text(errors='replace')}"
        command = ["ps", "-ww", "-o", "uid=,command=", "-p", str(process)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _stop(process: int) -> None:
    """Send SIGTERM, and SIGKILL to one that has not ended after PATIENCE seconds."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while _is_engine(process):
            if time.monotonic() > end:
                os.kill(process, signal.SIGKILL)
                return
            time.sleep(POLL)
