"""The trapped ball of gap closing: where it can be inside of regions, and where it cannot (see `gaps`).

Most pixels are far from all lines. So after a few passes over the whole drawing, what is near lines is kept as lists
of pixels: as *places*, flat indices into a map with a margin of one pixel, where every pixel has four neighbors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from .bands import bands

NO_ROOM = np.int32(1 << 30)  # larger than any room's id


@dataclass(frozen=True)
class Rooms:
    """The areas that the ball covers: rooms 1..N, each inside one region."""

    cores: np.ndarray  # i32 (H, W): the room in which the ball's center can be on this pixel; 0 for none
    pixel: np.ndarray  # i64 (N + 1,): flat index of one pixel of the core
    region: np.ndarray  # i32 (N + 1,): the region that the room is part of; [0] is 0
    largest_ball: np.ndarray  # f32 (N + 1,): the radius of the largest ball in it

    @classmethod
    def of(cls, regions: np.ndarray, distance: np.ndarray, radius: float) -> Rooms:
        """The rooms of a ball of `radius`; `distance`: f32 (H, W), of each pixel to where the ball may not be."""
        core = distance > radius + 1e-3
        count, cores = cv2.connectedComponents(core.view(np.uint8), connectivity=8)
        flat = cores.ravel()
        start = np.append(0, 1 + np.flatnonzero(flat[1:] != flat[:-1]))  # of runs of pixels with one id
        room = flat[start]
        pixel, largest_ball = np.zeros(count, np.int64), np.zeros(count, np.float32)
        pixel[room] = np.append(start[1:], flat.size) - 1  # the last one of a room, since the last run counts
        np.maximum.at(largest_ball, room, np.maximum.reduceat(distance.ravel(), start))
        region = regions.ravel()[pixel]
        region[0] = 0
        return cls(cores, pixel, region, largest_ball)

    @property
    def is_any_region_divided(self) -> bool:
        """Whether there are several rooms in one region."""
        return len(np.unique(self.region[1:])) < len(self.region) - 1

    def region_in(self, regions: np.ndarray) -> np.ndarray:
        """The region of each room in another map, i32 (H, W), where every room lies inside one: i32 (N + 1,)."""
        return regions.ravel()[self.pixel]


@dataclass(frozen=True)
class Surroundings:
    """The pixels of regions around the cores of their rooms: the rim, which the ball covers, and the narrows."""

    room: np.ndarray  # i32 (H + 2, W + 2): the room whose ball covers the pixel; 0 for none
    rim: np.ndarray  # places, i32
    narrow: np.ndarray  # places, i32 (M,)
    nearest: np.ndarray  # i32 (M,): the room nearest to each narrow pixel, across lines too
    region: np.ndarray  # i32 (M,): the region of each
    is_line: np.ndarray  # bool (M,): whether a faint line lies on it

    @classmethod
    def of(
        cls, rooms: Rooms, regions: np.ndarray, line: np.ndarray, is_open: np.ndarray, radius: float
    ) -> Surroundings:
        """Those of `rooms` in the regions `is_open`, bool (H, W), for a ball of `radius`."""
        is_outside = rooms.cores == 0
        away, nearest = cv2.distanceTransformWithLabels(
            is_outside.view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        # OpenCV labels the pixels of cores 1, 2, ... in raster order.
        room_of_label = rooms.cores[~is_outside]
        covering, width = np.pad(rooms.cores, 1), regions.shape[1]
        found: list[tuple[np.ndarray, ...]] = []
        for rows in bands(regions.shape):
            pixel = np.flatnonzero(is_open[rows] & is_outside[rows])
            room = room_of_label[nearest[rows].ravel()[pixel] - 1]
            region = regions[rows].ravel()[pixel]
            is_covered = (away[rows].ravel()[pixel] <= radius) & (rooms.region[room] == region)
            place = pixel + 2 * (pixel // width) + (width + 2) * (rows.start + 1) + 1
            covering.ravel()[place[is_covered]] = room[is_covered]
            narrow, place = ~is_covered, place.astype(np.int32)
            is_line = line[rows].ravel()[pixel[narrow]]
            found.append((place[is_covered], place[narrow], room[narrow], region[narrow], is_line))
        del away, nearest
        return cls(covering, *map(np.concatenate, zip(*found, strict=True)))

    def beside(self, places: np.ndarray) -> np.ndarray:
        """The rooms of the four neighbors of each of the `places`, (P,): i32 (4, P)."""
        return self.room.ravel()[places + self._steps[:, None]]

    def components(self, places: np.ndarray) -> np.ndarray:
        """The 4-connected component, 1..C in raster order, that each of the `places`, (P,), is part of: i32 (P,)."""
        image = np.zeros(self.room.shape, np.uint8)
        image.ravel()[places] = 1
        return cv2.connectedComponents(image, connectivity=4)[1].ravel()[places]

    def narrows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The connected narrows 1..C: which one each narrow pixel is part of, i32 (M,); and of each the first and the
        last room beside it, i32 (C + 1,), or NO_ROOM and 0 where there is none.
        """
        number = self.components(self.narrow)
        first = np.full(number.max(initial=0) + 1, NO_ROOM)
        last = np.zeros(len(first), np.int32)  # of one type with what is put in: some ten times faster
        for some in bands(number.shape):
            beside = self.beside(self.narrow[some])
            np.minimum.at(first, number[some], np.where(beside > 0, beside, NO_ROOM).min(0))
            np.maximum.at(last, number[some], beside.max(0))
        return number, first, last

    def meeting(self, rooms: Rooms) -> np.ndarray:
        """Places where two rooms of one region touch."""
        found = [self.rim[:0]]
        for some in bands(self.rim.shape):
            rim = self.rim[some]
            here, beside = self.room.ravel()[rim], self.beside(rim)
            meets = (beside > 0) & (beside != here) & (rooms.region[beside] == rooms.region[here])
            side, at = np.nonzero(meets)
            found += [rim[at], (rim[at] + self._steps[side]).astype(np.int32)]
        return np.concatenate(found)

    @property
    def _steps(self) -> np.ndarray:
        """From a place to its neighbors: i64 (4,)."""
        width = self.room.shape[1]
        return np.array([-width, -1, 1, width])


