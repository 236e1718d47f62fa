"""The state of the plugin and its commands. Documents and engine are behind interfaces: no Krita here."""

import json
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple, Type, TypeVar

from . import methods
from .asking import Asking
from .client.engine_client import EngineClient
from .client.protocol.names import composed
from .client.protocol.options import AUTOMATIC_GAP, Options
from .client.protocol.palettes import opaque_colors
from .coloring import Choices, Coloring
from .cutouts.cutouts import CutOuts
from .exporting import Exporting
from .finishing import Finishing
from .gaps import Gaps
from .guard import Guard, Refused
from .hints import HintFrames
from .jobs import Jobs
from .live.session import Live
from .methods import Method
from .notices import Notice
from .palette_commands import PaletteCommands
from .palettes import Palettes
from .qt import QObject, QtGui, QTimer, pyqtSignal
from .recoloring import Recoloring
from .references import References
from .regions import RegionView
from .repainting import Filling, Repainting
from .scene import Host, Scene, SheetName
from .turns import Turns

POLL = 500  # milliseconds; Krita has no signal for a change of time, of layer, or by undo
TARGET, GAP, METHOD, HATCH = "target_accuracy", "largest_gap", "method", "hatch"  # names of the settings
WARM = "start_engine_early"
SPREAD = "spread_corrections"
METHODS = "methods"  # setting: what the engine sent last, to choose from before it runs again
FINISHED = "The picture is finished: press Unfinish before you color it again."
DEFAULTS = Options()

Color = Tuple[int, int, int, int]  # RGBA
Run = TypeVar("Run", bound=Coloring)


@dataclass(frozen=True)
class Outcome:
    """What the panel shows of the last result."""

    palette: Tuple[Color, ...]
    coverage: Optional[float]  # share of the regions that is painted
    area: Optional[float] = None  # and of the frames' area


