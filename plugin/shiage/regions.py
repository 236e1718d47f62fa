"""Shows over the canvas what would be colored as one region in the drawing in view. No Krita here."""

from typing import Any, Callable, Dict, Generator, Optional, Tuple

from .client.engine_client import JobRequest
from .client.protocol.messages import MOST_BESIDE, REGIONS, REGIONS_SINCE
from .client.protocol.options import Options
from .desk import Desk
from .guard import Refused
from .images import image
from .jobs import Job, Jobs
from .qt import QObject
from .scene import Drawn, Scene
from .sending import submit_drawings
from .turns import Steps, Turns

OLD_ENGINE = "This engine is older than the plugin and shows no regions: run the installer again."


class RegionView(QObject):
    """On or off; while it is on, it follows the painter from drawing to drawing."""

    def __init__(self, desk: Desk, jobs: Jobs, options: Callable[[], Options]) -> None:
        super().__init__()
        self._host, self._guard = desk.host, desk.guard
        self._refresh, self._notify, self._changed = desk.refresh, desk.notify, desk.changed
        self._jobs, self._options = jobs, options
        self._turns = Turns(self)
        self._job: Optional[Job] = None
        # Document, line layer, and time of the drawing shown.
        self._wanted: Optional[Tuple[str, str, int]] = None

    @property
    def is_on(self) -> bool:
        return self._wanted is not None

    def toggle(self) -> None:
        """Show the regions of the drawing in view, or hide them again. Raises Refused where there is none."""
        scene = self._refresh()
        if self.is_on:
            self.hide()
            self._notify("")
            return
        wanted = _drawing_in_view(scene)
        if wanted is None:
            raise Refused(scene.problem or "There is no drawing at this time.")
        self._show(scene, wanted)
        self._changed()

    def follow(self, scene: Scene) -> None:
        """Show the regions of another drawing when the painter goes there, and none of another document."""
        if self._wanted is None:
            return
        now = _drawing_in_view(scene)
        if now is None or now[:2] != self._wanted[:2]:
            self.hide()
        elif now != self._wanted:
            self._show(scene, now)

    def hide(self) -> None:
        self._turns.stop()
        self._drop()
        self._wanted = None
        self._host.hide_picture()

    def _show(self, scene: Scene, wanted: Tuple[str, str, int]) -> None:
        self.hide()
        self._wanted = wanted
        self._notify("Finding the regions")
        self._turns.run(self._steps(scene, wanted[2]), self._guard(self._ended))

    def _steps(self, scene: Scene, time: int) -> Steps:
        client = self._jobs.client
        client.start()
        drawn = yield from self._host.drawing(scene, time, is_whole=True)
        yield from self._jobs.engine_ready()
        if client.protocol < REGIONS_SINCE:
            raise Refused(OLD_ENGINE)
        report = yield from self._picture(scene, {time: drawn})
        if not report.get("open", True):  # an older engine does not say
            others = yield from self._others(scene, time, drawn)
            if others:
                yield from self._picture(scene, {time: drawn, **others})

    def _others(self, scene: Scene, time: int, drawn: Drawn) -> Generator[int, None, Dict[int, Drawn]]:
        """A few drawings, by time, evenly over the shot: they may tell that the one in view is open."""
        times = [other for other in scene.times if other != time]
        places = range(1, 2 * MOST_BESIDE, 2) if times else ()
        found = {}
        for other in sorted({times[len(times) * place // (2 * MOST_BESIDE)] for place in places}):
            one = yield from self._host.drawing(scene, other, is_whole=True)
            if one.area == drawn.area:  # frames of a job have one size
                found[other] = one
        return found

    def _picture(self, scene: Scene, drawings: Dict[int, Drawn]) -> Generator[int, None, Dict[str, Any]]:
        """Show the regions of the first of some drawings, by time. Returns the engine's report."""
        area = next(iter(drawings.values())).area
        request = JobRequest(*area[2:], tuple(drawings), (), self._options(), kind=REGIONS)
        self._job = job = submit_drawings(self._jobs, request, drawings)
        report = yield from job.last_answer()
        if job.preview is None:
            raise Refused("The engine sent no picture of the regions; please try again.")
        picture = image((job.preview.width, job.preview.height), job.preview.plane)
        self._host.show_picture(scene, picture, area[:2])
        self._notify(_words(report))
        self._drop()
        return report

    def _ended(self, error: Optional[Exception]) -> None:
        self._drop()
        if error is not None:
            self.hide()
            self._guard.report(error)

    def _drop(self) -> None:
        if self._job is not None:
            self._jobs.drop(self._job)
            self._job = None


def _drawing_in_view(scene: Scene) -> Optional[Tuple[str, str, int]]:
    time = scene.time_in_view
    return (scene.document, scene.lines.uid, time) if scene.lines is not None and time is not None else None


def _words(report: Dict[str, Any]) -> str:
    """What is seen in the picture."""
    regions, closings, suspects = (
        _counted(int(report.get(key, 0)), name)
        for key, name in (("regions", "region"), ("closings", "opening"), ("suspects", "suspect"))
    )
    return f"{regions}. Magenta: {closings} closed. Striped: {suspects} of a leak. Red: specks."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"
