"""Where regions lie: a pixel inside, the box around, and the region of a reference that is most like one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..drawing.runs import Runs
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
    count = int(regions.max(initial=0)) + 1
    is_wanted = np.zeros(count, bool)
    is_wanted[[number for number in wanted if 0 < number < count]] = True
    runs = Runs.of(regions, count)
    order = np.flatnonzero(is_wanted[runs.region])
    order = order[np.argsort(runs.region[order], kind="stable")]
    if not len(order):
        return {}
    number, x, y, length = (part[order] for part in (runs.region, runs.x, runs.y, runs.length))
    first = np.flatnonzero(np.r_[True, number[1:] != number[:-1]])  # the first run of each region
    area = np.add.reduceat(length, first)
    ends = length.cumsum()
    middle = area // 2 + np.r_[0, ends[first[1:] - 1]]  # the pixel halfway, counted over all regions
    run = np.searchsorted(ends, middle, "right")
    columns = (
        x[run] + middle - (ends[run] - length[run]),
        y[run],
        np.minimum.reduceat(x, first),
        y[first],
        np.maximum.reduceat(x + length, first),
        np.maximum.reduceat(y, first) + 1,
        area,
    )
    rows = np.column_stack(columns).tolist()
    return {int(of): Place(*row) for of, row in zip(number[first], rows, strict=True)}


class Examples:
    """The regions of all painted frames of a shot, not of sheets, by the color that the painter gave them."""

    def __init__(self, shot: Shot) -> None:
        self._shot = shot
        by_label: dict[int, list[tuple[int, Place]]] = {}
        for index, labels in shot.known.items():
            if index not in shot.in_time:
                continue  # a place in a model sheet is none in the document
            known = np.flatnonzero(labels >= 0)
            for number, place in places(shot.frames[index].regions, known.tolist()).items():
                by_label.setdefault(int(labels[number]), []).append((index, place))
        self._by_label = {
            label: (examples, np.array([(index, *_middle(place), place.area) for index, place in examples]))
            for label, examples in by_label.items()
        }

    def like(self, region: Region, place: Place, label: int) -> tuple[int, Place] | None:
        """The frame and place of the example of this label that is most like a region in place and size.

        `region`: its frame and id; of equally like ones that in the nearest frame. None where the color is new.
        """
        if label not in self._by_label:
            return None
        examples, table = self._by_label[label]
        index, x, y, area = table.T
        height, width = self._shot.frames[region[0]].packed_ink.shape
        away = np.hypot(x - _middle(place)[0], y - _middle(place)[1]) / np.hypot(height, width)
        unlike = away + SIZE_WEIGHT * np.abs(np.log(area / place.area))
        return examples[int(np.lexsort((index, np.abs(index - region[0]), unlike))[0])]


def _middle(place: Place) -> tuple[float, float]:
    return (place.left + place.right) / 2, (place.top + place.bottom) / 2
