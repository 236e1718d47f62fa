"""Closings: short strokes that close openings of lines, inside of figures too, where two ends belong together.

Strokes that painters mean to end, as folds and strands of hair do, may not cut regions. So openings are closed only
in an *open* drawing: one where a good part of the line ends face each other across openings, or where such openings
join the figure with what is around it. In drawings of closed lines hardly any of the ends do so that are meant.

In an open drawing are closed, in this order, openings between ends that face each other, between ends that meet at a
corner, and between an end and the line that it points at. A closing that parts nothing is left out. One that is long
or bent is not sure: the areas on its two sides are suspects.

Where most lines stop short of the frame's edge, they are closed there in every drawing.

In 640 frames of closed lines, at most 26 % of the ends faced each other so that it would have parted an area, at most
two such openings led to the outside, and these parted at most 19 squares of the largest gap. In drawings with two
openings in every outline it was 25 to 70 %, and 5 to 26 of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.spatial import cKDTree

from ..limits import END_PAIRS
from .bands import bands
from .ends import Ends, find_dots, find_ends
from .regions import areas, between, reaching_edge
from .strokes import width

OPEN = 0.3  # share of the ends that face each other in an open drawing, at least; or
MOST_OUTSIDE = 2  # openings to the outside in a drawing that is not open, and
LARGEST_OUTSIDE = 30.0  # squares of the largest gap that one of these parts there
FACING = 0.6  # cosine of the angle between an end's direction and the way to the other end, at least
CORNER = 0.2  # the same, of ends that meet at a corner
AHEAD = np.deg2rad([0, -12, 12, -25, 25, -38, 38])  # from an end's direction, where a line is looked for
TO_EDGE = 0.5  # cosine of the angle between an end's direction and the way to the frame's edge, at least
BESIDE = (1.0, 1.5, 2.0)  # pixels from a closing to its two sides: not so far that a line lies between
SURE, SURE_FACING = 1.5, 2.2  # largest gaps: a longer closing is not sure; between ends that face each other
FAR = 3.5  # largest gaps: no closing is longer, between two ends that are left over


@dataclass(frozen=True)
class Closings:
    """Short strokes."""

    start: np.ndarray  # f64 (N, 2): (x, y)
    end: np.ndarray  # f64 (N, 2)
    is_sure: np.ndarray  # bool (N,)

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, chosen: np.ndarray) -> Closings:
        return Closings(self.start[chosen], self.end[chosen], self.is_sure[chosen])

    @classmethod
    def joined(cls, parts: list[Closings]) -> Closings:
        """All closings of `parts`, in order."""
        if not parts:
            return cls(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, bool))
        return cls(*(np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])))

    def drawn_on(self, line: np.ndarray) -> np.ndarray:
        """`line`, bool (H, W), with the closings."""
        drawn = line.astype(np.uint8)
        for start, end in zip(_pixels(self.start).tolist(), _pixels(self.end).tolist(), strict=True):
            cv2.line(drawn, start, end, 1)
        return drawn.view(bool)

    def sides(self, regions: np.ndarray) -> np.ndarray:
        """The regions on the two sides of each, i32 (N, 2), 0 for none, of a map i32 (H, W) that has them as line."""
        way = self.end - self.start
        across = way[:, ::-1] * (-1, 1) / np.maximum(np.hypot(*way.T), 1)[:, None]
        found = np.zeros((len(self), 2), np.int32)
        for away in BESIDE:
            for side, sign in enumerate((1, -1)):
                here = _values(regions, (self.start + self.end) / 2 + sign * away * across, 0)
                found[:, side] = np.where(found[:, side] > 0, found[:, side], here)
        return found


def find_closings(line: np.ndarray, largest_gap: float, is_open: bool = False) -> tuple[Closings, bool]:
    """The closings of `line`, bool (H, W), and whether the drawing is open; `is_open`: that it is known to be.

    Openings up to twice `largest_gap` pixels wide are closed; up to `largest_gap` that may be sure.
    """
    ends = _off_edge(find_ends(line, width(line)), line.shape)
    found = [_that_part(_to_edge(ends, line, largest_gap), line)]
    if len(found[0]) <= _lines_at_edge(line):
        found = []
    pairs, facing = _facing(ends, line, 2 * largest_gap + 1)
    faces = _across(ends, pairs, facing, largest_gap)[np.flatnonzero(facing >= FACING)]
    is_open = is_open or _is_open(faces, len(ends), line, largest_gap)
    if is_open:
        found += _in_open_drawing(ends, line, largest_gap)
    return _that_part(Closings.joined(found), line), is_open


def _in_open_drawing(ends: Ends, line: np.ndarray, largest_gap: float) -> list[Closings]:
    """The closings of an open drawing, except at the frame's edge; each end is used once."""
    with_dots = ends.with_dots(find_dots(line, width(line)))
    pairs, facing = _facing(with_dots, line, 2 * largest_gap + 1)
    is_left = np.setdiff1d(np.flatnonzero(with_dots.direction.any(1)), pairs)
    left = with_dots[is_left]
    target, way = _ahead(left, line, 2 * largest_gap + 1)
    points_at_line = np.isfinite(way)
    rays = Closings(left.place, target, way - 1 <= SURE * largest_gap)[points_at_line]
    left = left[np.flatnonzero(~points_at_line)]
    far = _across(left, *_facing(left, line, FAR * largest_gap + 1), largest_gap)
    return [_across(with_dots, pairs, facing, largest_gap), rays, far]


