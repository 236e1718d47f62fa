"""Line ends: where strokes stop, and which way they point there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from scipy.spatial import cKDTree

from .bands import bands

NARROW = 1.5  # line widths, and a pixel: so near each other the two sides of a stroke are
LONG = 0.5  # of the way along the outline: so far an end stands out, at least


@dataclass(frozen=True)
class Ends:
    """The ends of the strokes of a drawing."""

    place: np.ndarray  # f64 (N, 2): (x, y) of the last pixel
    direction: np.ndarray  # f64 (N, 2): (x, y) of length 1, out of the stroke; 0 of a dot, which has any

    def __len__(self) -> int:
        return len(self.place)

    def __getitem__(self, chosen: np.ndarray) -> Ends:
        return Ends(self.place[chosen], self.direction[chosen])

    def with_dots(self, dots: np.ndarray) -> Ends:
        """Besides, each of `dots`, f64 (N, 2), as two ends: what is left of a stroke between two openings."""
        place = np.concatenate([self.place, dots, dots])
        return Ends(place, np.concatenate([self.direction, np.zeros((2 * len(dots), 2))]))


def find_ends(line: np.ndarray, line_width: float) -> Ends:
    """The ends of the strokes of `line`, bool (H, W), whose mean width is given in pixels.

    At an end the outline of a stroke turns back: the places some way before and after it are about as near each other
    as the stroke is wide, with line between them. Around a corner they are far apart, and in an acute angle between
    two strokes there is paper between.
    """
    way = _way(line_width)
    outlines = [outline for outline in _outlines(line) if len(outline) > 2 * way]
    if not outlines:
        return Ends(np.zeros((0, 2)), np.zeros((0, 2)))
    points = np.concatenate(outlines)
    length = np.array([len(outline) for outline in outlines])
    first = length.cumsum() - length
    found = []
    for some in bands(points.shape[:1]):
        at = np.arange(some.start, min(some.stop, len(points)))
        middle, across = _turn(points, at, *_outline_of(at, first, length), way)
        is_narrow = np.flatnonzero(across <= NARROW * line_width + 1)
        at, middle = at[is_narrow], middle[is_narrow]
        x, y = np.rint(middle).astype(int).T
        is_end = line[y, x] & (np.hypot(*(points[at] - middle).T) >= LONG * way)
        found.append(at[is_end])
    index = np.concatenate(found)
    one = _middles(index, *_outline_of(index, first, length))
    out = points[one] - _turn(points, one, *_outline_of(one, first, length), way)[0]
    return Ends(points[one].astype(np.float64), out / np.hypot(*out.T)[:, None])


def _outline_of(index: np.ndarray, first: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first place and the length, i64 (N,), of the outline of each place; `first`, `length`: of all outlines."""
    outline = np.searchsorted(first, index, side="right") - 1
    return first[outline], length[outline]


def _turn(
    points: np.ndarray, at: np.ndarray, start: np.ndarray, size: np.ndarray, way: int
) -> tuple[np.ndarray, np.ndarray]:
    """The middle, f64 (N, 2), between the points some way before and after places along outlines, and how far these
    are from each other, f64 (N,). `start` and `size`: of the outline, for each place.
    """
    before, after = (  # taken: faster than indexing
        points.take(start + (at - start + step) % size, axis=0).astype(np.float64) for step in (-way, way)
    )
    return (before + after) / 2, np.hypot(*(after - before).T)


def with_ends_of(found: Ends, line: np.ndarray, line_width: float, shares: Sequence[float]) -> Ends:
    """The ends that were found, and besides those of strokes that are `shares` of `line_width` wide."""
    for share in shares:
        more = find_ends(line, share * line_width)
        if len(found) and len(more):
            away, _ = cKDTree(found.place).query(more.place)
            more = more[np.flatnonzero(away > max(share, 1) * line_width + 1)]
        found = Ends(
            np.concatenate([found.place, more.place]), np.concatenate([found.direction, more.direction])
        )
    return found


def find_dots(line: np.ndarray, line_width: float) -> np.ndarray:
    """The centers (x, y) of what is too short to have ends, about as long as a line is wide: f64 (N, 2)."""
    short = [outline for outline in _outlines(line) if line_width < len(outline) <= 2 * _way(line_width)]
    centers = np.array([outline.mean(0) for outline in short]).reshape(-1, 2)
    x, y = np.rint(centers).astype(int).T
    return centers[line[y, x]]  # others are outlines of holes


def _outlines(line: np.ndarray) -> list[np.ndarray]:
    """The outlines of lines, (N, 2) each: the places (x, y) of line pixels around lines and around holes in them."""
    return [
        outline[:, 0]
        for outline in cv2.findContours(line.view(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]
    ]


def _way(line_width: float) -> int:
    """Pixels along an outline from an end to where the two sides of the stroke are looked at."""
    return int(np.ceil(1.2 * line_width)) + 1


def _middles(index: np.ndarray, start: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The middle of each run of consecutive places along outlines, which are closed: i64 (N,).

    `index`: rising; `start` and `size`: of the outline of each.
    """
    if not len(index):
        return index
    begins = np.r_[True, (np.diff(index) > 1) | (np.diff(start) > 0)]
    first, begin, whole = index[begins], start[begins], size[begins]
    last = index[np.r_[begins[1:], True]]
    first_at = {int(place): number for number, place in enumerate(first)}
    is_kept = np.ones(len(first), bool)
    for number in np.flatnonzero(last == begin + whole - 1):  # does it go on over the outline's seam?
        other = first_at.get(int(begin[number]))
        if other is not None and other != number:
            last[number] += last[other] - first[other] + 1
            is_kept[other] = False
    begin, whole = begin[is_kept], whole[is_kept]
    place = ((first + last) // 2)[is_kept]
    return begin + (place - begin) % whole


def off_edge(ends: Ends, shape: tuple[int, ...]) -> Ends:
    """The ends that do not lie on the edge of a frame of `shape`, (H, W), where every line ends."""
    last = np.array(shape[::-1]) - 1
    return ends[np.flatnonzero(((ends.place >= 1) & (ends.place < last)).all(1))]
