"""Model sheets: colored drawings of who is in a shot that are no frames of it.

A page of several views is several drawings, since descriptors tell where in its figure a region lies.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from . import line_art, paper
from .colored_drawing import take_apart

REACH = 0.01  # of the longer side of a page: parts nearer than twice this are of one figure
FIGURE = 0.15  # of the box of the largest figure: what has a smaller one is no figure, but a part or a note
NEAR = 4  # times REACH: how far a part may lie from its figure; notes farther away are left out


class ModelSheet(NamedTuple):
    """A model sheet, of any size, pose and view."""

    line: np.ndarray | None  # line art, u8 RGBA (H, W, 4); None: the lines are in `color` as well
    color: np.ndarray  # its paint, u8 RGBA (H, W, 4)


class Figure(NamedTuple):
    """One figure of a model sheet."""

    line: np.ndarray  # u8 RGBA (H, W, 4)
    color: np.ndarray  # u8 RGBA (H, W, 4)


class Box(NamedTuple):
    """Where something lies on a page, in pixels; right and bottom are the first beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)

    def apart(self, other: Box) -> int:
        """Pixels between two boxes, 0 where they touch or overlap."""
        across = max(self.left - other.right, other.left - self.right, 0)
        down = max(self.top - other.bottom, other.top - self.bottom, 0)
        return max(across, down)


def figures(sheet: ModelSheet) -> list[Figure]:
    """The figures of a model sheet, from left to right; a page of one comes back as it is."""
    line, color = take_apart(sheet.color) if sheet.line is None else (sheet.line, sheet.color)
    white = paper.on_white(line)
    mask = (line_art.read(white).ink >= line_art.FAINTEST_INK) | _is_painted(color)
    reach = max(round(REACH * max(mask.shape)), 1)
    parts, boxes = _parts(mask, reach)
    largest = max((box.area for box in boxes.values()), default=0)
    own = [number for number, box in boxes.items() if box.area >= FIGURE * largest]
    if len(own) < 2:
        return [Figure(line, color)]
    figure_of = {number: _figure_of(number, own, boxes, NEAR * reach) for number in boxes}
    return [
        _cut(
            [number for number in boxes if figure_of[number] == figure],
            parts,
            boxes,
            Figure(white, color),
            reach,
        )
        for figure in sorted(own, key=lambda number: boxes[number])
    ]


def _is_painted(color: np.ndarray) -> np.ndarray:
    """Where a page is painted, white paper not counted: bool (H, W)."""
    return (color[..., 3] > 0) & (color[..., :3].min(2) < 255)


def _parts(mask: np.ndarray, reach: int) -> tuple[np.ndarray, dict[int, Box]]:
    """The parts of a page, i32 (H, W), 0 where nothing is, and their boxes; what is near by is one part."""
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    grown = cv2.dilate(mask.astype(np.uint8), ball)
    count, parts, found, _ = cv2.connectedComponentsWithStats(grown, connectivity=8, ltype=cv2.CV_32S)
    boxes = {
        number: Box(left, top, left + width, top + height)
        for number in range(1, count)
        for left, top, width, height, _ in [found[number].tolist()]
    }
    return parts, boxes


def _figure_of(number: int, figures: list[int], boxes: dict[int, Box], most: int) -> int:
    """The figure that a part belongs to: itself, or the nearest; 0 where none is near."""
    if number in figures:
        return number
    nearest = min(figures, key=lambda figure: boxes[number].apart(boxes[figure]))
    return nearest if boxes[number].apart(boxes[nearest]) <= most else 0


def _cut(numbers: list[int], parts: np.ndarray, boxes: dict[int, Box], page: Figure, margin: int) -> Figure:
    """The figure of some parts, with what else lies in their box left out."""
    lefts, tops, rights, bottoms = zip(*(boxes[number] for number in numbers), strict=True)
    rows = slice(max(min(tops) - margin, 0), max(bottoms) + margin)
    columns = slice(max(min(lefts) - margin, 0), max(rights) + margin)
    is_other = ~np.isin(parts[rows, columns], [0, *numbers])
    cut = []
    for plane in page:
        own = plane[rows, columns].copy()
        own[is_other] = 255 if plane[..., 3].min() == 255 else 0  # opaque planes stay so
        cut.append(own)
    return Figure(*cut)
