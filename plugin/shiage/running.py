"""The commands that start and stop a run, one at a time, and what is known of its result."""

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Type, TypeVar

from .client.protocol.palettes import opaque_colors
from .coloring import Choices, Coloring
from .desk import Desk
from .finishing import Finishing
from .guard import Refused
from .inputs import Inputs
from .jobs import Jobs
from .live.session import Live
from .palettes import Palettes
from .qt import QObject
from .recoloring import Recoloring
from .repainting import Filling, Repainting
from .scene import Scene
from .turns import Turns

Color = Tuple[int, int, int, int]  # RGBA
Run = TypeVar("Run", bound=Coloring)


@dataclass(frozen=True)
class Outcome:
    """What the panel shows of the last result."""

    palette: Tuple[Color, ...]
    coverage: Optional[float]  # share of the regions that is painted
    area: Optional[float] = None  # and of the frames' area


class Running(QObject):
    """Each command returns at once or raises Refused; `job` is the run that goes on."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        live: Live,
        inputs: Inputs,
        finishing: Finishing,
        *,
        choices: Callable[[], Choices],
        problem: Callable[[], str],
    ) -> None:
        """`choices`: what a run goes by that begins now; `problem`: why none of the engine's can, in a sentence."""
        super().__init__()
        self._desk, self._jobs, self._live = desk, jobs, live
        self._inputs, self._finishing = inputs, finishing
        self._choices, self._problem = choices, problem
        self._turns = Turns(self)
        self._outcomes: Dict[str, Outcome] = {}  # by the uid of the result's group
        self.job: Optional[Coloring] = None

    def outcome(self, scene: Scene) -> Optional[Outcome]:
        """What is known of the result that is in the document."""
        known = self._outcomes.get(scene.result) if scene.has_result else None
        shares = self._live.shares
        return replace(known, coverage=shares[0], area=shares[1]) if known and shares else known

    # Commands

    def auto_colorize(self) -> None:
        """Color every frame that is not a reference."""
        scene = self._begin()
        problem = self._problem()
        if problem:
            raise Refused(problem)
        self._run(self._coloring(Coloring, scene))

    def paint_all(self) -> None:
        """Bring all frames of the result to the slider's accuracy at once, not only those that come into view."""
        self._repaint(Repainting, "painted anew")

    def fill_all(self) -> None:
        """Accept everything: all that is unpainted gets its suggestion, specks their neighbors' colors."""
        self._repaint(Filling, "filled")

    def recolor(self, palettes: Palettes) -> None:
        """Show all frames of the result in the palette that is in use there."""
        job = self._coloring(Recoloring, self._begin())
        job.begin(palettes, self._live.result)
        self._run(job)

    def cancel(self) -> None:
        """Stop the job; nothing of it goes into the document."""
        if self.job is None:
            self._desk.notify("Nothing is being colored.")
        elif self.job.is_inserting:
            self._desk.notify("The result is being inserted already; Undo takes it back.")
        else:
            self.drop()
            self._desk.notify("Cancelled; the document is as it was.")

    def drop(self) -> None:
        """End the job without a word."""
        job, self.job = self.job, None
        self._turns.stop()
        if job is not None:
            job.give_up()

    # The run

    def _begin(self) -> Scene:
        """Before a run: there is no other one, and the scene, read anew, shows all lines."""
        if self.job is not None:
            raise Refused("Shiage is coloring already; Cancel stops it.")
        scene = self._desk.refresh()
        self._finishing.check_unfinished(scene)
        return scene

    def _repaint(self, kind: Type[Repainting], how: str) -> None:
        scene, result = self._begin(), self._live.result
        if result is None:
            raise Refused(scene.no_result)
        if not result.store.times:
            raise Refused(f"There is no result that can be {how}: press Auto-colorize first.")
        job = self._coloring(kind, scene)
        job.store, job.request = result.store, result.request
        self._run(job)

    def _coloring(self, kind: Type[Run], scene: Scene) -> Run:
        """A run of a kind, from the scene and the present result."""
        live = self._live
        return kind(
            self._desk.host,
            self._jobs,
            scene,
            own=live.own,
            is_read=live.is_read,
            changed=self._desk.changed,
        )

    def _run(self, job: Coloring) -> None:
        self.job = job
        self._desk.notify("")
        self._turns.run(job.steps(self._choices()), self._desk.guard(self._ended))

    # Its end

    def _ended(self, error: Optional[Exception]) -> None:
        job, self.job = self.job, None
        if job is None:
            return
        job.give_up()  # does nothing where all is answered
        if error is None and isinstance(job, Recoloring):
            self._live.adopt_recolored(job.scene.result, job.group, job.store, job.written, job.owned)
        elif error is None:
            self._live.adopt(job)
        scene = self._desk.refresh()  # what is said next is of the result that is in now
        if error is not None:
            self._desk.guard.report(error)
        elif isinstance(job, Recoloring):
            if job.scene.result in self._outcomes:
                self._outcomes[job.group] = self._outcomes[job.scene.result]
            self._desk.notify(_recolored(job))
        else:
            self._note_outcome(job, scene)
            if self._jobs.client.state == "ready":
                self._jobs.client.request_methods()  # it may have learned a character

    def _note_outcome(self, job: Coloring, scene: Scene) -> None:
        report = job.report or {}
        outcome = Outcome(_palette(report), _coverage(report, job.step))
        self._outcomes[job.group] = outcome
        self._inputs.judged_partial = tuple(int(time) for time in report.get("partial", ()))
        palettes = scene.palettes.with_colors(opaque_colors(outcome.palette))
        if outcome.palette and scene.has_colors and palettes != scene.palettes:
            self._desk.host.remember_palettes(scene, palettes)
            self._desk.refresh()
        self._desk.notify(_colored(job, report))


def _palette(report: Mapping[str, Any]) -> Tuple[Color, ...]:
    return tuple((int(r), int(g), int(b), int(a)) for r, g, b, a in report.get("palette", ()))


def _coverage(report: Mapping[str, Any], step: int) -> Optional[float]:
    """Share of the regions that is painted; recent engines tell it by step of the slider."""
    coverage = report.get("coverage")
    if isinstance(coverage, (list, tuple)):
        return coverage[step] if step < len(coverage) else None
    return coverage


def _colored(job: Coloring, report: Mapping[str, Any]) -> str:
    """What came of a run, in sentences."""
    mixed = sum(int(count) for _, _, count in report.get("hints", ()))
    regions = "1 region has" if mixed == 1 else f"{mixed} regions have"
    unclear = f" {regions} dabs of two colors, which say nothing." if mixed else ""
    differ = "".join(
        f" Frames {int(one)} and {int(other)} paint the same part {color} and {other_color}."
        for one, other, color, other_color in report.get("disagreements", ())
    )
    gray = " This document is gray, and so Krita shows them gray." if job.scene.is_gray else ""
    colored, them = ("1 frame", "it") if job.total == 1 else (f"{job.total} frames", "them")
    return f"Colored {colored} in {job.seconds:.0f} s. Undo takes {them} back.{unclear}{differ}{gray}"


def _recolored(job: Recoloring) -> str:
    left = len(job.palettes.left)
    standing = f" {left} stand-in{'s are' if left > 1 else ' is'} not exchanged." if left else ""
    return f"Recolored {job.total} frames in {job.seconds:.0f} s. Undo takes it back.{standing}"
