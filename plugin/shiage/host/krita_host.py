"""The painter's documents in a running Krita: the state of the active one, and the commands on it."""

from typing import Generator, List, Optional, Sequence, Tuple

from krita import Document, Krita, ManagedColor

from ..client.protocol.palettes import Palette
from ..guard import Refused
from ..palettes import Palettes
from ..qt import QtCore, QtGui
from ..result.labels import COLORS, SUGGESTIONS
from ..scene import CloseUp, Drawn, LineCopy, Scene, SheetName, Stage, Thumbnail, key_shown
from . import glances, model_sheets
from .aid_layers import add_closing_layer, add_hint_layer
from .document import is_idle, read_memory, wait_until_idle, write_memory
from .finished import bring_back, present_copy, put_away
from .finished_frames import KritaFinishedFrames
from .frames_stage import FramesStage
from .layers import all_drawn, find, keys_of, root, uid
from .line_copy import KritaLineCopy
from .offers import take_offer
from .opened import Opened
from .over_canvas import OverCanvas
from .placed import Parts, newest
from .program_palettes import program_palettes, read_program_palette
from .result_drawings import result_drawings
from .result_layers import KritaResultLayers
from .run_steps import REDO, RunSteps
from .scene_reading import NO_LINES, Contents, read_contents, read_scene
from .selecting import box_around, grid, nearest_color
from .snapshot import KritaSnapshot, Said, reference_keys, within
from .staging import KritaStage, open_template
from .still_frames import show_still
from .timeline import FrameLabels, LabelSync
from .worked_on import WorkedOn

SETTINGS = "shiage"  # the group in Krita's own configuration


