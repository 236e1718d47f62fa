"""Openings: where lines are open that are not meant to be, inside of figures too.

Strokes that painters mean to end, as folds and strands of hair do, may not cut regions. So openings are closed only
in an *open* drawing: one where a good part of the line ends face each other across openings, or where such openings
join the figure with what is around it. In drawings of closed lines hardly any of the ends do so that are meant. Where
the openings are wider than what is usually closed, they alone that join figure and surroundings tell it.

What is closed in an open drawing is told by `joining`. Where most lines stop short of the frame's edge, they are
closed there in every drawing, along their direction; straight where all are cut off in one row or column.

Where the largest gap follows from a drawing's size, and most of its openings are narrower, it is as wide as they
are: a larger one cuts more areas in two that are whole. Where most are wider than what is closed, an area has likely
run into another if lines end in it that no closing goes on from.

In 640 frames of closed lines, at most 26 % of the ends faced each other so that it would have parted an area, at most
two such openings led to the outside, and these parted at most 19 squares of the largest gap. In drawings with two
openings in every outline it was 25 to 70 %, and 5 to 26 of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .closings import Closings, crossings, that_part
from .ends import Ends, find_ends, off_edge
from .gaps import DEFAULT_GAP
from .joining import FACING, across, facing_pairs, joined_ends, unused
from .regions import areas, between, reaching_edge
from .strokes import Bounds

OPEN = 0.3  # share of the ends that face each other in an open drawing, at least; or
MOST_OUTSIDE = 2  # openings to the outside in a drawing that is not open, and
LARGEST_OUTSIDE = 30.0  # squares of the largest gap that one of these parts there
WIDER = 2  # times as wide are openings that only lead to the outside
NARROWER = 0.5  # times as wide are openings that are left in lines put together from grains
TO_EDGE = 0.5  # cosine of the angle between an end's direction and the way to the frame's edge, at least
FEW = 8  # openings between ends that face each other: fewer do not tell how wide most are
NEAR = 1.5  # pixels from an end to a closing that uses it, at most
USUAL = 1.25  # times as wide as the middle one of these: so wide are most
CUT_OFF = 3  # lines in the last row or column with any: from so many on all are taken to be cut off there


class Found(NamedTuple):
    """The closings of a drawing's lines."""

    closings: Closings
    times: float  # how many times the largest gap its openings are wide; 0 where it is not open
    gap: float  # pixels: the largest gap, or less where its openings are narrower
    left_over: Ends | None = None  # where most openings are too wide to be closed: ends that no closing uses


def find_closings(
    bounds: Bounds,
    largest_gap: float,
    is_grainy: bool = False,
    least_times: float = 0,
    is_measured: bool = False,
) -> Found:
    """The closings of a drawing's lines.

    One of lines put together from grains is always open, and any is where `least_times` says so. Openings up to twice
    `largest_gap` pixels wide are closed, and in a drawing of wider ones such, too; up to `largest_gap` that may be
    sure. `is_measured`: where the drawing's openings are narrower, what is closed is as narrow.
    """
    line = bounds.line
    ends = off_edge(find_ends(line, bounds.width), line.shape)
    found = [_at_edge(ends, line, largest_gap)]
    times = NARROWER if is_grainy else _times_as_wide(ends, bounds, largest_gap) or least_times
    if not times:
        return Found(Closings.joined(found), 0, largest_gap)
    usual = largest_gap if is_grainy else _usual_gap(_facing(ends, line, largest_gap, WIDER))
    if is_measured and usual:
        largest_gap = min(largest_gap, max(usual, DEFAULT_GAP))
    found.append(joined_ends(ends, line, bounds.width, largest_gap, times * largest_gap))
    closings = Closings.joined(found)
    left_over = unused(ends, closings, NEAR) if usual > WIDER * largest_gap else None
    return Found(closings, times, largest_gap, left_over)


def _usual_gap(facing: Closings) -> float:
    """How wide, in pixels, most openings between ends that face each other are; 0 where there are few."""
    if len(facing) < FEW:
        return 0
    return float(USUAL * np.median(np.hypot(*(facing.end - facing.start).T) - 1))


