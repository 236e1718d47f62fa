"""The files of the plugin, and copying them into Krita's resource folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from . import swap
from .errors import InstallError
from .manifest import is_edited, sha256

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "plugin"
NAME = "shiage"


def plugin_files() -> dict[str, Path]:
    """Place inside Krita's resource folder (with /) -> file of this repository."""
    package = [path for path in sorted((SOURCE / NAME).rglob("*")) if path.is_file()]
    kept = [path for path in package if "__pycache__" not in path.parts and path.suffix != ".pyc"]
    files = {f"pykrita/{path.relative_to(SOURCE).as_posix()}": path for path in kept}
    files[f"pykrita/{NAME}.desktop"] = SOURCE / f"{NAME}.desktop"
    files[f"actions/{NAME}.action"] = SOURCE / "actions" / f"{NAME}.action"
    return files


def installed_files(resources: Path) -> dict[str, str]:
    """The path of each installed file -> its sha256."""
    return {str(resources / place): sha256(source) for place, source in plugin_files().items()}


def differs(files: Mapping[str, str]) -> bool:
    """Whether the files of a manifest are not those of this repository."""
    return sorted(files.values()) != sorted(sha256(source) for source in plugin_files().values())


def check(resources: Path) -> None:
    """Raises InstallError where something may not be replaced."""
    for path in (resources, resources / "pykrita", resources / "pykrita" / NAME, resources / "actions"):
        problem = swap.check_replaceable(path)
        if problem:
            raise InstallError(problem)


def copy(resources: Path, known: Mapping[str, str]) -> list[Path]:
    """Copy the plugin into Krita's resource folder, in place of an older one.

    `known`: path -> sha256 of what was installed before. Of what holds anything else copies are kept beside it, which
    are returned.
    """
    package = resources / "pykrita" / NAME
    swap.heal(package)
    swap.discard_new(package)
    files = plugin_files()
    inside = f"pykrita/{NAME}/"
    alone = [resources / place for place in files if not place.startswith(inside)]
    kept = [copied for path in (package, *alone) if (copied := _keep_others(path, known)) is not None]
    for place, source in files.items():
        if place.startswith(inside):
            target = swap.beside(package, "new") / place.removeprefix(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    swap.replace_folder(package)
    for place, source in files.items():
        if not place.startswith(inside):
            swap.write_file(resources / place, source.read_bytes())
    return kept


def _keep_others(path: Path, known: Mapping[str, str]) -> Path | None:
    """Copy a file, or a folder, that is or holds what is not `known`; returns the copy."""
    files = [file for file in (path, *path.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    if all(str(file) in known and not is_edited(file, known[str(file)]) for file in files):
        return None
    number = 2
    while path.with_name(f"{path.name}.{number}").exists():
        number += 1
    kept = path.with_name(f"{path.name}.{number}")
    if path.is_dir():
        shutil.copytree(path, kept, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(path, kept)
    return kept


def remove(files: Mapping[str, str]) -> list[Path]:
    """Remove the files of a manifest (path -> sha256); those that were edited stay, and are returned."""
    kept = [Path(path) for path, digest in files.items() if is_edited(Path(path), digest)]
    gone = [Path(path) for path in files if Path(path) not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    folders = {path.parent for path in gone}
    for folder in sorted(folders, key=lambda path: -len(path.parts)):
        if (
            NAME in folder.parts
        ):  # with what Krita's Python compiled there; pykrita/ and actions/ are Krita's own
            shutil.rmtree(folder / "__pycache__", ignore_errors=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    return kept
