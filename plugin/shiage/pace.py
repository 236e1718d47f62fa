"""Estimates how long the rest of a job takes from its recent progress."""

from collections import deque
from typing import Deque, Optional, Tuple

WINDOW = 20.0  # seconds of progress that count; the parts of a job differ in speed
SMOOTHING = 8.0  # seconds until a changed pace is believed in full
SHORTEST = 2.0  # seconds of progress that an estimate needs


class Pace:
    """Collects the fraction (0..1) of the job that is done; times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._marks: Deque[Tuple[float, float]] = deque()  # time, fraction; one a second at most

    def mark(self, now: float, fraction: float) -> None:
        """Record the fraction that is done at the time `now`."""
        if self._marks and now - self._marks[-1][0] < 1.0:
            return
        self._marks.append((now, fraction))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW:
            self._marks.popleft()

    def left(self, now: float, fraction: float) -> Optional[float]:
        """Seconds until all is done; None while there is too little progress for an estimate."""
        if not self._marks:
            return None
        since, before = self._marks[0]
        if now - since < SHORTEST or fraction <= before:
            return None
        return (now - since) * (1 - fraction) / (fraction - before)


class Steady:
    """An estimate that does not jump: it counts down, and each new one moves it by a part of the difference."""

    def __init__(self) -> None:
        self._last: Optional[Tuple[float, float]] = None  # time, seconds left

    def at(self, now: float, raw: Optional[float]) -> Optional[float]:
        """The seconds left at the time `now`; `raw` is what the pace says."""
        if raw is None or self._last is None:
            self._last = (now, raw) if raw is not None else None
            return raw
        since, before = self._last
        expected = max(0.0, before - (now - since))
        weight = min(1.0, (now - since) / SMOOTHING)
        self._last = (now, expected + weight * (raw - expected))
        return self._last[1]


def in_words(seconds: float) -> str:
    """The estimate for the panel, rounded to what it is good for."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds / 5) * 5:.0f} s left"
    return f"about {seconds / 60:.0f} min left"
