"""All frames of a result painted at once for the slider's present step, without the engine.

Krita lets a plugin change the frame in view alone, so this makes a new group, as a run does.
"""

from typing import Any, Collection, Dict, List, Optional

from .coloring import Choices, Coloring
from .live.state import WHOLE
from .methods import Method
from .scene import Snapshot, Stage
from .turns import Steps


class Repainting(Coloring):
    """A run whose result is known already: the frames in `store`."""

    is_measured = False

    @property
    def report(self) -> Optional[Dict[str, Any]]:
        frames = [self.store.get(time) for time in self.store.times]
        palettes = [frame.palette for frame in frames if frame is not None]
        return {"palette": max(palettes, key=len, default=())}

    @property
    def note(self) -> str:
        return "Painting all frames"

    def _prepare(self) -> None:
        """The engine is not needed."""

    def _check_frames(self, snapshot: Snapshot, method: Method) -> None:
        """Whatever the result has can be painted."""

    def _fill(self, stage: Stage, snapshot: Snapshot, choices: Choices) -> Steps:
        """Write every frame of the result to the stage, the references first."""
        snapshot.close()
        yield from self._put_references(stage, snapshot)
        targets = self._targets(snapshot.references)
        self._total = len(targets)
        for time in targets:
            image = self.store.image(time)
            assert image is not None  # `times` are those of the store
            yield from self._put(stage, time, image)

    def _targets(self, references: Collection[int]) -> List[int]:
        """The frames of the result, partly painted references among them, but none that is finished by now."""
        earlier = self.request.references if self.request is not None else ()
        accepted = self.scene.accepted
        finished = {time for time in references if time not in earlier or time in accepted}
        return [time for time in self.store.times if time not in finished]


class Filling(Repainting):
    """The same with all suggestions as paint: nothing stays unpainted that is not to be."""

    def _step(self, choices: Choices) -> int:
        return WHOLE

    def _fill(self, stage: Stage, snapshot: Snapshot, choices: Choices) -> Steps:
        yield from super()._fill(stage, snapshot, choices)
        self.accepts = tuple(self._targets(snapshot.references))
