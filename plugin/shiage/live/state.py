"""What is known of one result in a document: its frames as data, what its layers hold, and the painter's pixels."""

import zlib
from copy import copy
from typing import Dict, FrozenSet, NamedTuple, Optional, Sequence, Set, Tuple

from ..client.engine_client import JobRequest
from ..client.protocol.messages import PAINTED
from ..result import planes
from ..result.labels import Own
from ..result.store import FASTEST, Store, StoredFrame
from .questions import Place, Questions

WHOLE = -1  # the step at which all is painted: below the slider's lowest


class Written(NamedTuple):
    """What the layers of a frame were painted from."""

    step: int  # of the accuracy slider
    frame: StoredFrame
    has_gaps: bool = False  # are the gaps shown?


class LiveResult:
    """One result."""

    def __init__(self, group: str, store: Store, step: int, request: Optional[JobRequest] = None) -> None:
        self.group = group  # uid
        self.store = store
        self.request = request  # of the run that made it; None after the document was opened again
        self.step = step  # of the slider, as it is now
        self.is_checked = False  # does the painter check for gaps?
        self.accepted: Set[int] = set()  # frames that are painted whole, whatever the slider says
        self.questions = Questions()
        # Frames that this result accepts; Ctrl+Z takes it back, and that with it.
        self.fills: Tuple[int, ...] = ()
        self.replaced = ""  # uid of the group of the result before
        self.shown = ""  # what the engine says is shown, as messages.Submit takes it for `kept`
        self.finished: FrozenSet[int] = frozenset()  # accepted frames that the engine knows of
        self._kept: Dict[FrozenSet[int], str] = {}  # what was shown when so many frames became finished
        self.written: Dict[int, Written] = {}
        # Digest of a frame's `colors` before what was written on the painter's.
        self.unwritten: Dict[int, str] = {}
        self._own: Dict[int, Own] = {}  # compressed
        for time in store.times:
            frame = store.get(time)
            if frame is not None:
                self.written[time] = Written(step, frame)

    def recolored(
        self, group: str, store: Store, written: Dict[int, Written], own: Dict[int, Own]
    ) -> "LiveResult":
        """What is known of a result that has taken the place of this one, and differs in its colors alone.

        `written`: what its layers were painted from; `own`: the painter's pixels in it.
        """
        other = copy(self)
        other.group, other.store, other.replaced = group, store, self.group
        other.written, other.unwritten, other.fills = written, {}, ()
        other._own, other._kept = {}, dict(self._kept)
        for time, pixels in own.items():
            other.set_own(time, pixels)
        return other

    def accept(self, time: int, is_accepted: bool) -> None:
        """A frame is painted whole from now on, or goes by the slider again."""
        self.accepted = self.accepted | {time} if is_accepted else self.accepted - {time}

    def finish(self, time: int, is_finished: bool) -> None:
        """A frame is a reference from now on, or is none any more; what the others show stays in the first case."""
        self.finished = self.finished | {time} if is_finished else self.finished - {time}
        if is_finished:
            self._kept[self.finished] = self.shown

    @property
    def kept(self) -> str:
        """What was shown when the last frame was finished; none where it was not on this result."""
        known = [finished for finished in self._kept if finished <= self.finished]
        return self._kept[max(known, key=len)] if known else ""

    @property
    def size(self) -> Tuple[int, int]:
        return self.store.size

    def wanted(self, time: int) -> Optional[Written]:
        """What the layers of a frame are to be painted from now; None where nothing is known of it."""
        frame = self.store.get(time)
        step = WHOLE if time in self.accepted else self.step
        return Written(step, frame, self.is_checked) if frame is not None else None

    def answered(self, places: Sequence[Place]) -> Set[Place]:
        """Those places at which the region has the painter's own paint or answer."""
        found: Set[Place] = set()
        for time in {place.time for place in places}:
            steps = self.store.steps(time)  # of many places in a frame, unpacked once
            if steps is not None:
                here = [place for place in places if place.time == time]
                found.update(one for one in here if steps[one.y * self.size[0] + one.x] == PAINTED)
        return found

    def look(self, time: int) -> Tuple[object, ...]:
        """What a frame's look goes by, to be compared: its step, the engine's answer, the painter's pixels."""
        wanted = self.wanted(time)
        return (wanted.step, wanted.frame.digest, self._own.get(time)) if wanted is not None else ()

    def is_due(self, time: int) -> bool:
        """Would the frame look different, painted now?"""
        wanted = self.wanted(time)
        return wanted is not None and self.written.get(time) != wanted

    def follows_slider(self, time: int) -> bool:
        """Is a frame due for nothing that the engine has changed in it?"""
        written = self.written.get(time)
        return written is not None and written.frame is self.store.get(time)

    @property
    def due(self) -> Tuple[int, ...]:
        """The frames whose colors follow when the painter comes to them; a check for gaps changes none."""
        return tuple(time for time in self.store.times if self._is_behind(time))

    def _is_behind(self, time: int) -> bool:
        written, wanted = self.written.get(time), self.wanted(time)
        if written is None or wanted is None:
            return wanted is not None
        return (written.step, written.frame) != (wanted.step, wanted.frame)

    def own(self, time: int) -> Optional[Own]:
        """What the painter has painted on a frame of the result; None where nothing."""
        kept = self._own.get(time)
        return Own(*map(zlib.decompress, kept)) if kept is not None else None

    def set_own(self, time: int, own: Optional[Own]) -> None:
        if own is None or planes.rows_set(own.mask, self.size[0]) is None:
            self._own.pop(time, None)
        else:
            self._own[time] = Own(*(zlib.compress(plane, FASTEST) for plane in own))

    def take_own(self, other: "LiveResult") -> None:
        """Take over what the painter has painted on the result before."""
        self._own.update(other._own)