def _is_open(faces: Closings, ends: int, line: np.ndarray, largest_gap: float) -> bool:
    """Whether a drawing of so many ends, with openings `faces` between ends that face each other, is open."""
    parting = _that_part(faces, line)
    if not len(parting):
        return False
    if 2 * len(parting) >= OPEN * ends:
        return True
    before, after = between(line), between(parting.drawn_on(line))
    leads_out: np.ndarray = reaching_edge(before)[parting.sides(before)].all(1)
    smaller = areas(after)[parting.sides(after)[leads_out]].min(1)
    return len(smaller) > MOST_OUTSIDE or bool((smaller >= LARGEST_OUTSIDE * largest_gap**2).any())


def _lines_at_edge(line: np.ndarray) -> int:
    """How many lines reach the frame's edge."""
    edge = np.concatenate([line[0], line[1:, -1], line[-1, -2::-1], line[-2:0:-1, 0]])
    return int((edge & ~np.roll(edge, 1)).sum())


def _off_edge(ends: Ends, shape: tuple[int, ...]) -> Ends:
    """The ends that do not lie on the frame's edge, where every line ends."""
    last = np.array(shape[::-1]) - 1
    return ends[np.flatnonzero(((ends.place >= 1) & (ends.place < last)).all(1))]


def _to_edge(ends: Ends, line: np.ndarray, largest_gap: float) -> Closings:
    """From ends to the frame's edge, along their direction."""
    last = np.array(line.shape[::-1]) - 1
    away = np.concatenate([ends.place, last - ends.place], 1)  # to the left, top, right, bottom
    pointing = np.concatenate([-ends.direction, ends.direction], 1)
    away[pointing < TO_EDGE] = np.inf
    nearest = away.argmin(1) if len(ends) else np.zeros(0, int)
    each = np.arange(len(ends))
    way = away[each, nearest]
    is_near = way <= largest_gap
    place, direction = ends.place[is_near], ends.direction[is_near]
    reach = way[is_near] / pointing[each, nearest][is_near]
    target = np.clip(place + direction * reach[:, None], 0, last)
    is_clear = _crossings(line, place, target) == 1
    return Closings(place, target, np.ones(len(place), bool))[is_clear]


