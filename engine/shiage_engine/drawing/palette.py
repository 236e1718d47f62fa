"""Palette: the exact colors of the reference frames, and the label of each of their regions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from . import brush
from .color_tally import Tally, most_frequent, tally_colors
from .line_art import FAINTEST_INK, LineArt
from .paint import UNPAINTED, WHITE, packed_colors
from .regions import SPECK, areas
from .shot import UNKNOWN

CLEAR_SHARE = 0.5  # a region has a color if more than this share of its pixels have it
MOST_EDGE = 0.05  # a region that holds more of the frame's edge, as a share of it, is background
MOST_UNPAINTED = 0.15  # a frame of which a larger share of the regions inside is unpainted is not finished
MOST_UNPAINTED_AREA = 0.3  # or of their area
RIM = 2.0  # pixels beside a line in which paint may be mixed
NEARLY_PURE = 0.9  # from this share of its inside on, a region counts as pure


@dataclass(frozen=True)
class ReferencePaint:
    """What the reference frames' paint says."""

    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    labels: Mapping[int, np.ndarray]  # by time: i32 (R + 1,), the label of each region, or UNKNOWN
    purity: np.ndarray  # f32 (K,) in (0.5, 1]: share of the inside of a label's regions that has its color
    finished: frozenset[int]  # times of the frames whose unpainted regions are to stay unpainted
    # By time: how many pixels beside the lines are painted, whatever their region's color.
    painted: Mapping[int, int]


class _RegionColors(NamedTuple):
    """The colors of one frame's regions, (R + 1,) each."""

    color: np.ndarray  # u32, the most frequent one
    area: np.ndarray  # i64, or 0 where the color has no majority or a speck is unpainted
    is_solid: np.ndarray  # bool: the color may enter the palette
    purity: np.ndarray  # f64 in [0, 1], see `_interior_purity`
    # bool: the paint says what is meant; not where the brush may have missed, see `brush`.
    is_told: np.ndarray
    painted: int  # pixels of the frame, beside its lines


# By time: a digest of the paint of a frame, and the colors of its regions that were read from it.
ReadBefore = MutableMapping[int, tuple[bytes, _RegionColors]]


def read_references(
    colors: Mapping[int, np.ndarray],
    arts: Mapping[int, LineArt],
    regions: Mapping[int, np.ndarray],
    said: Mapping[int, bool] | None = None,
    before: ReadBefore | None = None,
) -> ReferencePaint:
    """Read the paint of reference frames region by region.

    `colors`: by time the paint of a reference frame, u8 RGBA (H, W, 4); `arts` and `regions` hold at least
    those times. `said`: by time whether a frame is finished, where the painter said so; others are judged, see
    `is_finished`. `before`: what was read of the same drawings; paint that has stayed is not read again, and what is
    read now takes its place.

    A region has the color of more than half of its pixels; without such a color its label is UNKNOWN. So is the label
    of a speck left unpainted, since most of these were overlooked, and of every unpainted region of a frame that is
    not finished. Where shadows have no lines of their own, little more than half of a region may have its color: see
    ReferencePaint.purity.

    A color enters the palette if some region larger than a speck has it, or if it fills a square of 2 x 2 pixels,
    unless the region lies wholly in soft lines: so mixed colors stay out. The palette is in order of area, then of
    value; colors that only partly painted frames have come last, so that a correction changes no label's number.
    """
    before = {} if before is None else before
    found = {time: _read_once(time, colors[time], arts, regions, before) for time in sorted(colors)}
    finished = frozenset(
        time
        for time, of_frame in found.items()
        if (said or {}).get(time, is_finished(_is_unpainted(of_frame), regions[time]))
    )
    values = np.array([UNPAINTED], np.uint32)
    for of_finished in (True, False):
        some = [of_frame for time, of_frame in found.items() if (time in finished) == of_finished]
        values = np.append(values, _colors_by_area(some, values))
    labels = {time: _labels(of_frame, values, time in finished) for time, of_frame in found.items()}
    palette = values.view(np.uint8).reshape(-1, 4)
    painted = {time: of_frame.painted for time, of_frame in found.items()}
    return ReferencePaint(palette, labels, _purity(found, labels, len(values)), finished, painted)