def _times_as_wide(ends: Ends, bounds: Bounds, largest_gap: float) -> int:
    """How many times `largest_gap` the openings of an open drawing are; 0 where the drawing is not open."""
    facing = _facing(ends, bounds.line, largest_gap, 1)
    # Whether they part an area is only asked where that tells something: it takes long.
    if _are_enough(facing, ends) or len(_leading_out(facing, bounds)):
        parting = that_part(facing, bounds.line)
        if _are_enough(parting, ends) or _part_much(parting, bounds, LARGEST_OUTSIDE * largest_gap**2):
            return 1
    wide = _facing(ends, bounds.line, largest_gap, WIDER)
    if len(_leading_out(wide, bounds)) <= MOST_OUTSIDE:
        return 0
    return WIDER if len(_leading_out(that_part(wide, bounds.line), bounds)) > MOST_OUTSIDE else 0


def _facing(ends: Ends, line: np.ndarray, largest_gap: float, times: int) -> Closings:
    """The closings between ends that face each other."""
    pairs, facing = facing_pairs(ends, line, 2 * times * largest_gap + 1)
    return across(ends, pairs, facing, largest_gap)[np.flatnonzero(facing >= FACING)]


def _are_enough(closings: Closings, ends: Ends) -> bool:
    """Whether a drawing of so many closings between its ends is open."""
    return len(closings) > 0 and 2 * len(closings) >= OPEN * len(ends)


def _leading_out(closings: Closings, bounds: Bounds) -> Closings:
    """Those with what is around the figure on both sides, while they are open."""
    if not len(closings):
        return closings
    return closings[reaching_edge(bounds.regions)[closings.sides(bounds.regions)].all(1)]


def _part_much(parting: Closings, bounds: Bounds, much: float) -> bool:
    """Whether many of the closings, or one that parts so many pixels, lead to what is around the figure."""
    leading_out = _leading_out(parting, bounds)
    if not 0 < len(leading_out) <= MOST_OUTSIDE:
        return len(leading_out) > 0
    parted = between(parting.drawn_on(bounds.line))
    return bool((areas(parted)[leading_out.sides(parted)].min(1) >= much).any())


def _at_edge(ends: Ends, line: np.ndarray, largest_gap: float) -> Closings:
    """The closings at the frame's edge: none unless more lines stop short of it than reach it."""
    reaching = _lines_at_edge(line)
    closings = _to_edge(ends, line, largest_gap)
    height, width = line.shape
    for axis, edge in ((0, 0), (0, width - 1), (1, 0), (1, height - 1)):
        straight = _cut_off(line, axis, edge, largest_gap)
        if len(straight):
            is_there = abs(closings.start[:, axis] - straight.start[0, axis]) <= 1
            is_replaced = is_there & (np.rint(closings.end[:, axis]) == edge)
            closings = Closings.joined([closings[~is_replaced], straight])
    if len(closings) > reaching:
        closings = that_part(closings, line)
    return closings if len(closings) > reaching else Closings.joined([])


def _cut_off(line: np.ndarray, axis: int, edge: int, largest_gap: float) -> Closings:
    """Straight to one side of the frame, where `axis` (0: x, 1: y) is `edge`, if lines are cut off before it.

    At least CUT_OFF in one row or column, that is. There a line's direction says nothing: one that was cut at a slant
    seems to run along the edge.
    """
    inked = np.flatnonzero(line.any(axis))
    if not len(inked):
        return Closings.joined([])
    last = inked[-1] if edge else inked[0]
    changes = np.flatnonzero(np.diff(line.take(last, 1 - axis), prepend=False, append=False))
    middle = (changes[::2] + changes[1::2] - 1) / 2
    if not 0 < abs(edge - last) <= largest_gap or len(middle) < CUT_OFF:
        return Closings.joined([])
    start, end = (np.insert(middle[:, None], axis, at, axis=1) for at in (last, edge))
    return Closings(start, end, np.ones(len(middle), bool))


def _lines_at_edge(line: np.ndarray) -> int:
    """How many lines reach the frame's edge."""
    edge = np.concatenate([line[0], line[1:, -1], line[-1, -2::-1], line[-2:0:-1, 0]])
    return int((edge & ~np.roll(edge, 1)).sum())


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
    is_clear = crossings(line, place, target) == 1
    return Closings(place, target, np.ones(len(place), bool))[is_clear]
