"""A frame's result for the wire: as labels, two bytes a pixel for most palettes, or as pictures, nine bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ..drawing import planes
from ..drawing.paint import of_pixels
from ..errors import InputError
from ..protocol.digests import planes_digest
from ..protocol.framing import Buffer
from ..protocol.messages import ACCURACIES, MOST_LABELS, Labels, Palette, Result
from ..results import FrameResult

MOST_COLORS = MOST_LABELS * (Labels.plane_counts[-1] - 1)  # of a palette, besides "left unpainted"
Planes = tuple[Buffer, ...]
STEPS = np.arange(len(ACCURACIES))


@dataclass
class Painted:
    """How much of some frames is painted, by step of accuracy: i64 (len(ACCURACIES),) each, and of how much."""

    regions: np.ndarray = field(default_factory=lambda: np.zeros(len(ACCURACIES), np.int64))
    pixels: np.ndarray = field(default_factory=lambda: np.zeros(len(ACCURACIES), np.int64))
    all_regions: int = 0
    all_pixels: int = 0

    @classmethod
    def of(cls, frame: FrameResult) -> Painted:
        """Of the pixels those count whose label is a color: paper around the figure is no merit."""
        is_painted = frame.painted_steps[1:, None] > STEPS  # (R, steps)
        area = frame.areas[1:] * (frame.labels[1:] > 0)
        return cls(is_painted.sum(0), area @ is_painted, len(is_painted), int(area.sum()))

    def __add__(self, other: Painted) -> Painted:
        return Painted(
            self.regions + other.regions,
            self.pixels + other.pixels,
            self.all_regions + other.all_regions,
            self.all_pixels + other.all_pixels,
        )

    @property
    def coverage(self) -> tuple[float, ...]:
        """By step, the share of the regions that is painted; 1 where there are none."""
        return _shares(self.regions, self.all_regions)

    @property
    def area(self) -> tuple[float, ...]:
        """By step, the share of the pixels of painted parts that is painted; 1 where there are none."""
        return _shares(self.pixels, self.all_pixels)


def total(painted: Iterable[Painted]) -> Painted:
    """Of all frames together."""
    return sum(painted, Painted())


def palette_message(job: int, palette: np.ndarray) -> Palette:
    """`palette`: u8 (K, 4) RGBA."""
    return Palette(job, tuple(tuple(color) for color in palette.tolist()))


def labels_message(job: int, frame: FrameResult) -> tuple[Labels, Planes]:
    """The frame as Labels, with its planes. Raises InputError for more colors than label planes can hold."""
    encoded = _encoded(frame)
    height, width = frame.region_map.shape
    used = np.unique(frame.labels[frame.areas > 0])
    painted = Painted.of(frame)
    message = Labels(
        job=job,
        time=int(frame.time),
        digest=planes_digest(
            [*encoded, frame.palette[used].tobytes()], f"{frame.time} {width} {height}".encode()
        ),
        regions=painted.all_regions,
        coverage=painted.coverage,
        area=painted.area,
        seconds=float(frame.seconds),
    )
    return message, encoded


def result_message(job: int, frame: FrameResult) -> tuple[Result, Planes]:
    """The frame as Result, with its planes, for clients that take pictures."""
    pictures = (
        planes.bgra_of_rgba(frame.color()),
        planes.mask(frame.withdrawn_pixels()),
        planes.heat(frame.confidence_pixels()),
    )
    message = Result(job, int(frame.time), frame.regions, frame.coverage, float(frame.seconds))
    return message, tuple(np.ascontiguousarray(picture).data for picture in pictures)


def _encoded(frame: FrameResult) -> Planes:
    """Label planes, then the step plane."""
    colors = len(frame.palette) - 1
    if colors > MOST_COLORS:
        raise InputError(
            f"The references have {colors} colors, more than {MOST_COLORS}: paint them without gradients."
        )
    labels = frame.labels.astype(np.int64)
    found = [
        np.where((labels > first) & (labels <= first + MOST_LABELS), labels - first, 0).astype(np.uint8)
        for first in range(0, max(colors, 1), MOST_LABELS)
    ]
    return tuple(of_pixels(of_region, frame.region_map).data for of_region in (*found, frame.painted_steps))


def _shares(painted: np.ndarray, whole: int) -> tuple[float, ...]:
    return tuple((painted / whole).tolist()) if whole else (1.0,) * len(painted)
