"""Judging a painted frame region by region.

A region to judge is a 4-connected set of pixels whose darkest channel is at least a paper level; its truth is the
label most of its pixels have, and its color in the result likewise.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from ..drawing import line_art
from ..drawing.line_art import BLACK
from ..drawing.oklab import oklab
from ..drawing.regions import SPECK, areas, tally
from ..files.labelled_shots import LINE, NO_TRUTH
from ..results import FrameResult
from .metrics import Regions
from .sheet import on_paper
from .tracking import TrackedRegions, changes, partners, shifts
from .truth import TruthShot, color_numbers, paper_regions

THIN = 2.5  # pixels from the middle of a thin region to its border, at most


class RegionJudge:
    """Judges the frames of a shot in order of time."""

    def __init__(self, shot: TruthShot, paper: int, hints: Mapping[int, np.ndarray] | None = None) -> None:
        """`hints`: by time, u8 RGBA (H, W, 4), dabs of color; the regions that they tell are not judged."""
        self._shot = shot
        self._paper = paper
        self._hints = hints or {}
        self._before: TrackedRegions | None = None

    def judge(self, painted: FrameResult, raw: np.ndarray | None = None) -> Regions:
        """The regions of the frame that have a truth.

        `raw`: u8 RGB (h, w, 3), the picture that the method answered with; the paint is looked at if there is none.
        """
        line = self._shot.lines[painted.time]
        label = self._shot.label(painted.time, line.shape[:2])
        regions = paper_regions(line, self._paper)
        count = int(regions.max()) + 1
        truth = majority(regions, label, ignored=LINE)
        known = np.bincount(regions.ravel(), (label != LINE).ravel(), count) > 0
        known &= truth != NO_TRUTH
        if painted.time in self._hints:
            known[regions[self._hints[painted.time][..., 3] > 0]] = False
        known[0] = False
        true_color, color = self._shot.color_of[truth], majority(regions, color_numbers(painted.color()))
        area = areas(regions)
        exact = painted.confidence[painted.region_map]
        change, shift = np.full(count, -1, np.int8), np.full(count, np.nan, np.float32)
        tracked = np.flatnonzero(known & (area > SPECK))
        row = np.zeros(count, np.int32)
        row[tracked] = np.arange(1, len(tracked) + 1)
        shown = _shown(color) if raw is None else _shown_in(raw, regions, count)
        now = TrackedRegions(
            self._shot.times.index(painted.time),
            row[regions],
            self._keys(painted.time, regions, truth)[tracked],
            color[tracked],
            shown[tracked],
        )
        before, self._before = self._before, now
        partner = partners(before, now)
        change[tracked], shift[tracked] = changes(before, now, partner), shifts(before, now, partner)
        return Regions(
            area=area[known],
            right=(true_color == color)[known],
            in_figure=true_color[known] != 0,
            blank=color[known] == 0,
            withdrawn=_mean(regions, painted.withdrawn_pixels())[known] > 0.5,
            confidence=_mean(regions, exact)[known].astype(np.float32),
            at_trace=_at_trace(regions, line)[known],
            is_thin=_is_thin(regions)[known],
            change=change[known],
            shift=shift[known],
        )

    def _keys(self, time: int, regions: np.ndarray, truth: np.ndarray) -> np.ndarray:
        """What tells regions apart, by id: the true label, combined with the part where it is known, i64 (R + 1,)."""
        keys = truth.astype(np.int64)
        part = self._shot.part(time, regions.shape)
        return keys if part is None else keys + 256 * majority(regions, part).astype(np.int64)


def majority(regions: np.ndarray, values: np.ndarray, ignored: int | None = None) -> np.ndarray:
    """The value most pixels of each region have, the least of equals: (R + 1,); 0 where all are `ignored`."""
    found, index = np.unique(values.ravel(), return_inverse=True)
    count = int(regions.max()) + 1
    votes = tally(regions, index, (count, len(found)))
    if ignored is not None:
        votes[:, found == ignored] = 0
    return np.where(votes.any(1), found[votes.argmax(1)], 0).astype(values.dtype)


def _shown(color: np.ndarray) -> np.ndarray:
    """Colors of regions, u32 (R + 1,) as of `truth.color_numbers`, on white: f32 (R + 1, 3) in OKLab."""
    rgba = np.ascontiguousarray(color, np.uint32).view(np.uint8).reshape(1, -1, 4)
    return oklab(on_paper(rgba)[0] / 255)


def _shown_in(picture: np.ndarray, regions: np.ndarray, count: int) -> np.ndarray:
    """The mean color of each region in a picture, u8 RGB (h, w, 3): f32 (R + 1, 3) in OKLab; NaN if it is in none."""
    small = cv2.resize(regions, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST).ravel()
    pixels = np.bincount(small, minlength=count)
    colors = oklab(picture.reshape(-1, 3) / 255)
    sums = [np.bincount(small, channel, count) for channel in colors.T]
    with np.errstate(invalid="ignore"):
        return (np.stack(sums, 1) / pixels[:, None]).astype(np.float32)


def _mean(regions: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The mean of `values` (H, W) in each region: f64 (R + 1,)."""
    return np.bincount(regions.ravel(), values.ravel()) / np.maximum(areas(regions), 1)


def _at_trace(regions: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Which regions touch a trace line: bool (R + 1,)."""
    is_trace = (line_art.read(line).kind > BLACK).astype(np.uint8)
    near = cv2.dilate(is_trace, np.ones((3, 3), np.uint8)) > 0
    return np.bincount(regions[near], minlength=int(regions.max()) + 1) > 0


def _is_thin(regions: np.ndarray) -> np.ndarray:
    """Which regions are nowhere wider than about 4 pixels: bool (R + 1,)."""
    depth = cv2.distanceTransform((np.pad(regions, 1) > 0).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    deep = np.bincount(regions[depth > THIN], minlength=int(regions.max()) + 1)
    thin: np.ndarray = deep == 0
    return thin
