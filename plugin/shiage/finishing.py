"""The end of the work on a shot: what is unpainted is shown, and filled."""

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
        is_shown = self._host.toggle(self._refresh(), "gaps")
        self._refresh()
        self._notify(f"Black is painted, what shines is not. {self.still_open}" if is_shown else "")

    @property
    def still_open(self) -> str:
        """What is left to do, in a sentence."""
        result = self._live.result
        if result is None or not result.store.times:
            raise Refused("There is no result under this line layer yet: press Auto-colorize first.")
        waiting = [time for time in result.store.times if time not in result.accepted]
        if not waiting:
            return "All frames are accepted: nothing is open."
        asked, frames = len(result.questions.open), len(waiting)
        questions = "1 question is" if asked == 1 else f"{asked} questions are"
        return f"{questions} open, and {frames} frame{'s are' if frames != 1 else ' is'} not accepted."
