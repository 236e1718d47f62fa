"""Gap closing: regions that leak through a small opening in a line are split there, by trapped-ball segmentation.

Zhang et al. 2009, "Vectorizing Cartoon Animations": a ball that is too large for a gap cannot leave the
region behind it. The areas that the ball covers are a region's *rooms*; what is too narrow for it are *necks* between
rooms. The paper takes every room for a region, with balls of falling size. That splits wherever a shape is narrow, as
strands of hair and fingers are; so here a neck is a gap only under the rules below, and rooms without a gap between
them stay one region.

- The ball's radius is half a pixel more than half the largest gap: the smallest ball that cannot pass such a gap.
- Only regions that reach the frame's edge are split, except in open drawings (see `openings`). There a gap costs a
  whole figure its colors, since figure and background become one region. Inside a figure, strokes that stop short of
  other lines are part of the drawing: splitting at them makes regions that nobody meant.
- A line must end at the neck (`_gap_width`). Between two lines that both go on, a narrow place is a shape.
- Or the neck must be closed by a faint line, one too pale to bound regions: a line that fades does not end.
- Both rooms must be `ROOM_TO_GAP` times as wide as the gap: a narrower one is rather the channel between two lines
  than an area of its own. The gap is measured, so that a narrow strand is kept apart if its gap is narrower still.

In an open drawing too many regions are better than too few: what is cut in two may still get one color. There no line
need end at a neck, so that openings beside junctions, which leave no ends, close too; rooms need only be
`ROOM_TO_NECK` times as wide. And balls of rising size part small areas, in which the largest has no room.

Experiments, the largest gap 4 pixels: in 73 drawn frames without gaps, every room of every region a region of its own
makes 22 % more regions, these rules none. With slits of 2 to 4 pixels cut into the same outlines at random, the rules
close 96 % of 232 leaks; so they do with any `ROOM_TO_GAP` up to 2, the larger the fewer needless regions (94 % at 3).
In 84 rendered frames, which have far more lines, it is 74 % of 367 leaks (78 % at 1, 70 % at 3).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from .ground import Ground
from .necks import Neck, find_necks, views
from .regions import consecutive
from .splitting import split_by_groups
from .trapped_ball import Ball

DEFAULT_GAP = 4  # pixels; the largest gap that is closed where nobody asks for another
ROOM_TO_GAP = 2.0  # a gap is closed only between rooms that are more than so many times as wide
ROOM_TO_NECK = 1.1  # the same in an open drawing, where a line need not end at the neck
SMALLER = (0.25, 0.5, 0.75)  # of the largest gap: those of the balls that come before it in an open drawing
NO_GAP = np.inf  # the width of a neck that is no gap


def close(regions: np.ndarray, line: np.ndarray, largest_gap: int, everywhere: bool = False) -> np.ndarray:
    """`regions`, i32 (H, W), with those split that leak through a gap of at most `largest_gap` pixels.

    `line`, bool (H, W): lines, faint ones included, so that it may be more than what bounds the regions. Ids stay
    consecutive, and what is not split keeps its id. `everywhere`: in an open drawing, see `openings`, regions inside
    of figures are split as well, and where no line ends.
    """
    return close_in_turn(regions, line, [largest_gap], everywhere)[0]


def close_in_turn(
    regions: np.ndarray, line: np.ndarray, largest_gaps: Sequence[int], everywhere: bool = False
) -> list[np.ndarray]:
    """The region maps after `close` with each of `largest_gaps`, each on the map before."""
    smaller = [share * largest_gaps[0] for share in SMALLER] if everywhere else []
    radii = [(largest_gap + 1) / 2 for largest_gap in (*smaller, *largest_gaps)]
    box = _box(line, max(radii))
    ground: Ground | None = None
    result = []
    for number, radius in enumerate(radii):
        ground = ground or Ground.of(regions, line, box, everywhere)
        split = _split(np.ascontiguousarray(regions[box]), ground, radius, int(regions.max(initial=0)) + 1)
        if split is not None:
            regions = regions.copy()
            regions[box] = split
            regions = consecutive(regions)  # a room may have been all there was of a region split before
            ground = ground if everywhere else None  # what is split off may not reach the edge
        if number >= len(smaller):
            result.append(regions)
    return result


def _box(line: np.ndarray, radius: float) -> tuple[slice, slice]:
    """The part of the drawing in which regions can be split: the box of the lines, with a margin.

    In the margin there is room for a ball of twice the `radius`, so that what leaves the box is one room inside of it
    too, and wide enough for any gap. The box begins at even pixels: OpenCV numbers components by squares of 2 x 2,
    and the numbers may not depend on the box.
    """
    margin = int(4 * radius) + 4
    left, top, width, height = cv2.boundingRect(line.view(np.uint8))
    rows = slice(max(top - margin, 0) & ~1, top + height + margin)
    return rows, slice(max(left - margin, 0) & ~1, left + width + margin)


def _split(regions: np.ndarray, ground: Ground, radius: float, next_id: int) -> np.ndarray | None:
    """The region map of the box, i32 (h, w), after `close` with a ball of `radius`; None where nothing is split."""
    ball = Ball(regions, ground, radius)
    rooms = ball.rooms
    if not rooms.is_any_region_divided:
        return None
    seen = views(ball)
    group = _groups(ball, find_necks(seen))
    if len(np.unique(group[1:])) == len(np.unique(rooms.region[1:])):
        return None
    return split_by_groups(ball, seen, group, next_id)


def _groups(ball: Ball, necks: list[Neck]) -> np.ndarray:
    """The group of each room, (N + 1,): rooms are in one group unless only gaps join them."""
    rooms, ground, radius = ball.rooms, ball.ground, ball.radius
    group = np.arange(len(rooms.region))
    reach = _reach(ground.line, radius) if necks else 0
    may_be_closed = any(neck.may_be_closed for neck in necks)  # else faint lines bound nothing here
    faint_region = rooms.region_in(ground.pieces) if may_be_closed else group * 0
    gaps: list[tuple[np.ndarray, float]] = []
    for neck in necks:
        is_closed = len(np.unique(faint_region[neck.rooms])) > 1
        width = 2 * radius if is_closed else _gap_width(ground.line, neck.y, neck.x, radius, reach)
        if width < NO_GAP or ground.everywhere:
            gaps.append((neck.rooms, min(width, 2 * radius)))
        else:
            _join(group, neck.rooms)
    ratio = ROOM_TO_NECK if ground.everywhere else ROOM_TO_GAP
    largest_ball = np.zeros(len(group), np.float32)
    np.maximum.at(largest_ball, group, ball.largest(ROOM_TO_GAP * radius) if gaps else 0)
    for members, width in gaps:
        if (largest_ball[group[members]] <= ratio * width / 2).any():
            groups = _join(group, members)
            largest_ball[groups[0]] = largest_ball[groups].max()
    return group


def _join(group: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Merge the groups of the rooms `members` into the first of these groups, which are returned."""
    groups = np.unique(group[members])
    group[np.isin(group, groups)] = groups[0]
    return groups


def _reach(line: np.ndarray, radius: float) -> int:
    """The radius around a neck in which line ends are looked for: the gap and two (mean) widths of a line."""
    inner = cv2.erode(line.view(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    area = int(np.count_nonzero(line))
    width = 2 * area / max(area - int(np.count_nonzero(inner)), 1)
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
