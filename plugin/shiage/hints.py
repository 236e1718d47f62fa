"""On which drawings the painter has put dabs of color: looked up one at a time while Krita is idle. No Krita here."""

from typing import Dict, Tuple

from .scene import Host, Scene, key_shown

# The drawing in view is looked at again only every so many rounds: to read it takes a moment.
REFRESH_ROUNDS = 4


class HintFrames:
    """The drawings with dabs, as far as they were looked at."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._layers: Tuple[str, str] = ("", "")
        self._found: Dict[int, bool] = {}  # by time
        self._calls = 0

    def times(self, scene: Scene) -> Tuple[int, ...]:
        """The drawings that were found to have dabs."""
        return tuple(time for time in scene.hint_times if self._found.get(time, False))

    def refresh(self, scene: Scene) -> bool:
        """Look at one drawing: one never looked at, else the one in view, while the hint layer is drawn on.

        True when something has changed.
        """
        layers = (scene.document, scene.hints.uid if scene.hints is not None else "")
        if layers != self._layers:
            self._layers, self._found = layers, {}
        self._calls += 1
        unknown = [time for time in scene.hint_times if time not in self._found]
        in_view = key_shown(scene.hint_times, scene.time)
        is_due = scene.is_hinting and self._calls % REFRESH_ROUNDS == 0
        time = unknown[0] if unknown else in_view if is_due else None
        if time is None:
            return False
        has_hint = self._host.has_hint(scene, time)
        if has_hint is None or has_hint == self._found.get(time):
            return False
        self._found[time] = has_hint
        return True
