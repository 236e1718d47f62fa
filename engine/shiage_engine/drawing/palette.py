"""Palette: the exact colors of the reference frames, and the label of each of their regions."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from .line_art import FAINTEST_INK, LineArt
from .regions import SPECK, areas
from .shot import UNKNOWN

CLEAR_SHARE = 0.5  # a region has a color if more than this share of its pixels have it
WHITE = 0xFFFFFFFF
UNPAINTED = 0


def read_references(
    colors: Mapping[int, np.ndarray], arts: Mapping[int, LineArt], regions: Mapping[int, np.ndarray]
) -> tuple[np.ndarray, dict[int, np.ndarray], np.ndarray]:
    """The palette, u8 (K, 4) RGBA with row 0 transparent; by time the label of each region, i32 (R + 1,); and
    the purity of each label, f32 (K,) in (0.5, 1].

    `colors`: by time the paint of a reference frame, u8 RGBA (H, W, 4); `arts` and `regions` hold at least
    those times. A region has the color of more than half of its pixels; without such a color its label is
    UNKNOWN. So is the label of a speck left unpainted, since most of these were overlooked. Where shadows have no
    lines of their own, little more than half of a region may have its color: the purity of a label is the share of
    its regions' pixels that have its color.

    A color enters the palette if some region larger than a speck has it, or if it fills a square of 2 x 2 pixels,
    unless the region lies wholly in soft lines: so mixed colors stay out. The palette is in order of area, then of
    value.
    """
    winners = {time: _region_colors(colors[time], arts[time], regions[time]) for time in sorted(colors)}
    found: dict[int, int] = {}
    for color, size, is_solid, _ in winners.values():
        for value in np.unique(color[is_solid]):
            found[int(value)] = found.get(int(value), 0) + int(size[is_solid & (color == value)].sum())
    found.pop(UNPAINTED, None)
    values = np.array([UNPAINTED, *sorted(found, key=lambda value: (-found[value], value))], np.uint32)
    labels = {time: _labels(color, size, values) for time, (color, size, _, _) in winners.items()}
    of_regions = [(labels[time], size, share) for time, (_, size, _, share) in winners.items()]
    return values.view(np.uint8).reshape(-1, 4), labels, _purity(of_regions, len(values))


def _region_colors(
    rgba: np.ndarray, art: LineArt, regions: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """By region, (R + 1,) each: the most frequent color (u32); the area, or 0 where the color has no majority or a
    speck is unpainted; whether the color may enter the palette; and the share of the pixels that have it.
    """
    packed = _packed(rgba)
    if rgba[..., 3].min(initial=255) == 255:
        packed = _without_paper(packed, regions)
    count = int(regions.max(initial=0)) + 1
    votes, is_clean = _voters(art, regions, count)
    region, color, pixels = _runs(regions, packed, votes)
    pairs, run_pair = np.unique(
        region.astype(np.uint64) << np.uint64(32) | color.astype(np.uint64), return_inverse=True
    )
    numbers = np.bincount(run_pair, pixels, len(pairs))
    owner = (pairs >> np.uint64(32)).astype(np.int64)
    order = np.lexsort((pairs, numbers, owner))  # the last of each owner has most pixels
    last = order[np.r_[owner[order][1:] != owner[order][:-1], np.ones(min(1, len(order)), bool)]]
    winner = np.zeros(count, np.uint32)
    winner[owner[last]] = (pairs[last] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    share = np.zeros(count)
    share[owner[last]] = numbers[last]
    share /= np.maximum(np.bincount(region, pixels, count), 1)
    is_clear = share > CLEAR_SHARE
    size = areas(regions)
    is_missed = (size <= SPECK) & (winner == UNPAINTED)
    size = np.where(is_clear & ~is_missed, size, 0)
    size[0] = 0
    is_solid = (size > SPECK) | ((size > 0) & _has_square(packed, regions, winner))
    return winner, size, is_solid & is_clean, share


def _runs(
    regions: np.ndarray, packed: np.ndarray, votes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs of pixels that vote, of one region and one color: region, color and number of pixels, (N,) each."""
    region, color, is_voting = regions.ravel(), packed.ravel(), votes.ravel()
    changes = (region[1:] != region[:-1]) | (color[1:] != color[:-1]) | (is_voting[1:] != is_voting[:-1])
    start = np.append(0, np.flatnonzero(changes) + 1)
    pixels = np.diff(start, append=region.size)
    counted = is_voting[start]
    start = start[counted]
    return region[start], color[start], pixels[counted]


def _packed(rgba: np.ndarray) -> np.ndarray:
    """Colors as u32 (H, W); transparent pixels are UNPAINTED, whatever their color channels hold."""
    packed = np.ascontiguousarray(rgba).view(np.uint32)[..., 0].copy()
    packed[rgba[..., 3] == 0] = UNPAINTED
    return packed


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
    return clean | ~has_clean.take(regions), has_clean


def _has_square(packed: np.ndarray, regions: np.ndarray, winner: np.ndarray) -> np.ndarray:
    """Regions whose most frequent color fills at least one square of 2 x 2 pixels: bool (R + 1,)."""
    flat = (packed == winner.take(regions)) & (regions > 0)
    square = flat[1:, 1:] & flat[:-1, 1:] & flat[1:, :-1] & flat[:-1, :-1]
    return _areas_where(square, regions[1:, 1:], len(winner)) > 0


def _areas_where(mask: np.ndarray, regions: np.ndarray, count: int) -> np.ndarray:
    """The number of pixels of each region in a mask that leaves out the line: i64 (count,), the line's is 0."""
    result = np.zeros(count, np.int64)
    found = areas(np.where(mask, regions, 0))[1:]
    result[1 : 1 + len(found)] = found
    return result


def _purity(of_regions: list[tuple[np.ndarray, np.ndarray, np.ndarray]], count: int) -> np.ndarray:
    """The purity of each label, f32 (count,); `of_regions`: by reference their labels, areas and shares."""
    pure, whole = np.zeros(count), np.zeros(count)
    for labels, size, share in of_regions:
        known = labels != UNKNOWN
        pure += np.bincount(labels[known], (size * share)[known], count)
        whole += np.bincount(labels[known], size[known], count)
    return np.where(whole > 0, pure / np.maximum(whole, 1), 1).astype(np.float32)


def _labels(color: np.ndarray, size: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Index of each region's color in the palette `values`: i32 (R + 1,), or UNKNOWN; [0] is 0."""
    order = np.argsort(values)
    place = np.minimum(np.searchsorted(values[order], color), len(values) - 1)
    is_known = (values[order][place] == color) & (size > 0)
    labels = np.where(is_known, order[place], UNKNOWN).astype(np.int32)
    labels[0] = 0
    return labels