class Controller(QObject):
    """Commands return at once or raise Refused; `changed` is emitted when there is something new to show."""

    changed = pyqtSignal()

    def __init__(self, host: Host, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._host = host
        self._client = client
        self._turns = Turns(self)
        self._outcomes: Dict[str, Outcome] = {}  # by the uid of the result's group
        self.guard = Guard(self)
        self._jobs = Jobs(client, self.guard)
        self.live = Live(
            host,
            self._jobs,
            self.guard,
            options=self._options,
            changed=self.changed.emit,
            notify=self._notify,
        )
        self.live.set_spreads(self.spreads)
        self.cut_outs = CutOuts(host, self.live, self.guard)
        self.asking = Asking(
            host,
            self.live,
            self.guard,
            self.cut_outs,
            refresh=self._fresh_scene,
            notify=self._notify,
            changed=self.changed.emit,
        )
        self.gaps = Gaps(self.live, self.guard, self.changed.emit)
        self.finishing = Finishing(
            host,
            self._jobs,
            self.live,
            self.guard,
            refresh=self._fresh_scene,
            notify=self._notify,
            changed=self.changed.emit,
        )
        self.palettes = PaletteCommands(
            host,
            self.live,
            self.guard,
            recolor=self._recolor,
            refresh=self._fresh_scene,
            notify=self._notify,
            changed=self.changed.emit,
        )
        self.exporting = Exporting(
            host,
            self.guard,
            refresh=self._fresh_scene,
            still_open=lambda: self.finishing.still_open,
            notify=self._notify,
            changed=self.changed.emit,
        )
        self.regions = RegionView(host, self._jobs, self.guard, options=self._options, notify=self._notify)
        self._references = References(host)
        self._hints = HintFrames(host)
        self.scene = Scene()
        self._judged_partial: Tuple[int, ...] = ()  # references that the engine found partly painted
        self.job: Optional[Coloring] = None
        self.methods = methods.load(host.setting(METHODS, "{}"))
        self.engine, self.engine_sentence = client.state, ""
        self._notice = Notice(self.live.came_before)
        self.is_seen: Callable[[], bool] = lambda: True  # is a panel visible? Else nothing is read for it
        self._is_warm = host.setting(WARM, "true") == "false"
        self._timer = QTimer(self)
        self._connect()

    def _connect(self) -> None:
        client, guard = self._client, self.guard
        guard.reported.connect(self._show_error)
        client.state_changed.connect(guard(self._on_engine))
        client.methods_received.connect(guard(self._on_methods))
        self._timer.timeout.connect(guard(self.refresh))

    # What the panel shows

    @property
    def notice(self) -> str:
        """What was said last, as far as it speaks of what is there."""
        return self._notice.sentence

    @property
    def is_error(self) -> bool:
        return self._notice.is_error

    @property
    def references(self) -> Tuple[int, ...]:
        """The frames whose paint gives the engine its colors."""
        return self._references.painted(self.scene)

    @property
    def hinted(self) -> Tuple[int, ...]:
        """The drawings with dabs of color, as far as they were looked at."""
        return self._hints.times(self.scene)

    @property
    def thumbnails(self) -> Mapping[int, QtGui.QImage]:
        """Of the reference frames, by time; those that have been read so far."""
        return self._references.thumbnails

    @property
    def sheet_thumbnails(self) -> Mapping[str, QtGui.QImage]:
        """Of the model sheets, by key; those that have been read so far."""
        return self._references.sheets

    @property
    def outcome(self) -> Optional[Outcome]:
        """What is known of the result that is in the document."""
        known = self._outcomes.get(self.scene.result) if self.scene.has_result else None
        shares = self.live.shares
        return replace(known, coverage=shares[0], area=shares[1]) if known and shares else known

    @property
    def method(self) -> Method:
        """The chosen one; AUTO where the engine does not have it."""
        chosen = methods.find(self.methods, self._host.setting(METHOD, methods.AUTO.name))
        return methods.in_effect(
            chosen,
            self.methods,
            self.scene.character,
            bool(self.references or self.scene.sheets),
            bool(self.hinted),
        )

    @property
    def problem(self) -> str:
        """Why Auto-colorize cannot start, in a sentence."""
        scene, needs = self.scene, self.method.needs
        if scene.problem:
            return scene.problem
        if scene.is_put_away:
            return FINISHED
        if methods.REFERENCES in needs and scene.unpainted and not scene.sheets:
            return scene.unpainted
        if not self.method.has_any(bool(self.references), bool(scene.hints), bool(scene.character)):
            return methods.NOTHING_GIVEN
        return methods.NO_CHARACTER if methods.CHARACTER in needs and not scene.character else ""

    @property
    def is_hatched(self) -> bool:
        """Will the next result show slash lines over withdrawn regions? It does as the present result, if any."""
        shown = self.scene.hatch_shown
        return self._host.setting(HATCH, "true") != "false" if shown is None else shown

    @property
    def target_accuracy(self) -> float:
        """Share (0..1) of the painted regions that have to be right."""
        return self._number(TARGET, DEFAULTS.target_accuracy, 0.5, 1.0)

    @property
    def largest_gap(self) -> int:
        """In pixels, or AUTOMATIC_GAP."""
        return int(self._number(GAP, DEFAULTS.largest_gap, AUTOMATIC_GAP, 32))

    def _number(self, name: str, default: float, least: float, most: float) -> float:
        """A setting within its range; its default where it is not a number."""
        try:
            return min(most, max(least, float(self._host.setting(name, str(default)))))
        except ValueError:
            return float(default)

    def _options(self) -> Options:
        return Options(
            method=self.method.name,
            target_accuracy=self.target_accuracy,
            largest_gap=self.largest_gap,
            character=self.scene.character,
        )

    # Commands

    def start(self) -> None:
        """Begin to follow the active document."""
        self._timer.start(POLL)

    def stop(self) -> None:
        """Krita ends: drop the job, and disconnect."""
        self._timer.stop()
        self._drop_job()
        self.live.stop()
        self.cut_outs.stop()
        self.gaps.follow(Scene())
        self.finishing.stop()
        self.palettes.stop()
        self.exporting.stop()
        self.regions.hide()
        self._client.stop()

    def refresh(self) -> None:
        """Read the state of the document; not during an insertion, whose first half would look like an undo."""
        if self.job is not None and self.job.is_inserting:
            return
        before, self.scene = self.scene, self._host.read_scene()
        self._notice.follow(self.scene)
        self.live.follow(self.scene)
        self.cut_outs.follow(self.scene)
        self.gaps.follow(self.scene)
        self.regions.follow(self.scene)
        self.finishing.follow(self.scene)
        self.palettes.follow(self.scene)
        self._references.follow(self.scene)
        is_seen = self.is_seen()
        is_new_thumbnail = is_seen and self.job is None and self._references.refresh(self.scene)
        is_new_thumbnail |= is_seen and self.job is None and self._hints.refresh(self.scene)
        if is_seen and len(self.scene.times) > 1:
            self._warm_up()
        if is_new_thumbnail or self.job is not None or self.scene != before:
            self.changed.emit()

    def _fresh_scene(self) -> Scene:
        self.refresh()
        return self.scene

    def _warm_up(self) -> None:
        """Start the engine before it is needed, once: a painter with an animation will want it."""
        if not self._is_warm:
            self._is_warm = True
            self._client.start()

    def auto_colorize(self) -> None:
        """Color every frame that is not a reference."""
        self._begin()
        if self.problem:
            raise Refused(self.problem)
        self._run(self._coloring(Coloring))

    def paint_all(self) -> None:
        """Bring all frames of the result to the slider's accuracy at once, not only those that come into view."""
        self._repaint(Repainting, "painted anew")

    def fill_all(self) -> None:
        """Accept everything: all that is unpainted gets its suggestion, specks their neighbors' colors."""
        self._repaint(Filling, "filled")

    def _begin(self) -> None:
        """Before a run: there is no other one, and the scene, read anew, shows all lines."""
        if self.job is not None:
            raise Refused("Shiage is coloring already; Cancel stops it.")
        if self.finishing.is_busy:
            raise Refused("The picture is being finished; Stop on the page Finish stops that.")
        self.refresh()
        if self.scene.is_put_away:
            raise Refused(FINISHED)

    def _repaint(self, kind: Type[Repainting], how: str) -> None:
        self._begin()
        result = self.live.result
        if result is None or not result.store.times:
            raise Refused(f"There is no result that can be {how}: press Auto-colorize first.")
        job = self._coloring(kind)
        job.store, job.request = result.store, result.request
        self._run(job)

    def _recolor(self, palettes: Palettes) -> None:
        """Show all frames of the result in the palette that is in use there."""
        self._begin()
        job = self._coloring(Recoloring)
        job.begin(palettes, self.live.result)
        self._run(job)

    def _coloring(self, kind: Type[Run]) -> Run:
        """A run of a kind, from the scene and the present result."""
        live = self.live
        return kind(
            self._host,
            self._jobs,
            self.scene,
            own=live.own,
            is_read=live.is_read,
            changed=self.changed.emit,
        )

    def _run(self, job: Coloring) -> None:
        self.job = job
        self._notify("")
        choices = Choices(self.method, self._options(), self.is_hatched)
        self._turns.run(job.steps(choices), self.guard(self._ended))

    def cancel(self) -> None:
        """Stop the job; nothing of it goes into the document."""
        if self.job is None:
            self._notify("Nothing is being colored.")
        elif self.job.is_inserting:
            self._notify("The result is being inserted already; Undo takes it back.")
        else:
            self._drop_job()
            self._notify("Cancelled; the document is as it was.")

    def mark_reference(self) -> None:
        """Mark the frame at the current time as a reference, or unmark it."""
        self.refresh()
        time, is_marked = self._host.toggle_mark(self.scene)
        self._notify(f"Frame {time} is {'a reference now' if is_marked else 'no reference any more'}.")
        self.refresh()

    def other_documents(self) -> Sequence[SheetName]:
        """The other open documents, whose pictures may become model sheets."""
        return self._host.other_documents(self.scene) if self.scene.document else ()

    def add_sheet(self, document: str = "", path: str = "") -> None:
        """Keep the picture of another open document, or of a file, as a reference that is no frame of the shot."""
        self.refresh()
        if not self.scene.document:
            raise Refused(self.scene.problem)
        name = self._host.add_sheet(self.scene, document, path)
        self._notify(f"“{name}” teaches now like a painted frame, and is kept in this document.")
        self.refresh()

    def remove_sheet(self, key: str) -> None:
        """Remove a model sheet from the document."""
        name = dict(self.scene.sheets).get(key, "")
        self._host.remove_sheet(self.scene, key)
        self._notify(f"“{name}” is no reference any more.")
        self.refresh()

    def take_offer(self) -> None:
        """Change in the document what the scene offers to change."""
        self._notify(self._host.take_offer(self.scene))
        self.refresh()

    def add_hints(self) -> None:
        """Add an empty layer for dabs of color, unless there is one: then show which it is."""
        self.refresh()
        if self.scene.hints is not None:
            raise Refused(f"“{self.scene.hints.name}” is the hint layer already: put dabs of color on it.")
        self._host.add_hints(self.scene)
        self._notify("Put dabs of color on any drawing: the region under a dab has that color for certain.")
        self.refresh()

    def add_closings(self) -> None:
        """Add an empty layer for strokes that close regions, unless there is one: then show which it is."""
        self.refresh()
        if self.scene.closings is not None:
            raise Refused(f"“{self.scene.closings.name}” is there already: draw closing strokes on it.")
        self._host.add_closings(self.scene)
        self._notify("Draw across openings on any drawing: that closes regions, and is never seen as a line.")
        self.refresh()

    def show_regions(self) -> None:
        """Show over the canvas what would be colored as one region, or hide it again."""
        self.refresh()
        self.regions.toggle(self.scene)
        self.changed.emit()

    def choose_hints(self, uid: str) -> None:
        """Make this layer the hint layer (none where empty), and remember it in the document."""
        self._host.choose_hints(self.scene, uid)
        self._notify("")
        self.refresh()

    def is_finished(self, time: int) -> bool:
        """Are the unpainted regions of a reference to stay unpainted, as the painter said or the engine judged?"""
        said = dict(self.scene.said)
        return said.get(time, time not in self._judged_partial)

    def toggle_finished(self, time: int) -> None:
        """Say that a reference is finished, or that it is partly painted."""
        is_finished = not self.is_finished(time)
        self._host.say_finished(self.scene, time, is_finished)
        rest = "stay unpainted" if is_finished else "are colored as in other frames"
        self._notify(f"Frame {time}: regions without paint {rest}, from the next run on.")
        self.refresh()

    def accept_rest(self) -> None:
        """Make the suggestions of the frame in view the painter's paint, or take that back."""
        self.refresh()
        time = self.scene.time_in_view
        if time is None:
            raise Refused("There is no drawing at this time.")
        self.live.accept_rest(time)

    def leave_unpainted(self) -> None:
        """Say that the selected regions of the frame in view are to stay unpainted."""
        self.refresh()
        time = self.scene.time_in_view
        pixels = self._host.selected(self.scene)
        if time is None or not pixels:
            raise Refused("Select the region first, with any selection tool; then it can be left unpainted.")
        self.live.leave_unpainted(time, pixels)

    def toggle_withdrawn(self) -> None:
        """Show or hide the paint of withdrawn regions."""
        self.refresh()
        is_withdrawn = self._host.toggle(self.scene, "withdrawn")
        self._notify(
            "Unsure regions are left unpainted." if is_withdrawn else "Unsure regions are shown painted."
        )
        self.refresh()

    def toggle_hatch(self) -> None:
        """Show or hide the slash lines over withdrawn regions, in this result and the next ones."""
        self.refresh()
        is_shown = self._host.toggle(self.scene, "hatch")
        self._host.set_setting(HATCH, "true" if is_shown else "false")
        self._notify("Unsure regions bear slash lines." if is_shown else "The slash lines are hidden.")
        self.refresh()

    def toggle_confidence(self) -> None:
        self.refresh()
        is_shown = self._host.toggle(self.scene, "confidence")
        self._notify("Confidence is shown over the colors." if is_shown else "Confidence is hidden.")
        self.refresh()

    def choose_colors(self, uid: str) -> None:
        """Make this layer the paint layer (none where empty), and remember it in the document."""
        self._host.choose_colors(self.scene, uid)
        self._notify("")  # so that the panel shows what is missing now
        self.refresh()

    def request_methods(self) -> None:
        """Ask the engine for its methods: the painter is about to choose one."""
        self._client.request_methods()

    def choose_method(self, name: str) -> None:
        self._host.set_setting(METHOD, name)
        self._notify("")

    def name_character(self, name: str) -> None:
        """Remember in the document which character is drawn on the line layer; empty: no particular one."""
        try:
            name = composed(name)
        except ValueError as error:
            raise Refused(str(error)) from error
        self._host.name_character(self.scene, name)
        self._notify("")
        self.refresh()

    def set_target_accuracy(self, value: float) -> None:
        """Also what is painted of the present result follows, and no new run is needed."""
        self._host.set_setting(TARGET, f"{value:.3f}")
        self.live.set_accuracy(value)
        self.changed.emit()

    @property
    def spreads(self) -> bool:
        """Do other frames follow a correction?"""
        return self._host.setting(SPREAD, "true") != "false"

    def set_spreads(self, spreads: bool) -> None:
        self._host.set_setting(SPREAD, "true" if spreads else "false")
        self.live.set_spreads(spreads)

    def set_largest_gap(self, pixels: int) -> None:
        self._host.set_setting(GAP, str(pixels))

    # The end of a job

    def _ended(self, error: Optional[Exception]) -> None:
        job, self.job = self.job, None
        if job is None:
            return
        job.give_up()  # does nothing where all is answered
        if error is None and isinstance(job, Recoloring):
            self.live.adopt_recolored(job.scene.result, job.group, job.store, job.written, job.owned)
        elif error is None:
            self.live.adopt(job)
        self.refresh()  # what is said next is of the result that is in now
        if error is not None:
            self.guard.report(error)
        elif isinstance(job, Recoloring):
            self._note_recolored(job)
        else:
            self._note_outcome(job)
            if self.engine == "ready":
                self._client.request_methods()  # it may have learned a character

    def _note_recolored(self, job: Recoloring) -> None:
        if job.scene.result in self._outcomes:
            self._outcomes[job.group] = self._outcomes[job.scene.result]
        left = len(job.palettes.left)
        standing = f" {left} stand-in{'s are' if left > 1 else ' is'} not exchanged." if left else ""
        self._notify(f"Recolored {job.total} frames in {job.seconds:.0f} s. Undo takes it back.{standing}")

    def _note_palette(self, palette: Sequence[Color]) -> None:
        """The colors of a new result are remembered with it."""
        palettes = self.scene.palettes.with_colors(opaque_colors(palette))
        if palette and self.scene.has_result and palettes != self.scene.palettes:
            self._host.remember_palettes(self.scene, palettes)
            self.refresh()

    def _note_outcome(self, job: Coloring) -> None:
        report = job.report or {}
        palette = tuple((int(r), int(g), int(b), int(a)) for r, g, b, a in report.get("palette", ()))
        self._judged_partial = tuple(int(time) for time in report.get("partial", ()))
        coverage = report.get("coverage")
        if isinstance(coverage, (list, tuple)):  # by step of the slider
            coverage = coverage[job.step] if job.step < len(coverage) else None
        self._outcomes[job.group] = Outcome(palette, coverage)
        self._note_palette(palette)
        mixed = sum(int(count) for _, _, count in report.get("hints", ()))
        regions = "1 region has" if mixed == 1 else f"{mixed} regions have"
        unclear = f" {regions} dabs of two colors, which say nothing." if mixed else ""
        differ = "".join(
            f" Frames {int(one)} and {int(other)} paint the same part {color} and {other_color}."
            for one, other, color, other_color in report.get("disagreements", ())
        )
        gray = " This document is gray, and so Krita shows them gray." if job.scene.is_gray else ""
        colored, them = ("1 frame", "it") if job.total == 1 else (f"{job.total} frames", "them")
        self._notify(
            f"Colored {colored} in {job.seconds:.0f} s. Undo takes {them} back.{unclear}{differ}{gray}"
        )

    def _drop_job(self) -> None:
        job, self.job = self.job, None
        self._turns.stop()
        if job is not None:
            job.give_up()

    # Signals of the client

    def _on_engine(self, state: str, sentence: str) -> None:
        self.engine, self.engine_sentence = state, sentence
        if state in {"failed", "stopped"}:
            self._jobs.engine_gone(sentence)
        self.changed.emit()

    def _on_methods(self, entries: Dict[str, Any]) -> None:
        self.methods = methods.read(entries)
        self._host.set_setting(METHODS, json.dumps(entries))
        self.changed.emit()

    def _notify(self, sentence: str) -> None:
        self._notice.say(sentence)
        self.changed.emit()

    def _show_error(self, sentence: str) -> None:
        self._notice.say(sentence, is_error=True)
        self.changed.emit()
