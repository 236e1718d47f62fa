"""The record of the installation, install.json in Shiage's data folder. The plugin finds the engine by it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from shiage.client.protocol import paths
from shiage.client.protocol.json_text import parse_json

from .errors import InstallError
from .swap import write_file

COMPLETE, INCOMPLETE = "complete", "incomplete"


@dataclass(frozen=True)
class Manifest:
    """Paths are absolute."""

    version: str
    engine_python: str  # the Python of the engine's environment
    environment: str  # that environment's folder, which belongs to Shiage as a whole
    settings: str  # the kritarc in which the plugin is enabled
    state: str = INCOMPLETE  # until everything is in its place
    files: dict[str, str] = field(default_factory=dict)  # path -> sha256, of the files in Krita's folder
    packages: list[str] = field(default_factory=list)  # of the system, that were installed for Shiage

    def completed(self) -> Manifest:
        return replace(self, state=COMPLETE)


def load() -> Manifest | None:
    """None where nothing was installed; raises InstallError for a damaged file."""
    path = paths.install_manifest()
    try:
        return Manifest(**parse_json(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise InstallError(f"{path} is damaged: run the installer again, which writes it anew.") from error


def save(manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1) + "\n"
    write_file(paths.install_manifest(), text.encode())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_edited(path: Path, digest: str) -> bool:
    """Whether somebody changed the file since it was installed; one that is gone counts as not edited."""
    return path.is_file() and sha256(path) != digest
