"""Snapping: a picture in code colors becomes scores of regions by palette."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ...drawing.oklab import oklab

AT_ONCE = 1 << 22  # distances of cells from codes that are in memory at a time


@dataclass(frozen=True)
class SnappingParams:
    """Distances in OKLab; fitted on generated shots."""

    near: float = 0.04  # how far from a code a color still counts for it
    far: float = 0.25  # a color farther than this from every code is hardly believed


def snap(
    picture: np.ndarray, codes: np.ndarray, shares: csr_array, params: SnappingParams | None = None
) -> np.ndarray:
    """The scores of a picture: f32 (R + 1, K), rows sum to 1 or less, that of the line to 0.

    `picture`: f32 RGB (h, w, 3) in [0, 1]; `codes`: u8 RGB (K, 3); `shares`: see `Letterbox.shares`. Each cell votes
    softly for the codes near its color; a region has the mean of the votes under its pixels, so that the winner's
    share means what it means for the U-net. Colors far from all codes were never seen: their votes count less.
    """
    cells = oklab(picture.reshape(-1, 3))
    places = oklab(codes.astype(np.float32) / 255)
    scores = np.zeros((shares.shape[0], len(codes)), np.float32)
    at_once = max(AT_ONCE // len(codes), 1)
    columns = shares.tocsc()
    for start in range(0, len(cells), at_once):
        part = slice(start, start + at_once)
        scores += columns[:, part] @ votes(cells[part], places, params or SnappingParams())
    return scores


def votes(colors: np.ndarray, places: np.ndarray, params: SnappingParams) -> np.ndarray:
    """How much each color, f32 (N, 3) in OKLab, votes for the codes at `places`, f32 (K, 3): f32 (N, K)."""
    squared = (colors**2).sum(1)[:, None] + (places**2).sum(1) - 2 * colors @ places.T
    nearest = squared.min(1, keepdims=True)
    soft = np.exp((nearest - squared) / (2 * params.near**2))
    belief = np.exp(-np.maximum(nearest, 0) / (2 * params.far**2))
    result: np.ndarray = (belief * soft / soft.sum(1, keepdims=True)).astype(np.float32)
    return result


def in_palette(picture: np.ndarray, codes: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """A picture in code colors, f32 (h, w, 3) in [0, 1], in those that they stand for: u8 RGB (h, w, 3).

    `palette`: u8 RGBA (K, 4); what is transparent in it is white. Between codes colors are mixed, as they are in
    the picture.
    """
    shown = np.where(palette[:, 3:] > 0, palette[:, :3], 255).astype(np.float32)
    places = oklab(codes.astype(np.float32) / 255)
    of_cell = votes(oklab(picture.reshape(-1, 3)), places, SnappingParams(far=np.inf))
    mixed: np.ndarray = (of_cell @ shown).round().astype(np.uint8).reshape(picture.shape)
    return mixed
