"""Parts of a mask: its pixels that hang together, each part as the runs of its rows; and their outlines."""

import re
from bisect import bisect_right
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ..qt import QtGui

RUN = re.compile(rb"\xff+")


class Run(NamedTuple):
    """Pixels side by side: a row, the first column, and the one after the last."""

    y: int
    left: int
    right: int


Part = Sequence[Run]  # at least one run, row by row


def runs_of(mask: bytes, width: int) -> List[Run]:
    """The runs of a mask (a byte a pixel, 255 or 0), row by row: 1 ms for a thousand."""
    found = []
    for y in range(len(mask) // width):
        start = y * width
        for run in RUN.finditer(mask, start, start + width):
            found.append(Run(y, run.start() - start, run.end() - start))
    return found


def parts(runs: Sequence[Run]) -> List[Part]:
    """The parts of a mask, given by its runs, whose pixels touch by their sides, in order of first pixels."""
    parents = list(range(len(runs)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for one, other in _touching(runs):
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    found: Dict[int, List[Run]] = {}
    for place, run in enumerate(runs):
        found.setdefault(root(place), []).append(run)
    return list(found.values())


def _touching(runs: Sequence[Run]) -> Iterator[Tuple[int, int]]:
    """The places of runs that lie on each other, an upper and a lower one."""
    above = 0
    for below, run in enumerate(runs):
        while runs[above].y < run.y - 1 or (runs[above].y == run.y - 1 and runs[above].right <= run.left):
            above += 1
        other = above
        while runs[other].y == run.y - 1 and runs[other].left < run.right:
            yield other, below
            other += 1


def part_at(found: Sequence[Part], x: int, y: int) -> Optional[Part]:
    """The part that has a pixel; None where none has it."""
    return next((part for part in found if _has(part, x, y)), None)


def _has(part: Part, x: int, y: int) -> bool:
    place = bisect_right(part, (y, x, float("inf"))) - 1
    return place >= 0 and part[place].y == y and part[place].left <= x < part[place].right


def size_of(part: Part) -> int:
    """How many pixels it has."""
    return sum(run.right - run.left for run in part)


def box_of(part: Part) -> Tuple[int, int, int, int]:
    """Left, top, right and bottom: the first column and row after it."""
    return min(run.left for run in part), part[0].y, max(run.right for run in part), part[-1].y + 1


def outline(part: Part, left: int = 0, top: int = 0) -> QtGui.QPainterPath:
    """The border of a part whose mask has its upper left at `left` and `top`: one line for each straight piece."""
    path = QtGui.QPainterPath()

    def line(x: int, y: int, to_x: int, to_y: int) -> None:
        path.moveTo(left + x, top + y)
        path.lineTo(left + to_x, top + to_y)

    rows: Dict[int, List[int]] = {}  # where a row begins and ends, by turns
    for run in part:
        rows.setdefault(run.y, []).extend((run.left, run.right))
        for x in (run.left, run.right):
            line(x, run.y, x, run.y + 1)
    for y in range(part[0].y, part[-1].y + 2):
        # Between two rows there is a border where one of both has a pixel: from each odd point to the next.
        points = sorted((*rows.get(y - 1, ()), *rows.get(y, ())))
        for place in range(0, len(points), 2):
            x, to_x = points[place : place + 2]
            if x < to_x:
                line(x, y, to_x, y)
    return path
