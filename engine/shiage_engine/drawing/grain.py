"""Grain: lines that rough paper breaks into grains, and what their lines are.

One grain does not tell where its line goes on. But the grains of a line lie in a row. So ink is smoothed in each of
several directions, farther than most openings between grains are wide and hardly across, and at each pixel the
direction counts that leaves most ink there. Line is what then has about as much ink as any place near by, be the line
thick or thin, dark or pale; so it is no wider than it was drawn.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from .regions import piece_areas, pieces

MANY = 20  # grains
SMALL, LARGE = 16, 4.0  # pixels of a small grain, at most; of a large one, in squares of the line's width
SMALL_SHARE, LARGE_SHARE = 0.02, 0.08  # share of a drawing's line that is such grains, at least

DIRECTIONS = 8
ALONG, ACROSS = 1.5, 0.25  # of a line's width: standard deviations of the smoothing
LEAST_ACROSS = 0.5  # pixels
REACH = 2.5  # standard deviations along
PALEST = 24  # levels of smoothed ink that count for its full strength, at least
FULL = 0.98  # quantile of that ink that counts as full strength
LINE, FAINT = 0.15, 0.1  # share of full strength from which on there is line, and faint line
OWN = 0.6  # share of the strongest near by from which on a pixel is of that line


class Smoothed(NamedTuple):
    """Lines that were put together from grains, bool (H, W) each."""

    line: np.ndarray
    faint: np.ndarray  # the same, and what is too faint for that


def is_grainy(line: np.ndarray, line_width: float) -> bool:
    """Whether a notable part of the line, bool (H, W), of a mean width in pixels, is grains."""
    area = piece_areas(line)
    return any(
        _is_made_of(area[area <= largest], area, share)
        for largest, share in ((SMALL, SMALL_SHARE), (LARGE * line_width**2, LARGE_SHARE))
    )


def _is_made_of(grains: np.ndarray, area: np.ndarray, share: float) -> bool:
    """Whether pieces of some areas, i64 (N,), are largely `grains`, (M,), rather than left between openings."""
    return len(grains) >= MANY and 2 * len(grains) > len(area) and bool(grains.sum() > share * area.sum())


def put_together(ink: np.ndarray, grains: np.ndarray, line_width: float) -> Smoothed | None:
    """The lines of ink, u8 (H, W), that paper breaks into `grains`, bool (H, W), of a mean width in pixels.

    None where it is too faint for any.
    """
    strength = _along_lines(ink, line_width)
    pixels = cv2.calcHist([strength], [0], None, [256], [0, 256]).ravel()
    pixels[: PALEST + 1] = 0
    up_to = pixels.cumsum()
    if not up_to[-1]:
        return None
    full = int(np.searchsorted(up_to, FULL * up_to[-1]))
    side = 2 * int(np.ceil(line_width)) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    is_own = strength >= cv2.convertScaleAbs(cv2.dilate(strength, around), alpha=OWN)
    line, faint = (is_own & (strength >= share * full) for share in (LINE, FAINT))
    piece = pieces(faint)
    has_grains = np.zeros(int(piece.max()) + 1, bool)
    has_grains[piece[grains]] = True  # else it is an echo beside a line
    has_grains[0] = False
    is_there = has_grains.take(piece)
    return Smoothed(line & is_there, faint & is_there)


def _along_lines(ink: np.ndarray, line_width: float) -> np.ndarray:
    """`ink`, u8 (H, W), smoothed in the direction that leaves most of it at the place: u8 (H, W)."""
    along, across = ALONG * line_width, max(ACROSS * line_width, LEAST_ACROSS)
    side = 2 * int(np.ceil(REACH * along)) + 1
    strongest: np.ndarray = np.zeros_like(ink)
    for direction in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        # With endless waves, a Gabor filter is a Gaussian that is longer than wide.
        kernel = cv2.getGaborKernel((side, side), across, direction, 1e9, across / along, 0)
        smoothed = cv2.filter2D(ink, -1, kernel / kernel.sum(), borderType=cv2.BORDER_CONSTANT)
        strongest = cv2.max(strongest, smoothed)
    return strongest
