"""Segmentation: from line art to its region map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..limits import FRAME_REGIONS
from . import gaps
from .closings import Closings, values_at
from .ends import Ends
from .line_art import LineArt
from .openings import find_closings
from .regions import areas, between
from .strokes import Bounds, lines

AUTOMATIC_GAP = -1  # as the largest gap: what fits the size of the drawing
SIDE = 480  # pixels of the shorter side of a frame in which the largest gap is `gaps.DEFAULT_GAP`
BEFORE = (2, 3)  # pixels before an end: there is the region that it points into
SEVERAL = 2  # ends: from so many on in a region it has likely run into another
WIDTHS = 1.5  # line widths that the largest gap is at least, in an open drawing


def segment(art: LineArt, largest_gap: int = AUTOMATIC_GAP) -> np.ndarray:
    """The region map of a drawing: i32 (H, W), 0 the line, 1..R consecutive.

    Regions are the 4-connected areas between lines; where lines leave an opening of at most `largest_gap`
    pixels, the areas on its two sides are regions of their own (0: openings stay open).
    """
    drawn = _Drawn.of(art, largest_gap, is_sure=True)
    if not drawn.gap:
        return drawn.regions
    return gaps.close(drawn.regions, drawn.faint_line, drawn.gap, drawn.times > 0)


def segment_with_suspects(
    art: LineArt, largest_gap: int = AUTOMATIC_GAP, strokes: np.ndarray | None = None
) -> tuple[np.ndarray, int]:
    """The region map of `segment`, i32 (H, W), with suspects of a leak, and the first id of a suspect.

    An opening up to twice `largest_gap` wide, through which a color may leak, may be meant, or be a gap. So the areas
    behind it become regions of their own, and so are those beside a closing that is not sure; the painter has to look
    at them. Their ids follow those of all others. `strokes`: as for `segment_and_tell`.
    """
    return segment_and_tell(art, largest_gap, strokes)[:2]


class Segmented(NamedTuple):
    """The regions of a drawing, and what was closed to find them."""

    regions: np.ndarray  # i32 (H, W): 0 the line and closings, 1..R consecutive
    suspect: int  # the first id of a suspect
    closings: Closings
    opening: int = 0  # pixels: the widest that counts as one, in a drawing that is open; 0 in others
    times: float = 0  # how many times the largest gap its openings are wide; 0 where it is not open
    # Ids of those that have likely run into others: lines end in them, see `openings`.
    merged: tuple[int, ...] = ()


def segment_and_tell(
    art: LineArt,
    largest_gap: int = AUTOMATIC_GAP,
    strokes: np.ndarray | None = None,
    least_times: float = 0,
) -> Segmented:
    """As `segment_with_suspects`. `strokes`: bool (H, W), drawn by the painter to close regions, and no line.

    `least_times`: as `Segmented.times` where other drawings tell that this one is open, see `open_shots`; else 0.
    """
    drawn = _Drawn.of(art, largest_gap, strokes=strokes, least_times=least_times)
    if not drawn.gap:
        return Segmented(drawn.regions, int(drawn.regions.max(initial=0)) + 1, drawn.closings)
    sure, parted = gaps.close_in_turn(
        drawn.regions, drawn.faint_line, (drawn.gap, 2 * drawn.gap), drawn.times > 0
    )
    found = _suspects_last(parted, int(sure.max(initial=0)) + 1, drawn.closings)
    merged = () if drawn.left_over is None else _where_they_end(drawn.left_over, found[0])
    return Segmented(*found, drawn.closings, 2 * drawn.gap if drawn.times else 0, drawn.times, merged)


class _Drawn(NamedTuple):
    """The areas between the lines of a drawing, closed by strokes where that is called for."""

    regions: np.ndarray  # i32 (H, W)
    faint_line: np.ndarray  # bool (H, W): lines and closings, faint lines included
    closings: Closings
    gap: int  # pixels: the largest that the ball closes
    times: float  # how many times the gap openings inside of figures are wide; 0 where it is not open
    left_over: Ends | None = None  # see `openings.Found`

    @classmethod
    def of(
        cls,
        art: LineArt,
        largest_gap: int,
        is_sure: bool = False,
        strokes: np.ndarray | None = None,
        least_times: float = 0,
    ) -> _Drawn:
        """Of a drawing; `is_sure`: with only those closings that are sure.

        Of noise, which has more regions than a frame may have, nothing is closed: that only makes more of them.
        """
        bounds, faint_line, is_grainy = lines(art)
        if strokes is not None:
            bounds, faint_line = Bounds(bounds.line | strokes), faint_line | strokes
        if largest_gap == 0 or bounds.regions.max(initial=0) > FRAME_REGIONS:
            return cls(bounds.regions, faint_line, Closings.joined([]), 0, 0)
        gap = automatic_gap(bounds) if largest_gap == AUTOMATIC_GAP else largest_gap
        found = find_closings(bounds, gap, is_grainy, least_times, largest_gap == AUTOMATIC_GAP)
        closings, times = found.closings, found.times
        if largest_gap == AUTOMATIC_GAP:
            gap = round(found.gap) if times else gaps.DEFAULT_GAP
        if is_sure:
            closings = closings[closings.is_sure]
        regions = between(closings.drawn_on(bounds.line)) if len(closings) else bounds.regions
        return cls(regions, closings.drawn_on(faint_line), closings, gap, times, found.left_over)


def automatic_gap(bounds: Bounds) -> int:
    """The largest gap, in pixels, for lines of such a size and width: the larger, the wider."""
    by_size = gaps.DEFAULT_GAP * min(bounds.line.shape) / SIDE
    return max(gaps.DEFAULT_GAP, round(by_size), round(min(WIDTHS * bounds.width, 2 * by_size)))


def _where_they_end(ends: Ends, regions: np.ndarray) -> tuple[int, ...]:
    """The ids of the regions, i32 (H, W), that several ends point into."""
    near, far = (values_at(regions, ends.place + away * ends.direction, 0) for away in BEFORE)
    count = np.bincount(np.where(near > 0, near, far), minlength=1)
    count[0] = 0
    return tuple(np.flatnonzero(count >= SEVERAL).tolist())


def _suspects_last(regions: np.ndarray, suspect: int, closings: Closings) -> tuple[np.ndarray, int]:
    """`regions`, of which those from `suspect` on are suspects, with the smaller ones beside closings that are not
    sure as well."""
    if closings.is_sure.all():
        return regions, suspect
    count = int(regions.max(initial=0)) + 1
    is_suspect = np.arange(count) >= suspect
    sides = closings[~closings.is_sure].sides(regions)
    is_smaller = areas(regions, count)[sides].argmin(1)
    is_suspect[np.take_along_axis(sides, is_smaller[:, None], 1)] = True
    is_suspect[0] = False
    order = np.argsort(is_suspect, kind="stable")
    first = count - int(is_suspect.sum())
    if (order == np.arange(count)).all():
        return regions, first
    new_id = np.empty(count, np.int32)
    new_id[order] = np.arange(count)
    return new_id[regions], first
