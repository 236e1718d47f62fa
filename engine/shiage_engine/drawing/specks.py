"""Specks: regions too small to be described well get the scores of their neighbors, in part."""

from __future__ import annotations

import numpy as np

from .line_art import BLACK, LineArt
from .paint import spread
from .regions import areas, specks_by_area

ACROSS_TRACE = 0.05  # weight of a neighbor across a trace line, which is there because the colors differ
TINY = 1e-30
THIN = 4  # ink levels, added to the ink of a border, so that no weight grows without bound


def blend(scores: np.ndarray, regions: np.ndarray, art: LineArt) -> np.ndarray:
    """`scores`, f32 (R + 1, K), where those of a speck are averaged with its larger neighbors'.

    The descriptors of a speck are the more reliable the more pixels it has: a speck of n pixels has the weight n,
    its neighbors together have 1. The colors (rows scaled to sum to one) and the trust (the sums of the rows) are
    averaged apart.

    The weight of a neighbor is the length of the common border over the neighbor's area: a speck is more often a
    part of a small thing beside it than of the background. Thick ink on the border makes it less, a trace line much
    less. A speck without larger neighbors has the nearest larger region as its neighbor.
    """
    area = areas(regions)
    is_speck = specks_by_area(area)
    if not is_speck.any() or is_speck[1:].all():
        return scores
    speck, neighbor, weight = _neighbors(regions, art, is_speck, area)
    total = np.zeros_like(scores)
    np.add.at(total, speck, weight[:, None] * scores[neighbor])
    sums = np.bincount(speck, weights=weight, minlength=len(scores))
    mean = total / np.maximum(sums, TINY)[:, None]
    own = (area / (area + 1))[:, None]
    trust, others = scores.sum(1, keepdims=True), mean.sum(1, keepdims=True)
    shares = own * scores / np.maximum(trust, TINY) + (1 - own) * mean / np.maximum(others, TINY)
    blended = shares / np.maximum(shares.sum(1, keepdims=True), TINY) * (own * trust + (1 - own) * others)
    return np.where(is_speck[:, None], blended, scores).astype(scores.dtype)


def _neighbors(
    regions: np.ndarray, art: LineArt, is_speck: np.ndarray, area: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a speck and a larger neighbor: ids, ids, and weights, (N,) each; a pair may occur often."""
    spread_regions = spread(regions)
    in_speck = is_speck.take(spread_regions)  # faster than indexing
    borders = [_borders(spread_regions, in_speck, art, area, axis) for axis in (0, 1)]
    speck, neighbor, weight = (np.concatenate(parts) for parts in zip(*borders, strict=True))
    lonely = is_speck.copy()
    lonely[speck] = False
    if not lonely.any():
        return speck, neighbor, weight
    here = np.flatnonzero(lonely.take(regions))
    nearest = spread(np.where(is_speck.take(regions), 0, regions))
    return (
        np.append(speck, regions.ravel()[here]),
        np.append(neighbor, nearest.ravel()[here]),
        np.append(weight, np.ones(len(here))),
    )


def _borders(
    spread_regions: np.ndarray, in_speck: np.ndarray, art: LineArt, area: np.ndarray, axis: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighboring pixels along `axis`, one of a speck and one of a larger region: ids, ids, and weights.

    `in_speck`: bool (H, W), the pixels of specks in `spread_regions`.
    """
    before, after = (np.s_[:-1], np.s_[1:]) if axis == 0 else (np.s_[:, :-1], np.s_[:, 1:])
    meets = in_speck[before] != in_speck[after]
    is_first = in_speck[before][meets]
    first, second = spread_regions[before][meets], spread_regions[after][meets]
    ink = np.minimum(art.ink[before][meets], art.ink[after][meets]).astype(float)
    is_trace = np.maximum(art.kind[before][meets], art.kind[after][meets]) > BLACK
    speck, neighbor = np.where(is_first, first, second), np.where(is_first, second, first)
    return speck, neighbor, np.where(is_trace, ACROSS_TRACE, 1) / ((THIN + ink) ** 2 * area[neighbor])
