"""Watches the frame in view, in turns of the event loop: it follows the slider, and the painter's paint is read."""

import time as clock
from typing import Callable, Optional

from ..scene import ResultLayers
from ..turns import Steps
from .frame import FrameInView
from .painter import Painter
from .state import LiveResult
from .undo import Acts

POLL = 20  # milliseconds between two looks at the slider and the current time
COMPARE = 0.25  # seconds between two comparisons of the layer with what was written: 3 ms each at 1080p


class Watch:
    """Watches one result; `shown` is called when a frame was brought up to date."""

    def __init__(
        self,
        result: LiveResult,
        layers: ResultLayers,
        painter: Painter,
        acts: Acts,
        shown: Callable[[], None],
    ) -> None:
        self._result, self._layers = result, layers
        self._painter, self._acts = painter, acts
        self._shown = shown
        self._view: Optional[FrameInView] = None

    def is_read(self) -> bool:
        """Is all known that the painter has painted on the frame in view? Asked of an idle document."""
        time = self._layers.frame() if self._layers.is_there() else None
        if time is None:
            return True
        return self._view is not None and self._view.time == time and self._view.changed_rows() is None

    def steps(self) -> Steps:
        """Runs for as long as the result is there."""
        result, layers, acts = self._result, self._layers, self._acts
        compared = 0.0
        while True:
            yield POLL
            if acts.is_due and layers.is_there():
                acts.follow(layers)
            view = self._view
            is_in_view = view is not None and view.is_in_view
            is_due = view is not None and is_in_view and result.is_due(view.time)
            if not is_due and clock.monotonic() - compared < COMPARE and (view is None or is_in_view):
                continue
            compared = clock.monotonic()
            is_there = layers.is_there()
            if is_there:
                acts.follow(layers)
            time = layers.frame() if is_there else None
            # While the slider is moved nobody paints, and Krita is busy with what was written last. All else waits
            # for the end of a stroke, which it would cut off.
            if time is None or not (layers.is_idle() or (is_due and result.follows_slider(time))):
                continue
            if view is None or view.time != time:
                self._view = view = FrameInView(result, layers, time)
                yield 0
                if not view.is_in_view:
                    continue
            yield from self._go_on(view, is_due)

    def _go_on(self, view: FrameInView, is_due: bool) -> Steps:
        """Read what is new on the frame in view, and bring it up to date."""
        follows_slider = is_due and self._result.follows_slider(view.time)  # then nobody paints
        changed = view.changed_rows() if not follows_slider else None
        if changed is not None:
            if self._painter.takes_back(view):
                return
            before, own = bytes(view.shown), view.own
            yield from view.read_paint(*changed)
            self._painter.has_painted(view, before, own)
        if self._result.is_due(view.time) and view.is_in_view:
            yield from view.bring_up_to_date()
            self._shown()
