"""The rasterizer: parts from back to front become line art, labels and surface ids.

Every pixel of the canvas knows which surface lies there and what the pen left there, so truth is exact. Soft
shots are drawn twice as large and made smaller; hard ones are drawn as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .curves import Points
from .parts import BACKGROUND, BLACK, BLUE, PAPER, Inlay, Part

SHIFT = 3  # binary digits behind the point of what OpenCV draws
INKS = np.array([[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 0, 255]], np.uint8)  # BGR of PAPER .. RED


class Surfaces:
    """The ids of the painted surfaces of a shot; they stay the same in all its frames. Id 0 is background."""

    def __init__(self, shade: Callable[[int, str], int]) -> None:
        self.labels = [BACKGROUND]
        self._owner = [0]  # id of the part that a shadow lies on
        self._ids: dict[tuple[str, int], int] = {}
        self._shade = shade

    def id(self, key: str, label: int, owner: int | None = None) -> int:
        if label == BACKGROUND:
            return 0
        known = self._ids.get((key, label))
        if known is None:
            known = self._ids[key, label] = len(self.labels)
            self.labels.append(label)
            self._owner.append(known if owner is None else self._owner[owner])
        return known

    def shaded(self, surface: int, key: str) -> int:
        """The surface that `surface` is in shadow ("dark") or in light ("light")."""
        if surface == 0:
            return 0
        return self.id(f"{surface}/{key}", self._shade(self.labels[surface], key), surface)

    def lookup(self) -> tuple[np.ndarray, np.ndarray]:
        """u8 labels and u16 owners by surface id."""
        return np.array(self.labels, np.uint8), np.array(self._owner, np.uint16)


class Drawn(NamedTuple):
    """One frame."""

    line: np.ndarray  # u8 (H, W, 3) BGR
    label: np.ndarray  # u8 (H, W)
    part: np.ndarray  # u16 (H, W): surface ids, also below the line; 0 background


class Pen(NamedTuple):
    """How lines look."""

    width: float  # pixels
    swell: float  # in [0, 1]: how much thinner a line is at places
    soft: bool  # anti-aliased
    raw: bool = False  # black lines alone: nothing parts the colors within a surface


class Canvas:
    """One frame in the making."""

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
            room = _room(outlines, self._ids.shape)
            if room is None:
                return
            self._area(part, outlines, room)
        width = self._pen.width * part.pen
        for fold in part.folds:
            self._stroke(
                self._ink, fold * self._scale, 0.8 * max(width, self._pen.width * 0.6), BLACK, open_ends=True
            )

    def _area(self, part: Part, outlines: list[Points], room: tuple[slice, slice]) -> None:
        corner = np.array([room[1].start, room[0].start], np.float64)
        ids, ink = self._ids[room], self._ink[room]
        local = [outline - corner for outline in outlines]
        surface = self._surfaces.id(part.key, part.label)
        mask = None
        if len(local) == 1 and not part.inlays:
            cv2.fillPoly(ids, [_fixed(local[0])], surface, shift=SHIFT)
            cv2.fillPoly(ink, [_fixed(local[0])], BLACK if part.solid else PAPER, shift=SHIFT)
        else:
            mask = np.zeros(ids.shape, np.uint8)
            for outline in local:
                cv2.fillPoly(mask, [_fixed(outline)], 1, shift=SHIFT)
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
        mask = np.zeros(ids.shape, np.uint8)
        cv2.fillPoly(mask, [_fixed(shape)], 1, shift=SHIFT)
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
        outline = _dense(outline)
        closed = np.concatenate([outline, outline[:1]])
        discs = np.array(part.hidden) * self._scale
        apart = np.hypot(closed[:, None, 0] - discs[:, 0], closed[:, None, 1] - discs[:, 1]) > discs[:, 2]
        shown = apart.all(1)
        if shown.all():
            self._stroke(self._ink, closed, width, part.edge)
            return
        start = int(np.argmin(shown))
        order = np.roll(np.arange(len(closed) - 1), -start)
        for run in _runs(shown[order]):
            self._stroke(self._ink, outline[order[run]], width, part.edge, open_ends=True)

    def _stroke(
        self, onto: np.ndarray, path: Points, width: float, kind: int, open_ends: bool = False
    ) -> None:
        """A line that swells and thins; `width` in pixels of the page."""
        if len(path) < 2:
            return
        wide = width * self._scale
        if self._pen.swell <= 0 or wide < 2:
            cv2.polylines(onto, [_fixed(path)], False, kind, max(round(wide), self._scale), cv2.LINE_8, SHIFT)
            return
        place = np.linspace(0, 1, len(path) - 1)
        waves = np.sin(np.pi * place) if open_ends else 0.5 - 0.5 * np.cos(4 * np.pi * place)
        widths = np.rint(wide * (1 - self._pen.swell * (1 - waves))).astype(int).clip(self._scale)
        for value in np.unique(widths):
            runs = [_fixed(path[run.start : run.stop + 1]) for run in _runs(widths == value)]
            cv2.polylines(onto, runs, False, kind, int(value), cv2.LINE_8, SHIFT)

    def finish(self) -> Drawn:
        """The frame on its page: regions of different labels are parted by lines everywhere."""
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
        return Drawn(line, np.where(paper, dense, 0).astype(np.uint8), ids)


def _seal(line: np.ndarray, paper: np.ndarray, dense: np.ndarray, owner: np.ndarray, *, within: bool) -> None:
    """Part neighbors of different labels that no line parts: blue `within` one part, black between two."""
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
    contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return [contour[:, 0].astype(np.float64) for contour in contours if len(contour) > 8]


def _dense(outline: Points, step: float = 3.0) -> Points:
    """A closed outline with a point at least every `step` pixels."""
    closed = np.concatenate([outline, outline[:1]])
    lengths = np.hypot(*np.diff(closed, axis=0).T)
    counts = np.maximum(np.ceil(lengths / step), 1)
    places = np.concatenate([index + np.arange(count) / count for index, count in enumerate(counts)])
    index = np.arange(len(closed))
    return np.stack([np.interp(places, index, closed[:, 0]), np.interp(places, index, closed[:, 1])], 1)


def _room(outlines: list[Points], shape: tuple[int, ...]) -> tuple[slice, slice] | None:
    """The pixels around `outlines` that lie on the canvas."""
    low = np.floor(np.min([outline.min(0) for outline in outlines], 0)).astype(int) - 2
    high = np.ceil(np.max([outline.max(0) for outline in outlines], 0)).astype(int) + 3
    left, top = np.maximum(low, 0)
    right, bottom = np.minimum(high, shape[::-1])
    return (slice(top, bottom), slice(left, right)) if left < right and top < bottom else None


def _fixed(path: Points) -> np.ndarray:
    return np.rint(path * (1 << SHIFT)).astype(np.int32)


def _runs(flags: np.ndarray) -> list[slice]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
