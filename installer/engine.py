"""The engine's own Python environment: built beside the present one, tested, and only then put in its place."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from shiage.client.protocol import paths

from . import swap
from .errors import InstallError
from .plugin_files import ROOT

SPACE = 2_500_000_000  # bytes that the environment needs while it is built
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "engine", "plugin")
SYNTHESIS = Path(
    "engine", "synthesis"
)  # draws the example; a package of its own, which painters need not have
BUILD_LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")


def environment() -> Path:
    return paths.data_dir() / "venv"


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def log_file() -> Path:
    return paths.log_dir() / "install.log"


def check_space() -> None:
    """Raises InstallError where the disk is too full."""
    folder = paths.data_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < SPACE:
        raise InstallError(
            f"The engine needs {SPACE / 1e9:.1f} GB on the disk of {folder}, and {free / 1e9:.1f} GB"
            " are free: make room, and run this again."
        )


def build(with_synthesis: bool = False) -> Path:
    """Build and test a new environment beside the present one; returns its folder. Raises InstallError.

    `with_synthesis`: it can draw the example.
    """
    final = environment()
    swap.heal(final)
    swap.discard_new(final)
    new = swap.beside(final, "new")
    new.parent.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-m", "venv", str(new)], "making the engine's environment")
    with tempfile.TemporaryDirectory(prefix="shiage-") as folder:
        source = _copy_source(Path(folder))
        packages = [str(source), *[str(source / SYNTHESIS)] * with_synthesis]
        pip = [str(python_of(new)), "-m", "pip", "install", "--no-input", *packages]
        _run(pip, "installing the engine's packages")
    self_test(python_of(new))
    return new


def put_in_place(new: Path) -> Path:
    """Make the environment from `build` the engine's; returns its Python."""
    final = environment()
    _repair_scripts(new, final)
    swap.replace_folder(final)
    return python_of(final)


def self_test(python: Path) -> None:
    """Color a tiny drawing with the engine of `python`; raises InstallError where that fails."""
    _run([str(python), "-I", "-m", "shiage_engine", "check"], "testing the engine")


def version(python: Path) -> str:
    """The version that the engine prints; empty where it does not start."""
    try:
        done = subprocess.run(
            [str(python), "-I", "-m", "shiage_engine", "--version"],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.split()[-1] if done.returncode == 0 and done.stdout.split() else ""


def _copy_source(folder: Path) -> Path:
    """A copy to build from: a build leaves files behind, and the repository may be read-only."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=BUILD_LEFTOVERS)
        else:
            shutil.copy(source, folder / name)
    return folder


def _repair_scripts(new: Path, final: Path) -> None:
    """Replace the path of the environment's Python in its scripts: it is about to change."""
    for script in python_of(new).parent.iterdir():
        if script.is_file() and not script.is_symlink():
            content = script.read_bytes()
            if content.startswith(b"#!") and bytes(new) in content:
                script.write_bytes(content.replace(bytes(new), bytes(final)))


def _run(command: list[str], doing: str) -> None:
    """Run a command with its output in the log; raises InstallError with the last line of it."""
    log = log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise InstallError(f"Failed at {doing}: {error.strerror or error}.") from error
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        last = " ".join(done.stdout.strip().splitlines()[-1:])
        raise InstallError(f"Failed at {doing}: {last} (all of it is in {log})")
