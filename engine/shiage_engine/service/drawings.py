"""The drawings of a job, from the wire."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

import numpy as np

from ..drawing import line_art, planes
from .steps import Planes


class Drawings(Mapping[int, np.ndarray]):
    """Frames by time, u8 RGBA (H, W, 4), unpacked at each access: a long shot would not fit in memory."""

    def __init__(self, packed: Planes, height: int, width: int) -> None:
        self._packed = packed
        self._shape = (height, width, 4)

    def __getitem__(self, time: int) -> np.ndarray:
        layers = self.planes(time)
        return layers[0] if len(layers) == 1 else line_art.flatten(layers)

    def planes(self, time: int) -> list[np.ndarray]:
        """The planes of one frame, each u8 RGBA (H, W, 4)."""
        return [self._unpack(plane) for plane in self._packed[time]]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._packed))

    def __len__(self) -> int:
        return len(self._packed)

    def _unpack(self, plane: bytes) -> np.ndarray:
        return planes.rgba_of_bgra(np.frombuffer(zlib.decompress(plane), np.uint8).reshape(self._shape))
