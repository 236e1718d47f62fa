"""The plugin as a zip file for Krita's own "Import Python Plugin from File"."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

from . import swap
from .errors import InstallError
from .plugin_files import plugin_files

MARK = "shiage.desktop"  # no other archive holds it


def write_zip(path: Path) -> None:
    """Write the zip, in place of an earlier one. Raises InstallError where something else has its name.

    It holds an entry for each folder, without which Krita's importer finds no plugin.
    """
    if os.path.lexists(path) and not _is_ours(path):
        raise InstallError(f"{path} is not of Shiage: remove it, or choose another name with --out.")
    files = {place.removeprefix("pykrita/"): source for place, source in plugin_files().items()}
    folders = {f"{folder}/" for place in files for folder in PurePosixPath(place).parents if folder.name}
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted(folders):
            archive.writestr(folder, b"")
        for place in sorted(files):
            archive.write(files[place], place)
    swap.write_file(path, content.getvalue())


def _is_ours(path: Path) -> bool:
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return MARK in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError):  # it ends like a zip, and is none
        return False
