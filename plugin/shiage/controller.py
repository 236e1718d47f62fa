"""The state of the plugin and its verbs. It knows documents and engine by interfaces alone; no Krita."""

import json
from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from . import methods
from .client import EngineClient, Preview, Result
from .coloring import Coloring, Wishes
from .guard import Guard, Refused
from .methods import Method
from .pictures import Pictures
from .protocol.names import composed
from .qt import QObject, QTimer, pyqtSignal
from .scene import Desk, Scene
from .turns import Turns

LOOK_EVERY = 500  # milliseconds; Krita has no signal for a change of time, layer or undo
TARGET, GAP, METHOD, HATCH = "target_accuracy", "largest_gap", "method", "hatch"  # names of the settings
METHODS = "methods"  # what the engine told last: to choose from before it runs
DEFAULTS = {TARGET: "0.98", GAP: "4"}

Color = Tuple[int, int, int, int]  # RGBA


@dataclass(frozen=True)
class Outcome:
    """What the panel shows of the last result."""

    palette: Tuple[Color, ...]
    coverage: Optional[float]  # share of the regions that are painted


class Controller(QObject):
    """Verbs return at once or raise Refused; `changed` says that there is something new to show."""

    changed = pyqtSignal()

    def __init__(self, desk: Desk, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client = client
        self._turns = Turns(self)
        self._outcomes: Dict[str, Outcome] = {}  # by line layer
        self.guard = Guard(self)
        self.pictures = Pictures(desk)
        self.scene = Scene()
        self.job: Optional[Coloring] = None
        self.methods = methods.load(desk.setting(METHODS, "{}"))
        self.engine, self.engine_sentence = client.state, ""
        self.notice, self.is_notice_bad = "", False
        self._timer = QTimer(self)
        self._connect()

    def _connect(self) -> None:
        client, guard = self._client, self.guard
        guard.troubled.connect(self._tell_trouble)
        client.state_changed.connect(guard(self._on_engine))
        client.told_methods.connect(guard(self._on_methods))
        client.progressed.connect(guard(self._on_progress))
        client.previewed.connect(guard(self._on_preview))
        client.painted.connect(guard(self._on_painted))
        client.finished.connect(guard(self._on_finished))
        client.failed.connect(guard(self._on_failed))
        client.cancelled.connect(guard(self._on_cancelled))
        self._timer.timeout.connect(guard(self.look))

    # What the panel shows

    @property
    def references(self) -> Tuple[int, ...]:
        """The frames that show the engine the colors."""
        return self.pictures.painted(self.scene)

    @property
    def outcome(self) -> Optional[Outcome]:
        """The last result of the line layer, while it is in the document."""
        lines = self.scene.lines
        return self._outcomes.get(lines.uid) if lines is not None and self.scene.has_result else None

    @property
    def method(self) -> Method:
        """The chosen one; the automatic one where the engine does not have it."""
        chosen = methods.find(self.methods, self._desk.setting(METHOD, methods.AUTO.name))
        return methods.standing(chosen, self.methods, self.scene.character, bool(self.references))

    @property
    def problem(self) -> str:
        """Why Auto-colorize cannot start, in a sentence."""
        scene, needs = self.scene, self.method.needs
        if scene.problem:
            return scene.problem
        if methods.REFERENCES in needs and scene.unpainted:
            return scene.unpainted
        return methods.NAMELESS if methods.CHARACTER in needs and not scene.character else ""

    @property
    def is_hatched(self) -> bool:
        """Are slash lines shown over what is withdrawn, in the next result? As in this one, where there is one."""
        shown = self.scene.hatch_shown
        return self._desk.setting(HATCH, "true") != "false" if shown is None else shown

    @property
    def target_accuracy(self) -> float:
        return self._number(TARGET, 0.5, 1.0)

    @property
    def largest_gap(self) -> int:
        """In pixels."""
        return int(self._number(GAP, 0, 32))

    def _number(self, name: str, least: float, most: float) -> float:
        """A setting; one that was edited to nonsense counts as not set."""
        try:
            return min(most, max(least, float(self._desk.setting(name, DEFAULTS[name]))))
        except ValueError:
            return float(DEFAULTS[name])

    # Verbs

    def start(self) -> None:
        """Begin to follow the active document."""
        self._timer.start(LOOK_EVERY)

    def stop(self) -> None:
        """Krita ends: drop what is under way."""
        self._timer.stop()
        self._drop_job()
        self._client.stop()

    def look(self) -> None:
        """See what is new; not while a result goes in, for half of it would look like an undo."""
        if self.job is not None and self.job.is_inserting:
            return
        before, self.scene = self.scene, self._desk.look()
        self.pictures.follow(self.scene)
        is_new_picture = self.job is None and self.pictures.refresh(self.scene)
        if is_new_picture or self.job is not None or self.scene != before:
            self.changed.emit()

    def auto_colorize(self) -> None:
        """Color every frame that is not a reference."""
        if self.job is not None:
            raise Refused("Shiage is coloring already; Cancel stops it.")
        self.look()
        if self.problem:
            raise Refused(self.problem)
        self.job = Coloring(self._desk, self._client, self.scene, self.changed.emit)
        self._say("")
        wishes = Wishes(
            self.method, self.scene.character, self.target_accuracy, self.largest_gap, self.is_hatched
        )
        self._turns.run(self.job.steps(wishes), self.guard(self._ended))

    def cancel(self) -> None:
        """Stop the job; nothing of it goes into the document."""
        if self.job is None:
            self._say("Nothing is being colored.")
        elif self.job.is_inserting:
            self._say("The result is going in already; Undo takes it back.")
        else:
            self._drop_job()
            self._say("Cancelled; the document is as it was.")

    def mark_reference(self) -> None:
        """Mark the frame at the current time as a reference, or unmark it."""
        self.look()
        time, is_marked = self._desk.toggle_mark(self.scene)
        self._say(f"Frame {time} is {'a reference now' if is_marked else 'no reference any more'}.")
        self.look()

    def toggle_withdrawn(self) -> None:
        """Show or hide what the engine would have painted where it is not sure."""
        self.look()
        is_withdrawn = self._desk.toggle(self.scene, "withdrawn")
        self._say(
            "Unsure regions are left unpainted." if is_withdrawn else "Unsure regions are shown painted."
        )
        self.look()

    def toggle_hatch(self) -> None:
        """Show or hide the slash lines over unsure regions; the next result does as this one."""
        self.look()
        is_shown = self._desk.toggle(self.scene, "hatch")
        self._desk.set_setting(HATCH, "true" if is_shown else "false")
        self._say("Unsure regions bear slash lines." if is_shown else "The slash lines are hidden.")
        self.look()

    def toggle_confidence(self) -> None:
        self.look()
        is_shown = self._desk.toggle(self.scene, "confidence")
        self._say("Confidence is shown over the colors." if is_shown else "Confidence is hidden.")
        self.look()

    def choose_colors(self, uid: str) -> None:
        """Take this layer as the painter's colors (none where empty), and remember it with the document."""
        self._desk.choose_colors(self.scene, uid)
        self._say("")  # what was said is over; what is missing now is to be seen
        self.look()

    def ask_methods(self) -> None:
        """The painter is about to choose: have the engine tell what there is."""
        self._client.ask_methods()

    def choose_method(self, name: str) -> None:
        self._desk.set_setting(METHOD, name)
        self._say("")

    def name_character(self, name: str) -> None:
        """Remember with the document who is drawn on the line layer; empty: nobody in particular."""
        try:
            name = composed(name)
        except ValueError as error:
            raise Refused(str(error)) from error
        self._desk.name_character(self.scene, name)
        self._say("")
        self.look()

    def set_target_accuracy(self, value: float) -> None:
        self._desk.set_setting(TARGET, f"{value:.3f}")

    def set_largest_gap(self, pixels: int) -> None:
        self._desk.set_setting(GAP, str(pixels))

    # The end of a job

    def _ended(self, error: Optional[Exception]) -> None:
        job, self.job = self.job, None
        if job is None:
            return
        if error is not None:
            job.give_up()
            self.guard.tell(error)
        else:
            self._note_outcome(job)
            if self.engine == "ready":
                self._client.ask_methods()  # a character may have become known
        self.look()
        self.changed.emit()

    def _note_outcome(self, job: Coloring) -> None:
        report = job.report or {}
        palette = tuple((int(r), int(g), int(b), int(a)) for r, g, b, a in report.get("palette", ()))
        if job.scene.lines is not None:
            self._outcomes[job.scene.lines.uid] = Outcome(palette, report.get("coverage"))
        gray = " This document is gray, and so Krita shows them gray." if job.scene.is_gray else ""
        colored, them = ("1 frame", "it") if job.total == 1 else (f"{job.total} frames", "them")
        self._say(f"Colored {colored} in {job.seconds:.0f} s. Undo takes {them} back.{gray}")

    def _drop_job(self) -> None:
        job, self.job = self.job, None
        self._turns.stop()
        if job is not None:
            job.give_up()

    # What the engine says; answers to a job that is not wanted any more are ignored

    def _wanted(self, number: int) -> Optional[Coloring]:
        return self.job if self.job is not None and self.job.number == number else None

    def _on_engine(self, state: str, sentence: str) -> None:
        self.engine, self.engine_sentence = state, sentence
        if self.job is not None and self.job.report is None and state in {"failed", "stopped"}:
            self.job.failed(sentence)
        self.changed.emit()

    def _on_progress(self, number: int, fraction: float, note: str, done: int, total: int) -> None:
        job = self._wanted(number)
        if job is not None:
            job.progressed(fraction, note)
            self.changed.emit()

    def _on_methods(self, told: Dict[str, Any]) -> None:
        self.methods = methods.read(told)
        self._desk.set_setting(METHODS, json.dumps(told))
        self.changed.emit()

    def _on_preview(self, number: int, preview: Preview) -> None:
        job = self._wanted(number)
        if job is not None:
            job.previewed(preview)
            self.changed.emit()

    def _on_painted(self, number: int, result: Result) -> None:
        job = self._wanted(number)
        if job is not None:
            job.painted(result)

    def _on_finished(self, number: int, report: Dict[str, Any]) -> None:
        job = self._wanted(number)
        if job is not None:
            job.finished(report)

    def _on_failed(self, number: int, code: str, sentence: str) -> None:
        job = self._wanted(number)
        if job is not None:
            job.failed(sentence)

    def _on_cancelled(self, number: int) -> None:
        job = self._wanted(number)
        if job is not None:
            job.failed("The engine stopped this job; press Auto-colorize to try again.")

    def _say(self, sentence: str) -> None:
        self.notice, self.is_notice_bad = sentence, False
        self.changed.emit()

    def _tell_trouble(self, sentence: str) -> None:
        self.notice, self.is_notice_bad = sentence, True
        self.changed.emit()
