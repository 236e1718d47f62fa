"""The plugin as a zip file for Krita's own "Import Python Plugin from File"."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from .plugin_files import plugin_files


def write_zip(path: Path) -> None:
    """Write the zip; it holds an entry for each folder, without which Krita's importer finds no plugin."""
    files = {place.removeprefix("pykrita/"): source for place, source in plugin_files().items()}
    folders = {f"{folder}/" for place in files for folder in PurePosixPath(place).parents if folder.name}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted(folders):
            archive.writestr(folder, b"")
        for place in sorted(files):
            archive.write(files[place], place)
