"""The contact sheet of a cut: the frames of its shots as a painter sees them, small."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from ..evaluation.sheet import PAPER, picture
from ..files.images import encoded
from ..files.saving import write_ours
from ..files.seals import is_sealed, sealed
from ..files.shots import ShotFiles
from ..results import FrameResult

MOST = 12  # frames on a sheet, evenly over the cut
COLUMNS = 6
WIDTH = 180  # pixels of a frame on the sheet
KEPT_WIDTH = 480  # of one that is kept until it is known where all are drawn
GAP = 4


class ContactSheet:
    """Frames of a shot, made small one by one as they come; references show the painter's own paint."""

    def __init__(self, shot: ShotFiles) -> None:
        times = sorted(shot.lines)
        shown = np.linspace(0, len(times) - 1, min(len(times), MOST)).round().astype(int)
        self._shot = shot
        self._shown = {times[one] for one in shown}
        self._small: dict[int, np.ndarray] = {}  # by time
        for time in self._shown & shot.colors.keys():
            self._add(time, picture(shot.lines[time], shot.colors[time]))

    def add(self, frame: FrameResult) -> None:
        """Show a colored frame, if it is one of those on the sheet; what is withdrawn is hatched."""
        if frame.time in self._shown:
            line = self._shot.lines[frame.time]
            self._add(frame.time, picture(line, frame.color(), frame.withdrawn_pixels()))

    def picture(self) -> np.ndarray:
        """The sheet: u8 RGB (h, w, 3)."""
        frames = _cropped([self._small[time] for time in sorted(self._small)])
        columns = min(COLUMNS, len(frames))
        frames += [np.full_like(frames[0], PAPER)] * (-len(frames) % columns)
        rows = [np.hstack(frames[first : first + columns]) for first in range(0, len(frames), columns)]
        return np.vstack(rows)

    def _add(self, time: int, shown: np.ndarray) -> None:
        self._small[time] = _scaled(shown, min(KEPT_WIDTH, shown.shape[1]))


def write_contact_sheet(path: Path, sheets: Sequence[np.ndarray]) -> None:
    """Write the sheets of a cut's shots, one below the other, in place of older ones. Raises InputError."""
    width = max(sheet.shape[1] for sheet in sheets)
    wide = [
        np.pad(sheet, ((0, 0), (0, width - sheet.shape[1]), (0, 0)), constant_values=PAPER)
        for sheet in sheets
    ]
    write_ours(path, sealed(encoded(np.vstack(wide))), is_sealed)


def _cropped(frames: list[np.ndarray]) -> list[np.ndarray]:
    """Where anything is drawn in any of the frames, u8 (h, w, 3), each WIDTH wide and with a gap around."""
    is_drawn = np.any([frame.min(axis=2) < PAPER for frame in frames], axis=0)
    area = (slice(None), slice(None))
    if is_drawn.any():
        rows, columns = np.flatnonzero(is_drawn.any(1)), np.flatnonzero(is_drawn.any(0))
        area = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    gaps = ((GAP, GAP), (GAP, GAP), (0, 0))
    return [np.pad(_scaled(frame[area], WIDTH), gaps, constant_values=PAPER) for frame in frames]


def _scaled(picture: np.ndarray, width: int) -> np.ndarray:
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
