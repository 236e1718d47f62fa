"""The trapped ball of gap closing: where it can be inside of regions, and where it cannot (see `gaps`).

Most pixels are far from all lines. So after a few passes over the whole drawing, what is near lines is kept as lists
of pixels: as *places*, flat indices into a map with a margin of one pixel, where every pixel has four neighbors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

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
    rim: np.ndarray  # places
    narrow: np.ndarray  # places, (M,)
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
        pixel = np.flatnonzero(is_open & is_outside)
        room = room_of_label[nearest.ravel()[pixel] - 1]
        region = regions.ravel()[pixel]
        is_covered = (away.ravel()[pixel] <= radius) & (rooms.region[room] == region)
        width = regions.shape[1]
        place = pixel + 2 * (pixel // width) + width + 3
        covering = np.pad(rooms.cores, 1)
        covering.ravel()[place[is_covered]] = room[is_covered]
        narrow = ~is_covered
        is_line = line.ravel()[pixel[narrow]]
        return cls(covering, place[is_covered], place[narrow], room[narrow], region[narrow], is_line)

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
        beside = self.beside(self.narrow)
        first = np.full(number.max(initial=0) + 1, NO_ROOM)
        last = np.zeros(len(first), np.int32)  # of one type with what is put in: some ten times faster
        np.minimum.at(first, number, np.where(beside > 0, beside, NO_ROOM).min(0))
        np.maximum.at(last, number, beside.max(0))
        return number, first, last

    def meeting(self, rooms: Rooms) -> np.ndarray:
        """Places where two rooms of one region touch."""
        here, beside = self.room.ravel()[self.rim], self.beside(self.rim)
        meets = (beside > 0) & (beside != here) & (rooms.region[beside] == rooms.region[here])
        side, at = np.nonzero(meets)
        return np.append(self.rim[at], self.rim[at] + self._steps[side])

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
        y, x = (
            np.rint(np.bincount(neck, at - 1) / np.maximum(size, 1)).astype(int).tolist()
            for at in np.divmod(place, around.room.shape[1])
        )
        has_line = np.zeros(len(size), bool)
        has_line[neck[np.searchsorted(place, narrow[around.is_line[is_between]])]] = True
        beside = around.beside(place)
        pairs = np.unique((neck * np.int64(len(rooms.region)) + beside)[beside > 0])
        owner, members = np.divmod(pairs, len(rooms.region))
        start = np.searchsorted(owner, np.arange(len(size) + 1))
        return [
            cls(members[start[i] : start[i + 1]], y[i], x[i], bool(has_line[i])) for i in range(1, len(size))
        ]
