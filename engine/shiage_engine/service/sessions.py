"""Sessions: what was colored lately is kept, so that a correction only updates it.

A cache by content: lost without harm when the worker ends, and then made again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterator
from typing import NamedTuple

from ..api import color_base
from ..characters import checked_name
from ..learning.kept import Kept, all_kept
from ..limits import BEGUN_BYTES
from ..pipeline import Base, Request
from ..progress import Progress
from ..protocol.digests import planes_digest
from ..protocol.messages import Submit
from ..registry import METHODS
from ..results import Preview
from .memory import give_back, resident_bytes
from .steps import Given, Planes

MOST = 2  # shots: the one being worked on and the one before; a shot at 1080p takes 50 to 150 MB


class _Key(NamedTuple):
    """Digests of what a shot is colored from, answers left out."""

    drawings: str  # the line art, how it is read, and the method with its weights
    references: str  # the paint and the marks of frames, and what is withdrawn


class Sessions:
    """The shots that were colored last, without the painter's answers."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, Base] = OrderedDict()

    def base(
        self, submit: Submit, given: Given, request: Request
    ) -> Generator[Progress | Preview, None, Base]:
        """The colored shot of a request: as it is kept, or made now, from the same drawings where they are kept."""
        key = _key(submit, given)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        same_drawings = next(
            (other for other in reversed(self._kept) if other.drawings == key.drawings), None
        )
        former = None if same_drawings is None else self._kept.pop(same_drawings)
        # Before, so that no more are in memory meanwhile.
        while len(self._kept) >= self._most or (self._kept and resident_bytes() > BEGUN_BYTES):
            self._kept.popitem(last=False)
            give_back()
        self._kept[key] = yield from color_base(request, former)
        return self._kept[key]

    def preparation(self) -> Iterator[Progress]:
        """What the next correction of the last shot needs, step by step."""
        if self._kept:
            yield from next(reversed(self._kept.values())).prepare()


def _key(submit: Submit, given: Given) -> _Key:
    options, size = submit.options, (submit.width, submit.height)
    character = checked_name(options.character)
    drawn = (
        size,
        options.method,
        character,
        options.largest_gap,
        _trained_on(character),
        _digests(given.lines),
        _digests(given.closings),
        (submit.sheets, submit.sheet_sizes, _digests(given.sheets)),
    )
    painted = (options, submit.finished, submit.partial, _digests(given.colors), _digests(given.hints))
    return _Key(*(planes_digest((), repr(part).encode()) for part in (drawn, painted)))


def _digests(planes: Planes) -> list[tuple[int, str]]:
    """The time of each picture, and a digest of its pixels."""
    return [(time, planes_digest(planes[time])) for time in sorted(planes)]


def _trained_on(character: str) -> list[Kept]:
    """What is kept of a character; it may be trained again, or removed, while the engine runs.

    Not by methods that keep what they learn of a shot: coloring itself changes that.
    """
    if not character:
        return []
    return [
        one
        for one in all_kept()
        if one.character == character and one.method in METHODS and not METHODS[one.method].keeps
    ]
