"""Answers: the colors of single regions, read from the painter's changes on a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from ..drawing.bands import bands
from ..drawing.color_tally import Tally, places, tally_colors
from ..drawing.paint import UNPAINTED, packed_colors
from ..drawing.regions import areas, reaching_edge
from .request import Answer

Color = tuple[int, int, int, int]  # RGBA
CLEAR: Color = (0, 0, 0, 0)  # every transparent color is this one

# Pixels beside a line do not count, since a neighbor's paint may spill there: as many as the first of MARGINS that
# leaves at least the share ENOUGH_LEFT of the region.
MARGINS = (2, 1, 0)
ENOUGH_LEFT = 1 / 3
FEW = 8  # so few changed pixels are an accident, unless they are most of their region
LAPS = 1 / 3  # a region that holds less of a hint's dab is one that the dab laps over to
RIVAL = 1 / 4  # a region is mixed if a second new color has at least this share of the pixels of the first
MOST_COLORS = 8  # new colors of a region that are looked at, those with most pixels
BLEND_TOLERANCE = 4.0  # of a channel, 0..255: rounding of the edges of an anti-aliased brush
BLEND_SHARE = 2.0  # a color with more than so many times the pixels of the brush's color is not its edge


class Answered(NamedTuple):
    """An answer, and the color that its region had without it; None where that is not known."""

    answer: Answer
    before: Color | None = None


class Update(NamedTuple):
    """All answers of a frame after a change, in order of rows and columns."""

    answers: list[Answered]
    mixed: int  # regions with two new colors, which is no answer
    flooded: int = 0  # regions that a fill ran through, with the background: none of them is an answer


class _Region(NamedTuple):
    """What changed in one region."""

    shown: Color  # of most of its pixels in the result
    new: Sequence[Color]  # of its changed pixels: none, the one that is meant, or two if it is mixed


def update_answers(
    time: int, regions: np.ndarray, shown: np.ndarray, present: np.ndarray, given: Iterable[Answered]
) -> Update:
    """The answers of frame `time` as they are now.

    regions: i32 (H, W), 0 the line. shown, present: u8 RGBA (H, W, 4), contiguous: the paint of the result, and the
    paint that is there now. given: the answers so far.

    A region of which more than a few pixels have one new color has that color: a dab is enough. Where a region that
    has an answer is again as it was without, the answer is dropped: thus undo works. Answers whose pixel lies on a
    line or off the frame are dropped: their region is gone. A new answer's pixel has its color: where others of the
    shot tell that the drawing is open, its regions may be parted, and what was painted is one of the parts.
    """
    by_region = {
        int(regions[one.answer.y, one.answer.x]): one
        for one in sorted(given, key=lambda one: (one.answer.y, one.answer.x, one.answer.color))
        if one.answer.time == time and _is_inside(regions, one.answer)
    }
    by_region.pop(0, None)
    frame = regions, present
    window, left, top = _window(regions, shown, present, list(by_region))
    regions, shown, present = regions[window], shown[window], present[window]
    depth = _depth(regions)
    changed = _changed(regions, depth, packed_colors(shown), packed_colors(present), list(by_region))
    fresh = _take(changed, by_region, time)
    flooded = _flooded(*frame, fresh)
    for region in flooded:
        del fresh[region]
    depth[~_has_its_color(regions, present, fresh)] = -1
    for region, (x, y) in _deepest(regions, depth, list(fresh)).items():
        answer, before = fresh[region]
        by_region[region] = Answered(answer._replace(x=left + x, y=top + y), before)
    return Update(
        sorted(by_region.values(), key=lambda one: (one.answer.y, one.answer.x)),
        sum(len(colors) > 1 for _, colors in changed.values()),
        len(flooded),
    )


def _take(changed: Mapping[int, _Region], by_region: dict[int, Answered], time: int) -> dict[int, Answered]:
    """Bring the answers `by_region` up to what has changed; a region with two new colors says nothing.

    Returns those of regions without an answer so far, whose pixels are still to be found.
    """
    fresh: dict[int, Answered] = {}
    for region, (was, colors) in changed.items():
        if len(colors) > 1:
            continue
        color = colors[0] if colors else was
        if region in by_region:
            updated = _updated(by_region.pop(region), was, color)
            if updated is not None:
                by_region[region] = updated
        elif color != was:
            fresh[region] = Answered(Answer(time, 0, 0, color), was)
    return fresh


def dabbed(regions: np.ndarray, dabs: np.ndarray) -> tuple[dict[int, Color], int]:
    """The color of each region that has a dab of it, and how many regions have dabs of two colors, which say nothing.

    regions: i32 (H, W), 0 the line. dabs: u8 RGBA (H, W, 4), contiguous, transparent elsewhere. A color is opaque,
    however thinly it was put on. As for answers, a few pixels are an accident, and those beside a line do not count
    where there are others. Nor does what laps over from a dab that lies mostly elsewhere.
    """
    window, _, _ = _window(regions, np.zeros_like(dabs), dabs, [])
    regions, present = regions[window], packed_colors(dabs[window])
    if not regions.size:  # there is no dab
        return {}, 0
    present[_lapping_over(regions, present != UNPAINTED)] = UNPAINTED
    changed = _changed(regions, _depth(regions), np.zeros_like(present), present, [])
    colors = {region: (*new[0][:3], 255) for region, (_, new) in changed.items() if len(new) == 1}
    return colors, sum(len(new) > 1 for _, new in changed.values())


def _lapping_over(regions: np.ndarray, painted: np.ndarray) -> np.ndarray:
    """The pixels of dabs, bool (H, W), in regions that hold less than LAPS of their dab and are not half covered.

    `painted`: bool (H, W). A dab is connected, across lines too.
    """
    _, dab = cv2.connectedComponents(painted.astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    inside = painted & (regions > 0)
    tally = tally_colors(regions, dab.view(np.uint32), inside)
    whole = np.bincount(tally.color, tally.pixels)[tally.color]
    covered = np.bincount(tally.region, tally.pixels, int(regions.max(initial=0)) + 1)
    is_covered = 2 * covered > areas(regions)
    is_lapping = (tally.pixels < LAPS * whole) & ~is_covered[tally.region]
    laps = np.zeros(inside.shape, bool)
    for rows in bands(inside.shape):
        here = inside[rows]
        laps[rows][here] = is_lapping[places(tally, regions[rows][here], dab[rows][here])]
    return laps


def _flooded(regions: np.ndarray, present: np.ndarray, fresh: Mapping[int, Answered]) -> list[int]:
    """Of regions with a new color, those that a fill ran through; `regions` and `present` of the whole frame."""
    blank: dict[Color, list[int]] = {}
    for region, (answer, before) in fresh.items():
        if before == CLEAR:
            blank.setdefault(answer.color, []).append(region)
    is_outside = reaching_edge(regions)
    return [
        region
        for color, together in blank.items()
        if len(together) > 1
        and any(is_outside[one] and _is_filled(regions, present, one, color) for one in together)
        for region in together
    ]


def _has_its_color(regions: np.ndarray, present: np.ndarray, fresh: Mapping[int, Answered]) -> np.ndarray:
    """The pixels, bool (H, W), that have the new color of their region."""
    wanted = np.zeros(int(regions.max(initial=0)) + 1, np.uint32)
    for region, (answer, _) in fresh.items():
        wanted[region] = np.array(answer.color, np.uint8).view(np.uint32)[0]
    found: np.ndarray = packed_colors(present) == wanted[regions]
    return found


def _is_filled(regions: np.ndarray, present: np.ndarray, region: int, color: Color) -> bool:
    """Whether most of a region has the color: a fill does that, a dab does not."""
    pixels = packed_colors(present[regions == region])
    return bool(2 * (pixels == np.array(color, np.uint8).view(np.uint32)).sum() > len(pixels))


def _window(
    regions: np.ndarray, shown: np.ndarray, present: np.ndarray, answered: Sequence[int]
) -> tuple[tuple[slice, slice], int, int]:
    """The part of the frame with all regions that matter and one pixel around them, its left and its top."""
    differs = (shown.view(np.uint32) != present.view(np.uint32))[..., 0]
    matters = np.zeros(int(regions.max(initial=0)) + 1, bool)
    matters[regions[differs]] = True
    matters[list(answered)] = True
    matters[0] = False
    where = matters[regions]
    rows, columns = np.flatnonzero(where.any(1)), np.flatnonzero(where.any(0))
    if not len(rows):
        return (slice(0), slice(0)), 0, 0
    top, left = max(rows[0] - 1, 0), max(columns[0] - 1, 0)
    return (slice(top, rows[-1] + 2), slice(left, columns[-1] + 2)), int(left), int(top)


def _updated(answered: Answered, shown: Color, present: Color) -> Answered | None:
    """The answer of a region that is `shown` in the result, and is `present` now; None: it is dropped."""
    color = _visible(answered.answer.color)
    if present == color:
        return answered
    before = _before(answered, shown)
    if present == before:
        return None
    return Answered(answered.answer._replace(color=present), before)


def _before(answered: Answered, shown: Color) -> Color:
    """The color that a region would have without its answer, as far as that is known.

    A result that does not show the answer yet shows it. Otherwise it is taken for unpainted, as most regions that
    get an answer were.
    """
    if answered.before is not None:
        return _visible(answered.before)
    return CLEAR if shown == _visible(answered.answer.color) else shown


def _changed(
    regions: np.ndarray, depth: np.ndarray, shown: np.ndarray, present: np.ndarray, answered: Sequence[int]
) -> Mapping[int, _Region]:
    """The regions that have changed, and those of `answered`, with what they were; unclear ones not.

    depth: f32 (H, W), see `_depth`. shown, present: u32 (H, W), see `paint.packed_colors`.
    """
    count = int(regions.max(initial=0)) + 1
    votes = _voters(regions, depth, count)
    size = np.bincount(regions[votes], minlength=count)
    new: dict[int, dict[Color, int]] = {}
    changed = tally_colors(regions, present, votes & (regions > 0) & (shown != present))
    is_meant = (changed.pixels > FEW) | (2 * changed.pixels > size[changed.region])
    for region, color, pixels in _most_common(changed, is_meant):
        new.setdefault(region, {})[color] = pixels
    found = np.zeros(count, bool)
    found[[*new, *answered]] = True
    before = tally_colors(regions, shown, votes & (regions > 0) & found[regions])
    is_most = 2 * before.pixels > size[before.region]
    was = {region: color for region, color, _ in _most_common(before, is_most)}
    return {
        region: _Region(was.get(region, CLEAR), _new_colors(was.get(region, CLEAR), new.get(region, {})))
        for region in sorted({*new, *was})
    }


def _new_colors(was: Color, pixels: Mapping[Color, int]) -> Sequence[Color]:
    """Of the colors that changed pixels of a region have, with their numbers: none, the one that is meant, or two."""
    order = sorted(pixels, key=lambda color: (-pixels[color], color))
    pure = [
        color
        for color in order
        if not any(
            other != color and pixels[color] <= BLEND_SHARE * pixels[other] and _is_blend(color, was, other)
            for other in order
        )
    ]
    if len(pure) > 1 and pixels[pure[1]] < RIVAL * pixels[pure[0]]:
        return pure[:1]
    return pure[:2]


def _is_blend(color: Color, one: Color, other: Color) -> bool:
    """Whether `color` is a mix of `one` and `other`, as at the edge of an anti-aliased brush."""
    start, end, point = _premultiplied(one), _premultiplied(other), _premultiplied(color)
    way = end - start
    share = float((point - start) @ way) / max(float(way @ way), 1.0)
    return 0 < share < 1 and bool(np.abs(start + share * way - point).max() <= BLEND_TOLERANCE)


def _premultiplied(color: Color) -> np.ndarray:
    """f64 (4,): color channels times opacity, and opacity, 0..255."""
    *channels, alpha = color
    return np.array([*(channel * alpha / 255 for channel in channels), alpha])


def _most_common(tally: Tally, wanted: np.ndarray) -> Iterator[tuple[int, Color, int]]:
    """Region, color and pixels of the `wanted` pairs, bool (N,); of each region the MOST_COLORS with most pixels."""
    region, color, pixels = (part[wanted] for part in tally)
    order = np.lexsort((color.byteswap(), -pixels, region))  # of equally many the least color, as of tuples
    region, color, pixels = region[order], color[order], pixels[order]
    is_kept = np.arange(len(region)) - np.searchsorted(region, region) < MOST_COLORS
    rgba = np.ascontiguousarray(color[is_kept]).view(np.uint8).reshape(-1, 4)
    colors = ((red, green, blue, alpha) for red, green, blue, alpha in rgba.tolist())
    return zip(region[is_kept].tolist(), colors, pixels[is_kept].tolist(), strict=True)


def _voters(regions: np.ndarray, depth: np.ndarray, count: int) -> np.ndarray:
    """Pixels that count for their region's color, bool (H, W): away from its border, where it is wide enough."""
    area = areas(regions, count)
    margin = np.zeros(count, np.float32)
    for least in reversed(MARGINS):
        left = np.bincount(regions[depth >= least], minlength=count)
        margin[left >= ENOUGH_LEFT * area] = least
    return depth >= margin[regions]


