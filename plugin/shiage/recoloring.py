"""A result in the colors of another palette: all its frames at once, without the engine.

The pixels of the present result are exchanged, not painted anew: so a document that was opened again is recolored as
well, with all that the painter has painted on the result. Krita lets a plugin change the frame in view alone, so this
makes a new group, as a run does, which is one undo step.
"""

from typing import Dict, Optional

from .coloring import Choices, Coloring
from .live.state import LiveResult, Written
from .methods import Method
from .palettes import Palettes
from .result.exchange import exchanged
from .result.labels import COLORS, SUGGESTIONS, Own
from .result.store import Store
from .scene import Snapshot, Stage
from .turns import Steps

EXCHANGED = (COLORS, SUGGESTIONS)  # of the layers of a result, those that hold its colors
POLL = 20  # milliseconds between two looks whether the painter's last stroke is read


class Recoloring(Coloring):
    """A run whose frames are those of the present result."""

    is_measured = False
    before: Optional[LiveResult] = None  # what is known of the present result
    palettes: Palettes  # of the new one

    def begin(self, palettes: Palettes, before: Optional[LiveResult]) -> None:
        """Say which palettes the result is to have, and what is known of the present one."""
        self.palettes, self.before = palettes, before
        store = before.store if before is not None else Store(self.scene.size)
        self.store = store.recolored(palettes.exchange)
        self.written: Dict[int, Written] = {}
        self.owned: Dict[int, Own] = {}

    @property
    def note(self) -> str:
        return "Exchanging colors"

    def steps(self, choices: Choices) -> Steps:
        while not self._is_read():
            yield POLL
        yield from super().steps(choices)

    def _prepare(self) -> None:
        """The engine is not needed."""
        self.written = dict(self.before.written) if self.before is not None else {}

    def _check_frames(self, snapshot: Snapshot, method: Method) -> None:
        """Whatever the result has can be recolored."""

    def _fill(self, stage: Stage, snapshot: Snapshot, choices: Choices) -> Steps:
        """Write every frame of the present result to the stage, in other colors."""
        now = self.before.written if self.before is not None else {}
        # What was painted since may be in the frames that were copied, or not.
        self.written = {time: one for time, one in self.written.items() if now.get(time) == one}
        self._total = len(snapshot.times)
        colors = self.scene.palettes.exchange.to(self.palettes.exchange)
        for time in snapshot.times:
            layers = dict(snapshot.result(time))
            yield 0
            for name in EXCHANGED:
                if name in layers:
                    layers[name] = exchanged(bytes(layers[name]), self.store.size, colors)
                    yield 0
            own = self._own(time)
            if own is not None:
                self.owned[time] = own._replace(plane=exchanged(own.plane, self.store.size, colors))
                yield 0
            yield from stage.put(time, layers)
            self.done += 1
            self._changed()
        snapshot.palettes = self.palettes
        snapshot.close()
