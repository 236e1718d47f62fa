"""The engine's own Python environment: built beside the present one, tested, and only then put in its place."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from shiage.client.protocol import paths

from . import children, swap
from .errors import InstallError
from .plugin_files import ROOT

TEMPORARY = ("TMPDIR", "TEMP", "TMP")  # variables that name the folder for temporary files
SPACE = 2_500_000_000  # bytes that the environment needs while it is built
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "engine", "plugin")
CUDA = ("nvidia-", "cuda-", "triton")
# What draws the example: a package of its own, which painters need not have.
SYNTHESIS = Path("engine", "synthesis")
LOCK = Path(__file__).with_name("engine-lock.txt")  # every package, with the digests of its files
# Settings of pip that say where packages come from. With one of them, digests of others' files do not hold.
OWN_SOURCES = ("index-url", "extra-index-url", "find-links", "no-index", "constraint", "no-binary")
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

    `with_synthesis`: it can draw the example. What is not complete, for whatever reason, is removed.
    """
    final = environment()
    swap.heal(final)
    swap.discard_new(final)
    new = swap.beside(final, "new")
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        _run([sys.executable, "-m", "venv", str(new)], "making the engine's environment")
        scratch = new / "scratch"  # in the folder that the next run discards, should this one be killed
        scratch.mkdir()
        with _temporary_files_in(scratch):
            _install_packages(python_of(new), scratch, with_synthesis)
        shutil.rmtree(scratch)
        self_test(python_of(new))
    except BaseException:
        swap.discard_new(final)
        raise
    return new


@contextlib.contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have the programs that are run meanwhile put their temporary files into `folder`."""
    before = {name: os.environ.get(name) for name in TEMPORARY}
    os.environ.update(dict.fromkeys(TEMPORARY, str(folder)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _install_packages(python: Path, scratch: Path, with_synthesis: bool) -> None:
    """First what the lock lists, then the engine itself, which is built with what was just installed.

    Where pip is configured to take packages from elsewhere, such as a studio's mirror, the lock says the versions
    alone.
    """
    pip = [str(python), "-m", "pip", "install", "--no-input"]
    doing = "installing the engine's packages"
    if has_own_sources(python):
        versions = scratch / "versions.txt"
        versions.write_text(without_digests(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        _run([*pip, "-r", str(versions)], doing)
    else:
        _run([*pip, "--require-hashes", "-r", str(LOCK)], doing)
    source = _copy_source(scratch / "source")
    packages = [str(source), *[str(source / SYNTHESIS)] * with_synthesis]
    _run([*pip, "--no-deps", "--no-build-isolation", *packages], "installing the engine")


def has_own_sources(python: Path) -> bool:
    """Whether pip is configured, by file or environment, to take packages from elsewhere than pypi.org."""
    command = [str(python), "-m", "pip", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    settings = {line.partition("=")[0].rpartition(".")[2] for line in done.stdout.splitlines()}
    return bool(settings & {*OWN_SOURCES})


def without_digests(lock: str) -> str:
    """The requirements of a lock without digests, and without those for CUDA: another build of torch has none."""
    lines = [re.sub(r"\s*\\?$", "", line) for line in lock.splitlines() if not line.startswith(" ")]
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(CUDA))


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
    folder.mkdir()
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
        status, output = children.run(command)
    except OSError as error:
        raise InstallError(f"Failed at {doing}: {error.strerror or error}.") from error
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{output}\n")
    if status:
        last = " ".join(output.strip().splitlines()[-1:])
        raise InstallError(f"Failed at {doing}: {last} (all of it is in {log})")
