"""Hints drawn from the truth: dabs in random regions, or patches (Thasarathan and Ebrahimi 2019, section 4.2)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import cv2
import numpy as np

from ..drawing.regions import SPECK, areas
from ..errors import InputError
from ..files.labelled_shots import BACKGROUND, LINE, NO_TRUTH
from .judging import majority
from .truth import TruthShot, paper_regions

DAB = 6  # pixels, the radius
SIDE, PATCH = 256, 4  # pixels: of a frame's longer side and of a patch's side in the paper


@dataclass(frozen=True)
class Hints:
    """How many hints each target frame gets: `dabs` in random regions, or the share `patches` of all patches."""

    dabs: int = 0
    patches: float = 0.0

    @classmethod
    def read(cls, text: str) -> Hints:
        """From "3" or "1%"; raises InputError for anything else."""
        number, percent, rest = text.partition("%")
        try:
            value = float(number) / 100 if percent else int(number)
        except ValueError:
            value = -1
        if rest or not value >= 0 or (percent and value > 1):
            raise InputError(f"There are no hints {text!r}: give a number of dabs, as 3, or a share, as 1%.")
        return cls(patches=value) if percent else cls(dabs=int(value))


NO_HINTS = Hints()


def draw_hints(shot: TruthShot, time: int, hints: Hints, paper: int) -> np.ndarray:
    """The hints of one frame, u8 RGBA (H, W, 4), transparent elsewhere; the same at each call.

    `paper`: least darkest channel of a region's pixels. What is left unpainted in truth gets no hint, since no color
    says so.
    """
    line = shot.lines[time]
    label, paint = shot.label(time, line.shape[:2]), shot.paint(time)
    random = np.random.default_rng([zlib.crc32(shot.folder.name.encode()), time])
    shown = np.zeros(label.shape, bool)
    if hints.dabs:
        shown = _dabs(label, paper_regions(line, paper), hints.dabs, random)
    if hints.patches:
        shown |= _patches(label, hints.patches, random)
    return np.where(shown[..., None], paint, 0).astype(np.uint8)


def _dabs(label: np.ndarray, regions: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Where there are dabs, bool (H, W): in the middle of `count` regions larger than specks that are painted."""
    truth = majority(regions, label, ignored=LINE)
    is_painted = (truth > BACKGROUND) & (truth != NO_TRUTH) & (areas(regions) > SPECK)
    is_painted[0] = False
    chosen = random.permutation(np.flatnonzero(is_painted))[:count]
    shown = np.zeros(label.shape, bool)
    for region in chosen:
        inside = ((regions == region) & (label == truth[region])).astype(np.uint8)
        depth = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
        y, x = np.unravel_index(int(depth.argmax()), depth.shape)
        disk = cv2.circle(np.zeros_like(inside), (int(x), int(y)), DAB, 1, cv2.FILLED)
        shown |= (disk & inside).astype(bool)
    return shown


def _patches(label: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """Where there are patches, bool (H, W): as large beside the frame as the paper's.

    Only those of one color: a painter picks no mean of two.
    """
    side = max(round(PATCH * max(label.shape) / SIDE), 1)
    rows, columns = (length // side for length in label.shape)
    shown = np.zeros(label.shape, bool)
    wanted = random.permutation(rows * columns)[: round(share * rows * columns)]
    for row, column in zip(*np.divmod(wanted, columns), strict=True):
        place = np.s_[row * side : (row + 1) * side, column * side : (column + 1) * side]
        ids = np.setdiff1d(label[place], (LINE,))
        if len(ids) == 1 and BACKGROUND < ids[0] != NO_TRUTH:
            shown[place] = label[place] == ids[0]
    return shown
