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


def copy(resources: Path) -> None:
    """Copy the plugin into Krita's resource folder, in place of an older one."""
    package = resources / "pykrita" / NAME
    swap.heal(package)
    swap.discard_new(package)
    files = plugin_files()
    inside = f"pykrita/{NAME}/"
    for place, source in files.items():
        if place.startswith(inside):
            target = swap.beside(package, "new") / place.removeprefix(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    swap.replace_folder(package)
    for place, source in files.items():
        if not place.startswith(inside):
            swap.write_file(resources / place, source.read_bytes())


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
