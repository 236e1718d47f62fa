"""The state of the plugin, and its rooms of commands. Documents and engine are behind interfaces: no Krita here."""

from typing import Any, Callable, Dict, Optional

from . import methods
from .asking import Asking
from .client.engine_client import EngineClient
from .client.protocol.options import Options
from .coloring import Choices, Coloring
from .cutouts.cutouts import CutOuts
from .desk import Desk
from .exporting import Exporting
from .finishing import FINISHED, Finishing
from .gaps import Gaps
from .guard import Guard
from .inputs import Inputs
from .jobs import Jobs
from .live.session import Live
from .methods import Method
from .notices import Notice
from .palette_commands import PaletteCommands
from .qt import QObject, QTimer, pyqtSignal
from .regions import RegionView
from .running import Outcome, Running
from .scene import Host, Scene
from .settings import Settings
from .showing import Showing

POLL = 500  # milliseconds; Krita has no signal for a change of time, of layer, or by undo


class Controller(QObject):
    """Commands return at once or raise Refused; `changed` is emitted when there is something new to show."""

    changed = pyqtSignal()

    def __init__(self, host: Host, client: EngineClient, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._host, self._client = host, client
        self.guard = Guard(self)
        self.scene = Scene()
        self.settings = Settings(host)
        self.methods = self.settings.methods
        self.engine, self.engine_sentence = client.state, ""
        self.is_seen: Callable[[], bool] = lambda: True  # is a panel visible? Else nothing is read for it
        self._is_warm = not self.settings.starts_early
        self._furnish(Desk(host, self.guard, self._fresh_scene, self._notify, self.changed.emit))
        self._notice = Notice(self.live.came_before)
        self._timer = QTimer(self)
        self._connect()

    def _furnish(self, desk: Desk) -> None:
        """Make the rooms of commands, each after those that it asks."""
        self._jobs = Jobs(self._client, self.guard)
        self.inputs = Inputs(desk)
        self.live = Live(desk, self._jobs, self._options)
        self.live.set_spreads(self.settings.spreads)
        self.showing = Showing(desk, self.live, self.settings)
        self.cut_outs = CutOuts(self._host, self.live, self.guard)
        self.asking = Asking(desk, self.live, self.cut_outs)
        self.gaps = Gaps(self.live, self.guard, self.changed.emit)
        self.finishing = Finishing(desk, self._jobs, self.live)
        self.running = Running(
            desk,
            self._jobs,
            self.live,
            self.inputs,
            self.finishing,
            choices=self._choices,
            problem=lambda: self.problem,
        )
        self.palettes = PaletteCommands(desk, self.live, self.running.recolor)
        self.exporting = Exporting(desk, lambda: self.finishing.still_open)
        self.regions = RegionView(desk, self._jobs, self._options)

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
    def job(self) -> Optional[Coloring]:
        """The run that goes on."""
        return self.running.job

    @property
    def outcome(self) -> Optional[Outcome]:
        """What is known of the result that is in the document."""
        return self.running.outcome(self.scene)

    @property
    def method(self) -> Method:
        """The chosen one; AUTO where the engine does not have it."""
        return methods.in_effect(
            methods.find(self.methods, self.settings.method),
            self.methods,
            self.scene.character,
            bool(self.inputs.references or self.scene.sheets),
            bool(self.inputs.hinted),
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
        if not self.method.has_any(bool(self.inputs.references), bool(scene.hints), bool(scene.character)):
            return methods.NOTHING_GIVEN
        return methods.NO_CHARACTER if methods.CHARACTER in needs and not scene.character else ""

    def _options(self) -> Options:
        return Options(
            method=self.method.name,
            target_accuracy=self.settings.target_accuracy,
            largest_gap=self.settings.largest_gap,
            character=self.scene.character,
        )

    def _choices(self) -> Choices:
        return Choices(self.method, self._options(), self.showing.is_hatched(self.scene))

    # Following the document

    def start(self) -> None:
        """Begin to follow the active document."""
        self._timer.start(POLL)

    def stop(self) -> None:
        """Krita ends: drop the job, and disconnect."""
        self._timer.stop()
        self.running.drop()
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
        for room in (
            self._notice,
            self.live,
            self.cut_outs,
            self.gaps,
            self.regions,
            self.finishing,
            self.palettes,
            self.inputs,
        ):
            room.follow(self.scene)
        is_seen = self.is_seen()
        is_new_thumbnail = is_seen and self.job is None and self.inputs.look()
        if is_seen and len(self.scene.times) > 1:
            self._warm_up()
        if is_new_thumbnail or self.job is not None or self.scene != before:
            self.changed.emit()

    def _fresh_scene(self) -> Scene:
        self.refresh()
        return self.scene

    # The engine

    def _warm_up(self) -> None:
        """Start the engine before it is needed, once: a painter with an animation will want it."""
        if not self._is_warm:
            self._is_warm = True
            self._client.start()

    def request_methods(self) -> None:
        """Ask the engine for its methods: the painter is about to choose one."""
        self._client.request_methods()

    def choose_method(self, name: str) -> None:
        """Color by the method of this name from now on."""
        self.settings.set_method(name)
        self._notify("")

    def _on_engine(self, state: str, sentence: str) -> None:
        self.engine, self.engine_sentence = state, sentence
        if state in {"failed", "stopped"}:
            self._jobs.engine_gone(sentence)
        self.changed.emit()

    def _on_methods(self, entries: Dict[str, Any]) -> None:
        self.methods = methods.read(entries)
        self.settings.remember_methods(entries)
        self.changed.emit()

    # What is said

    def _notify(self, sentence: str) -> None:
        self._notice.say(sentence)
        self.changed.emit()

    def _show_error(self, sentence: str) -> None:
        self._notice.say(sentence, is_error=True)
        self.changed.emit()
