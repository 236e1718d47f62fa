"""Hints: dabs of color, the smallest form of partial truth.

The region under a dab has its color for certain, as in a partly painted frame: it is never withdrawn, and every
method learns of it and tells its neighbors in space and time. So has the same region wherever the shot shows the same
drawing again: in a cycle one dab is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..drawing.repeats import repeats
from ..drawing.shot import UNKNOWN, Frame, Shot
from ..errors import InputError
from ..results import HintReport
from .answers import Color, dabbed


def with_hints(shot: Shot, hints: Mapping[int, np.ndarray]) -> tuple[Shot, tuple[HintReport, ...]]:
    """The shot with the colors of all dabs as known labels, and what was read of each frame, in order of time.

    `hints`: by time, u8 RGBA (H, W, 4), see `Request.hints`. A color that the palette lacks joins it. What is painted
    already stays as it is, and a finished frame needs no hints. Raises InputError for hints of another size.
    """
    index = {frame.time: number for number, frame in enumerate(shot.frames)}
    read: dict[int, dict[int, Color]] = {}
    reports = []
    for time in sorted(hints):
        frame = shot.frames[index[time]]
        dabs, regions = hints[time], frame.regions
        if dabs.shape[:2] != regions.shape:
            raise InputError(f"The hints of frame {time} are not of the size of its line art: make them so.")
        found, mixed = dabbed(regions, np.ascontiguousarray(dabs))
        reports.append(HintReport(time, len(found), mixed))
        if found:
            read[index[time]] = found
    read = {
        number: found for number, found in _repeated(read, shot.frames).items() if number not in shot.labels
    }
    colors = sorted({color for of_frame in read.values() for color in of_frame.values()})
    shot = shot.with_colors(np.array(colors, np.uint8).reshape(-1, 4))
    partial = dict(shot.partial)
    for number, of_frame in read.items():
        known = partial.get(number, _unknown(shot.frames[number].count + 1)).copy()
        for region, color in of_frame.items():
            if known[region] == UNKNOWN:
                known[region] = shot.label_of[color]
        partial[number] = known
    return replace(shot, partial=dict(sorted(partial.items()))), tuple(reports)


def _repeated(dabs: Mapping[int, dict[int, Color]], frames: Sequence[Frame]) -> dict[int, dict[int, Color]]:
    """The colors of dabs by frame and region, also on frames that show a drawing with dabs again.

    What a frame's own dabs say comes first, then those of the first other frame.
    """
    told = {number: dict(found) for number, found in dabs.items()}
    for same in repeats(frames):
        given = [number for number in same if number in dabs]
        for number in same if given else ():
            of_frame = told.setdefault(number, {})
            for other in given:
                for region, color in dabs[other].items():
                    of_frame.setdefault(region, color)
    return dict(sorted(told.items()))


def _unknown(count: int) -> np.ndarray:
    """The labels of a frame of which nothing is known, i32 (count,)."""
    labels = np.full(count, UNKNOWN, np.int32)
    labels[0] = 0
    return labels
