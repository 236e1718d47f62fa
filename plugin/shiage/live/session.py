"""The results that are alive, one for each in an open document; the one of the active document is watched."""

from typing import Callable, Dict, List, Optional, Sequence, Set, Tuple

from ..client.protocol.options import Options
from ..client.protocol.palettes import Color as PaletteColor
from ..coloring import Coloring
from ..desk import Desk
from ..guard import Refused
from ..jobs import Jobs
from ..qt import QObject
from ..result.exchange import NOTHING, Exchange
from ..result.labels import Own, step_of
from ..result.store import Store
from ..scene import NO_RESULT, ResultLayers, Scene
from ..turns import Turns
from .corrections import Change, Corrections, of_frame
from .history import History
from .painter import Painter
from .questions import Color, Question, Rows
from .state import LiveResult, Written
from .undo import Act, Acts
from .watch import Watch

ACCEPTED = "Frame {} is finished, and a reference now; the same again, or Ctrl+Z, takes it back."
REOPENED = "Frame {} is open again, and no reference any more."
MOST = 4  # results whose data are kept: the documents that a painter goes back and forth between


class Live(QObject):
    """Follows the scene's result; the controller tells it about new scenes, runs and positions of the slider."""

    def __init__(self, desk: Desk, jobs: Jobs, options: Callable[[], Options]) -> None:
        super().__init__()
        self._host, self._guard = desk.host, desk.guard
        self._changed, self._notify = desk.changed, desk.notify
        self._jobs, self._options = jobs, options
        self._results: Dict[str, LiveResult] = {}  # by the uid of the group
        self._histories: Dict[str, History] = {}
        self._acts: Dict[str, Acts] = {}
        self._layers: Optional[ResultLayers] = None
        self._watch: Optional[Watch] = None
        self._watching, self._correcting = Turns(self), Turns(self)
        self._corrections: Optional[Corrections] = None
        self._followed = ""  # uid of the group that is watched
        self.spreads = True
        self.no_result = NO_RESULT  # why there is none, where there is none

    @property
    def result(self) -> Optional[LiveResult]:
        """The one that is watched."""
        return self._results.get(self._followed)

    def adopt(self, run: Coloring) -> None:
        """A run has put in its result."""
        if run.store.times:
            new = LiveResult(run.group, run.store, run.step, run.request)
            before = self._results.get(run.scene.result)
            if before is not None:
                new.take_own(before)
                new.questions.is_by_frame = before.questions.is_by_frame
            new.fills, new.replaced = run.accepts, run.scene.result
            report = run.report or {}
            new.questions.update(report.get("questions", ()))
            new.shown, new.finished = str(report.get("shown", "")), frozenset(run.scene.accepted)
            self._keep(run.group, new)

    def adopt_recolored(
        self, former: str, group: str, store: Store, written: Dict[int, Written], own: Dict[int, Own]
    ) -> None:
        """The result `former` (the uid of its group) has other colors now, see `LiveResult.recolored`."""
        before = self._results.get(former)
        if before is not None:
            self._keep(group, before.recolored(group, store, written, own))

    @property
    def exchange(self) -> Exchange:
        """How the colors of the references are shown in the present result."""
        return self.result.store.exchange if self.result is not None else NOTHING

    @property
    def colors(self) -> Tuple[PaletteColor, ...]:
        """Of the references, as far as frames of the present result are known."""
        return self.result.store.colors if self.result is not None else ()

    def _keep(self, group: str, result: LiveResult) -> None:
        """As the newest of the results; the oldest ones are forgotten."""
        self._results[group] = result
        while len(self._results) > MOST:
            oldest = next(iter(self._results))
            del self._results[oldest]
            self._histories.pop(oldest, None)
            self._acts.pop(oldest, None)

    def came_before(self, one: str, other: str) -> bool:
        """Did the run of the result `other` (the uid of its group) replace `one`?"""
        known = self._results.get(other)
        return known is not None and known.replaced == one

    def own(self, time: int) -> Optional[Own]:
        """What the painter has painted on a frame of the present result."""
        return self.result.own(time) if self.result is not None else None

    def is_read(self) -> bool:
        """Is all known that the painter has painted on the frame in view of the present result?"""
        return self._watch is None or self._watch.is_read()

    def follow(self, scene: Scene) -> None:
        """Watch the result of this scene, if it has one."""
        self.no_result = scene.no_result
        if self._corrections is not None and scene.result == self._followed:
            self._corrections.scene = scene
        if self.result is not None:
            self.result.is_checked = bool(scene.gaps_shown)
        if scene.result == self._followed:
            return
        former = self.result
        unanswered = self._corrections.unanswered if self._corrections is not None else ()
        accepted = self._accepted(former, scene)
        self.stop()
        layers = self._host.result_layers(scene) if scene.result else None
        if layers is None:
            return
        self._followed, self._layers = scene.result, layers
        known = self._results.pop(scene.result, None)
        accuracy = self._options().target_accuracy
        result = known or LiveResult(
            scene.result, Store(scene.size, scene.palettes.exchange), step_of(accuracy)
        )
        result.step = step_of(accuracy)
        result.accepted, result.is_checked = accepted, bool(scene.gaps_shown)
        self._keep(scene.result, result)
        self._corrections = self._corrections_of(result, scene)
        if former is not None and (result.replaced, result.size) == (former.group, former.size):
            self._take_over(unanswered)
        history = self._histories.setdefault(scene.result, History())
        painter = Painter(self._host, result, history, self._corrections)
        acts = self._acts.setdefault(scene.result, Acts())
        self._watch = Watch(result, layers, painter, acts, self._changed)
        self._watching.run(self._watch.steps(), self._guard(self._ended))
        self._correcting.run(self._corrections.steps(), self._guard(self._ended))

    def _corrections_of(self, result: LiveResult, scene: Scene) -> Corrections:
        """They begin with what the painter has said while the run that made the result was under way."""
        made = Corrections(
            self._host, self._jobs, result, scene=scene, options=self._options, notify=self._notify
        )
        made.spreads = self.spreads
        if result.request is not None:
            made.is_run_due = result.request.answers != self._host.answers(scene)
            for time in sorted(result.accepted - result.finished - set(result.fills)):
                made.add(Change(time, accepts=True))
        return made

    def _take_over(self, unanswered: Sequence[Change]) -> None:
        """What the painter said on the result before, and the engine has not answered, holds for this one."""
        result, corrections = self._known()
        for change in unanswered:
            if change.accepts is not None:
                result.accept(change.time, change.accepts)
            corrections.add(change)

    def _accepted(self, former: Optional[LiveResult], scene: Scene) -> Set[int]:
        """The accepted frames, now that the result of the scene has taken the place of `former`, or is back."""
        accepted, now = set(scene.accepted), self._results.get(scene.result)
        if former is not None and former.replaced == scene.result:
            accepted -= set(former.fills)
        elif former is not None and now is not None and now.replaced == former.group:
            accepted |= set(now.fills)
        for time in accepted ^ set(scene.accepted):
            self._host.accept(scene, time, time in accepted)
        return accepted

    def stop(self) -> None:
        """Watch nothing."""
        self._watching.stop()
        self._correcting.stop()
        self._corrections, self._layers, self._watch, self._followed = None, None, None, ""

    def set_accuracy(self, accuracy: float) -> None:
        if self.result is not None:
            self.result.step = step_of(accuracy)

    def set_spreads(self, spreads: bool) -> None:
        self.spreads = spreads
        if self._corrections is not None:
            self._corrections.spreads = spreads

    def accept_rest(self, time: int) -> None:
        """Make the suggestions of a frame paint, or take that back. Raises Refused."""
        result, _ = self._known()
        if result.store.get(time) is None:
            raise Refused("This frame has no suggestions: press Auto-colorize first.")
        is_accepted = time not in result.accepted
        self._act(lambda: self._accept(time, is_accepted), lambda: self._accept(time, not is_accepted))

    def leave_unpainted(self, time: int, pixels: Sequence[Tuple[int, int]]) -> None:
        """The regions of these pixels of a frame are to stay unpainted. Raises Refused."""
        self._known()
        rows = tuple((time, x, y, 0, 0, 0, 0) for x, y in pixels)
        self._act(
            lambda: self._say(rows, (), "The region stays unpainted."),
            lambda: self._say((), rows, "The region is open again."),
        )

    def answer(self, answers: Sequence[Tuple[Question, Color]]) -> None:
        """These questions have these colors; one step for `take_back`. Raises Refused."""
        rows = self._known()[0].questions.answer(answers)
        self._act(lambda: self._answer(rows), lambda: self._take_back(rows))

    def act(self, do: Callable[[], None], undo: Callable[[], None]) -> None:
        """Do something to the result that Ctrl+Z takes back. Raises Refused."""
        self._known()
        self._act(do, undo)

    def take_back(self) -> bool:
        """Open again what was answered last; False where nothing was. Raises Refused."""
        rows = self._known()[0].questions.last_answered
        if rows:
            self._act(lambda: self._take_back(rows), lambda: self._answer(rows))
        return bool(rows)

    def _act(self, do: Callable[[], None], undo: Callable[[], None]) -> None:
        """Do what the painter says without painting, as one undo step."""
        assert self._layers is not None  # there is a result
        self._acts[self._followed].add(Act(do, undo), self._layers)

    def _accept(self, time: int, is_accepted: bool) -> None:
        result, corrections = self._known()
        result.accept(time, is_accepted)
        corrections.add(Change(time, accepts=is_accepted))
        self._notify((ACCEPTED if is_accepted else REOPENED).format(time))

    def _answer(self, rows: Rows) -> None:
        self._known()[0].questions.remember(rows)
        # The first time, the next question is told in place of this.
        self._say(rows, (), "The answer holds again.")

    def _take_back(self, rows: Rows) -> None:
        self._known()[0].questions.forget_last()
        self._say((), rows, "The last answer is taken back.")

    def _say(self, adds: Rows, drops: Rows, sentence: str) -> None:
        """Answers that hold from now on, and others that do not hold any more; and a sentence that says so."""
        self._notify(sentence)
        _, corrections = self._known()
        for time in sorted({row[0] for row in (*adds, *drops)}):
            corrections.add(Change(time, adds=of_frame(adds, time), drops=of_frame(drops, time)))

    def _known(self) -> Tuple[LiveResult, Corrections]:
        if self.result is None or self._corrections is None:
            raise Refused(self.no_result)
        return self.result, self._corrections

    def check(self) -> None:
        """Raises Refused where there is no result."""
        self._known()

    @property
    def scene(self) -> Scene:
        """The scene of the result, as it was followed last. Raises Refused without a result."""
        return self._known()[1].scene

    @property
    def shares(self) -> Optional[Tuple[float, float]]:
        """Shares of the regions and of the area that are painted at the slider's step; None where not known."""
        return self.result.store.shares(self.result.step) if self.result is not None else None

    @property
    def due(self) -> int:
        """How many frames are painted anew when the painter comes to them."""
        return len(self.result.due) if self.result is not None else 0

    @property
    def frame_shares(self) -> List[str]:
        """The shares of each frame at the slider's step, in words."""
        result = self.result
        if result is None:
            return []
        frames = [(time, result.store.get(time)) for time in result.store.times]
        return [
            f"Frame {time}: {frame.area[result.step]:.0%} of area, {frame.coverage[result.step]:.0%} of regions"
            for time, frame in frames
            if frame is not None
        ]

    def _ended(self, error: Optional[Exception]) -> None:
        """Neither ends by itself, so it is an error; the next scene begins anew."""
        if error is not None:
            self._guard.report(error)
        self.stop()
