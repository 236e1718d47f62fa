"""The canvas of the example: filled shapes with outlines, laid one over the other.

Everything is drawn four times as large, as labels (the paint and the line of each pixel), so that the truth of
each pixel is exact. The line art gets soft edges when it is made smaller; paint keeps hard ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np

from ..page.canvas import INKS
from ..page.curves import Points, segments
from ..page.parts import BLACK, BLUE, PAPER, RED
from ..page.raster import borders, union, window_around

OVERSAMPLING = 4
SPECK = 10  # pixels: smaller gaps between lines are filled with ink, as by a real pen

Color = tuple[int, int, int]


@dataclass(frozen=True)
class Ink:
    """Something drawn with the pen alone, as a lash or a crease: the pieces together are black."""

    pieces: Sequence[Points]


@dataclass(frozen=True)
class Shape:
    """A painted area with a line around it, the union of `pieces`; what is `inside` is cut off there."""

    pieces: Sequence[Points]
    color: Color
    inside: Sequence[Shape | Ink] = field(default=())
    edge: int = BLACK  # BLUE and RED are the color trace lines of shadows and of highlights
    width: float = 2.4


class _Cut(NamedTuple):
    """A rectangle of the large canvas, and a mask of its pixels."""

    rows: slice
    columns: slice
    mask: np.ndarray  # bool, of the size of rows and columns


def stroke(path: Points, width: float = 2.0) -> Ink:
    """A pen line along `path` that starts and ends thin."""
    return Ink(segments(path, (0.4 * width, width, width, 0.4 * width)))


def shadow(outline: Points, color: Color, width: float = 2.0) -> Shape:
    """A shadow, bounded by a blue trace line."""
    return Shape([outline], color, edge=BLUE, width=width)


def light(outline: Points, color: Color, width: float = 2.0) -> Shape:
    """A highlight, bounded by a red trace line."""
    return Shape([outline], color, edge=RED, width=width)


class Canvas:
    """Draw shapes from back to front, then take the line art and the paint."""

    def __init__(self, height: int, width: int) -> None:
        size = (height * OVERSAMPLING, width * OVERSAMPLING)
        self._line = np.full(size, PAPER, np.uint8)
        self._paint = np.zeros(size, np.uint8)
        self._colors: list[Color] = [(0, 0, 0)]  # 0 is nothing painted

    def draw(self, *shapes: Shape | Ink) -> None:
        for shape in shapes:
            self._draw(shape, None)

    def line_art(self) -> np.ndarray:
        """u8 (H, W, 4) RGBA: soft lines on white paper."""
        height, width = (n // OVERSAMPLING for n in self._line.shape)
        page = np.full((height, width, 3), 255, np.float32)
        for kind in (BLACK, BLUE, RED):
            whole = (self._line == kind).astype(np.float32)
            cover = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
            page -= cover[..., None] * (255 - INKS[kind, ::-1].astype(np.float32))
        return _opaque(_without_specks(np.rint(page).clip(0, 255).astype(np.uint8)))

    def paint(self) -> np.ndarray:
        """u8 (H, W, 4) RGBA: the paint layer, flat to the middle of lines, transparent where unpainted."""
        middle = slice(OVERSAMPLING // 2, None, OVERSAMPLING)
        labels = self._paint[middle, middle]
        palette = _opaque(np.array(self._colors, np.uint8)[None])[0]
        palette[0] = 0
        return np.asarray(palette[labels])

    def _draw(self, shape: Shape | Ink, within: _Cut | None) -> None:
        margin = shape.width if isinstance(shape, Shape) else 0.0
        whole = self._cut(shape.pieces, margin)
        shown = _narrowed(whole, within)
        if isinstance(shape, Ink):
            self._line[shown.rows, shown.columns][shown.mask] = BLACK
            return
        self._paint[shown.rows, shown.columns][shown.mask] = self._index(shape.color)
        self._line[shown.rows, shown.columns][shown.mask] = PAPER
        for detail in shape.inside:
            self._draw(detail, shown)
        edge = _narrowed(whole._replace(mask=_outline(whole.mask, shape.width)), within)
        self._line[edge.rows, edge.columns][edge.mask] = shape.edge

    def _cut(self, pieces: Sequence[Points], margin: float) -> _Cut:
        """The union of `pieces`, in a part of the canvas that also has room for the line around it."""
        large = [np.rint(piece * OVERSAMPLING) for piece in pieces]
        rows, columns = window_around(large, self._line.shape, int(margin * OVERSAMPLING) + 1)
        local = [piece - (columns.start, rows.start) for piece in large]
        mask = union(local, self._line[rows, columns].shape, shift=0)
        return _Cut(rows, columns, mask > 0)

    def _index(self, color: Color) -> int:
        if color not in self._colors:
            self._colors.append(color)
        return self._colors.index(color)


def _outline(mask: np.ndarray, width: float) -> np.ndarray:
    """bool, as `mask`: a line of `width` (pixels of the small page) along its border, half inside."""
    line = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(line, borders(mask.astype(np.uint8)), -1, 1, thickness=round(width * OVERSAMPLING))
    return line > 0


def _narrowed(cut: _Cut, within: _Cut | None) -> _Cut:
    """The part of `cut` that lies `within` another."""
    if within is None:
        return cut
    rows = slice(max(cut.rows.start, within.rows.start), max(min(cut.rows.stop, within.rows.stop), 0))
    columns = slice(
        max(cut.columns.start, within.columns.start), max(min(cut.columns.stop, within.columns.stop), 0)
    )
    return _Cut(rows, columns, _seen(cut, rows, columns) & _seen(within, rows, columns))


def _seen(cut: _Cut, rows: slice, columns: slice) -> np.ndarray:
    """The mask of `cut` within `rows` and `columns`; empty where they do not overlap."""
    top, left = rows.start - cut.rows.start, columns.start - cut.columns.start
    height, width = max(rows.stop - rows.start, 0), max(columns.stop - columns.start, 0)
    return cut.mask[top : top + height, left : left + width]


def _without_specks(page: np.ndarray) -> np.ndarray:
    """`page` (u8 RGB) with its specks of bare paper in the color of the lines around them."""
    bare = (page.min(2) >= 250).astype(np.uint8)
    _, regions, stats, _ = cv2.connectedComponentsWithStats(bare, connectivity=4)
    specks = (stats[:, cv2.CC_STAT_AREA] <= SPECK)[regions] & (bare > 0)
    inked = cv2.erode(page, np.ones((3, 3), np.uint8), iterations=2)
    return np.where(specks[..., None], inked, page)


def _opaque(rgb: np.ndarray) -> np.ndarray:
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
