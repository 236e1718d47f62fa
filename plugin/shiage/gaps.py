"""What is left unpainted in a result, place by place: found in turns while the painter checks for gaps."""

from typing import Callable, Dict, Generator, NamedTuple, Optional, Tuple

from .guard import Guard
from .live.questions import Place
from .live.session import Live
from .live.state import LiveResult
from .qt import QObject
from .result.parts import Part, box_of, parts, runs_of, size_of
from .scene import Scene
from .turns import Steps, Turns


class Gap(NamedTuple):
    """Unpainted pixels of a frame that hang together."""

    place: Place
    pixels: int


class Gaps(QObject):
    """The gaps of the present result, frame by frame; none while nobody checks for them."""

    def __init__(self, live: Live, guard: Guard, changed: Callable[[], None]) -> None:
        super().__init__()
        self._live, self._guard, self._changed = live, guard, changed
        # By time: the state of the frame, its gaps.
        self._found: Dict[int, Tuple[object, Tuple[Gap, ...]]] = {}
        self._result: Optional[LiveResult] = None
        self._turns = Turns(self)
        self.is_looking = False

    @property
    def found(self) -> Tuple[Gap, ...]:
        """Those found so far, in order of frames."""
        return tuple(gap for time in sorted(self._found) for gap in self._found[time][1])

    def follow(self, scene: Scene) -> None:
        """Look again at the frames that have changed since."""
        result = self._live.result if scene.gaps_shown else None
        if result is not self._result:
            self._turns.stop()
            self._result, self._found, self.is_looking = result, {}, False
        if self._next() is not None and not self.is_looking:
            self.is_looking = True
            self._turns.run(self._steps(), self._guard(self._ended))

    def _next(self) -> Optional[int]:
        """A frame that has to be looked at."""
        result = self._result
        times = result.store.times if result is not None else ()
        return next((time for time in times if not self._is_known(time)), None)

    def _is_known(self, time: int) -> bool:
        result = self._result
        return result is not None and time in self._found and self._found[time][0] == result.look(time)

    def _steps(self) -> Steps:
        time = self._next()
        while time is not None and self._result is not None:
            state = self._result.look(time)
            self._found[time] = (state, (yield from _gaps(self._result, time)))
            self._changed()
            yield 0
            time = self._next()

    def _ended(self, error: Optional[Exception]) -> None:
        self.is_looking = False
        if error is not None:
            self._result, self._found = None, {}
            self._guard.report(error)
        self._changed()


def _gaps(result: LiveResult, time: int) -> Generator[int, None, Tuple[Gap, ...]]:
    wanted, image = result.wanted(time), result.store.image(time)
    if wanted is None or image is None:
        return ()
    yield 0
    runs = runs_of(image.unpainted(wanted.step, result.own(time)), result.size[0])
    yield 0
    return tuple(_gap(part, time) for part in parts(runs))


def _gap(part: Part, time: int) -> Gap:
    first = part[0]
    return Gap(Place(time, (first.left + first.right - 1) // 2, first.y, *box_of(part)), size_of(part))
