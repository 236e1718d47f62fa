"""Documents of Krita as they are written: the files of new layers, and those that are taken over."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from .documents import MAINDOC
from .markup import keyframes
from .tiles import write_tiles

MIMETYPE = "mimetype"
CLEAR = b"\0\0\0\0"


class LayerFiles:
    """Adds the files of layers to an archive, under names that no other layer there has."""

    def __init__(self, archive: zipfile.ZipFile, folder: str, taken: Iterable[str] = ()) -> None:
        self._archive, self._folder = archive, folder
        numbers = [int(found[1]) for name in taken if (found := re.search(r"/layer(\d+)[^/]*$", f"/{name}"))]
        self._last = max(numbers, default=1)
        self._keys: dict[str, list[tuple[int, str]]] = {}  # of animated layers, by file: time and file

    def new(self) -> str:
        """The file of one more layer."""
        self._last += 1
        return f"layer{self._last}"

    def add(self, file: str, pixels: np.ndarray) -> str:
        """Write a layer's pixels, u8 RGBA (H, W, 4); returns the file."""
        self._archive.writestr(self._folder + file, write_tiles(pixels))
        self._archive.writestr(f"{self._folder}{file}.defaultpixel", CLEAR)
        return file

    def add_frame(self, file: str, time: int, pixels: np.ndarray) -> None:
        """Write one of a layer's pictures; that of time 0 is in the layer's own file, as Krita expects."""
        key = (time, self.add(f"{file}.f{time}" if time else file, pixels))
        self._keys.setdefault(file, []).append(key)

    def has(self, file: str, time: int) -> bool:
        """Has the layer a picture at a time?"""
        return any(one == time for one, _ in self._keys.get(file, ()))

    def end_frames(self, file: str, times: Iterable[int]) -> None:
        """Write a layer's keyframes. At times without a picture, and at 0, nothing is there: none is to hold on."""
        for time in {0, *times} - {time for time, _ in self._keys.get(file, ())}:
            self.add_frame(file, time, np.zeros((1, 1, 4), np.uint8))
        self._archive.writestr(f"{self._folder}{file}.keyframes.xml", keyframes(sorted(self._keys[file])))


def take_over(archive: zipfile.ZipFile, source: Path) -> bytes:
    """Write a document's files into another one, as they are, but for maindoc.xml, which is returned."""
    with zipfile.ZipFile(source) as own:
        for entry in own.infolist():
            if entry.filename != MAINDOC:
                how = zipfile.ZIP_STORED if entry.filename == MIMETYPE else zipfile.ZIP_DEFLATED
                archive.writestr(entry.filename, own.read(entry), how)
        return own.read(MAINDOC)