def _facing(ends: Ends, line: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of ends at most `reach` pixels apart across openings, each end once, the nearest and best first: their
    indices, i64 (N, 2), and the cosine of the angle between the direction of the end that turns more and the way to
    the other, f64 (N,).
    """
    if len(ends) < 2:
        return np.zeros((0, 2), int), np.zeros(0)
    tree = cKDTree(ends.place)
    if tree.count_neighbors(tree, reach) > END_PAIRS:  # so dense a drawing has no openings
        return np.zeros((0, 2), int), np.zeros(0)
    pairs = tree.query_pairs(reach, output_type="ndarray")
    way = ends.place[pairs[:, 1]] - ends.place[pairs[:, 0]]
    length = np.maximum(np.hypot(*way.T), 1e-9)
    facing = np.ones(len(pairs))
    for side, sign in ((0, 1), (1, -1)):
        direction = ends.direction[pairs[:, side]]
        cosine = sign * (direction * way).sum(1) / length
        facing = np.where(direction.any(1), np.minimum(facing, cosine), facing)
    is_opening = (facing >= CORNER) & (length >= 2)
    is_opening &= _crossings(line, ends.place[pairs[:, 0]], ends.place[pairs[:, 1]]) == 2
    is_used, chosen = np.zeros(len(ends), bool), []
    for number in np.argsort(length / np.maximum(facing, CORNER), kind="stable"):
        if is_opening[number] and not is_used[pairs[number]].any():
            is_used[pairs[number]] = True
            chosen.append(number)
    return pairs[chosen], facing[chosen]


def _across(ends: Ends, pairs: np.ndarray, facing: np.ndarray, largest_gap: float) -> Closings:
    """The closings between pairs of ends, as `_facing` gives them."""
    start, end = ends.place[pairs[:, 0]], ends.place[pairs[:, 1]]
    length = np.hypot(*(end - start).T) - 1
    return Closings(start, end, length <= np.where(facing >= FACING, SURE_FACING, SURE) * largest_gap)


def _ahead(ends: Ends, line: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """The place (x, y) where each end meets a line, f64 (N, 2), of several directions the nearest straight ahead; and
    how far away that is in pixels, longer where it turns, f64 (N,): infinite where there is none within `reach`.
    """
    best, target = np.full(len(ends), np.inf), ends.place.copy()
    for turn in AHEAD:
        turned = ends.direction @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        has_left, is_done = np.zeros((2, len(ends)), bool)
        for way in np.arange(1, reach + 1, 0.5):
            here = ends.place + way * turned
            is_line = _values(line, here, False)
            hits = is_line & has_left & ~is_done & (way / np.cos(turn) < best)
            best[hits], target[hits] = way / np.cos(turn), here[hits]
            is_done |= is_line & has_left
            has_left |= ~is_line
    return target, best


def _that_part(closings: Closings, line: np.ndarray) -> Closings:
    """Those of `closings` that, drawn on `line` together, have two areas on their sides."""
    while len(closings):
        one, other = closings.sides(between(closings.drawn_on(line))).T
        parts = (one != other) & (one > 0) & (other > 0)
        if parts.all():
            break
        closings = closings[parts]
    return closings


def _crossings(line: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How often the way from each `start` to its `end`, f64 (N, 2), goes from line to paper or back: i64 (N,)."""
    if not len(start):
        return np.zeros(0, int)
    steps = int(2 * np.abs(end - start).max(initial=1)) + 1
    shares = np.linspace(0, 1, steps + 1)[:, None, None]
    crossings = np.zeros(len(start), int)
    for some in bands((len(start), steps)):
        is_line = _values(line, start[some] + shares * (end[some] - start[some]), False)
        crossings[some] = (is_line[1:] != is_line[:-1]).sum(0)
    return crossings


def _values(image: np.ndarray, places: np.ndarray, outside: int) -> np.ndarray:
    """What `image`, (H, W), holds at places (x, y), f64 (..., 2); `outside` of it another value."""
    x, y = np.moveaxis(_pixels(places), -1, 0)
    is_inside = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0])
    return np.where(is_inside, image[np.where(is_inside, y, 0), np.where(is_inside, x, 0)], outside)


def _pixels(places: np.ndarray) -> np.ndarray:
    return np.rint(places).astype(int)
