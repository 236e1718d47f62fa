"""All frames of a result painted at once for the slider's present step, without the engine.

Krita lets a plugin change the frame in view alone, so this makes a new group, as a run does: two undo steps.
"""

from typing import Any, Dict, Optional

from .coloring import Choices, Coloring
from .result.labels import COLORS, step_of
from .scene import Stage
from .turns import Steps


class Repainting(Coloring):
    """A run whose result is known already: the frames in `store`."""

    @property
    def report(self) -> Optional[Dict[str, Any]]:
        frames = [self.store.get(time) for time in self.store.times]
        palettes = [frame.palette for frame in frames if frame is not None]
        return {"palette": max(palettes, key=len, default=())}

    @property
    def note(self) -> str:
        return "Painting all frames"

    def steps(self, choices: Choices) -> Steps:
        self.step = step_of(choices.options.target_accuracy)
        stage: Optional[Stage] = None
        snapshot = yield from self._host.snapshot(self.scene)
        try:
            stage = yield from self._host.stage(snapshot, choices.is_hatched)
            snapshot.close()
            for time in snapshot.references:
                yield from stage.put(time, {COLORS: snapshot.color(time)})
            targets = [time for time in self.store.times if time not in snapshot.references]
            self._total = len(targets)
            for time in targets:
                image = self.store.image(time)
                yield 0
                if image is not None:
                    layers = image.layers(self.step, self._own(time))
                    yield 0
                    yield from stage.put(time, layers)
                self.done += 1
                self._changed()
            self.is_inserting = True
            self.group = yield from stage.insert()
            yield 0
        finally:
            snapshot.close()
            if stage is not None:
                stage.close()
