"""Gap closing: regions that leak through a small opening in a line are split there, by trapped-ball segmentation.

Zhang et al. 2009, "Vectorizing Cartoon Animations": a ball that is too large for a gap cannot leave the
region behind it. The areas that the ball covers are a region's *rooms*; what is too narrow for it are *necks* between
rooms. The paper takes every room for a region, with balls of falling size. That splits wherever a shape is narrow, as
strands of hair and fingers are; so here a neck is a gap only under the rules below, and rooms without a gap between
them stay one region.

- The ball's radius is half a pixel more than half the largest gap: the smallest ball that cannot pass such a gap.
- Only regions that reach the frame's edge are split. There a gap costs a whole figure its colors, since figure and
  background become one region. Inside a figure, strokes that stop short of other lines are part of the drawing:
  splitting at them makes regions that nobody meant.
- A line must end at the neck (`_gap_width`). Between two lines that both go on, a narrow place is a shape.
- Or the neck must be closed by a faint line, one too pale to bound regions: a line that fades does not end.
- Both rooms must be `ROOM_TO_GAP` times as wide as the gap: a narrower one is rather the channel between two lines
  than an area of its own. The gap is measured, so that a narrow strand is kept apart if its gap is narrower still.

The rules and `ROOM_TO_GAP` come from experiments with drawn shots; the tests have a case of each.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

DEFAULT_GAP = 4  # pixels; the largest gap that is closed where nobody asks for another
ROOM_TO_GAP = 2.0  # least width of a room, as a multiple of the gap's, for the gap to be closed
NO_GAP = np.inf  # the width of a neck that is no gap
NO_ROOM = 1 << 30  # larger than any room's id


@dataclass(frozen=True)
class _Rooms:
    """The areas that the ball covers: rooms 1..N, each inside one region."""

    room: np.ndarray  # i32 (H, W): the room whose ball covers this pixel; 0 where none does
    nearest: np.ndarray  # i32 (H, W): the room nearest to this pixel, across lines too
    region: np.ndarray  # i32 (N + 1,): the region that the room is part of
    faint_region: np.ndarray  # i32 (N + 1,): the same, if faint lines bounded regions too
    largest_ball: np.ndarray  # f32 (N + 1,): the radius of the largest ball in it


def close(regions: np.ndarray, line: np.ndarray, largest_gap: int) -> np.ndarray:
    """`regions`, i32 (H, W), with those split that leak through a gap of at most `largest_gap` pixels.

    `line`, bool (H, W): lines, faint ones included, so that it may be more than what bounds the regions. Ids stay
    consecutive, and what is not split keeps its id.
    """
    is_open = _reaching_edge(regions)[regions]
    radius = (largest_gap + 1) / 2
    rooms = _rooms(regions, is_open, is_open & ~line, radius)
    if len(rooms.region) <= 2:
        return regions
    _, tails = cv2.connectedComponents((is_open & (rooms.room == 0)).astype(np.uint8), connectivity=4)
    tail, beside = _pairs(tails, rooms.room)
    first, last = np.full(tails.max() + 1, NO_ROOM), np.zeros(tails.max() + 1, np.int64)
    np.minimum.at(first, tail, beside)
    np.maximum.at(last, tail, beside)
    group = _groups(rooms, (first < last)[tails], line, radius)
    if len(np.unique(group[1:])) == len(np.unique(rooms.region[1:])):
        return regions
    new_id = _new_ids(rooms.region, group, int(regions.max()) + 1)
    part = new_id[rooms.room]
    y, x = np.nonzero(tails)
    tail, nearest = tails[y, x], rooms.nearest[y, x]
    owner = np.where(first < NO_ROOM, first, 0)[tail]
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
    """The rooms of a ball of `radius` that stays on pixels `is_free`, inside the regions `is_open`."""
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
    _, faint_regions = cv2.connectedComponents(is_free.astype(np.uint8), connectivity=4)
    region, faint_region, largest_ball = (
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
        np.zeros(count, np.float32),
    )
    region[cores[inside]] = regions[inside]
    faint_region[cores[inside]] = faint_regions[inside]
    np.maximum.at(largest_ball, np.asarray(cores[inside], np.intp), distance[inside])
    is_covered = is_open & (away <= radius) & (region[nearest] == regions)
    return _Rooms(np.where(is_covered, nearest, 0), nearest, region, faint_region, largest_ball)


def _pairs(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ids of `one` and of `other`, both i32 (H, W), at neighboring pixels where neither is 0."""
    padded = np.pad(other, 1)
    y, x = np.nonzero(one)
    found = [padded[y + dy, x + dx] for dy, dx in ((0, 1), (1, 0), (1, 2), (2, 1))]
    ids, others = np.tile(one[y, x], 4), np.concatenate(found)
    return ids[others > 0], others[others > 0]


