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


def watch(
    result: LiveResult, layers: ResultLayers, painter: Painter, acts: Acts, shown: Callable[[], None]
) -> Steps:
    """Runs for as long as the result is there; `shown` is called when a frame was brought up to date."""
    view: Optional[FrameInView] = None
    compared = 0.0
    while True:
        yield POLL
        if acts.is_due and layers.is_there():
            acts.follow(layers)
        is_in_view = view is not None and view.is_in_view
        is_due = view is not None and is_in_view and result.is_due(view.time)
        if not is_due and clock.monotonic() - compared < COMPARE and (view is None or is_in_view):
            continue
        compared = clock.monotonic()
        is_there = layers.is_there()
        if is_there:
            acts.follow(layers)
        time = layers.frame() if is_there else None
        # While the slider is moved nobody paints, and Krita is busy with what was written last. All else waits for
        # the end of a stroke, which it would cut off.
        if time is None or not (layers.is_idle() or (is_due and result.follows_slider(time))):
            continue
        if view is None or view.time != time:
            view = FrameInView(result, layers, time)
            yield 0
            if not view.is_in_view:
                continue
        changed = view.changed_rows() if not is_due else None
        if changed is not None:
            if painter.takes_back(view):
                continue
            before, own = bytes(view.shown), view.own
            yield from view.read_paint(*changed)
            painter.has_painted(view, before, own)
        if result.is_due(time) and view.is_in_view:
            yield from view.bring_up_to_date()
            shown()