def _depth(regions: np.ndarray) -> np.ndarray:
    """f32 (H, W): pixels from the border of each region inward; 0 on the border itself."""
    if not regions.size:
        return np.zeros(regions.shape, np.float32)
    border = np.ones(regions.shape, np.uint8)
    inner = border[1:-1, 1:-1]
    for moved in (regions[:-2, 1:-1], regions[2:, 1:-1], regions[1:-1, :-2], regions[1:-1, 2:]):
        inner &= moved == regions[1:-1, 1:-1]
    border[[0, -1]] = border[:, [0, -1]] = 0
    return cv2.distanceTransform(border, cv2.DIST_L2, 5)


def _deepest(regions: np.ndarray, depth: np.ndarray, wanted: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(x, y) of the deepest pixel of each of the regions `wanted`; `depth`: as `_depth`, -1 where none is to be."""
    count, width = int(regions.max(initial=0)) + 1, max(regions.shape[1], 1)
    is_wanted = np.zeros(count, bool)
    is_wanted[list(wanted)] = True
    deepest, place = np.full(count, -1, np.float32), np.zeros(count, np.int64)
    for rows in bands(regions.shape):
        at = np.flatnonzero(is_wanted[regions[rows]])
        region, away = regions[rows].ravel()[at], depth[rows].ravel()[at]
        order = np.lexsort((away, region))
        region, away, at = region[order], away[order], at[order]
        # The deepest of each region.
        last = np.flatnonzero(np.r_[region[1:] != region[:-1], True][: len(region)])
        last = last[away[last] >= deepest[region[last]]]
        deepest[region[last]], place[region[last]] = away[last], at[last] + rows.start * width
    return {region: (int(place[region] % width), int(place[region] // width)) for region in sorted(wanted)}


def _visible(color: Color) -> Color:
    return color if color[3] else CLEAR


def _is_inside(regions: np.ndarray, answer: Answer) -> bool:
    height, width = regions.shape
    return 0 <= answer.y < height and 0 <= answer.x < width