def _groups(rooms: _Rooms, is_bridge: np.ndarray, line: np.ndarray, radius: float) -> np.ndarray:
    """The group of each room, (N + 1,): rooms are in one group unless only gaps join them."""
    group = np.arange(len(rooms.region))
    largest_ball = rooms.largest_ball.copy()
    reach = _reach(line, radius)
    gaps: list[tuple[np.ndarray, float]] = []
    for members, y, x in _necks(rooms, is_bridge):
        is_faint_line = len(np.unique(rooms.faint_region[members])) > 1
        width = 2 * radius if is_faint_line else _gap_width(line, y, x, radius, reach)
        if width < NO_GAP:
            gaps.append((members, min(width, 2 * radius)))
        else:
            _join(group, largest_ball, members)
    for members, width in gaps:
        if (largest_ball[group[members]] <= ROOM_TO_GAP * width / 2).any():
            _join(group, largest_ball, members)
    return group


def _necks(rooms: _Rooms, is_bridge: np.ndarray) -> list[tuple[np.ndarray, int, int]]:
    """The necks, where rooms of one region meet directly or through `is_bridge`: ids of the rooms; y and x."""
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


def _join(group: np.ndarray, largest_ball: np.ndarray, members: np.ndarray) -> None:
    """Merge the groups of the rooms `members`; the largest ball of the group is the largest of its rooms."""
    groups = np.unique(group[members])
    largest_ball[groups[0]] = largest_ball[groups].max(initial=0)
    group[np.isin(group, groups)] = groups[0]


def _reach(line: np.ndarray, radius: float) -> int:
    """The radius around a neck in which line ends are looked for: the gap and two (mean) widths of a line."""
    inner = cv2.erode(line.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    rim = int(line.sum()) - int(inner.sum())
    width = 2 * int(line.sum()) / max(rim, 1)
    return int(np.ceil(2 * radius + 2 * width))


def _gap_width(line: np.ndarray, y: int, x: int, radius: float, reach: int) -> float:
    """The distance, in pixels, from a line that ends at the neck around (y, x) to the next; NO_GAP where none ends.

    A neck lies between two lines at least. One that goes on crosses the circle of radius `reach` twice or more; one
    that ends crosses it once, or never.
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
    crossings = np.bincount(owners, minlength=int(strokes.max()) + 1)[at_neck]
    if len(at_neck) < 2:
        return NO_GAP
    return min((_clearance(strokes, at_neck, end) for end in at_neck[crossings < 2]), default=NO_GAP)


def _clearance(strokes: np.ndarray, others: np.ndarray, end: int) -> float:
    """The number of pixels between the stroke `end` and the nearest other one of `others`, all ids in `strokes`."""
    away = cv2.distanceTransform((strokes != end).astype(np.uint8), cv2.DIST_L2, 5)
    return float(away[np.isin(strokes, others[others != end])].min()) - 1


def _new_ids(region: np.ndarray, group: np.ndarray, start: int) -> np.ndarray:
    """New ids, from `start` on, for the rooms outside the first group of their region, else 0: i32 (N + 1,)."""
    leader = np.unique(group[1:])
    leader = leader[np.argsort(region[leader], kind="stable")]
    is_extra = np.r_[False, np.diff(region[leader]) == 0]
    of_group = np.zeros(len(group), np.int32)
    of_group[leader[is_extra]] = start + np.arange(int(is_extra.sum()))
    ids = of_group[group]
    ids[0] = 0
    return ids