class KritaHost:
    """Implements `scene.Host` for a running Krita."""

    def __init__(self, application: Krita) -> None:
        self._application = application
        self._labels = FrameLabels(application)
        self._sync = LabelSync(self._labels)
        self._run_steps = RunSteps()
        self._opened = Opened(application)
        self._worked_on = WorkedOn()
        self._over = OverCanvas(application)

    def read_scene(self) -> Scene:
        contents = read_contents(self._application)
        if contents is not None and contents.is_idle and self._changes(contents):
            contents = read_contents(self._application)
        scene = read_scene(contents, self._sync)
        if contents is not None and scene.result:
            self._worked_on.follow(contents.document, scene)
        return scene

    def _changes(self, contents: Contents) -> bool:
        """Does what the painter has just opened, undone or redone call for a change that makes it whole?"""
        ends_check = self._opened.ends_check(contents.document, contents.memory)
        return self._completes_run_step(contents) or ends_check

    def _completes_run_step(self, contents: Contents) -> bool:
        """Where the painter has undone or redone the first step of a run, the second follows; was it so?"""
        due = self._run_steps.due(contents.memory, contents.layers)
        step, redo = self._application.action(due) if due else None, self._application.action(REDO)
        # Where nothing can be redone any more, something was painted since: Undo would take that.
        if step is None or redo is None or not redo.isEnabled():
            return False
        step.trigger()
        return True

    def thumbnail(self, scene: Scene, time: int, edge: int) -> Optional[Thumbnail]:
        return glances.thumbnail(self._document(scene), scene, time, edge)

    def choose_colors(self, scene: Scene, layer: str) -> None:
        document = self._document(scene)
        if scene.lines is not None:
            self._remember(document, scene.lines.uid, layer)

    def take_offer(self, scene: Scene) -> str:
        if scene.offer is None:
            raise Refused("There is nothing to change here any more.")
        return take_offer(self._document(scene), scene.offer)

    def add_hints(self, scene: Scene) -> None:
        document, lines = self._document(scene), _animated_lines(scene)
        self._remember_hints(
            document, lines, uid(add_hint_layer(self._application, document, lines, scene.times))
        )

    def add_closings(self, scene: Scene) -> None:
        document, lines = self._document(scene), _animated_lines(scene)
        made = add_closing_layer(self._application, document, lines, scene.times)
        memory = read_memory(document)
        memory.lines, memory.closings[lines] = lines, uid(made)
        write_memory(document, memory)

    def other_documents(self, scene: Scene) -> Sequence[SheetName]:
        return model_sheets.others(self._application, self._document(scene))

    def add_sheet(self, scene: Scene, document: str = "", path: str = "") -> str:
        if path:
            name, image = model_sheets.picture_in(self._application, path)
        else:
            name, image = model_sheets.picture_of(self._application, document)
        model_sheets.keep(self._document(scene), name, image)
        return name

    def sheet(self, scene: Scene, key: str) -> QtGui.QImage:
        return model_sheets.image_of(self._document(scene), key)

    def remove_sheet(self, scene: Scene, key: str) -> None:
        model_sheets.remove(self._document(scene), key)

    def choose_hints(self, scene: Scene, layer: str) -> None:
        if scene.lines is not None:
            self._remember_hints(self._document(scene), scene.lines.uid, layer)

    def _remember_hints(self, document: Document, lines: str, hints: str) -> None:
        memory = read_memory(document)
        memory.lines, memory.hints[lines] = lines, hints
        write_memory(document, memory)

    def has_hint(self, scene: Scene, time: int) -> Optional[bool]:
        return glances.has_hint(self._document(scene), scene, time)

    def name_character(self, scene: Scene, name: str) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        if scene.lines is not None and memory.characters.get(scene.lines.uid, "") != name:
            memory.characters[scene.lines.uid] = name
            write_memory(document, memory)

    def _remember(self, document: Document, lines: str, colors: str) -> None:
        memory = read_memory(document)
        if memory.lines != lines or memory.colors.get(lines) != colors:
            memory.lines, memory.colors[lines] = lines, colors
            write_memory(document, memory)

    def toggle_mark(self, scene: Scene) -> Tuple[int, bool]:
        document = self._document(scene)
        if scene.lines is None or scene.colors is None:
            raise Refused(scene.problem or scene.unpainted)
        time = scene.time_in_view
        keys: Sequence[int] = list(dict(scene.painted))
        if not scene.frames:
            keys = keys_of(all_drawn(document, scene.colors.uid), document.animationLength())
        every = reference_keys(scene.times, keys, [])
        if time is None or time not in every or not keys:
            raise Refused(f"Paint this frame on “{scene.colors.name}” first; then mark it as a reference.")
        memory = read_memory(document)
        is_marked = memory.toggle_mark(scene.colors.uid, every[time])
        write_memory(document, memory)
        self._remember(document, scene.lines.uid, scene.colors.uid)
        self._labels.mark(scene.colors.name, every[time], is_marked)
        self._sync.forget(scene.colors.uid)
        return time, is_marked

    def toggle(self, scene: Scene, name: str) -> bool:
        document = self._document(scene)
        lines = scene.lines.uid if scene.lines is not None else ""
        memory = read_memory(document)
        group = newest(document, memory, lines)
        if group is None or scene.frames:
            raise Refused(scene.no_result)
        parts = Parts(group, memory)
        if not parts.toggle(name):
            raise Refused("This result has no such layer (any more): press Auto-colorize for a new one.")
        document.refreshProjection()
        return bool(parts.is_shown(name))

    def put_away(self, scene: Scene, is_away: bool) -> None:
        document = self._document(scene)
        memory, lines = read_memory(document), scene.lines.uid if scene.lines is not None else ""
        group = newest(document, memory, lines)
        if not is_away:
            bring_back(document, memory, lines)
        elif group is not None:
            put_away(document, memory, lines, group)

    def line_copy(self, scene: Scene, is_whole: bool) -> Generator[int, None, Optional[LineCopy]]:
        if scene.frames or scene.lines is None:
            return None
        document = self._document(scene)
        yield from wait_until_idle(self._application, document)
        copy = KritaLineCopy(self._application, document, scene, is_whole)
        try:
            return (yield from copy.read())
        except BaseException:
            copy.close()
            raise

    def finished_frames(self, scene: Scene) -> Generator[int, None, KritaFinishedFrames]:
        document = self._document(scene)
        yield from wait_until_idle(self._application, document)
        frames = KritaFinishedFrames(document, scene)
        try:
            return (yield from frames.read())
        except BaseException:
            frames.close()
            raise

    def remove_line_copy(self, scene: Scene) -> bool:
        document = self._document(scene)
        lines = scene.lines.uid if scene.lines is not None else ""
        copy = present_copy(document, read_memory(document), lines)
        if copy is not None:
            copy.remove()
        return copy is not None

    def snapshot(self, scene: Scene, is_measured: bool = False) -> Generator[int, None, KritaSnapshot]:
        document = self._document(scene)
        if scene.lines is None:
            raise Refused(scene.problem)
        marks: List[int] = []
        if scene.colors is not None:
            marks = read_memory(document).marks.get(scene.colors.uid, [])
            self._remember(document, scene.lines.uid, scene.colors.uid)
        yield from wait_until_idle(self._application, document)
        said = self._said(document, scene.lines.uid)
        snapshot = KritaSnapshot(document, document.clone(), scene)
        yield 0
        try:
            return (yield from snapshot.read(marks, said, is_measured))
        except BaseException:
            snapshot.close()
            raise

    def _said(self, document: Document, lines: str) -> Said:
        memory = read_memory(document)
        group = newest(document, memory, lines)
        return Said(
            memory.times_said(lines, True),
            memory.times_said(lines, False),
            [tuple(answer) for answer in memory.answers.get(lines, [])],
            memory.accepted.get(lines, []),
            uid(group) if group is not None else "",
        )

    def result_layers(self, scene: Scene) -> Optional[KritaResultLayers]:
        document = self._document(scene)
        group = find(document, scene.result)
        parts = Parts(group, read_memory(document)) if group is not None else None
        if parts is None or not {SUGGESTIONS, COLORS} <= parts.nodes.keys():
            return None
        return KritaResultLayers(self._application, document, parts, scene)

    def say_finished(self, scene: Scene, time: int, is_finished: bool) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        if scene.lines is not None:
            memory.finished.setdefault(scene.lines.uid, {})[str(time)] = is_finished
            write_memory(document, memory)

    def accept(self, scene: Scene, time: int, is_accepted: bool) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        if scene.lines is not None:
            memory.accept(scene.lines.uid, time, is_accepted)
            write_memory(document, memory)

    def remember_palettes(self, scene: Scene, palettes: Palettes) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        memory.remember_palettes(scene.result, palettes)
        write_memory(document, memory)

    def holds_color(self, scene: Scene, time: int, color: Tuple[int, int, int]) -> Optional[bool]:
        document = self._document(scene)
        if not is_idle(document):
            return None
        lines, area = scene.lines.uid if scene.lines is not None else "", (*scene.corner, *scene.size)
        still = lines if scene.frames else ""
        return result_drawings(document, read_memory(document), still, scene.result, area).holds(time, color)

    def palette_names(self) -> Sequence[str]:
        return sorted(program_palettes(self._application))

    def program_palette(self, name: str) -> Palette:
        resource = program_palettes(self._application).get(name)
        if resource is None:
            raise Refused(f"Krita has no palette “{name}” any more.")
        return read_program_palette(resource)

    def selected(self, scene: Scene) -> Sequence[Tuple[int, int]]:
        selection = self._document(scene).selection()
        if selection is None:
            return []
        left, top, width, height = selection.x(), selection.y(), selection.width(), selection.height()
        plane = bytes(selection.pixelData(left, top, width, height))
        corner = (left - scene.corner[0], top - scene.corner[1])
        return grid(plane, corner, (width, height), scene.size)

    def show_place(self, scene: Scene, place: Sequence[int]) -> None:
        time, _, _, left, top, right, bottom = place
        self.show_time(scene, time)
        area, (across, down) = self._over.area(), scene.corner
        if area is not None:
            area.bring(QtCore.QRectF(left + across, top + down, right - left, bottom - top))

    def show_time(self, scene: Scene, time: int) -> None:
        document = self._document(scene)
        if scene.frames:
            show_still(document, scene, time)
        elif key_shown(scene.times, document.currentTime()) != time:
            document.setCurrentTime(time)

    def show_outline(self, scene: Scene, outline: QtGui.QPainterPath) -> None:
        self._document(scene)
        self._over.show_outline(outline.translated(*scene.corner))

    def hide_outline(self) -> None:
        self._over.hide_outline()

    def close_up(self, scene: Scene, time: int, box: Sequence[int]) -> Optional[CloseUp]:
        return glances.close_up(self._document(scene), scene, time, box)

    def set_brush_color(self, scene: Scene, color: Tuple[int, int, int, int]) -> None:
        view = self._over.view()
        if view is not None and color[3]:
            view.setForeGroundColor(ManagedColor.fromQColor(QtGui.QColor(*color), view.canvas()))

    def brush_color(self, scene: Scene) -> Tuple[int, int, int, int]:
        view = self._over.view()
        if view is None:
            raise Refused("The document has no view: click on its canvas first.")
        color = view.foregroundColor().colorForCanvas(view.canvas())
        return color.red(), color.green(), color.blue(), 255

    def color_at_cursor(self, scene: Scene) -> Tuple[int, int, int, int]:
        pixel, time = self._over.cursor(), scene.time_in_view
        if pixel is None or time is None:
            raise Refused("Rest the cursor on the color in the picture, then take it by the shortcut.")
        x, y = pixel[0] - scene.corner[0], pixel[1] - scene.corner[1]
        box = box_around(x, y, scene.size)
        seen = self.close_up(scene, time, box)
        if seen is None:
            raise Refused("Krita is still busy with the document: try again when the stroke has ended.")
        color = nearest_color(bytes(seen.paint), box[2] - box[0], (x - box[0], y - box[1]))
        if color is None:
            raise Refused("Nothing is painted here: rest the cursor on a color in the picture.")
        return color

    def show_picture(self, scene: Scene, picture: QtGui.QImage, corner: Tuple[int, int]) -> None:
        self._document(scene)
        if not self._over.show_picture(picture, corner):
            raise Refused("The picture cannot be laid over the canvas in this version of Krita.")

    def hide_picture(self) -> None:
        self._over.hide_picture()

    def drawing(self, scene: Scene, time: int, is_whole: bool = False) -> Generator[int, None, Drawn]:
        document = self._document(scene)
        yield from wait_until_idle(self._application, document)
        yield 0
        return (yield from glances.drawing(document, scene, time, is_whole))

    def answers(self, scene: Scene) -> Tuple[Tuple[int, ...], ...]:
        lines = scene.lines.uid if scene.lines is not None else ""
        rows = [tuple(row) for row in read_memory(self._document(scene)).answers.get(lines, [])]
        return tuple(within(rows, (*scene.corner, *scene.size)))

    def remember_answers(self, scene: Scene, time: int, answers: Sequence[Sequence[int]]) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        if scene.lines is not None:
            left, top = scene.corner
            placed = [[at, x + left, y + top, *rest] for at, x, y, *rest in answers]
            memory.answer(scene.lines.uid, time, placed)
            write_memory(document, memory)

    def stage(self, snapshot: KritaSnapshot, is_hatched: bool) -> Generator[int, None, Stage]:
        yield 0
        if snapshot.frames:
            return FramesStage(self._application, snapshot, self._run_steps)
        hidden = yield from open_template(self._application, snapshot.times, is_hatched)
        stage = KritaStage(self._application, snapshot, self._run_steps, hidden)
        yield 0
        return stage

    def setting(self, name: str, default: str) -> str:
        return str(self._application.readSetting(SETTINGS, name, default))

    def set_setting(self, name: str, value: str) -> None:
        self._application.writeSetting(SETTINGS, name, value)

    def _document(self, scene: Scene) -> Document:
        """The active document, which has to be the one of the scene."""
        document = self._application.activeDocument()
        if document is None or uid(root(document)) != scene.document:
            raise Refused("Another document is in front now; please try again.")
        return document


def _animated_lines(scene: Scene) -> str:
    """The uid of the line layer. Raises Refused where there is none with keyframes."""
    if scene.frames:
        raise Refused("That needs an animation: this shot is made of still layers.")
    if scene.lines is None or not scene.times:
        raise Refused(scene.problem or NO_LINES)
    return scene.lines.uid
