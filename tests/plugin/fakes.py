"""Fakes of the two things a controller talks to: the painter's documents and the engine's client."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shiage.client.engine_client import ColoredFrame, JobRequest, LabelFrame, PreviewImage
from shiage.client.protocol.messages import Need
from shiage.client.protocol.palettes import Color, Palette
from shiage.guard import Refused
from shiage.palettes import Palettes
from shiage.qt import QtCore, QtGui
from shiage.result import planes
from shiage.result.exchange import holds
from shiage.scene import CloseUp, Drawn, LayerName, Scene, SheetName, SheetPlane, Thumbnail

SIZE = (4, 3)
PIXELS = SIZE[0] * SIZE[1]
SCENE = Scene(
    document="document",
    size=SIZE,
    lines=LayerName("lines", "A"),
    colors=LayerName("colors", "paint"),
    candidates=(LayerName("colors", "paint"), LayerName("other", "flats")),
    times=(0, 2, 5, 7),
    references=(0, 7),
    time=2,
)

PALETTE = ((0, 0, 0, 0), (255, 0, 0, 255), (0, 0, 255, 255))

METHODS = {  # as an engine tells them
    "patch": {"title": "Learn this shot", "needs": ["references"], "takes": ["character"]},
    "unet": {"title": "Known character", "hint": "Needs no paint.", "needs": ["character"], "rule": "share"},
}


class FakeClient(QtCore.QObject):
    """The interface of `EngineClient`; a test answers by emitting its signals."""

    state_changed = QtCore.pyqtSignal(str, str)
    progressed = QtCore.pyqtSignal(int, float, str, int, int)
    previewed = QtCore.pyqtSignal(int, object)
    needed = QtCore.pyqtSignal(int, object)
    painted = QtCore.pyqtSignal(int, object)
    finished = QtCore.pyqtSignal(int, object)
    failed = QtCore.pyqtSignal(int, str, str)
    cancelled = QtCore.pyqtSignal(int)
    methods_received = QtCore.pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.state = "stopped"
        self.protocol = 2
        self.asked = 0
        self.backlog = 0
        self.answer_to_start: tuple[str, str] = ("ready", "")
        self.requests: list[JobRequest] = []
        self.sent: list[tuple[str, int, int]] = []  # role, job, time
        self.planes: dict[tuple[int, int], tuple[bytes, ...]] = {}  # paint by job and time
        self.lines: dict[tuple[int, int], tuple[bytes, ...]] = {}  # the same of lines
        self.cancels: list[int] = []
        self.is_stopped = False

    def start(self) -> None:
        self.is_stopped = False
        if self.state != self.answer_to_start[0]:
            self.become(*self.answer_to_start)

    def request_methods(self) -> None:
        self.asked += 1

    def become(self, state: str, sentence: str) -> None:
        self.state = state
        self.state_changed.emit(state, sentence)

    def stop(self) -> None:
        self.is_stopped = True

    def submit(self, request: JobRequest) -> int:
        self.requests.append(request)
        return len(self.requests)

    def send_line(self, job: int, time: int, planes: list[bytes]) -> None:
        self.sent.append(("line", job, time))
        self.lines[job, time] = tuple(planes)

    def send_color(self, job: int, time: int, *planes: bytes) -> None:
        self.sent.append(("color", job, time))
        self.planes[job, time] = planes

    def send_hint(self, job: int, time: int, plane: bytes) -> None:
        self.sent.append(("hint", job, time))

    def send_closing(self, job: int, time: int, plane: bytes) -> None:
        self.sent.append(("closing", job, time))

    def send_sheet(self, job: int, number: int, plane: bytes) -> None:
        self.sent.append(("sheet", job, number))

    def cancel(self, job: int) -> None:
        self.cancels.append(job)

    def paint(self, job: int, *times: int) -> None:
        """Results of these frames, each byte of the color its time."""
        for time in times:
            color = bytearray([time]) * (4 * PIXELS)
            self.painted.emit(
                job,
                ColoredFrame(time, 3, 1.0, 0.1, color, bytearray(b"\xff" * PIXELS), bytearray(4 * PIXELS)),
            )

    def label(
        self,
        job: int,
        *times: int,
        steps: int = 10,
        label: int = 1,
        digest: str = "",
        palette: tuple[tuple[int, ...], ...] = PALETTE,
    ) -> None:
        """Results of these frames as labels: every pixel has one label and is painted below one step."""
        for time in times:
            planes = ((bytearray([label] * PIXELS),), bytearray([steps] * PIXELS))
            shares = tuple(1.0 if step < steps else 0.0 for step in range(21))
            frame = LabelFrame(time, digest or f"{time}:{label}:{steps}", shares, shares, *planes, palette)
            self.painted.emit(job, frame)

    def take_out(self, job: int, traces: int = 1) -> None:
        """The lines of a frame without its trace lines."""
        (time,) = self.requests[job - 1].times
        self.previewed.emit(job, PreviewImage(time, *SIZE, bytearray([time] * (4 * PIXELS))))
        self.finished.emit(job, {"traces": traces})

    def need_all(self, job: int) -> None:
        """Ask for all drawings of a job."""
        request = self.requests[job - 1]
        self.needed.emit(job, _need(job, request))

    def need_nothing(self, job: int) -> None:
        """The engine has all drawings of a job."""
        self.needed.emit(job, Need(job, (), ()))


def _need(job: int, request: JobRequest) -> Need:
    sheets = tuple(range(len(request.sheets)))
    return Need(job, request.times, request.references, request.hints, request.closings, sheets)


class FakeLayers:
    """The layers of a result, by name and time; a test paints on them as the painter would."""

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.planes: dict[tuple[str, int], bytearray] = {}
        self.writes: list[tuple[str, int]] = []
        self.reads = 0
        self.modes = ["normal"]  # of the undo steps' layer, the newest last; empty: no such layer

    def is_there(self) -> bool:
        return bool(self.host.scene.result)

    def is_idle(self) -> bool:
        return not self.host.is_drawing

    def frame(self) -> int | None:
        return self.host.scene.time_in_view

    def plane(self, name: str, time: int | None = None) -> bytearray:
        time = self.frame() if time is None else time
        assert time is not None
        return self.planes.setdefault((name, time), bytearray(4 * PIXELS))

    def read(self, name: str, top: int, below: int) -> bytes:
        self.reads += 1
        return bytes(self.plane(name)[top * SIZE[0] * 4 : below * SIZE[0] * 4])

    def write(self, name: str, plane: bytes, top: int) -> None:
        start = top * SIZE[0] * 4
        self.plane(name)[start : start + len(plane)] = plane
        self.writes.append((name, self.frame() or 0))

    def show(self) -> None:
        """The canvas follows by itself."""

    def undo_mark(self) -> str | None:
        return self.modes[-1] if self.modes else None

    def set_undo_mark(self, mode: str) -> None:
        self.modes.append(mode)


class FakeSnapshot:
    def __init__(self, scene: Scene, layers: int, closings: tuple[int, ...] = ()) -> None:
        self.size, self.times, self.references = scene.size, scene.times, scene.references
        self.finished, self.partial = (), ()
        self.answers: tuple[tuple[int, ...], ...] = ()
        self.palettes = scene.palettes
        self.hints = scene.hint_times
        self.closings = closings
        self.kept: dict[tuple[str, int], bytes] = {}  # the layers of the present result, by name and time
        self.sheets = tuple(SheetPlane(name, (2, 1), bytes(8)) for _, name in scene.sheets)
        self.layers = layers
        self.is_closed = False

    def lines(self, time: int) -> list[bytes]:
        assert not self.is_closed
        return [bytes(4 * PIXELS)] * self.layers

    def color(self, time: int) -> bytes:
        return bytes([time]) * (4 * PIXELS)

    def hint(self, time: int) -> bytes:
        assert not self.is_closed
        return bytes([255 - time]) * (4 * PIXELS)

    def closing(self, time: int) -> bytes:
        assert not self.is_closed
        return bytes([128 + time]) * (4 * PIXELS)

    def result(self, time: int) -> dict[str, bytes]:
        assert not self.is_closed
        return {name: plane for (name, at), plane in self.kept.items() if at == time}

    def close(self) -> None:
        self.is_closed = True


class FakeStage:
    def __init__(self, host: FakeHost, snapshot: FakeSnapshot, is_hatched: bool) -> None:
        self.host, self.snapshot = host, snapshot
        self.is_hatched = is_hatched
        self.frames: dict[int, bytes] = {}
        self.is_closed = False

    def put(self, time: int, planes: Mapping[str, Any]) -> Generator[int, None, None]:
        yield 0
        self.frames[time] = bytes(planes["colors"])
        for name, plane in planes.items():
            self.host.staged[name, time] = bytearray(plane)

    def insert(self, is_read: Callable[[], bool]) -> Generator[int, None, str]:
        yield 0
        while not is_read():
            yield 0
        if self.host.refusal:
            raise Refused(self.host.refusal)
        self.host.inserted.append(dict(self.frames))
        group = f"result {len(self.host.inserted)}"
        self.host.layers.planes = {key: bytearray(plane) for key, plane in self.host.staged.items()}
        self.host.scene = replace(self.host.scene, result=group, palettes=self.snapshot.palettes)
        if not self.host.scene.frames:  # else the result is paint alone
            self.host.scene = replace(
                self.host.scene,
                withdrawn_shown=True,
                confidence_shown=False,
                hatch_shown=self.is_hatched,
                gaps_shown=False,
            )
        return group

    def close(self) -> None:
        self.is_closed = True


class FakeFinished:
    """Each line layer is gray where its number says so; the paint is that of the result."""

    name, duration, multiplies = "cut 1", 12, True

    def __init__(self, host: FakeHost) -> None:
        self.host = host
        self.size, self.times = host.scene.size, host.scene.times
        self.is_closed = False

    def lines(self, time: int) -> list[bytes]:
        return [bytes([time, time, time, 255]) * PIXELS]

    def paint(self, time: int) -> bytes:
        return bytes(self.host.layers.plane("colors", time))

    def close(self) -> None:
        self.is_closed = True


class FakeCopy:
    """A copy of the lines; in the document the picture is finished."""

    def __init__(self, host: FakeHost, is_whole: bool) -> None:
        self.host, self.is_whole = host, is_whole
        self.size, self.times = host.scene.size, host.scene.times
        self.frames: dict[int, bytes] = {}
        self.is_closed = False

    def lines(self, time: int) -> list[bytes]:
        return [bytes([0, 0, 255 if time in self.host.traces else 0, 255]) * PIXELS]

    def paint(self, time: int) -> bytes:
        return bytes(self.host.layers.plane("colors", time))

    def put(self, time: int, plane: bytes) -> Generator[int, None, None]:
        yield 0
        self.frames[time] = bytes(plane)

    def insert(self) -> Generator[int, None, None]:
        yield 0
        self.host.scene = replace(self.host.scene, is_put_away=True)
        self.host.copies.append(self)
        for see in self.host.watchers:
            see()  # as the timer does meanwhile

    def close(self) -> None:
        self.is_closed = True


class FakeHost:
    """One document, whose scene a test sets as it likes."""

    def __init__(self) -> None:
        self.scene = SCENE
        self.settings: dict[str, str] = {}
        self.inserted: list[dict[int, bytes]] = []
        self.refusal = ""
        self.line_layers = 1
        self.blank: set[int] = set()  # references without paint
        self.is_drawing = False
        self.snapshots: list[FakeSnapshot] = []
        self.stages: list[FakeStage] = []
        self.reads = 0
        self.thumbnail_reads = 0
        self.staged: dict[tuple[str, int], bytearray] = {}
        self.layers = FakeLayers(self)
        self.program: dict[str, Palette] = {}  # the palettes that Krita has
        self.selection: list[tuple[int, int]] = []
        self.said: list[tuple[int, ...]] = []
        self.dabs: set[int] = set()  # drawings with dabs of color
        self.strokes: set[int] = set()  # drawings with closing strokes
        self.documents = [SheetName("other", "turnaround.kra")]  # that are open as well
        self.pictures: list[QtGui.QImage] = []  # over the canvas
        self.shown: tuple[int, ...] = ()  # the place that was gone to
        self.outlines: list[QtGui.QPainterPath] = []  # over the canvas, one after the other
        self.at_cursor: tuple[int, int, int, int] | None = None  # the color there
        self.brush = (9, 8, 7, 255)
        self.traces: set[int] = set()  # drawings with trace lines
        self.copies: list[FakeCopy] = []  # of the lines, in the document
        self.finished: list[FakeFinished] = []  # read for an export
        self.begun: list[FakeCopy] = []
        self.watchers: list[Callable[[], object]] = []  # called when a copy has come in

    def read_scene(self) -> Scene:
        self.reads += 1
        return self.scene

    def thumbnail(self, scene: Scene, time: int, edge: int) -> Thumbnail | None:
        self.thumbnail_reads += 1
        if self.is_drawing:
            return None
        if time in self.blank:
            return Thumbnail(False, None)
        image = QtGui.QImage(edge, edge // 2, QtGui.QImage.Format.Format_ARGB32)
        image.fill(time)
        return Thumbnail(True, image)

    def choose_colors(self, scene: Scene, wanted: str) -> None:
        chosen = next((layer for layer in scene.candidates if layer.uid == wanted), None)
        self.scene = replace(self.scene, colors=chosen)

    def take_offer(self, scene: Scene) -> str:
        if scene.offer is None:
            raise Refused("There is nothing to change.")
        self.scene = replace(scene, offer=None)
        return f"{scene.offer.kind} is done."

    def add_hints(self, scene: Scene) -> None:
        self.scene = replace(scene, hint_candidates=(LayerName("hints", "Hints"),))
        self.choose_hints(self.scene, "hints")

    def add_closings(self, scene: Scene) -> None:
        self.scene = replace(scene, closings=LayerName("closings", "Closings"))

    def other_documents(self, scene: Scene) -> Sequence[SheetName]:
        return self.documents

    def add_sheet(self, scene: Scene, document: str = "", path: str = "") -> str:
        name = path or dict(self.documents)[document]
        self.scene = replace(self.scene, sheets=(*scene.sheets, SheetName(f"key of {name}", name)))
        return name

    def sheet(self, scene: Scene, key: str) -> QtGui.QImage:
        image = QtGui.QImage(20, 10, QtGui.QImage.Format.Format_ARGB32)
        image.fill(0)
        return image

    def remove_sheet(self, scene: Scene, key: str) -> None:
        self.scene = replace(self.scene, sheets=tuple(one for one in scene.sheets if one.key != key))

    def choose_hints(self, scene: Scene, wanted: str) -> None:
        chosen = next((layer for layer in scene.hint_candidates if layer.uid == wanted), None)
        self.scene = replace(self.scene, hints=chosen, hint_times=scene.times if chosen else ())

    def has_hint(self, scene: Scene, time: int) -> bool | None:
        return None if self.is_drawing else time in self.dabs

    def name_character(self, scene: Scene, name: str) -> None:
        self.scene = replace(self.scene, character=name)

    def toggle_mark(self, scene: Scene) -> tuple[int, bool]:
        self.scene = replace(scene, references=(scene.time,), has_marks=not scene.has_marks)
        return scene.time, self.scene.has_marks

    def toggle(self, scene: Scene, name: str) -> bool:
        if not scene.has_result:
            raise Refused("There is no result yet.")
        if name == "withdrawn":
            self.scene = replace(scene, withdrawn_shown=not scene.withdrawn_shown)
            return bool(self.scene.withdrawn_shown)
        if name == "hatch":
            self.scene = replace(scene, hatch_shown=not scene.hatch_shown)
            return bool(self.scene.hatch_shown)
        if name == "gaps":
            self.scene = replace(scene, gaps_shown=not scene.gaps_shown)
            return bool(self.scene.gaps_shown)
        self.scene = replace(scene, confidence_shown=not scene.confidence_shown)
        return bool(self.scene.confidence_shown)

    def result_layers(self, scene: Scene) -> FakeLayers | None:
        return None if scene.frames else self.layers

    def say_finished(self, scene: Scene, time: int, is_finished: bool) -> None:
        said = {**dict(scene.said), time: is_finished}
        self.scene = replace(scene, said=tuple(said.items()))

    def accept(self, scene: Scene, time: int, is_accepted: bool) -> None:
        times = {time} if is_accepted else set()
        self.scene = replace(self.scene, accepted=tuple(set(self.scene.accepted) - {time} | times))

    def remember_palettes(self, scene: Scene, palettes: Palettes) -> None:
        self.scene = replace(self.scene, palettes=palettes)

    def holds_color(self, scene: Scene, time: int, color: Color) -> bool | None:
        return None if self.is_drawing else holds(bytes(self.layers.plane("colors", time)), color)

    def palette_names(self) -> Sequence[str]:
        return list(self.program)

    def program_palette(self, name: str) -> Palette:
        return self.program[name]

    def selected(self, scene: Scene) -> Sequence[tuple[int, int]]:
        return self.selection

    def show_place(self, scene: Scene, place: Sequence[int]) -> None:
        self.scene = replace(self.scene, time=place[0])
        self.shown = tuple(place)

    def show_time(self, scene: Scene, time: int) -> None:
        self.scene = replace(self.scene, time=time)

    def show_outline(self, scene: Scene, outline: QtGui.QPainterPath) -> None:
        self.outlines.append(outline)

    def hide_outline(self) -> None:
        self.outlines.clear()

    def close_up(self, scene: Scene, time: int, box: Sequence[int]) -> CloseUp | None:
        if self.is_drawing:
            return None
        paint = planes.cropped(bytes(self.layers.plane("colors", time)), SIZE[0], box, planes.BYTES)
        return CloseUp(paint, [bytes(len(paint))] * self.line_layers)

    def set_brush_color(self, scene: Scene, color: tuple[int, int, int, int]) -> None:
        self.brush = color

    def color_at_cursor(self, scene: Scene) -> tuple[int, int, int, int]:
        if self.at_cursor is None:
            raise Refused("Rest the cursor on a color.")
        return self.at_cursor

    def brush_color(self, scene: Scene) -> tuple[int, int, int, int]:
        return self.brush

    def drawing(self, scene: Scene, time: int, is_whole: bool = False) -> Generator[int, None, Drawn]:
        yield 0
        strokes = bytes([128 + time]) * (4 * PIXELS) if time in self.strokes else None
        return Drawn([bytes([time]) * (4 * PIXELS)] * self.line_layers, strokes, (0, 0, *SIZE))

    def show_picture(self, scene: Scene, picture: QtGui.QImage, corner: tuple[int, int]) -> None:
        self.pictures.append(picture)

    def hide_picture(self) -> None:
        self.pictures.clear()

    def answers(self, scene: Scene) -> tuple[tuple[int, ...], ...]:
        return tuple(self.said)

    def remember_answers(self, scene: Scene, time: int, answers: Sequence[Sequence[int]]) -> None:
        self.said = sorted([one for one in self.said if one[0] != time] + [tuple(one) for one in answers])

    def put_away(self, scene: Scene, is_away: bool) -> None:
        self.scene = replace(self.scene, is_put_away=is_away, hatch_shown=not is_away)

    def line_copy(self, scene: Scene, is_whole: bool) -> Generator[int, None, FakeCopy | None]:
        yield 0
        self.begun.append(FakeCopy(self, is_whole))
        return self.begun[-1]

    def finished_frames(self, scene: Scene) -> Generator[int, None, FakeFinished]:
        yield 0
        self.finished.append(FakeFinished(self))
        return self.finished[-1]

    def remove_line_copy(self, scene: Scene) -> bool:
        if not self.copies:
            return False
        self.copies.pop()
        self.put_away(scene, False)
        return True

    def snapshot(self, scene: Scene, is_measured: bool = False) -> Generator[int, None, FakeSnapshot]:
        yield 0
        taken = FakeSnapshot(scene, self.line_layers, tuple(sorted(self.strokes)))
        taken.kept = {key: bytes(plane) for key, plane in self.layers.planes.items()}
        self.snapshots.append(taken)
        return taken

    def stage(self, snapshot: FakeSnapshot, is_hatched: bool) -> Generator[int, None, FakeStage]:
        yield 0
        self.stages.append(FakeStage(self, snapshot, is_hatched))
        return self.stages[-1]

    def setting(self, name: str, default: str) -> str:
        return self.settings.get(name, default)

    def set_setting(self, name: str, value: str) -> None:
        self.settings[name] = value
