"""The operating system: its display, and its packages where the installer may install them."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from . import children
from .errors import InstallError

DEBIAN_QT = Path("/usr/lib/python3/dist-packages/PyQt5")
WHERE_TO_GET_KRITA = "get it from krita.org or from your system's software center"


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_virtual_display() -> bool:
    return shutil.which("Xvfb") is not None


def can_make_environments() -> bool:
    """Debian has this in a package of its own, outside Python's."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def is_debian() -> bool:
    """Debian, Ubuntu and systems derived from them."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return bool(names & {"debian", "ubuntu"}) and shutil.which("apt-get") is not None


def lacks_qt(program: Path) -> bool:
    """Whether a Krita from Debian's packages cannot run Python plugins: PyQt5 is only recommended by it."""
    return is_debian() and str(program).startswith("/usr/bin/") and not DEBIAN_QT.is_dir()


def privilege() -> list[str] | None:
    """The words before a command that needs root; None where root is out of reach."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    needs_no_password = (
        subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    return ["sudo"] if needs_no_password or sys.stdin.isatty() else None


def can_install() -> bool:
    return is_debian() and privilege() is not None


def refresh() -> None:
    """Read anew which Debian packages there are. Where that fails, `install` tells what is missing."""
    before = privilege()
    if before is not None:
        _apt_get(before, "update", "-qq")


def install(packages: list[str]) -> None:
    """Install Debian packages; raises InstallError."""
    before = privilege()
    if before is None:
        raise InstallError(f"Install these packages first, then run this again: {' '.join(packages)}.")
    status, output = _apt_get(before, "install", "-y", "-qq", *packages)
    if status:
        last = output.strip().splitlines()[-1:]
        raise InstallError(f"apt-get could not install {' '.join(packages)}: {' '.join(last)}")


def _apt_get(before: list[str], *words: str) -> tuple[int, str]:
    """To the end: killed half-way, it would leave packages that are not configured."""
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"]  # sudo cleans the environment
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return children.run_to_the_end([*keep, "apt-get", *words], environment, tuple(before))
