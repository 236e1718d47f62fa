"""The end of the work on a shot: what is unpainted is shown, and what is no part of the picture is hidden."""

from typing import Callable

from .guard import Refused
from .live.session import Live
from .scene import Host, Scene


class Finishing:
    """Commands on the present result; they raise Refused where there is none."""

    def __init__(
        self, host: Host, live: Live, refresh: Callable[[], Scene], notify: Callable[[str], None]
    ) -> None:
        self._host, self._live = host, live
        self._refresh, self._notify = refresh, notify

    def check_gaps(self) -> None:
        """The black test: all that is painted turns black, and what shines is unpainted; again shows the colors."""
        scene = self._refresh()
        if not self.still_open and not scene.gaps_shown:
            raise Refused("There is no result that can be checked: press Auto-colorize first.")
        is_shown = self._host.toggle(scene, "gaps")
        self._refresh()
        self._notify(f"Black is painted, what shines is not. {self.still_open}" if is_shown else "")

    def finish(self) -> None:
        """Hide what is no part of the picture, and say what is still open; the same again shows it."""
        is_finished = not self._refresh().is_put_away
        self._live.act(lambda: self._put_away(is_finished), lambda: self._put_away(not is_finished))
        self._refresh()

    def _put_away(self, is_away: bool) -> None:
        self._host.put_away(self._live.scene, is_away)
        hidden = f"Slash lines, confidence and layers of trace lines are hidden. {self.still_open}"
        self._notify(hidden if is_away else "All layers are shown again.")

    @property
    def still_open(self) -> str:
        """What is left to do, in a sentence; empty where nothing is known of the result, as after reopening."""
        result = self._live.result
        if result is None or not result.store.times:
            return ""
        waiting = [time for time in result.store.times if time not in result.accepted]
        if not waiting:
            return "All frames are accepted: nothing is open."
        asked, frames = len(result.questions.open), len(waiting)
        questions = "1 question is" if asked == 1 else f"{asked} questions are"
        return f"{questions} open, and {frames} frame{'s are' if frames != 1 else ' is'} not accepted."
