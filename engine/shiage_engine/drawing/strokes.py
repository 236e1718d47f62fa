"""Strokes: which pixels of a drawing are line.

- A pixel is line from half of the full ink of its kind in the drawing on. Thus hard lines, soft ones and those of a
  pale pencil all have the width that the eye sees.
- Where pressure fades, or inner lines are drawn paler, that is not enough. So a pale stroke that runs on its own,
  with paper on both sides, is line too, from half of its own strength on.
- Where paper breaks a pencil's line into grains, ink is smoothed along the lines first (`grain`).

In drawings of even lines, hard or anti-aliased, the last two find nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np

from . import grain
from .line_art import KINDS, LineArt
from .regions import areas, between, pieces

FULL = 0.98  # quantile of a line's ink that counts as its full strength
HALF = 0.5  # share of the full ink from which on a pixel bounds regions
FAINT = 0.25  # share of the full ink from which on a pixel bounds no region, but closes gaps

SOLID, LEAST_SOLID = 1 / 40, 9  # of a drawing's shorter side, pixels: what is so wide is no line
PALEST = 24  # levels of ink of a pale stroke, at least
SHORTEST = 8  # pixels of a pale stroke, at least
OWN = 0.8  # share of a pale stroke's ink from which on a pixel beside a strong line is part of the pale one


@dataclass(frozen=True)
class Bounds:
    """The lines that bound regions, and what is measured of them, once."""

    line: np.ndarray  # bool (H, W)

    @cached_property
    def width(self) -> float:
        return width(self.line)

    @cached_property
    def regions(self) -> np.ndarray:
        """The areas between the lines as they are, i32 (H, W), see `regions.between`."""
        return between(self.line)


class Lines(NamedTuple):
    """The lines of a drawing."""

    bounds: Bounds
    faint: np.ndarray  # bool (H, W): the same lines, and what is too faint to bound regions, but closes gaps
    is_grainy: bool  # whether paper breaks them

    @property
    def line(self) -> np.ndarray:
        """Where lines bound regions: bool (H, W)."""
        return self.bounds.line


def lines(art: LineArt) -> Lines:
    """The lines of a drawing."""
    line, faint_line = lines_of_strength(art, (HALF, FAINT))
    bounds = Bounds(line)
    is_grainy = grain.is_grainy(line, bounds.width)
    smoothed = grain.put_together(art.ink, line, bounds.width) if is_grainy else None
    if smoothed is not None:
        bounds, faint_line = Bounds(smoothed.line), smoothed.faint
    pale = _pale_strokes(art.ink, bounds)
    if pale is not None:
        bounds, faint_line = Bounds(bounds.line | pale), faint_line | pale
    return Lines(bounds, faint_line, is_grainy)


def lines_of_strength(art: LineArt, strengths: Sequence[float]) -> list[np.ndarray]:
    """Where there is line, bool (H, W), for each of `strengths`: from that share of the full ink of its kind on."""
    inked = np.flatnonzero(art.kind)
    shade = art.kind.ravel()[inked] * np.int64(256) + art.ink.ravel()[inked]
    up_to = np.bincount(shade, minlength=KINDS * 256).reshape(KINDS, 256).cumsum(axis=1)
    full = (up_to < FULL * up_to[:, -1:]).sum(axis=1)
    found = []
    for strength in strengths:
        line = np.zeros(art.ink.shape, bool)
        line.ravel()[inked] = (np.arange(256) >= np.ceil(strength * full)[:, None]).ravel()[shade]
        found.append(line)
    return found


def width(line: np.ndarray) -> float:
    """The mean width of the lines, bool (H, W), in pixels, without what is filled with solid black."""
    side = max(LEAST_SOLID, round(min(line.shape) * SOLID))
    pixels = line.view(np.uint8)
    square = np.ones((side, side), np.uint8)
    solid = cv2.erode(pixels, square)
    inner = cv2.erode(pixels, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    if solid.any():
        is_beside = cv2.dilate(cv2.dilate(solid, square), np.ones((3, 3), np.uint8)) == 0
        pixels, inner = pixels * is_beside, inner * is_beside
    area = int(np.count_nonzero(pixels))
    return 2 * area / max(area - int(np.count_nonzero(inner)), 1)


def _pale_strokes(ink: np.ndarray, bounds: Bounds) -> np.ndarray | None:
    """Strokes too pale to be among the lines that run on their own: bool (H, W); None where there are none."""
    line, square = bounds.line, np.ones((3, 3), np.uint8)
    beside = cv2.dilate(line.view(np.uint8), square) > 0
    alone = (ink >= PALEST) & ~beside
    if np.count_nonzero(alone) < SHORTEST:
        return None
    reach = int(np.ceil(bounds.width)) + 1
    is_ridge = (ink >= PALEST) & (_sides(ink, reach) <= ink // 2)
    seeds = _without_short(is_ridge & alone)
    if not seeds.any():
        return None
    around = np.ones((4 * reach + 1, 4 * reach + 1), np.uint8)
    strength = cv2.dilate(np.where(seeds, ink, 0).astype(np.uint8), around)
    is_own = is_ridge | ~beside | (ink >= OWN * strength)  # rather than the soft edge of a strong line
    is_pale = (strength > 0) & (ink >= np.maximum(HALF * strength, PALEST)) & is_own & ~line
    closed = cv2.morphologyEx((line | is_pale).view(np.uint8), cv2.MORPH_CLOSE, square) > 0
    pale: np.ndarray = is_pale | (closed & (strength > 0) & (ink >= PALEST))
    return pale


def _sides(ink: np.ndarray, reach: int) -> np.ndarray:
    """The ink beside each pixel, u8 (H, W): the more inked of two opposite places at most `reach` away."""
    height, across = ink.shape
    padded = cv2.copyMakeBorder(ink, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    least: np.ndarray = np.full(ink.shape, 255, np.uint8)
    for away in range(2, reach + 1):
        slant = round(away / np.sqrt(2))
        for down, right in ((0, away), (away, 0), (slant, slant), (slant, -slant)):
            one, other = (
                padded[reach + sign * down :, reach + sign * right :][:height, :across] for sign in (1, -1)
            )
            least = cv2.min(least, cv2.max(np.ascontiguousarray(one), np.ascontiguousarray(other)))
    return least


def _without_short(strokes: np.ndarray) -> np.ndarray:
    """`strokes`, bool (H, W), without those of fewer than SHORTEST pixels."""
    piece = pieces(strokes)
    is_long = areas(piece) >= SHORTEST
    is_long[0] = False
    return is_long.take(piece)  # faster than indexing
