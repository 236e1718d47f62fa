"""Krita's settings file, edited line by line: configparser would change its other lines too."""

from __future__ import annotations

import shutil
from pathlib import Path

from .swap import write_file

SWITCH = "enable_shiage"
GROUP = "[python]"


def resource_directory(kritarc: Path) -> Path | None:
    """The folder that the painter chose for Krita's resources instead of the usual one, if any."""
    for line in _lines(kritarc):
        if line.strip().startswith("["):
            return None
        name, _, value = line.partition("=")
        if name.strip() == "ResourceDirectory" and value.strip():
            return Path(value.strip()).expanduser()
    return None


def is_enabled(kritarc: Path) -> bool:
    lines = _lines(kritarc)
    return any(lines[i].strip().replace(" ", "") == f"{SWITCH}=true" for i in _switches(lines))


def enable(kritarc: Path) -> bool:
    """Enable the plugin, as the tick in Krita's plugin manager does; False where it was enabled."""
    if is_enabled(kritarc):
        return False
    lines = _lines(kritarc)
    for i in reversed(_switches(lines)):
        del lines[i]
    if GROUP not in (stripped := [line.strip() for line in lines]):
        lines += ["", GROUP] if lines else [GROUP]
        stripped = [*stripped, GROUP] if len(lines) == 1 else [*stripped, "", GROUP]
    lines.insert(stripped.index(GROUP) + 1, f"{SWITCH}=true")
    backup = _backup(kritarc)
    if kritarc.is_file() and not backup.exists():
        shutil.copy2(kritarc, backup)
    _save(kritarc, lines)
    return True


def disable(kritarc: Path) -> bool:
    """Remove the plugin's line, and the backup that `enable` made; False where there was no line."""
    lines = _lines(kritarc)
    found = _switches(lines)
    for i in reversed(found):
        del lines[i]
    if found:
        _save(kritarc, lines)
    _backup(kritarc).unlink(missing_ok=True)
    return bool(found)


def _lines(kritarc: Path) -> list[str]:
    return (
        kritarc.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        if kritarc.is_file()
        else []
    )


def _switches(lines: list[str]) -> list[int]:
    """The indices of the lines that switch the plugin on or off."""
    found, group = [], ""
    for i, line in enumerate(lines):
        if line.strip().startswith("["):
            group = line.strip()
        elif group == GROUP and line.partition("=")[0].strip() == SWITCH:
            found.append(i)
    return found


def _backup(kritarc: Path) -> Path:
    """The file as it was before the first change."""
    return kritarc.with_name(kritarc.name + ".before-shiage")


def _save(kritarc: Path, lines: list[str]) -> None:
    write_file(kritarc, ("\n".join(lines) + "\n").encode("utf-8", errors="surrogateescape"))
