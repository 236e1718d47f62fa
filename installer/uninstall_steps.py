"""Uninstalling: removes exactly what the manifest lists."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from shiage.client.protocol import paths

from . import kritarc, manifest, plugin_files, running, swap


def run() -> int:
    """Remove Shiage; files that were edited are kept, and printed."""
    record = manifest.load()
    if record is None:
        print("Shiage is not installed for this user.")
        return 0
    running.stop_engines()
    kept = plugin_files.remove(record.files)
    kritarc.disable(Path(record.settings))
    folder = Path(record.environment)
    for place in (folder, swap.beside(folder, "new"), swap.beside(folder, "old")):
        shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(paths.log_dir(), ignore_errors=True)
    paths.install_manifest().unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # it has other files
        paths.data_dir().rmdir()
    print("Shiage is removed.")
    for path in kept:
        print(f"Kept, because it was edited: {path}")
    learned = paths.data_dir() / paths.CHARACTERS
    if learned.exists():
        print(
            f"Kept for a later installation: what was learned of characters. To forget it, remove {learned}"
        )
    return 0
