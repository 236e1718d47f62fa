"""Sessions: what was colored lately is kept, so that a correction only updates it.

A cache by content: lost without harm when the worker ends, and then made again.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Generator
from dataclasses import replace

from ..api import color_base
from ..pipeline import Base, Request
from ..progress import Progress
from ..protocol.messages import Submit
from ..results import Preview
from .steps import Planes

MOST = 2  # shots: the one being worked on and the one before; a shot at 1080p takes 50 to 150 MB


class Sessions:
    """The shots that were colored last, without the painter's answers."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, Base] = OrderedDict()

    def base(
        self, submit: Submit, lines: Planes, colors: Planes, request: Request
    ) -> Generator[Progress | Preview, None, Base]:
        """The colored shot of a request: as it is kept, or made now."""
        key = _key(submit, lines, colors)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        while len(self._kept) >= self._most:
            self._kept.popitem(last=False)
        self._kept[key] = yield from color_base(request)
        return self._kept[key]


def _key(submit: Submit, lines: Planes, colors: Planes) -> str:
    """Of all that a shot depends on before the answers: its drawings and what is said of them, and the options."""
    said = replace(submit, job=0, watch=False, as_labels=False, answers=(), known=(), drawings=())
    digest = hashlib.blake2b(repr(said).encode(), digest_size=16)
    for role in (lines, colors):
        for time in sorted(role):
            for plane in role[time]:
                digest.update(len(plane).to_bytes(8, "little") + plane)
    return digest.hexdigest()
