"""What is seen of a result: how much of it is painted, its slash lines, and how sure the engine is."""

from .desk import Desk
from .live.session import Live
from .scene import Scene
from .settings import Settings


class Showing:
    """Commands on the layers of the present result; they raise Refused where there is none."""

    def __init__(self, desk: Desk, live: Live, settings: Settings) -> None:
        self._host, self._refresh, self._notify = desk.host, desk.refresh, desk.notify
        self._changed = desk.changed
        self._live, self._settings = live, settings

    def is_hatched(self, scene: Scene) -> bool:
        """Will the next result show slash lines over withdrawn regions? It does as the present result, if any."""
        return self._settings.is_hatched if scene.hatch_shown is None else scene.hatch_shown

    def toggle_withdrawn(self) -> None:
        """Show or hide the paint of withdrawn regions."""
        is_withdrawn = self._host.toggle(self._refresh(), "withdrawn")
        self._notify(
            "Unsure regions are left unpainted." if is_withdrawn else "Unsure regions are shown painted."
        )
        self._refresh()

    def toggle_hatch(self) -> None:
        """Show or hide the slash lines over withdrawn regions, in this result and the next ones."""
        is_shown = self._host.toggle(self._refresh(), "hatch")
        self._settings.set_hatched(is_shown)
        self._notify("Unsure regions bear slash lines." if is_shown else "The slash lines are hidden.")
        self._refresh()

    def toggle_confidence(self) -> None:
        """Show or hide how sure the engine is, over the colors."""
        is_shown = self._host.toggle(self._refresh(), "confidence")
        self._notify("Confidence is shown over the colors." if is_shown else "Confidence is hidden.")
        self._refresh()

    def set_accuracy(self, value: float) -> None:
        """The target accuracy, also for what is painted of the present result: no new run is needed."""
        self._settings.set_target_accuracy(value)
        self._live.set_accuracy(value)
        self._changed()

    def set_spreads(self, spreads: bool) -> None:
        """Say whether other frames follow a correction."""
        self._settings.set_spreads(spreads)
        self._live.set_spreads(spreads)
