"""Where Shiage's files are, for the plugin, the engine and the installer alike; and who may read them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import List

LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107  # bytes, without the zero at the end
CHARACTERS = "characters"  # the folder in `data_dir` with the weights that the engine learned for characters
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class PathError(Exception):
    """A folder or file is not safe to use; one sentence that says why, and what to do."""


def data_dir() -> Path:
    """Files that are kept: the engine's environment, the install manifest, logs, weights of characters."""
    if sys.platform == "win32":
        return _windows_local() / "shiage"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "shiage"
    return _xdg("XDG_DATA_HOME", ".local/share") / "shiage"


def log_dir() -> Path:
    return data_dir() / "logs"


def install_manifest() -> Path:
    """Written by the installer: {"engine_python": absolute path, "version": ...}."""
    return data_dir() / "install.json"


def run_dir() -> Path:
    """Files that exist while the engine runs: its lock, socket, record. Never the temporary folder."""
    if sys.platform == "win32":
        return _windows_local() / "shiage" / "run"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "shiage" / "run"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime) and _is_private(Path(runtime)):
        return Path(runtime) / "shiage"
    return _cached_run_dir()


def run_dirs() -> List[Path]:
    """All run folders that this user's engines may have chosen: XDG_RUNTIME_DIR is not set in every login."""
    found = [run_dir()]
    if sys.platform.startswith("linux"):
        found += [Path(f"/run/user/{os.getuid()}/shiage"), _cached_run_dir()]
    return sorted(set(found))


def _cached_run_dir() -> Path:
    return _xdg("XDG_CACHE_HOME", ".cache") / "shiage" / "run"


def engine_record(folder: Path) -> Path:
    """Written by the engine into its run folder: where it listens, and the token."""
    return folder / "engine.json"


def engine_lock(folder: Path) -> Path:
    """Held by the engine that runs."""
    return folder / "engine.lock"


def make_private(folder: Path) -> None:
    """Create `folder` (and its parents); raises PathError unless only this user can open it."""
    try:
        make_folder(folder)
    except FileExistsError as error:
        raise PathError(
            f"The folder {folder} cannot be created: {error.filename} is no folder. Remove it, and start again."
        ) from error
    except OSError as error:
        raise PathError(f"The folder {folder} cannot be created: {error.strerror}.") from error
    check_private(folder)


def make_folder(folder: Path) -> None:
    """Create `folder` and those of its parents that are missing, for this user alone, whatever the umask.

    Raises OSError; FileExistsError where there is something else.
    """
    missing = [place for place in (folder, *folder.parents) if not place.is_dir()]
    for place in reversed(missing):
        place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def check_private(path: Path) -> None:
    """Raises PathError unless `path` is a real file or folder of this user that nobody else can open."""
    try:
        found = path.lstat()
    except OSError as error:
        raise PathError(f"{path} cannot be read: {error.strerror}.") from error
    if stat.S_ISLNK(found.st_mode):
        raise PathError(f"{path} is a symbolic link: remove it, and start Shiage again.")
    if sys.platform == "win32":  # there the permissions of the user's profile folder protect it
        return
    if found.st_uid != os.getuid():
        raise PathError(f"{path} belongs to another user: remove it, and start Shiage again.")
    if found.st_mode & 0o077:
        raise PathError(f"{path} is open to other users: make it private (chmod go-rwx), and start again.")


def _is_private(folder: Path) -> bool:
    try:
        check_private(folder)
    except PathError:
        return False
    return folder.is_dir()


def _xdg(variable: str, default: str) -> Path:
    """Relative paths are ignored, as the XDG Base Directory Specification demands."""
    value = os.environ.get(variable, "")
    return Path(value) if os.path.isabs(value) else Path.home() / default


def _windows_local() -> Path:
    return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
