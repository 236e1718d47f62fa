"""Open shots: a drawing is made as those beside it. Where these tell that it is open, it is segmented as such.

By itself a drawing of few lines may not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .line_art import LineArt
from .segmentation import Segmented, segment_and_tell

OPEN = 0.25  # share of a shot's drawings that are open, from which on all are
ALONE = 0.8  # share of the work that is done once each drawing was segmented by itself, where some are again


class Turn(NamedTuple):
    """A drawing that was segmented."""

    time: int
    art: LineArt
    found: Segmented
    done: float  # share of the work on the shot, in [0, 1]


def segmented(
    times: Sequence[int], read: Callable[[int], tuple[LineArt, np.ndarray | None]], largest_gap: int
) -> Iterator[Turn]:
    """Each drawing of a shot as it is by itself; then those once more that others tell are open. The last one holds.

    `read`: the line art of the drawing at a time, and the strokes that close its regions, see `segment_and_tell`.
    """
    told: list[float] = []
    for time in times:
        art, strokes = read(time)
        found = segment_and_tell(art, largest_gap, strokes)
        told.append(found.times)
        yield Turn(time, art, found, ALONE * len(told) / len(times))
    least_times = open_as(told)
    again = [time for time, own in zip(times, told, strict=True) if least_times and not own]
    for number, time in enumerate(again, 1):
        art, strokes = read(time)
        found = segment_and_tell(art, largest_gap, strokes, least_times)
        yield Turn(time, art, found, ALONE + (1 - ALONE) * number / len(again))


def open_as(times: Sequence[float]) -> float:
    """How wide openings are in all drawings of a shot, told by those that are open: as `Segmented.times`, of each.

    0 where few are. The middle one counts, and none that is open for its grain, which tells of paper.
    """
    found = sorted(one for one in times if one >= 1)
    return found[(len(found) - 1) // 2] if found and len(found) >= OPEN * len(times) else 0
