"""The trapped ball of gap closing: where it can be inside of regions, and where it cannot (see `gaps`).

Most pixels are far from all lines. So after a few passes over the whole drawing, what is near lines is kept as lists
of pixels: as *places*, flat indices into a map with a margin of one pixel, where every pixel has four neighbors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from .bands import bands
from .ground import Ground
from .regions import runs
from .windows import Window

MOST_ROOMS = 64  # that are measured one by one
NO_ROOM = np.int32(1 << 30)  # larger than any room's id


@dataclass(frozen=True)
class Ball:
    """A ball of one radius, rolling in the regions of a drawing."""

    regions: np.ndarray  # i32 (H, W)
    ground: Ground
    radius: float

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms.of(self.regions, self.ground.core(self.radius))

    @property
    def whole(self) -> Window:
        height, width = self.regions.shape
        return Window((0, height, 0, width), (height, width))

    def surroundings(self, window: Window) -> Surroundings:
        """What is around the rooms in a window; as in the whole at least the ball's radius from its edge."""
        cores, regions = self.rooms.cores[window.index], self.regions[window.index]
        return Surroundings.of(self.rooms, cores, regions, self.ground.within(window), self.radius)

    def largest(self, most: float) -> np.ndarray:
        """The radius of the largest ball in each room, f32 (N + 1,): exact up to `most`."""
        rooms, is_free = self.rooms, self.ground.is_free
        side = 2 * int(most) + 5
        is_far = cv2.erode(is_free, np.ones((side, side), np.uint8))[::4, ::4] > 0
        result = np.zeros(len(rooms.region), np.float32)
        result[rooms.cores[::4, ::4][is_far]] = np.inf
        rest = np.flatnonzero(result == 0)[1:]
        if self.ground.everywhere or len(rest) > MOST_ROOMS:
            return rooms.largest_ball(self.ground.distance)
        for room, box in zip(rest.tolist(), rooms.boxes[rest].tolist(), strict=True):
            window = Window.around(box, int(most) + 2, is_free.shape).index
            distance = cv2.distanceTransform(is_free[window], cv2.DIST_L2, 5)
            result[room] = distance[rooms.cores[window] == room].max()
        return result


@dataclass(frozen=True)
class Rooms:
    """The areas that the ball covers: rooms 1..N, each inside one region."""

    cores: np.ndarray  # i32 (H, W): the room in which the ball's center can be on this pixel; 0 for none
    region: np.ndarray  # i32 (N + 1,): the region that the room is part of; [0] is 0
    pixel: np.ndarray  # i64 (N + 1,): flat index of one pixel of the core
    first: np.ndarray  # i64 (M,): flat index where a run begins, of pixels of a core in one row
    last: np.ndarray  # i64 (M,): where it ends

    @classmethod
    def of(cls, regions: np.ndarray, core: np.ndarray) -> Rooms:
        """The rooms of a ball whose center can be in `core`, bool (H, W)."""
        count, cores = cv2.connectedComponents(core.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
        first, last = runs(core)
        pixel = np.zeros(count, np.int64)
        pixel[cores.ravel()[last]] = last  # the last one of a room, since the last run counts
        region = regions.ravel()[pixel]
        region[0] = 0
        return cls(cores, region, pixel, first, last)

    @property
    def is_any_region_divided(self) -> bool:
        """Whether there are several rooms in one region."""
        return len(np.unique(self.region[1:])) < len(self.region) - 1

    def region_in(self, regions: np.ndarray) -> np.ndarray:
        """The region of each room in another map, i32 (H, W), where every room lies inside one: i32 (N + 1,)."""
        return regions.ravel()[self.pixel]

    def largest_ball(self, distance: np.ndarray) -> np.ndarray:
        """The radius of the largest ball in each, f32 (N + 1,); `distance`: f32 (H, W), see `Ground`."""
        bounds = np.stack([self.first, self.last + 1], axis=1).ravel()
        greatest = np.maximum.reduceat(distance.ravel(), bounds[bounds < distance.size])[::2]
        result = np.zeros(len(self.region), np.float32)
        np.maximum.at(result, self.cores.ravel()[self.first], greatest)
        return result

    @cached_property
    def boxes(self) -> np.ndarray:
        """The first row of each core, the one after the last, and the same of columns: i64 (N + 1, 4)."""
        room = self.cores.ravel()[self.first]
        (y, left), right = np.divmod(self.first, self.cores.shape[1]), self.last % self.cores.shape[1]
        result = np.zeros((len(self.region), 4), np.int64)
        result[:, ::2] = self.cores.shape
        for side, put, values in ((0, np.minimum, y), (1, np.maximum, y + 1)):
            put.at(result[:, side], room, values)
        for side, put, values in ((2, np.minimum, left), (3, np.maximum, right + 1)):
            put.at(result[:, side], room, values)
        return result

    @cached_property
    def is_smaller(self) -> np.ndarray:
        """Which are not the largest of their region: bool (N + 1,)."""
        area = np.bincount(self.cores.ravel()[self.first], self.last - self.first + 1, len(self.region))
        order = np.lexsort((-area, self.region))[1:]  # without 0
        is_smaller = np.zeros(len(self.region), bool)
        is_smaller[order] = np.diff(self.region[order], prepend=0) == 0
        return is_smaller


@dataclass(frozen=True)
class Surroundings:
    """The pixels of regions around the cores of their rooms: the rim, which the ball covers, and the narrows."""

    room: np.ndarray  # i32 (h + 2, w + 2): the room whose ball covers the pixel; 0 for none
    rim: np.ndarray  # places, i32
    narrow: np.ndarray  # places, i32 (M,)
    nearest: np.ndarray  # i32 (M,): the room nearest to each narrow pixel, across lines too
    away: np.ndarray  # f32 (M,): how far it is, in pixels
    region: np.ndarray  # i32 (M,): the region of each
    is_line: np.ndarray  # bool (M,): whether a faint line lies on it

    @classmethod
    def of(
        cls, rooms: Rooms, cores: np.ndarray, regions: np.ndarray, ground: Ground, radius: float
    ) -> Surroundings:
        """Those of the cores of some `rooms` of a ball of `radius`, in regions: i32 (H, W) both."""
        is_outside = cores == 0
        away, nearest = cv2.distanceTransformWithLabels(
            is_outside.view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        # OpenCV labels the pixels of cores 1, 2, ... in raster order.
        room_of_label = cores[~is_outside]
        covering, width = np.pad(cores, 1), regions.shape[1]
        found: list[tuple[np.ndarray, ...]] = []
        for rows in bands(regions.shape):
            pixel = np.flatnonzero(ground.is_open[rows] & is_outside[rows])
            room = room_of_label[nearest[rows].ravel()[pixel] - 1]
            region = regions[rows].ravel()[pixel]
            is_covered = (away[rows].ravel()[pixel] <= radius) & (rooms.region[room] == region)
            place = pixel + 2 * (pixel // width) + (width + 2) * (rows.start + 1) + 1
            covering.ravel()[place[is_covered]] = room[is_covered]
            narrow, place = ~is_covered, place.astype(np.int32)
            of_narrow = (at.ravel()[pixel[narrow]] for at in (away[rows], regions[rows], ground.line[rows]))
            found.append((place[is_covered], place[narrow], room[narrow], *of_narrow))
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

    @cached_property
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