def _read_once(
    time: int,
    rgba: np.ndarray,
    arts: Mapping[int, LineArt],
    regions: Mapping[int, np.ndarray],
    before: ReadBefore,
) -> _RegionColors:
    paint = digest(rgba)
    if time not in before or before[time][0] != paint:
        before[time] = paint, _region_colors(rgba, arts[time], regions[time])
    return before[time][1]


def digest(rgba: np.ndarray) -> bytes:
    """What tells one paint of a frame, u8 RGBA (H, W, 4), from another."""
    return hashlib.sha256(np.ascontiguousarray(rgba).data).digest()


def is_finished(is_unpainted: np.ndarray, regions: np.ndarray) -> bool:
    """Whether a frame looks finished: few of the regions inside the figure are unpainted, and little of its area.

    `is_unpainted`: bool (R + 1,); `regions`: i32 (H, W).

    Of 173 finished frames of 15 shots, the share of unpainted regions inside was 0 in the median, 0.08 at the 99th
    percentile and 0.12 at most; of 141 frames of 47 shots, the share of their area was 0.10 at most, but for two with
    0.23. What holds much of the frame's edge is background; specks are overlooked too often.
    """
    count = len(is_unpainted)
    edge = np.concatenate([regions[0], regions[-1], regions[1:-1, 0], regions[1:-1, -1]])
    on_edge = np.bincount(edge, minlength=count) / max(len(edge), 1)
    area = areas(regions)
    inside = (on_edge <= MOST_EDGE) & (area > SPECK)
    inside[0] = False
    if not inside.any():
        return True
    unpainted = is_unpainted[inside]
    of_area = area[inside][unpainted].sum() / area[inside].sum()
    return bool(unpainted.mean() <= MOST_UNPAINTED and of_area <= MOST_UNPAINTED_AREA)


def _is_unpainted(of_frame: _RegionColors) -> np.ndarray:
    """Regions that the painter left out: bool (R + 1,)."""
    return (of_frame.color == UNPAINTED) & of_frame.is_told


def _colors_by_area(frames: Sequence[_RegionColors], known: np.ndarray) -> np.ndarray:
    """The colors of these frames that are not among those known, u32: in order of area, then of value."""
    total: dict[int, int] = {}
    for color, area, is_solid, *_ in frames:
        for value in np.setdiff1d(color[is_solid], known):
            total[int(value)] = total.get(int(value), 0) + int(area[is_solid & (color == value)].sum())
    return np.array(sorted(total, key=lambda value: (-total[value], value)), np.uint32)


def _region_colors(rgba: np.ndarray, art: LineArt, regions: np.ndarray) -> _RegionColors:
    packed = packed_paint(rgba, regions)
    count = int(regions.max(initial=0)) + 1
    votes, is_clean = _voters(art, regions, count)
    away = brush.depth(regions)
    margin = brush.margin(packed, regions, away, votes)
    is_told = np.ones(count, bool)
    if margin > 1:
        is_reliable = votes & (away >= margin)
        is_told = _areas_where(is_reliable, regions, count) > 0
        votes = is_reliable | (votes & ~is_told.take(regions))
    winner, pixels, voting = most_frequent(tally_colors(regions, packed, votes), count)
    if (
        margin > 1
    ):  # a region all within the margin may be unpainted, or have its neighbor's paint, by the brush alone
        is_told |= (winner != UNPAINTED) & ~brush.beside_like(winner, is_told, regions)
    is_clear = (pixels > CLEAR_SHARE * voting) & is_told
    size = areas(regions)
    is_missed = (size <= SPECK) & (winner == UNPAINTED)
    size = np.where(is_clear & ~is_missed, size, 0)
    size[0] = 0
    is_solid = (size > SPECK) | _has_square(packed, regions, winner, (size > 0) & (size <= SPECK))
    purity = _interior_purity(tally_colors(regions, packed, away > max(RIM, margin - 0.5)), winner)
    painted = int(np.count_nonzero((packed != UNPAINTED) & (regions > 0)))
    return _RegionColors(winner, size, is_solid & is_clean, purity, is_told, painted)


