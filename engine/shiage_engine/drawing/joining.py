"""Joining: which line ends of an open drawing belong together, and what an end that is left over points at.

In this order: ends that face each other, or meet at a corner; from what is left over, the line straight ahead; ends
farther apart; and the nearest line anywhere ahead. Strokes that surely go on across an opening are joined in any
case. Any other closing that parts nothing is left out, and its ends may be joined otherwise. A dot between two
openings, once joined on one side, goes on to the other. A closing that is long or bent is not sure: the areas on its
two sides are suspects.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from ..limits import END_PAIRS
from .bands import bands
from .closings import Closings, crossings, that_part, values_at
from .ends import Ends, find_dots, off_edge, with_ends_of

OTHER_WIDTHS = (0.7, 1.8)  # of the mean width of strokes: how wide others are whose ends are looked for
FACING = 0.6  # cosine of the angle between an end's direction and the way to the other end, at least
CORNER = 0.2  # the same, of ends that meet at a corner
AHEAD = np.deg2rad([0, -12, 12, -25, 25, -38, 38])  # from an end's direction, where a line is looked for
ASIDE = np.deg2rad([-50, 50, -62, 62])  # besides, where there is none
SURE, SURE_FACING = 1.5, 2.2  # largest gaps: a longer closing is not sure; between ends that face each other
REACH, FAR = 2.0, 3.5  # widths of an opening: no closing is longer; from an end that is left over


def joined_ends(
    ends: Ends, line: np.ndarray, line_width: float, largest_gap: float, opening: float
) -> Closings:
    """The closings of an open drawing, bool (H, W), except at the frame's edge; each end is used once.

    `ends`: of its strokes, whose mean width is given in pixels; `largest_gap`: pixels, by which closings are sure;
    `opening`: how wide openings usually are, at most.
    """
    strokes = off_edge(with_ends_of(ends, line, line_width, OTHER_WIDTHS), line.shape)
    ends = strokes.with_dots(find_dots(line, line_width))
    pairs, facing = facing_pairs(ends, line, REACH * opening + 1)
    between_ends = across(ends, pairs, facing, largest_gap)
    goes_on = between_ends.is_sure & (facing >= FACING)
    going_on = between_ends[goes_on]
    left = _left_over(ends, pairs, len(strokes))
    ahead = _to_line(left, between_ends.drawn_on(line), REACH * opening + 1, AHEAD, largest_gap)
    line = going_on.drawn_on(line)
    found = that_part(Closings.joined([between_ends[~goes_on], ahead]), line)
    left = unused(strokes, Closings.joined([going_on, found]))
    far = across(left, *facing_pairs(left, found.drawn_on(line), FAR * opening + 1), largest_gap)
    found = that_part(Closings.joined([found, far]), line)
    left = unused(strokes, Closings.joined([going_on, found]))
    aside = _to_line(left, found.drawn_on(line), FAR * opening + 1, np.append(AHEAD, ASIDE), largest_gap)
    return Closings.joined([going_on, that_part(Closings.joined([found, aside]), line)])


def facing_pairs(ends: Ends, line: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
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
    is_opening &= crossings(line, ends.place[pairs[:, 0]], ends.place[pairs[:, 1]]) == 2
    is_used, chosen = np.zeros(len(ends), bool), []
    for number in np.argsort(length / np.maximum(facing, CORNER), kind="stable"):
        if is_opening[number] and not is_used[pairs[number]].any():
            is_used[pairs[number]] = True
            chosen.append(number)
    return pairs[chosen], facing[chosen]


def across(ends: Ends, pairs: np.ndarray, facing: np.ndarray, largest_gap: float) -> Closings:
    """The closings between pairs of ends, as `facing_pairs` gives them."""
    start, end = ends.place[pairs[:, 0]], ends.place[pairs[:, 1]]
    length = np.hypot(*(end - start).T) - 1
    return Closings(start, end, length <= np.where(facing >= FACING, SURE_FACING, SURE) * largest_gap)


def _left_over(ends: Ends, pairs: np.ndarray, strokes: int) -> Ends:
    """The ends in none of `pairs`, i64 (N, 2), that have a direction.

    Those from number `strokes` on are dots, each of them two ends: where one is paired, the other goes on from there.
    """
    direction = ends.direction.copy()
    dots = (len(ends) - strokes) // 2
    for here, there in np.concatenate([pairs, pairs[:, ::-1]]).tolist():
        if here >= strokes:
            other = here + dots if here < strokes + dots else here - dots
            way = ends.place[here] - ends.place[there]
            direction[other] = way / max(float(np.hypot(*way)), 1e-9)
    left = np.setdiff1d(np.flatnonzero(direction.any(1)), pairs)
    return Ends(ends.place[left], direction[left])


def unused(ends: Ends, closings: Closings, near: float = 0.5) -> Ends:
    """Those of `ends` at which, `near` pixels around, no closing begins or ends."""
    if not len(closings) or not len(ends):
        return ends
    away, _ = cKDTree(np.concatenate([closings.start, closings.end])).query(ends.place)
    return ends[np.flatnonzero(away > near)]


def _to_line(ends: Ends, line: np.ndarray, reach: float, turns: np.ndarray, largest_gap: float) -> Closings:
    """From each end to the nearest line at most `reach` pixels ahead, by `turns` from its direction, in radians."""
    target, way = _ahead(ends, line, reach, turns)
    is_met = np.isfinite(way)
    return Closings(ends.place, target, way - 1 <= SURE * largest_gap)[is_met]


def _ahead(ends: Ends, line: np.ndarray, reach: float, turns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place (x, y) where each end meets a line, f64 (N, 2), of several directions the nearest straight ahead; and
    how far away that is in pixels, longer where it turns, f64 (N,): infinite where there is none within `reach`.
    """
    best, target = np.full(len(ends), np.inf), ends.place.copy()
    ways = np.arange(1, reach + 1, 0.5)
    for turn in turns:
        turned = ends.direction @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        for some in bands((len(ends), len(ways))):
            place, ahead = ends.place[some], turned[some]
            is_line = values_at(line, place + ways[:, None, None] * ahead, False)
            meets = is_line & np.logical_or.accumulate(~is_line)  # once it has left its own line
            way = np.where(meets.any(0), ways[meets.argmax(0)], np.inf)
            is_nearer = way / np.cos(turn) < best[some]
            best[some][is_nearer] = way[is_nearer] / np.cos(turn)
            target[some][is_nearer] = place[is_nearer] + way[is_nearer, None] * ahead[is_nearer]
    return target, best
