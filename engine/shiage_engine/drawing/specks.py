"""Specks: regions too small to be described well get the scores of their neighbors, in part."""

from __future__ import annotations

import numpy as np

from .line_art import BLACK, LineArt
from .paint import spread
from .regions import areas, specks

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
    is_speck = specks(regions)
    if not is_speck.any() or is_speck[1:].all():
        return scores
    speck, neighbor, weight = _neighbors(regions, art, is_speck)
    total = np.zeros_like(scores)
    np.add.at(total, speck, weight[:, None] * scores[neighbor])
    sums = np.bincount(speck, weights=weight, minlength=len(scores))
    mean = total / np.maximum(sums, TINY)[:, None]
    own = (areas(regions) / (areas(regions) + 1))[:, None]
    trust, others = scores.sum(1, keepdims=True), mean.sum(1, keepdims=True)
    shares = own * scores / np.maximum(trust, TINY) + (1 - own) * mean / np.maximum(others, TINY)
    blended = shares / np.maximum(shares.sum(1, keepdims=True), TINY) * (own * trust + (1 - own) * others)
    return np.where(is_speck[:, None], blended, scores).astype(scores.dtype)


def _neighbors(
    regions: np.ndarray, art: LineArt, is_speck: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a speck and a larger neighbor: ids, ids, and weights, (N,) each; a pair may occur often."""
    area = areas(regions)
    pixels_of = spread(regions)
    found = [_borders(pixels_of, art, is_speck, area, axis) for axis in (0, 1)]
    speck, neighbor, weight = (np.concatenate(parts) for parts in zip(*found, strict=True))
    lonely = is_speck.copy()
    lonely[speck] = False
    nearest = spread(np.where(is_speck[regions], 0, regions))
    here = lonely[regions]
    return (
        np.concatenate([speck, regions[here]]),
        np.concatenate([neighbor, nearest[here]]),
        np.concatenate([weight, np.ones(int(here.sum()))]),
    )


def _borders(
    pixels_of: np.ndarray, art: LineArt, is_speck: np.ndarray, area: np.ndarray, axis: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighboring pixels along `axis`, one of a speck and one of a larger region: ids, ids, and weights."""
    size = pixels_of.shape[axis]
    before, after = (slice(0, size - 1), slice(1, size))
    one, other = (np.s_[before], np.s_[after]) if axis == 0 else (np.s_[:, before], np.s_[:, after])
    first, second = pixels_of[one], pixels_of[other]
    meets = is_speck[first] != is_speck[second]
    first, second = first[meets], second[meets]
    ink = np.minimum(art.ink[one][meets], art.ink[other][meets]).astype(float)
    is_trace = np.maximum(art.kind[one][meets], art.kind[other][meets]) > BLACK
    speck = np.where(is_speck[first], first, second)
    neighbor = np.where(is_speck[first], second, first)
    return speck, neighbor, np.where(is_trace, ACROSS_TRACE, 1) / ((THIN + ink) ** 2 * area[neighbor])
