"""Arrays on disk that are made again when they are gone: what was prepared of drawings, as npz."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path

import numpy as np

from ..errors import InputError, is_shortage
from .reading import check_file
from .saving import write_bytes

# What a file leads to that is no zip of arrays, cut short or damaged; RuntimeError: it is packed in another way.
BROKEN = (OSError, ValueError, EOFError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error)


def read_arrays(path: Path, names: Collection[str]) -> dict[str, np.ndarray]:
    """The arrays of a file, by name. Raises InputError where it does not hold these: then it is not of Shiage."""
    check_file(path)
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            found = {name: arrays[name] for name in arrays.files}
    except BROKEN as error:
        if is_shortage(error):
            raise
        found = {}
    if found.keys() != {*names}:
        raise InputError(f"{path} is not of Shiage, or is broken: remove it.")
    return found


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write a file, in place of an older one with arrays of the same names, as `saving.write_bytes` does.

    Raises InputError where there is another file, or the disk refuses it.
    """
    if path.exists():
        read_arrays(path, arrays.keys())
    content = BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    write_bytes(path, content.getvalue())