def packed_paint(rgba: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """The paint of a frame, u8 RGBA (H, W, 4), as `paint.packed_colors`, with the paper of a flattened drawing
    unpainted.
    """
    packed = packed_colors(rgba)
    return _without_paper(packed, regions) if rgba[..., 3].min(initial=255) == 255 else packed


def _interior_purity(inside: Tally, winner: np.ndarray) -> np.ndarray:
    """The share of the pixels inside each region that have its color, `winner`: f64 (R + 1,).

    `inside` leaves out the pixels beside lines: at a region's rim paint is mixed, laps over or stops short, which
    says nothing about its color. A region without such an inside is pure, and so is one that is nearly.
    """
    is_right = inside.color == winner[inside.region]
    total = np.bincount(inside.region, inside.pixels, len(winner))
    right = np.bincount(inside.region, inside.pixels * is_right, len(winner))
    share = np.where(total > 0, right / np.maximum(total, 1), 1.0)
    return np.where(share >= NEARLY_PURE, 1.0, share)


def _without_paper(packed: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """The colors of a flattened drawing with its paper unpainted: the white that is connected to the frame's edge.

    White enclosed by lines counts as paint: a white shirt and a hole between arm and body look the same.
    """
    white = ((packed == WHITE) & (regions > 0)).astype(np.uint8)
    _, parts = cv2.connectedComponents(white, connectivity=4, ltype=cv2.CV_32S)
    edge = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    is_paper = np.zeros(int(parts.max(initial=0)) + 1, bool)
    is_paper[edge] = True
    is_paper[0] = False
    packed[is_paper.take(parts)] = UNPAINTED
    return packed


def _voters(art: LineArt, regions: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixels that count for their region's color, bool (H, W), and regions with pixels without ink, bool (R + 1,).

    A flattened drawing mixes ink into the color, so pixels with ink count only in a region that has no others.
    """
    clean = (art.ink < FAINTEST_INK) & (regions > 0)
    has_clean = _areas_where(clean, regions, count) > 0
    has_clean[0] = True
    return clean if has_clean.all() else clean | ~has_clean.take(regions), has_clean


def _has_square(
    packed: np.ndarray, regions: np.ndarray, winner: np.ndarray, is_asked: np.ndarray
) -> np.ndarray:
    """Which of the regions asked about, bool (R + 1,), have a square of 2 x 2 pixels of their most frequent color."""
    if not is_asked.any():
        return is_asked
    flat = is_asked.take(regions) & (packed == winner.take(regions))
    square = flat[1:, 1:] & flat[:-1, 1:] & flat[1:, :-1] & flat[:-1, :-1]
    return _areas_where(square, regions[1:, 1:], len(winner)) > 0


def _areas_where(mask: np.ndarray, regions: np.ndarray, count: int) -> np.ndarray:
    """The number of pixels of each region in a mask that leaves out the line: i64 (count,), the line's is 0."""
    result = areas(np.where(mask, regions, 0), count)
    result[0] = 0
    return result


def _purity(found: Mapping[int, _RegionColors], labels: Mapping[int, np.ndarray], count: int) -> np.ndarray:
    """The purity of each label, f32 (count,): the mean over its regions, by area, in the frame where that is most.

    A color that is pure in one frame is a flat one: where a region of it holds another color too in some other frame,
    lines were left open there.
    """
    best = np.zeros(count)
    for time, of_frame in found.items():
        known = labels[time] != UNKNOWN
        area = of_frame.area[known]
        pure = np.bincount(labels[time][known], area * of_frame.purity[known], count)
        whole = np.bincount(labels[time][known], area, count)
        best = np.maximum(best, pure / np.maximum(whole, 1))
    return np.where(best > 0, best, 1).astype(np.float32)


def _labels(of_frame: _RegionColors, values: np.ndarray, of_finished: bool) -> np.ndarray:
    """Index of each region's color in the palette `values`: i32 (R + 1,), or UNKNOWN; [0] is 0.

    `of_finished`: of a finished frame, whose unpainted regions are known to stay so.
    """
    order = np.argsort(values)
    place = np.minimum(np.searchsorted(values[order], of_frame.color), len(values) - 1)
    is_known = (values[order][place] == of_frame.color) & (of_frame.area > 0)
    if not of_finished:
        is_known &= of_frame.color != UNPAINTED
    labels = np.where(is_known, order[place], UNKNOWN).astype(np.int32)
    labels[0] = 0
    return labels
