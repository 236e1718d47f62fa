"""The drawings of a job, from the wire."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

import numpy as np

from ..drawing import line_art, planes
from ..drawing.bands import bands
from ..drawing.model_sheets import ModelSheet
from ..lazy import Lazy
from ..protocol.messages import Submit
from .steps import Planes

FED = 1 << 14  # bytes that are decompressed at once: 16 MiB come of them at most


class Drawings(Mapping[int, np.ndarray]):
    """Frames by time, u8 RGBA (H, W, 4), unpacked at each access: a long shot would not fit in memory.

    Layers are put together some rows at a time: all 32 at once would not fit either.
    """

    def __init__(self, packed: Planes, height: int, width: int) -> None:
        self._packed = packed
        self._shape = (height, width, 4)

    def __getitem__(self, time: int) -> np.ndarray:
        return self._unpack(self._packed[time])

    def planes(self, time: int) -> list[np.ndarray]:
        """The planes of one frame, each u8 RGBA (H, W, 4)."""
        return [self._unpack([plane]) for plane in self._packed[time]]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._packed))

    def __len__(self) -> int:
        return len(self._packed)

    def _unpack(self, layers: list[bytes]) -> np.ndarray:
        drawing: np.ndarray = np.empty(self._shape, np.uint8)
        parts = [[*bands(self._shape)], *(self._bands(layer) for layer in layers)]
        for rows, *of_layers in zip(*parts, strict=True):
            drawing[rows] = planes.rgba_of_bgra(line_art.flatten(of_layers))
        return drawing

    def _bands(self, layer: bytes) -> Iterator[np.ndarray]:
        """A compressed layer, band by band: u8 BGRA (h, W, 4) each."""
        stream, held = zlib.decompressobj(), bytearray()
        fed = iter(range(0, len(layer), FED))
        for rows in bands(self._shape):
            band: np.ndarray = np.empty(
                (len(range(*rows.indices(self._shape[0]))), *self._shape[1:]), np.uint8
            )
            while len(held) < band.nbytes:
                start = next(fed)
                held += stream.decompress(layer[start : start + FED])
            band.data.cast("B")[:] = held[: band.nbytes]
            del held[: band.nbytes]
            yield band


def sheets_in(submit: Submit, packed: Planes) -> Mapping[str, ModelSheet]:
    """The model sheets of a job by name, unpacked at each access."""
    numbers = {name: number for number, name in enumerate(submit.sheets)}

    def read(name: str) -> ModelSheet:
        width, height = submit.sheet_sizes[numbers[name]]
        *line, color = Drawings(packed, height, width).planes(numbers[name])
        return ModelSheet(line[0] if line else None, color)

    return Lazy(numbers, read)
