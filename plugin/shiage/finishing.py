"""The end of the work on a shot: what is unpainted is shown, and what is no part of the picture is hidden."""

from typing import Any, Generator, Optional, Tuple

from .client.engine_client import JobRequest
from .client.protocol.messages import TRACES, TRACES_SINCE
from .client.protocol.options import Options
from .desk import Desk
from .guard import Refused
from .jobs import Job, Jobs
from .live.session import Live
from .qt import QObject
from .result.planes import is_gray
from .scene import LineCopy, Scene
from .sending import line_layers
from .turns import Steps, Turns

FINISHED = "The picture is finished: press Unfinish before you color it again."
DARKER = "darker_side"  # name of the setting
OLD_ENGINE = "This engine is older than the plugin and takes out no trace lines: run the installer again."


class Finishing(QObject):
    """Commands on the present result; they raise Refused where there is none."""

    def __init__(self, desk: Desk, jobs: Jobs, live: Live) -> None:
        super().__init__()
        self._host, self._guard = desk.host, desk.guard
        self._refresh, self._notify, self._changed = desk.refresh, desk.notify, desk.changed
        self._jobs, self._live = jobs, live
        self._turns = Turns(self)
        self._job: Optional[Job] = None
        self._seen: Tuple[str, str, bool] = ("", "", False)  # document, result, and whether it was put away
        self.is_busy = False  # are trace lines being taken out?

    @property
    def takes_darker(self) -> bool:
        """Does a trace line take the color of its darker side? Else the colors of both sides meet in its middle."""
        return self._host.setting(DARKER, "false") == "true"

    def take_darker(self, takes_darker: bool) -> None:
        self._host.set_setting(DARKER, "true" if takes_darker else "false")

    def check_unfinished(self, scene: Scene) -> None:
        """Raise Refused where the picture is finished, or being finished: nothing is colored then."""
        if self.is_busy:
            raise Refused("The picture is being finished; Stop on the page Finish stops that.")
        if scene.is_put_away:
            raise Refused(FINISHED)

    def check_gaps(self) -> None:
        """The black test: all that is painted turns black, and what shines is unpainted; again shows the colors."""
        scene = self._refresh()
        if not scene.has_result:
            raise Refused(scene.no_result)
        if not self.still_open and not scene.gaps_shown:
            raise Refused("There is no result that can be checked: press Auto-colorize first.")
        is_shown = self._host.toggle(scene, "gaps")
        self._refresh()
        self._notify(f"Black is painted, what shines is not. {self.still_open}" if is_shown else "")

    def finish(self) -> None:
        """Hide what is no part of the picture, and say what is still open; the same again shows it, or stops."""
        if self.is_busy:
            self.stop()
            self._notify("Stopped; the picture is as it was.")
            return
        scene = self._refresh()
        if not scene.is_put_away:
            self._live.check()
            self.is_busy = True
            self._notify("Looking for trace lines")
            self._turns.run(self._steps(scene), self._guard(self._ended))
        elif self._host.remove_line_copy(scene):
            self._refresh()
        else:
            self._hide(False)

    def follow(self, scene: Scene) -> None:
        """Tell when the picture is finished, and when it is not any more, as by Undo."""
        before, self._seen = self._seen, (scene.document, scene.result, scene.is_put_away)
        if before[:2] == self._seen[:2] and before != self._seen:
            hidden = f"Slash lines, confidence and trace lines are hidden. {self.still_open}"
            self._notify(hidden if scene.is_put_away else "All layers are shown again.")

    def stop(self) -> None:
        """Take out no more trace lines."""
        self._turns.stop()
        self._drop()
        self.is_busy = False

    def _steps(self, scene: Scene) -> Steps:
        copy = yield from self._host.line_copy(scene, self.takes_darker)
        is_copied = False
        if copy is not None:
            try:
                is_copied = yield from self._take_out(copy)
            finally:
                copy.close()
        if not is_copied:
            self._hide(True)

    def _hide(self, is_away: bool) -> None:
        """Hide layers, or show them again, where no copy of the lines has to be made."""
        self._live.act(
            lambda: self._host.put_away(self._live.scene, is_away),
            lambda: self._host.put_away(self._live.scene, not is_away),
        )
        self._refresh()

    def _take_out(self, copy: LineCopy) -> Generator[int, None, bool]:
        """Put a copy of the lines without trace lines in their place; False where there are none."""
        if not (yield from _is_colored(copy)):
            return False
        client = self._jobs.client
        client.start()
        yield from self._jobs.engine_ready()
        if client.protocol < TRACES_SINCE:
            raise Refused(OLD_ENGINE)
        traces = 0
        for number, time in enumerate(copy.times, 1):
            self._notify(f"Taking out trace lines: frame {number} of {len(copy.times)}")
            found, plane = yield from self._without_traces(copy, time)
            traces += found
            yield from copy.put(time, plane)
        if traces:
            yield from copy.insert()
        return traces > 0

    def _without_traces(self, copy: LineCopy, time: int) -> Generator[int, None, Tuple[int, Any]]:
        """The number of pixels of trace lines in a frame, and its lines without them."""
        lines = line_layers(copy.lines(time))
        yield 0
        paint = copy.paint(time)
        yield 0
        request = JobRequest(*copy.size, (time,), (time,), Options(), kind=TRACES, darker=self.takes_darker)
        self._job = job = self._jobs.submit(request, lambda: None)
        self._jobs.client.send_line(job.number, time, lines)
        yield 0
        self._jobs.client.send_color(job.number, time, paint)
        report = yield from job.last_answer()
        self._drop()
        if job.preview is None:
            raise Refused("The engine sent no lines; please try again.")
        return int(report.get("traces", 0)), job.preview.plane

    def _ended(self, error: Optional[Exception]) -> None:
        self.stop()
        self._refresh()
        self._changed()
        if error is not None:
            self._guard.report(error)

    def _drop(self) -> None:
        if self._job is not None:
            self._jobs.drop(self._job)
            self._job = None

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


def _is_colored(copy: LineCopy) -> Generator[int, None, bool]:
    """Is any line of any frame colored, so that it may be a trace line?"""
    for time in copy.times:
        for plane in copy.lines(time):
            yield 0
            if not is_gray(bytes(plane)):
                return True
    return False
