"""Starts the engine as a process of its own: with which Python, and in which environment."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Dict

from .protocol import paths
from .protocol.json_text import parse_json

RUN_INSTALLER = "run the installer (python3 installer/install.py), then press Auto-colorize again."
KRITA_PREFIXES = ("PYTHON", "QT_")  # variables that begin so are for Krita's own Python and Qt
LONGEST_FAILURE = 400  # letters
LIBRARY_PATHS = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH")  # an AppImage sets them for itself


class LaunchError(Exception):
    """The engine cannot be started; one sentence that says what to do."""


def launch() -> "subprocess.Popen[bytes]":
    """Start the engine detached, so that it outlives Krita, also one that crashes. Raises LaunchError."""
    python = _engine_python()
    if not os.path.isfile(python):
        raise LaunchError(f"Shiage's engine is not where it was installed ({python}): {RUN_INSTALLER}")
    try:
        with _output() as output:
            process = subprocess.Popen(
                [python, "-I", "-m", "shiage_engine.service"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment(dict(os.environ)),
                cwd=str(paths.data_dir()),
                start_new_session=sys.platform != "win32",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except OSError as error:
        raise LaunchError(f"Shiage's engine cannot be started ({error.strerror}): {RUN_INSTALLER}") from error
    threading.Thread(
        target=process.wait, name="shiage-reaper", daemon=True
    ).start()  # else it would stay a zombie process
    return process


def output_path() -> Path:
    """What the engine prints before its log is open."""
    return paths.log_dir() / "engine-output.log"


def environment(krita: Dict[str, str]) -> Dict[str, str]:
    """Krita's environment without the variables that would make the engine's Python load Krita's files."""
    return {
        name: value
        for name, value in krita.items()
        if not name.startswith(KRITA_PREFIXES) and name not in LIBRARY_PATHS
    }


def _output() -> IO[bytes]:
    paths.make_folder(output_path().parent)
    return open(str(output_path()), "wb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, paths.PRIVATE_FILE)


def failure() -> str:
    """The last line that an engine which did not start has printed; empty where there is none."""
    try:
        lines = output_path().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:LONGEST_FAILURE]


def _engine_python() -> str:
    chosen = os.environ.get("SHIAGE_ENGINE_PYTHON")
    if chosen:
        return chosen
    try:
        manifest = parse_json(paths.install_manifest().read_text(encoding="utf-8"))
        return str(manifest["engine_python"])
    except FileNotFoundError:
        raise LaunchError(f"Shiage's engine is not installed: {RUN_INSTALLER}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LaunchError(f"Shiage's installation is damaged: {RUN_INSTALLER}") from error
