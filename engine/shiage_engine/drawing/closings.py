"""Closings: short strokes that close openings of lines, and the areas on their two sides."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .bands import bands
from .regions import between

BESIDE = (1.0, 1.5, 2.0)  # pixels from a closing to its two sides: not so far that a line lies between


@dataclass(frozen=True)
class Closings:
    """Short strokes."""

    start: np.ndarray  # f64 (N, 2): (x, y)
    end: np.ndarray  # f64 (N, 2)
    is_sure: np.ndarray  # bool (N,)

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, chosen: np.ndarray) -> Closings:
        return Closings(self.start[chosen], self.end[chosen], self.is_sure[chosen])

    @classmethod
    def joined(cls, parts: list[Closings]) -> Closings:
        """All closings of `parts`, in order."""
        if not parts:
            return cls(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, bool))
        return cls(*(np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])))

    def drawn_on(self, line: np.ndarray) -> np.ndarray:
        """`line`, bool (H, W), with the closings."""
        drawn = line.astype(np.uint8)
        for start, end in zip(_pixels(self.start).tolist(), _pixels(self.end).tolist(), strict=True):
            cv2.line(drawn, start, end, 1)
        return drawn.view(bool)

    def sides(self, regions: np.ndarray) -> np.ndarray:
        """The regions on the two sides of each, i32 (N, 2), 0 for none, of a map i32 (H, W) that has them as line."""
        way = self.end - self.start
        across = way[:, ::-1] * (-1, 1) / np.maximum(np.hypot(*way.T), 1)[:, None]
        found = np.zeros((len(self), 2), np.int32)
        for away in BESIDE:
            for side, sign in enumerate((1, -1)):
                here = values_at(regions, (self.start + self.end) / 2 + sign * away * across, 0)
                found[:, side] = np.where(found[:, side] > 0, found[:, side], here)
        return found


def that_part(closings: Closings, line: np.ndarray) -> Closings:
    """Those of `closings` that, drawn on `line` together, have two areas on their sides."""
    while len(closings):
        one, other = closings.sides(between(closings.drawn_on(line))).T
        parts = (one != other) & (one > 0) & (other > 0)
        if parts.all():
            break
        closings = closings[parts]
    return closings


def crossings(line: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How often the way from each `start` to its `end`, f64 (N, 2), goes from line to paper or back: i64 (N,)."""
    if not len(start):
        return np.zeros(0, int)
    steps = int(2 * np.abs(end - start).max(initial=1)) + 1
    shares = np.linspace(0, 1, steps + 1)[:, None, None]
    found = np.zeros(len(start), int)
    for some in bands((len(start), steps)):
        is_line = values_at(line, start[some] + shares * (end[some] - start[some]), False)
        found[some] = (is_line[1:] != is_line[:-1]).sum(0)
    return found


def values_at(image: np.ndarray, places: np.ndarray, outside: int) -> np.ndarray:
    """What `image`, (H, W), holds at places (x, y), f64 (..., 2); `outside` of it another value."""
    x, y = np.moveaxis(_pixels(places), -1, 0)
    is_inside = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0])
    return np.where(is_inside, image[np.where(is_inside, y, 0), np.where(is_inside, x, 0)], outside)


def _pixels(places: np.ndarray) -> np.ndarray:
    return np.rint(places).astype(int)
