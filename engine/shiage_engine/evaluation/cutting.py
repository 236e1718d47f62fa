"""Cutting: openings in the lines of a drawing, at random but the same each time."""

from __future__ import annotations

import zlib

import cv2
import numpy as np

from ..drawing import line_art
from ..drawing.regions import areas, between
from ..drawing.strokes import lines, width

IN_AN_OUTLINE = 2  # openings that are cut into the outline of each region
SMALLEST = 200  # pixels; smaller regions have none, since nothing of them might be left
TANGENT = 4  # pixels along the outline on both sides of an opening, by which its direction is told


def cut(rgba: np.ndarray, opening: int, seed: str) -> np.ndarray:
    """A drawing u8 RGBA (H, W, 4) on white, with openings so many pixels wide in the outline of every region.

    They are the same for the same drawing, opening and `seed`.
    """
    line = lines(line_art.read(rgba)).line
    regions = between(line)
    size = areas(regions)
    size[np.unique(regions[[0, -1]])] = 0  # what is around the figure has the outlines of the others
    random = np.random.default_rng(zlib.crc32(f"{seed} {opening}".encode()))
    across = width(line) + 3
    result = rgba.copy()
    for region in np.flatnonzero(size >= SMALLEST).tolist():
        if region == 0:
            continue
        inside = (regions == region).astype(np.uint8)
        outline = max(cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=len)[:, 0]
        for at in random.integers(0, len(outline), IN_AN_OUTLINE):
            before, after = outline[at - TANGENT], outline[(at + TANGENT) % len(outline)]
            along = (after - before) / max(float(np.hypot(*(after - before))), 1.0)
            normal = along[::-1] * (-1, 1)
            middle = outline[at] - normal * across / 2 * _outward(regions, outline[at], normal, region)
            box = [
                middle + one * along * opening / 2 + other * normal * across / 2
                for one, other in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
            cv2.fillConvexPoly(result, np.rint(box).astype(np.int32), (255, 255, 255, 255))
    return result


def _outward(regions: np.ndarray, place: np.ndarray, normal: np.ndarray, region: int) -> int:
    """-1 where `normal` points out of the region at a place (x, y) of its outline, else 1."""
    x, y = np.clip(np.rint(place + 2 * normal).astype(int), 0, np.array(regions.shape[::-1]) - 1)
    return 1 if regions[y, x] == region else -1
