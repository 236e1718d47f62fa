"""Finds installed Kritas, and their folders of plugins and settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import kritarc

FLATPAK = "org.kde.krita"
APPIMAGE_FOLDERS = ("", "Applications", "AppImages", "Desktop", "Downloads", "bin", ".local/bin")
IN_SANDBOX = (
    "Krita from {} runs in a sandbox that {}: use Krita's AppImage from krita.org or your distribution's"
    " package, then run this again."
)


@dataclass(frozen=True)
class Krita:
    """One installed Krita."""

    kind: str  # native, AppImage, Flatpak, Snap, Windows, macOS
    program: Path
    resources: Path  # Krita's resource folder: pykrita/ and actions/ lie in it
    settings: Path  # kritarc
    problem: str = ""  # why the plugin cannot be used there, in a sentence

    @property
    def is_usable(self) -> bool:
        return not self.problem


def find_kritas(chosen: Path | None = None) -> list[Krita]:
    """Every Krita found, those that can be used first; with `chosen`, that program alone."""
    if chosen is not None:
        return [_of_program(chosen)]
    found = [_of_program(program) for program in _programs()]
    if sys.platform.startswith("linux"):
        found += _flatpak()
    return sorted(found, key=lambda krita: not krita.is_usable)


def default_krita() -> Krita:
    """The folders for the plugin where there is no Krita yet: the usual ones."""
    return _with_folders("none", Path("krita"))


def resource_folder() -> Path:
    """Krita's usual resource folder."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "krita"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "krita"
    return _xdg("XDG_DATA_HOME", ".local/share") / "krita"


def settings_file() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kritarc"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "kritarc"
    return _xdg("XDG_CONFIG_HOME", ".config") / "kritarc"


def _xdg(variable: str, default: str) -> Path:
    value = os.environ.get(variable, "")
    return Path(value) if os.path.isabs(value) else Path.home() / default


def _programs() -> list[Path]:
    on_path = shutil.which("krita")
    found = [Path(on_path)] if on_path else []
    if sys.platform == "darwin":
        found += [Path("/Applications/krita.app/Contents/MacOS/krita")]
    elif sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        found += [Path(root) / "Krita (x64)" / "bin" / "krita.exe" for root in roots if root]
    else:
        folders = [Path.home() / folder for folder in APPIMAGE_FOLDERS]
        found += [path for folder in folders for path in sorted(folder.glob("[Kk]rita*.[Aa]pp[Ii]mage"))]
    return [path for path in found if path.is_file()]


def _of_program(program: Path) -> Krita:
    if not program.is_file():
        return _with_folders(
            "none", program, f"There is no program {program}: give --krita the path of Krita itself."
        )
    if "/snap/" in f"{program}{program.resolve()}":
        return _with_folders("Snap", program, IN_SANDBOX.format("Snap", "leaves Python plugins out"))
    if program.suffix.lower() == ".appimage":
        return _with_folders("AppImage", program)
    kind = {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, "native")
    return _with_folders(kind, program)


def _flatpak() -> list[Krita]:
    tool, home = shutil.which("flatpak"), Path.home() / ".var" / "app" / FLATPAK
    if tool is None:
        return []
    if subprocess.run([tool, "info", FLATPAK], capture_output=True, check=False).returncode:
        return []
    problem = IN_SANDBOX.format("Flatpak", "cannot start the engine")
    return [Krita("Flatpak", Path(tool), home / "data" / "krita", home / "config" / "kritarc", problem)]


def _with_folders(kind: str, program: Path, problem: str = "") -> Krita:
    settings = settings_file()
    resources = kritarc.resource_directory(settings) or resource_folder()
    return Krita(kind, program, resources, settings, problem)
