"""Gaps: openings in lines, found with a trapped ball (after Zhang et al., "Vectorizing Cartoon Animations",
2009).

A ball too big for a gap is rolled about in a region. Where it can stay are the region's rooms; openings too
narrow for it are necks between rooms. Most necks are none of our business: a strand of hair narrows and
widens again. So a neck counts as a gap only where a line ends at it, and only regions that reach the
frame's edge are looked at. There a gap costs a whole figure its colors; inside a figure, strokes that stop
short of other lines are part of the drawing, and splitting at them makes regions out of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

ROOMY = 2.0  # a room is kept apart from another only if a ball fits into it so many times as wide as the gap
NO_GAP = np.inf  # the width of a neck where no line ends
FAR = 1 << 30


@dataclass(frozen=True)
class _Rooms:
    """Where the ball can stay: rooms 1..N, each inside one region."""

    room: np.ndarray  # i32 (H, W): the room whose ball covers this pixel; 0 where none does
    nearest: np.ndarray  # i32 (H, W): the room nearest to this pixel, lines or not
    region: np.ndarray  # i32 (N + 1,): where the room lies
    field: np.ndarray  # i32 (N + 1,): the same, if faint lines bounded regions as well
    roominess: np.ndarray  # f32 (N + 1,): the radius of the largest ball in it


def close(regions: np.ndarray, line: np.ndarray, largest_gap: int) -> np.ndarray:
    """`regions`, i32 (H, W), with those split that leak through a gap of at most `largest_gap` pixels.

    `line`, bool (H, W): where there is any ink to speak of. That may be more than what bounds the regions:
    a line that fades does not end. Ids stay consecutive, and what is not split keeps its id.
    """
    is_open = _reaching_edge(regions)[regions]
    radius = (largest_gap + 1) / 2
    rooms = _rooms(regions, is_open, is_open & ~line, radius)
    if len(rooms.region) <= 2:
        return regions
    _, tails = cv2.connectedComponents((is_open & (rooms.room == 0)).astype(np.uint8), connectivity=4)
    tail, beside = _pairs(tails, rooms.room)
    first, last = np.full(tails.max() + 1, FAR), np.zeros(tails.max() + 1, np.int64)
    np.minimum.at(first, tail, beside)
    np.maximum.at(last, tail, beside)
    group = _groups(rooms, (first < last)[tails], line, radius)
    if len(np.unique(group[1:])) == len(np.unique(rooms.region[1:])):
        return regions
    new_id = _new_ids(rooms.region, group, int(regions.max()) + 1)
    part = new_id[rooms.room]
    y, x = np.nonzero(tails)
    tail, nearest = tails[y, x], rooms.nearest[y, x]
    owner = np.where(first < FAR, first, 0)[tail]
    is_shared = (group[owner] != group[last[tail]]) & (rooms.region[nearest] == regions[y, x])
    part[y, x] = new_id[np.where(is_shared, nearest, owner)]
    return np.where(part > 0, part, regions)


def _reaching_edge(regions: np.ndarray) -> np.ndarray:
    """Regions that touch the frame's edge: bool (R + 1,)."""
    reaches = np.zeros(int(regions.max(initial=0)) + 1, bool)
    for edge in (regions[:1], regions[-1:], regions[:, :1], regions[:, -1:]):
        reaches[edge] = True
    reaches[0] = False
    return reaches


