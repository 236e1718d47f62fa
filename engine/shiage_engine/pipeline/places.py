"""Where regions lie: a pixel inside, the box around, and the region of a reference that is most like one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..drawing.shot import Shot
from ..methods.shared.tracks import Region

SIZE_WEIGHT = 0.1  # of a factor e in area, against a distance of the frame's diagonal


class Place(NamedTuple):
    """Where a region lies, in pixels of its frame."""

    x: int
    y: int  # of a pixel inside
    left: int
    top: int
    right: int  # the first column and row after it
    bottom: int
    area: int


def places(regions: np.ndarray, wanted: Iterable[int]) -> dict[int, Place]:
    """Of the regions `wanted`, by id, in a region map, i32 (H, W); those that are not in it are left out."""
    is_wanted = np.zeros(int(regions.max(initial=0)) + 1, bool)
    is_wanted[[number for number in wanted if 0 < number < len(is_wanted)]] = True
    pixels = np.flatnonzero(is_wanted[regions])
    number = regions.ravel()[pixels]
    order = np.argsort(number, kind="stable")
    found: dict[int, Place] = {}
    parts = np.split(pixels[order], np.flatnonzero(np.diff(number[order])) + 1) if len(pixels) else []
    for part in parts:
        y, x = np.divmod(part, regions.shape[1])
        middle = len(part) // 2
        box = (int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1)
        found[int(regions.ravel()[part[0]])] = Place(int(x[middle]), int(y[middle]), *box, len(part))
    return found


class Examples:
    """The regions of all painted frames of a shot, by the color that the painter gave them."""

    def __init__(self, shot: Shot) -> None:
        self._shot = shot
        self._by_label: dict[int, list[tuple[int, Place]]] = {}
        for index, labels in shot.known.items():
            known = np.flatnonzero(labels >= 0)
            for number, place in places(shot.frames[index].regions, known.tolist()).items():
                self._by_label.setdefault(int(labels[number]), []).append((index, place))

    def like(self, region: Region, place: Place, label: int) -> tuple[int, Place] | None:
        """The frame and place of the example of this label that is most like a region in place and size.

        `region`: its frame and id; of equally like ones that in the nearest frame. None where the color is new.
        """
        height, width = self._shot.frames[region[0]].packed_ink.shape
        diagonal = float(np.hypot(height, width))

        def unlike(example: tuple[int, Place]) -> tuple[float, int, int]:
            index, other = example
            away = np.hypot(*(np.subtract(_middle(other), _middle(place)))) / diagonal
            size = SIZE_WEIGHT * abs(np.log(other.area / place.area))
            return float(away + size), abs(index - region[0]), index

        return min(self._by_label.get(label, ()), key=unlike, default=None)


def _middle(place: Place) -> tuple[float, float]:
    return (place.left + place.right) / 2, (place.top + place.bottom) / 2
