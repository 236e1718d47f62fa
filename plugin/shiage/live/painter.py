"""What the painter does on the layer `colors` of a result becomes statements, and is taken back by Ctrl+Z."""

from typing import Optional

from ..scene import Host
from .corrections import Change, Corrections, of_frame
from .frame import FrameInView
from .history import History, own_before
from .state import LiveResult


class Painter:
    """Reads the strokes on one result."""

    def __init__(self, host: Host, result: LiveResult, history: History, corrections: Corrections) -> None:
        self._host = host
        self._result = result
        self._history = history
        self._corrections = corrections

    def takes_back(self, view: FrameInView) -> bool:
        """Has the painter undone the last statement? If so, what it said is forgotten."""
        statement = self._history.take_back(view, self._result.size[0])
        if statement is None:
            return False
        view.reset(own_before(statement))
        wanted = self._result.wanted(view.time)
        if wanted is not None:
            self._result.written[view.time] = wanted  # until the engine has answered
        self._corrections.add(Change(view.time, answers=statement.answers))
        return True

    def has_painted(self, view: FrameInView, before: bytes, own: Optional[bytes]) -> None:
        """The frame in view was `before`, and `own` the mask of the painter's pixels in it."""
        now = bytes(view.shown)
        answers = of_frame(self._host.answers(self._corrections.scene), view.time)
        self._history.add(view.time, self._result.size[0], before, now, own=own, answers=answers)
        self._corrections.add(Change(view.time, before, now))
