"""How long the rest of a job takes, from how fast it went lately."""

from collections import deque
from typing import Deque, Optional, Tuple

WINDOW = 20.0  # seconds; the parts of a job differ in speed, so what was long ago counts no more
TOO_EARLY = 2.0  # seconds, to say anything


class Pace:
    """Told the fraction that is done (0..1), now and then; times are seconds of any one clock."""

    def __init__(self) -> None:
        self._marks: Deque[Tuple[float, float]] = deque()  # time, fraction; one a second at most

    def mark(self, now: float, fraction: float) -> None:
        """Note how far the job is."""
        if self._marks and now - self._marks[-1][0] < 1.0:
            return
        self._marks.append((now, fraction))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW:
            self._marks.popleft()

    def left(self, now: float, fraction: float) -> Optional[float]:
        """Seconds until all is done; None while there is too little to go by."""
        if not self._marks:
            return None
        since, before = self._marks[0]
        if now - since < TOO_EARLY or fraction <= before:
            return None
        return (now - since) * (1 - fraction) / (fraction - before)


def spoken(seconds: float) -> str:
    """As a person says it: no finer than is known."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds / 5) * 5:.0f} s left"
    return f"about {seconds / 60:.0f} min left"
