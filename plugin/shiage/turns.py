"""Long work in small steps: a generator that is advanced once per turn of Krita's event loop.

Krita delivers its own node signals only between turns of the outermost event loop, so work that adds nodes and
then uses them has to return to it; and the painter can go on drawing between two steps.
"""

from typing import Callable, Generator, Optional, TypeVar

from .qt import QObject, QTimer

Steps = Generator[int, None, None]  # yields the milliseconds to wait before the next step; 0 is the next turn
T = TypeVar("T")


def at_once(steps: Generator[int, None, T]) -> T:
    """Take all steps in this turn, and return their result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


class Turns(QObject):
    """Runs one generator at a time."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._steps: Optional[Steps] = None
        self._ended: Optional[Callable[[Optional[Exception]], None]] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def run(self, steps: Steps, ended: Callable[[Optional[Exception]], None]) -> None:
        """Start `steps` with the next turn; `ended` is called with None, or with the exception that ended them."""
        if self._steps is not None:
            raise RuntimeError("Turns runs one generator at a time: stop the first")
        self._steps, self._ended = steps, ended
        self._timer.start(0)

    def stop(self) -> None:
        """Close the generator; its `finally` clauses run now, and `ended` is not called."""
        steps, self._steps = self._steps, None
        self._timer.stop()
        if steps is not None:
            steps.close()

    def _step(self) -> None:
        steps, ended = self._steps, self._ended
        if steps is None or ended is None:
            return
        outcome: Optional[Exception] = None
        try:
            wait = next(steps)
        except StopIteration:
            pass
        except Exception as error:
            outcome = error
        else:
            if self._steps is steps:  # a step may have stopped its own run
                self._timer.start(wait)
            return
        if self._steps is steps:
            self._steps = None
            ended(outcome)
