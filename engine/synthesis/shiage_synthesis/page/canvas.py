"""The rasterizer: parts from back to front become line art, labels and surface ids.

Every pixel of the canvas holds the surface and the ink at its place, so the truth is exact. Soft lines are drawn
twice as large and made smaller; hard ones are drawn at their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .curves import Points, at
from .parts import BLACK, BLUE, PAPER, Inlay, Part
from .raster import SHIFT, Window, borders, dense, fixed, runs, union, window_around
from .style import Pen
from .surfaces import Surfaces

INKS = np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]], np.uint8)  # BGR of PAPER .. RED


class Frame(NamedTuple):
    """A finished frame and its truth."""

    line: np.ndarray  # u8 (H, W, 3) BGR
    label: np.ndarray  # u8 (H, W)
    part: np.ndarray  # u16 (H, W): surface ids, also below the line; 0 background


class Canvas:
    """One frame, drawn part by part."""

    def __init__(self, height: int, width: int, pen: Pen, surfaces: Surfaces) -> None:
        self._scale = 2 if pen.soft else 1
        self._pen = pen
        self._surfaces = surfaces
        self._ids = np.zeros((height * self._scale, width * self._scale), np.uint16)
        self._ink = np.zeros(self._ids.shape, np.uint8)

    def draw(self, parts: Sequence[Part]) -> None:
        """Draw parts (in pixels of the page) from back to front."""
        for part in sorted(parts, key=lambda part: part.z):
            self._draw(part)

    def _draw(self, part: Part) -> None:
        outlines = [piece * self._scale for piece in part.pieces if len(piece) > 2]
        if outlines:
            place = window_around(outlines, self._ids.shape, margin=2)
            if not self._ids[place].size:
                return
            self._area(part, outlines, place)
        width = self._pen.width * part.pen
        for fold in part.folds:
            self._stroke(
                self._ink, fold * self._scale, 0.8 * max(width, self._pen.width * 0.6), BLACK, open_ends=True
            )

    def _area(self, part: Part, outlines: list[Points], place: Window) -> None:
        corner = at(place[1].start, place[0].start)
        ids, ink = self._ids[place], self._ink[place]
        local = [outline - corner for outline in outlines]
        surface = self._surfaces.id(part.key, part.label)
        mask = None
        if len(local) == 1 and not part.inlays:
            cv2.fillPoly(ids, [fixed(local[0])], surface, shift=SHIFT)
            cv2.fillPoly(ink, [fixed(local[0])], BLACK if part.solid else PAPER, shift=SHIFT)
        else:
            mask = union(local, ids.shape)
            inside = mask > 0
            ids[inside] = surface
            ink[inside] = BLACK if part.solid else PAPER
            present = [surface]
            for inlay in part.inlays:
                self._inlay(inlay, inlay.shape * self._scale - corner, inside, (ids, ink), present)
        if part.pen > 0:
            for outline in _outer(local, mask):
                self._outline(part, outline + corner)

    def _inlay(
        self,
        inlay: Inlay,
        shape: Points,
        inside: np.ndarray,
        room: tuple[np.ndarray, np.ndarray],
        present: list[int],
    ) -> None:
        """Cut `inlay` into the part that fills `inside`; adds to `present`, the surfaces of the part."""
        ids, ink = room
        mask = union([shape], ids.shape)
        chosen = inside & (mask == 0 if inlay.outside else mask > 0)
        if not chosen.any():
            return
        if inlay.is_shade:
            below = ids[chosen]
            changed = below.copy()
            for surface in list(present):
                changed[below == surface] = self._surfaces.shaded(surface, inlay.key)
                present.append(self._surfaces.shaded(surface, inlay.key))
            ids[chosen] = changed
        else:
            surface = self._surfaces.id(inlay.key, inlay.label)
            ids[chosen] = surface
            ink[chosen] = PAPER
            present.append(surface)
        if inlay.edge != PAPER:
            border = np.zeros(ids.shape, np.uint8)
            thin = 0.6 if inlay.edge != BLACK else 0.8
            self._stroke(border, np.concatenate([shape, shape[:1]]), max(1.0, self._pen.width * thin), 1)
            ink[(border > 0) & inside & (ink == PAPER)] = inlay.edge

    def _outline(self, part: Part, outline: Points) -> None:
        closed = np.concatenate([outline, outline[:1]])
        width = self._pen.width * part.pen
        if not part.hidden:
            self._stroke(self._ink, closed, width, part.edge)
            return
        outline = dense(outline)
        closed = np.concatenate([outline, outline[:1]])
        discs = np.array(part.hidden) * self._scale
        apart = np.hypot(closed[:, None, 0] - discs[:, 0], closed[:, None, 1] - discs[:, 1]) > discs[:, 2]
        shown = apart.all(1)
        if shown.all():
            self._stroke(self._ink, closed, width, part.edge)
            return
        start = int(np.argmin(shown))
        order = np.roll(np.arange(len(closed) - 1), -start)
        for run in runs(shown[order]):
            self._stroke(self._ink, outline[order[run]], width, part.edge, open_ends=True)

    def _stroke(
        self, onto: np.ndarray, path: Points, width: float, kind: int, open_ends: bool = False
    ) -> None:
        """A line, thinner in places if the pen swells; `width` in pixels of the page."""
        if len(path) < 2:
            return
        wide = width * self._scale
        if self._pen.swell <= 0 or wide < 2:
            cv2.polylines(onto, [fixed(path)], False, kind, max(round(wide), self._scale), cv2.LINE_8, SHIFT)
            return
        place = np.linspace(0, 1, len(path) - 1)
        waves = np.sin(np.pi * place) if open_ends else 0.5 - 0.5 * np.cos(4 * np.pi * place)
        widths = np.rint(wide * (1 - self._pen.swell * (1 - waves))).astype(int).clip(self._scale)
        for value in np.unique(widths):
            lines = [fixed(path[run.start : run.stop + 1]) for run in runs(widths == value)]
            cv2.polylines(onto, lines, False, kind, int(value), cv2.LINE_8, SHIFT)

    def finish(self) -> Frame:
        """The frame in the size of the page; regions of different labels have a line between them everywhere."""
        labels_of, owners = self._surfaces.lookup()
        step = slice(self._scale // 2, None, self._scale)
        ids = np.ascontiguousarray(self._ids[step, step])
        ink = np.where(self._ink == BLACK, BLACK, PAPER) if self._pen.raw else self._ink
        line: np.ndarray = np.take(INKS, ink, axis=0)
        if self._scale > 1:
            line = cv2.resize(line, ids.shape[::-1], interpolation=cv2.INTER_AREA)
        dense = labels_of[ids]
        paper = np.minimum(np.minimum(line[..., 0], line[..., 1]), line[..., 2]) >= 128  # min(2) is slow
        _seal(line, paper, dense, owners[ids], within=not self._pen.raw)
        return Frame(line, np.where(paper, dense, 0).astype(np.uint8), ids)


def _seal(line: np.ndarray, paper: np.ndarray, dense: np.ndarray, owner: np.ndarray, *, within: bool) -> None:
    """Draw a line where different labels touch: blue within one part (only if `within`), black between two."""
    for after, before in (
        ((slice(None), slice(1, None)), (slice(None), slice(-1))),
        ((slice(1, None),), (slice(-1),)),
    ):
        leak = paper[before] & paper[after] & (dense[before] != dense[after])
        if leak.any():
            same = owner[before] == owner[after]
            if not within:
                leak &= ~same
            line[before][leak & same] = INKS[BLUE]
            line[before][leak & ~same] = INKS[BLACK]
            paper[before][leak] = False


def _outer(local: list[Points], mask: np.ndarray | None) -> list[Points]:
    """The outlines of a union of pieces."""
    if len(local) == 1 or mask is None:
        return local
    return [border[:, 0].astype(np.float64) for border in borders(mask) if len(border) > 8]
