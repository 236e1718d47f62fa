"""Uninstalling: removes exactly what the manifest lists."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from shiage.client.protocol import locks, paths

from . import kritarc, manifest, plugin_files, running, swap
from .errors import InstallError
from .install_steps import LOCK

NOT_INSTALLED = "Shiage is not installed for this user."


def run() -> int:
    """Remove Shiage; files that were edited are kept, and printed."""
    try:
        with locks.locked(paths.data_dir() / LOCK):
            return _remove()
    except FileNotFoundError:  # the data folder itself is missing
        print(NOT_INSTALLED)
        return 0
    except locks.Locked as error:
        raise InstallError("Another installer is running: wait until it has ended.") from error
    finally:
        with contextlib.suppress(OSError):  # it has other files, or is missing
            paths.data_dir().rmdir()


def _remove() -> int:
    record = manifest.load()
    if record is None:
        print(NOT_INSTALLED)
        return 0
    running.stop_engines()
    kept = plugin_files.remove(record.files)
    kritarc.disable(Path(record.settings))
    folder = Path(record.environment)
    for place in (folder, swap.beside(folder, "new"), swap.beside(folder, "old")):
        if (place / "pyvenv.cfg").is_file():  # whatever a damaged record names
            shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(paths.log_dir(), ignore_errors=True)
    paths.install_manifest().unlink(missing_ok=True)
    print("Shiage is removed.")
    for path in kept:
        print(f"Kept, because it was edited: {path}")
    if record.packages:
        names = " ".join(record.packages)
        print(f"Kept, because other programs may need them: the system's packages {names}.")
        print(f"To remove them as well: sudo apt-get remove {names}")
    learned = paths.data_dir() / paths.CHARACTERS
    if learned.exists():
        print(
            f"Kept for a later installation: what was learned of characters. To forget it, remove {learned}"
        )
    return 0