def _rooms(regions: np.ndarray, is_open: np.ndarray, is_free: np.ndarray, radius: float) -> _Rooms:
    """The rooms of a ball of `radius` in the regions `is_open`, kept off what is not free."""
    distance = cv2.distanceTransform(is_free.astype(np.uint8), cv2.DIST_L2, 5)
    core = (distance > radius + 1e-3).astype(np.uint8)
    count, cores = cv2.connectedComponents(core, connectivity=8)
    if count == 1:
        return _Rooms(cores, cores, np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1, np.float32))
    away, nearest = cv2.distanceTransformWithLabels(1 - core, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    inside = core > 0
    core_of = np.zeros(int(nearest.max()) + 1, np.int32)
    core_of[nearest[inside]] = cores[inside]
    nearest = core_of[nearest]
    _, fields = cv2.connectedComponents(is_free.astype(np.uint8), connectivity=4)
    region, field, roominess = (
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
        np.zeros(count, np.float32),
    )
    region[cores[inside]] = regions[inside]
    field[cores[inside]] = fields[inside]
    np.maximum.at(roominess, np.asarray(cores[inside], np.intp), distance[inside])
    is_covered = is_open & (away <= radius) & (region[nearest] == regions)
    return _Rooms(np.where(is_covered, nearest, 0), nearest, region, field, roominess)


def _pairs(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ids of `one` and of `other`, both i32 (H, W), at neighboring pixels where neither is 0."""
    padded = np.pad(other, 1)
    y, x = np.nonzero(one)
    found = [padded[y + dy, x + dx] for dy, dx in ((0, 1), (1, 0), (1, 2), (2, 1))]
    ids, others = np.tile(one[y, x], 4), np.concatenate(found)
    return ids[others > 0], others[others > 0]


def _groups(rooms: _Rooms, is_bridge: np.ndarray, line: np.ndarray, radius: float) -> np.ndarray:
    """Rooms that belong together have one number: (N + 1,). Apart are roomy ones that only gaps join."""
    group = np.arange(len(rooms.region))
    roominess = rooms.roominess.copy()
    reach = _reach(line, radius)
    gaps: list[tuple[np.ndarray, float]] = []
    for members, y, x in _necks(rooms, is_bridge):
        is_faint_line = len(np.unique(rooms.field[members])) > 1
        width = 2 * radius if is_faint_line else _gap_width(line, y, x, radius, reach)
        if width < NO_GAP:
            gaps.append((members, min(width, 2 * radius)))
        else:
            _join(group, roominess, members)
    for members, width in gaps:
        if (roominess[group[members]] <= ROOMY * width / 2).any():
            _join(group, roominess, members)
    return group


def _necks(rooms: _Rooms, is_bridge: np.ndarray) -> list[tuple[np.ndarray, int, int]]:
    """Where rooms of one region meet, in `is_bridge` or directly: ids of the rooms; y and x."""
    room = rooms.room
    meets = is_bridge.copy()
    for dy, dx in ((0, 1), (1, 0)):
        y, x = np.nonzero(room[dy:, dx:] != room[: room.shape[0] - dy, : room.shape[1] - dx])
        here, there = room[y, x], room[y + dy, x + dx]
        y, x = (at[(here > 0) & (there > 0) & (rooms.region[here] == rooms.region[there])] for at in (y, x))
        meets[y, x] = meets[y + dy, x + dx] = True
    count, necks, _, centers = cv2.connectedComponentsWithStats(meets.astype(np.uint8), connectivity=4)
    pairs = np.unique(np.stack(_pairs(necks, room), axis=1), axis=0)
    starts = np.searchsorted(pairs[:, 0], np.arange(1, count + 1))
    places = np.rint(centers).astype(int).tolist()
    return [(pairs[starts[i - 1] : starts[i], 1], places[i][1], places[i][0]) for i in range(1, count)]


def _join(group: np.ndarray, roominess: np.ndarray, members: np.ndarray) -> None:
    """Make one group of those of the rooms `members`, as roomy as the roomiest."""
    groups = np.unique(group[members])
    roominess[groups[0]] = roominess[groups].max(initial=0)
    group[np.isin(group, groups)] = groups[0]


def _reach(line: np.ndarray, radius: float) -> int:
    """How far around a neck to look for line ends: past the gap and some two widths of a line."""
    inner = cv2.erode(line.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    rim = int(line.sum()) - int(inner.sum())
    width = 2 * int(line.sum()) / max(rim, 1)
    return int(np.ceil(2 * radius + 2 * width))


def _gap_width(line: np.ndarray, y: int, x: int, radius: float, reach: int) -> float:
    """How far the line that ends at the neck around (y, x) is from the next, in pixels; NO_GAP where none ends.

    Of the two or more lines that make the neck, a line that ends leaves the disk of radius `reach` less than
    twice.
    """
    height, width = line.shape
    top, left = max(0, y - reach), max(0, x - reach)
    window = line[top : min(height, y + reach + 1), left : min(width, x + reach + 1)]
    down, right = np.ogrid[top - y : top - y + window.shape[0], left - x : left - x + window.shape[1]]
    away = np.hypot(down, right)
    _, strokes = cv2.connectedComponents((window & (away <= reach)).astype(np.uint8), connectivity=8)
    at_neck = np.unique(strokes[away <= radius + 2])
    at_neck = at_neck[at_neck > 0]
    rim = np.where((away <= reach) & (away > reach - 1.5), strokes, 0)
    _, exits = cv2.connectedComponents((rim > 0).astype(np.uint8), connectivity=8)
    owners = np.unique(np.stack([rim[rim > 0], exits[rim > 0]], axis=1), axis=0)[:, 0]
    leaves = np.bincount(owners, minlength=int(strokes.max()) + 1)[at_neck]
    if len(at_neck) < 2:
        return NO_GAP
    return min((_clearance(strokes, at_neck, end) for end in at_neck[leaves < 2]), default=NO_GAP)


def _clearance(strokes: np.ndarray, others: np.ndarray, end: int) -> float:
    """The pixels between the stroke `end` and the nearest of the strokes `others`, ids that include it."""
    away = cv2.distanceTransform((strokes != end).astype(np.uint8), cv2.DIST_L2, 5)
    return float(away[np.isin(strokes, others[others != end])].min()) - 1


def _new_ids(region: np.ndarray, group: np.ndarray, start: int) -> np.ndarray:
    """Ids from `start` for the rooms outside the first group of their region, 0 for others: i32 (N + 1,)."""
    leader = np.unique(group[1:])
    leader = leader[np.argsort(region[leader], kind="stable")]
    is_extra = np.r_[False, np.diff(region[leader]) == 0]
    of_group = np.zeros(len(group), np.int32)
    of_group[leader[is_extra]] = start + np.arange(int(is_extra.sum()))
    ids = of_group[group]
    ids[0] = 0
    return ids