class Neck(NamedTuple):
    """Where rooms of one region meet, directly or through narrows."""

    rooms: np.ndarray  # ids
    y: int  # its center
    x: int
    has_line: bool  # whether a faint line lies in it

    @classmethod
    def all(cls, rooms: Rooms, around: Surroundings, is_between: np.ndarray) -> list[Neck]:
        """All necks, in raster order; `is_between`: bool (M,), the narrow pixels of narrows between several rooms."""
        narrow = around.narrow[is_between]
        place = np.unique(np.append(narrow, around.meeting(rooms)))
        if not len(place):
            return []
        neck = around.components(place)
        size = np.bincount(neck)
        sums = np.zeros((2, len(size)))
        for some in bands(place.shape):
            for axis, at in enumerate(np.divmod(place[some], around.room.shape[1])):
                sums[axis] += np.bincount(neck[some], at - 1, len(size))
        y, x = np.rint(sums / np.maximum(size, 1)).astype(int).tolist()
        has_line = np.zeros(len(size), bool)
        has_line[neck[np.searchsorted(place, narrow[around.is_line[is_between]])]] = True
        pairs = np.unique(
            np.concatenate(
                [
                    _pairs(neck[some], around.beside(place[some]), len(rooms.region))
                    for some in bands(place.shape)
                ]
            )
        )
        owner, members = np.divmod(pairs, len(rooms.region))
        start = np.searchsorted(owner, np.arange(len(size) + 1))
        return [
            cls(members[start[i] : start[i + 1]], y[i], x[i], bool(has_line[i])) for i in range(1, len(size))
        ]


def _pairs(neck: np.ndarray, beside: np.ndarray, rooms: int) -> np.ndarray:
    """Each neck, i32 (P,), with each room beside its places, i32 (4, P), of `rooms`, as one number, once: i64."""
    pairs: np.ndarray = np.unique((neck * np.int64(rooms) + beside)[beside > 0])
    return pairs
