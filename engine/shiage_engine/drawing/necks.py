"""Necks: where the rooms of a trapped ball meet (see `gaps`).

A neck lies beside a room that is not the largest of its region. In a drawing of closed lines there are few of these,
and they are small: so it is enough to look at windows around them, which grow until nothing that matters goes on
beyond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .bands import bands
from .trapped_ball import Ball, Surroundings
from .windows import Window

MOST_AREA = 0.5  # of a drawing, in windows; beyond, it is looked at as a whole


class Neck(NamedTuple):
    """Where rooms of one region meet, directly or through narrows."""

    first: tuple[int, int]  # row and column of its first pixel
    rooms: np.ndarray  # ids
    y: int  # its center
    x: int
    may_be_closed: bool  # by a faint line that lies in it


@dataclass(frozen=True)
class View:
    """What a window shows of the rooms of a ball that are not the largest of their region."""

    ball: Ball
    window: Window

    @cached_property
    def around(self) -> Surroundings:
        """What lies at least the ball's radius inside of the window is as in the whole drawing."""
        return self.ball.surroundings(self.window)

    @cached_property
    def matters(self) -> np.ndarray:
        """The narrow pixels between several rooms, or beside a room that is not the largest: bool (M,)."""
        number, first, last = self.around.narrows
        return ((first < last) | self.ball.rooms.is_smaller[np.minimum(first, last)])[number]

    @cached_property
    def meeting(self) -> np.ndarray:
        """Places where rooms of one region meet."""
        number, first, last = self.around.narrows
        between = self.around.narrow[(first < last)[number]]
        return np.unique(np.append(between, self.around.meeting(self.ball.rooms)))

    @cached_property
    def goes_on(self) -> bool:
        """Whether there may be more of what matters beyond the window."""
        place = np.append(self.around.narrow[self.matters], self.meeting)
        away = np.append(self.around.away[self.matters], np.zeros(len(self.meeting)))
        y, x = self.positions(place)
        return self.window.goes_on(y, x, np.maximum(away, self.ball.radius) + 3)

    @property
    def tells(self) -> np.ndarray:
        """Which pixels may be of a room that is not the largest of its region, and surely seen: bool (h, w)."""
        if self.window == self.ball.whole:
            return np.ones(self.ball.regions.shape, bool)
        is_told = self.ball.rooms.is_smaller.take(self.around.room)
        is_told.ravel()[self.around.narrow[self.matters]] = True
        return self.window.without_edge(is_told[1:-1, 1:-1], int(self.ball.radius) + 3)

    def positions(self, places: np.ndarray) -> np.ndarray:
        """Rows and columns of places in the window, of the whole drawing: (2, P)."""
        y, x = np.divmod(places, self.around.room.shape[1])
        return np.stack([y - 1 + self.window.box[0], x - 1 + self.window.box[2]])

    def necks(self) -> list[Neck]:
        """The necks in it."""
        around, place = self.around, self.meeting
        if not len(place):
            return []
        neck = around.components(place)
        numbers, first, size = np.unique(neck, return_index=True, return_counts=True)
        sums = np.zeros((2, len(numbers)))
        for some in bands(place.shape):
            for axis, at in enumerate(self.positions(place[some])):
                sums[axis] += np.bincount(neck[some] - 1, at, len(numbers))
        center = np.rint(sums / size).astype(int).T.tolist()
        begin = self.positions(place[first]).T.tolist()
        has_line = np.isin(numbers, neck[np.isin(place, around.narrow[around.is_line])])
        rooms = _rooms_beside(around, place, neck, len(numbers))
        return [
            Neck((first_y, first_x), of_neck, y, x, is_faint and not self._are_joined(of_neck))
            for (first_y, first_x), of_neck, (y, x), is_faint in zip(
                begin, rooms, center, has_line.tolist(), strict=True
            )
        ]

    def _are_joined(self, rooms: np.ndarray) -> bool:
        """Whether the ball's ground goes on from each of some rooms to the others, as far as the window shows."""
        if self.window == self.ball.whole:
            return False  # it takes long
        cores = self.ball.rooms.cores[self.window.index]
        return bool(set.intersection(*(set(self._pieces[cores == room].tolist()) for room in rooms)))

    @cached_property
    def _pieces(self) -> np.ndarray:
        return self.ball.ground.within(self.window).pieces


def _rooms_beside(around: Surroundings, place: np.ndarray, neck: np.ndarray, count: int) -> list[np.ndarray]:
    """The rooms beside the places of each neck 1..count, (P,): ids."""
    pairs = [np.zeros(0, np.int64)]
    for some in bands(place.shape):
        beside = around.beside(place[some])
        pairs.append(np.unique((neck[some] * np.int64(1 << 32) + beside)[beside > 0]))
    owner, rooms = np.divmod(np.unique(np.concatenate(pairs)), 1 << 32)
    return np.split(rooms, np.searchsorted(owner, np.arange(2, count + 1)))


def views(ball: Ball) -> list[View]:
    """Views that show all necks between the rooms of a ball, and all rooms that are not the largest of a region."""
    boxes: Sequence[Sequence[int]] = ball.rooms.boxes[ball.rooms.is_smaller].tolist()
    margin = 4 * int(ball.radius) + 8
    found: list[View] = []
    while boxes:
        windows = [Window.around(box, margin, ball.regions.shape) for box in boxes]
        if ball.ground.everywhere or sum(one.area for one in windows) > MOST_AREA * ball.regions.size:
            windows = [ball.whole]
        seen = [View(ball, window) for window in windows]
        found += [view for view in seen if not view.goes_on]
        boxes = [view.window.box for view in seen if view.goes_on]
        margin *= 2
    return found


def find_necks(views: Sequence[View]) -> list[Neck]:
    """All necks that views show, once, in raster order."""
    necks = {neck.first: neck for view in views for neck in view.necks()}
    return [necks[first] for first in sorted(necks)]
