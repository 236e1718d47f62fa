"""The painter's documents in a running Krita: the state of the active one, and the commands on it."""

from dataclasses import replace
from typing import Any, Dict, Generator, List, Optional, Sequence, Tuple

from krita import Document, Krita, ManagedColor, Selection, View

from ..guard import Refused
from ..images import thumbnail
from ..qt import QtGui
from ..result.labels import COLORS, SUGGESTIONS, blank
from ..scene import LayerName, Scene, Thumbnail, key_shown
from .document import is_idle, read_memory, wait_until_idle, write_memory
from .hint_layer import add_hint_layer
from .layers import (
    Drawing,
    convert,
    find,
    get,
    is_painted,
    is_straight,
    line_nodes,
    owned,
    root,
    tree,
    uid,
    union,
)
from .memory import Memory
from .placed import Parts, follow_result, newest
from .result_layers import KritaResultLayers
from .selecting import framed, grid
from .snapshot import KritaSnapshot, Said, reference_keys
from .staging import KritaStage
from .timeline import FrameLabels, LabelSync, key_times
from .tree import color_candidates, guess_colors, guess_hints, guess_lines, hint_layers

FULLY = 255  # selected
NONE = ""  # remembered instead of a paint layer's uid where the painter has chosen "none of them"
SETTINGS = "shiage"  # the group in Krita's own configuration
NO_DOCUMENT = "Open an animation to color."
NO_LINES = "Select the line art: an animated paint layer, or a group of them."
NO_COLORS = "Add a paint layer for the colors below the lines and paint one frame on it."
NOT_CHOSEN = "Choose the layer with your colors in the panel."
NO_PAINT = "Paint one to three frames on “{}”; they show Shiage the colors."
ONE_DRAWING = "“{}” has one drawing only; Shiage colors the others of an animation."


class KritaHost:
    """Implements `scene.Host` for a running Krita."""

    def __init__(self, application: Krita) -> None:
        self._application = application
        self._labels = FrameLabels(application)
        self._sync = LabelSync(self._labels)
        self._shown: Tuple[object, ...] = ()  # document and box of the selection that outlines a region

    def read_scene(self) -> Scene:
        document = self._application.activeDocument()
        top = document.rootNode() if document is not None else None
        if document is None or top is None:
            return Scene(problem=NO_DOCUMENT)
        memory, layers = read_memory(document), tree(top)
        active = document.activeNode()
        follow_result(document, memory, layers, uid(active) if active is not None else "")
        scene = Scene(
            uid(top),
            (document.width(), document.height()),
            time=document.currentTime(),
            is_gray=document.colorModel().startswith("GRAY"),
        )
        painted = {*memory.colors.values(), *memory.hints.values(), *(one.uid for one in hint_layers(layers))}
        lines = guess_lines(layers, uid(active) if active is not None else "", painted, memory.lines)
        if lines is None:
            return replace(scene, problem=NO_LINES)
        chosen = memory.colors.get(lines.uid)
        colors = guess_colors(layers, lines, chosen or "") if chosen != NONE else None
        declined = memory.hints.get(lines.uid) == NONE
        hints = None if declined else guess_hints(layers, lines, memory.hints.get(lines.uid, ""))
        candidates = tuple(LayerName(layer.uid, layer.name) for layer in color_candidates(layers, lines))
        scene = replace(
            scene,
            lines=LayerName(lines.uid, lines.name),
            candidates=tuple(one for one in candidates if hints is None or one.uid != hints.uid),
            hints=LayerName(hints.uid, hints.name) if hints is not None else None,
            hint_candidates=tuple(one for one in candidates if colors is None or one.uid != colors.uid),
            colors=LayerName(colors.uid, colors.name) if colors is not None else None,
            character=memory.characters.get(lines.uid, ""),
            said=tuple((int(time), flag) for time, flag in memory.finished.get(lines.uid, {}).items()),
            accepted=tuple(memory.accepted.get(lines.uid, [])),
        )
        group = newest(document, memory, lines.uid)
        if group is not None:
            parts = Parts(group)
            scene = replace(
                scene,
                result=parts.group,
                withdrawn_shown=parts.is_shown("withdrawn"),
                confidence_shown=parts.is_shown("confidence"),
                hatch_shown=parts.is_shown("hatch"),
            )
        return self._with_frames(document, memory, scene)

    def _with_frames(self, document: Document, memory: Memory, scene: Scene) -> Scene:
        """The scene with its times and references, or the sentence that says why there are none."""
        lines, colors = scene.lines, scene.colors
        assert lines is not None
        last = document.animationLength()
        nodes = line_nodes(get(document, lines.uid), colors.uid if colors is not None else "")
        times = union([key_times(node, last) for node in nodes])
        scene = replace(scene, times=times, **self._hinted(document, scene.hints, times))
        if colors is None:
            is_declined = memory.colors.get(lines.uid) == NONE and scene.candidates
            return replace(scene, unpainted=NOT_CHOSEN if is_declined else NO_COLORS)
        keys = key_times(get(document, colors.uid), last)
        marks = self._marks(document, memory, colors, keys)
        unpainted = ONE_DRAWING.format(lines.name) if len(times) < 2 else ""
        references = tuple(sorted(reference_keys(times, keys, marks)))
        if not references:
            unpainted = NO_PAINT.format(colors.name)
        has_marks = bool(set(marks) & set(keys))
        active = document.activeNode()
        is_painting = active is not None and uid(active) in {colors.uid, *map(uid, nodes)}
        scene = replace(scene, references=references, has_marks=has_marks, unpainted=unpainted)
        return replace(scene, is_painting=is_painting)

    def _hinted(self, document: Document, hints: Optional[LayerName], times: Sequence[int]) -> Dict[str, Any]:
        """What a scene says of its hint layer."""
        node = find(document, hints.uid) if hints is not None else None
        if node is None:
            return {}
        active = document.activeNode()
        keys = reference_keys(times, key_times(node, document.animationLength()), [])
        is_hinting = active is not None and uid(active) == uid(node)
        return {"hint_times": tuple(sorted(keys)), "is_hinting": is_hinting}

    def _marks(self, document: Document, memory: Memory, colors: LayerName, keys: List[int]) -> List[int]:
        """The paint layer's reference marks, updated by the labels that the painter changed on the timeline."""
        before = set(memory.marks.get(colors.uid, []))
        marks = sorted(self._sync.marks(colors.uid, colors.name, keys, before))
        if set(marks) != before:
            memory.marks[colors.uid] = marks
            write_memory(document, memory)
        return marks

    def thumbnail(self, scene: Scene, time: int, edge: int) -> Optional[Thumbnail]:
        document = self._document(scene)
        if scene.lines is None or scene.colors is None or not is_idle(document):
            return None
        last = document.animationLength()
        colors = get(document, scene.colors.uid)
        if not is_straight(colors):
            return Thumbnail(True, None)  # to convert it, as a job does with its clone, would block Krita
        marks = read_memory(document).marks.get(scene.colors.uid, [])
        key = reference_keys(scene.times, key_times(colors, last), marks).get(time)
        paint = Drawing(document, colors, scene.size, last).at(key) if key is not None else None
        if paint is None or not is_painted(paint):
            return Thumbnail(False, None)
        nodes = line_nodes(get(document, scene.lines.uid), scene.colors.uid)
        drawings = [
            Drawing(document, node, scene.size, last)
            for node in nodes
            if node.type() == "paintlayer" and is_straight(node)
        ]
        lines = [plane for plane in (drawing.at(time) for drawing in drawings) if plane is not None]
        return Thumbnail(True, thumbnail(scene.size, paint, lines, edge))

    def choose_colors(self, scene: Scene, layer: str) -> None:
        document = self._document(scene)
        if scene.lines is not None:
            self._remember(document, scene.lines.uid, layer)

    def add_hints(self, scene: Scene) -> None:
        document = self._document(scene)
        if scene.lines is None or not scene.times:
            raise Refused(scene.problem or NO_LINES)
        made = add_hint_layer(self._application, document, scene.lines.uid, scene.times)
        self._remember_hints(document, scene.lines.uid, uid(made))

    def choose_hints(self, scene: Scene, layer: str) -> None:
        if scene.lines is not None:
            self._remember_hints(self._document(scene), scene.lines.uid, layer)

    def _remember_hints(self, document: Document, lines: str, hints: str) -> None:
        memory = read_memory(document)
        memory.lines, memory.hints[lines] = lines, hints
        write_memory(document, memory)

    def has_hint(self, scene: Scene, time: int) -> Optional[bool]:
        document = self._document(scene)
        node = find(document, scene.hints.uid) if scene.hints is not None else None
        if node is None or not is_idle(document) or not is_straight(node):
            return None
        last = document.animationLength()
        key = reference_keys(scene.times, key_times(node, last), []).get(time)
        plane = Drawing(document, node, scene.size, last).at(key) if key is not None else None
        return plane is not None and is_painted(plane)

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
        time = key_shown(scene.times, document.currentTime())
        keys = key_times(get(document, scene.colors.uid), document.animationLength())
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
        group = newest(document, read_memory(document), lines)
        if group is None:
            raise Refused("There is no result under this line layer yet: press Auto-colorize first.")
        parts = Parts(group)
        if not parts.toggle(name):
            raise Refused("This result has no such layer (any more): press Auto-colorize for a new one.")
        document.refreshProjection()
        return bool(parts.is_shown(name))

    def snapshot(self, scene: Scene) -> Generator[int, None, KritaSnapshot]:
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
            return (yield from snapshot.read(marks, said))
        except BaseException:
            snapshot.close()
            raise

    def _said(self, document: Document, lines: str) -> Said:
        memory = read_memory(document)
        group = newest(document, memory, lines)
        colors = Parts(group).nodes.get(COLORS) if group is not None else None
        return Said(
            memory.times_said(lines, True),
            memory.times_said(lines, False),
            [tuple(answer) for answer in memory.answers.get(lines, [])],
            memory.accepted.get(lines, []),
            uid(colors) if colors is not None else "",
        )

    def result_layers(self, scene: Scene) -> Optional[KritaResultLayers]:
        document = self._document(scene)
        group = find(document, scene.result)
        if group is None or SUGGESTIONS not in Parts(group).nodes or COLORS not in Parts(group).nodes:
            return None
        return KritaResultLayers(self._application, document, group, scene.size, scene.times)

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

    def selected(self, scene: Scene) -> Sequence[Tuple[int, int]]:
        selection = self._document(scene).selection()
        if selection is None:
            return []
        left, top, width, height = selection.x(), selection.y(), selection.width(), selection.height()
        plane = bytes(selection.pixelData(left, top, width, height))
        return grid(plane, (left, top), (width, height), scene.size)

    def show_place(self, scene: Scene, place: Sequence[int], color: Tuple[int, int, int, int]) -> None:
        document = self._document(scene)
        time, _, _, *box = place
        if key_shown(scene.times, document.currentTime()) != time:
            document.setCurrentTime(time)
        left, top, right, bottom = framed(box, scene.size)
        selection = Selection()
        selection.select(left, top, right - left, bottom - top, FULLY)
        document.setSelection(selection)
        self._shown = (scene.document, left, top, right - left, bottom - top)
        view = self._view()
        if view is not None and color[3]:
            view.setForeGroundColor(ManagedColor.fromQColor(QtGui.QColor(*color), view.canvas()))

    def show_nothing(self) -> bool:
        shown = next((one for one in owned(self._application.documents()) if self._is_outlined(one)), None)
        if shown is not None:  # else the painter has selected something else, or closed the document
            if not is_idle(shown):
                return False
            shown.setSelection(None)
        self._shown = ()
        return True

    def _is_outlined(self, document: Document) -> bool:
        """Is the document's selection the one that `show_place` made last?"""
        selection, node = document.selection(), document.rootNode()
        if selection is None or node is None:
            return False
        return self._shown == (uid(node), selection.x(), selection.y(), selection.width(), selection.height())

    def brush_color(self, scene: Scene) -> Tuple[int, int, int, int]:
        view = self._view()
        if view is None:
            raise Refused("The document has no view: click on its canvas first.")
        color = view.foregroundColor().colorForCanvas(view.canvas())
        return color.red(), color.green(), color.blue(), 255

    def _view(self) -> Optional[View]:
        window = self._application.activeWindow()
        return window.activeView() if window is not None else None

    def drawing(self, scene: Scene, time: int) -> Generator[int, None, List[Any]]:
        document = self._document(scene)
        yield from wait_until_idle(self._application, document)
        yield 0
        clone = document.clone()
        try:
            if scene.lines is None:
                raise Refused(scene.problem)
            colors = scene.colors.uid if scene.colors is not None else ""
            found: List[Any] = []
            for node in line_nodes(get(clone, scene.lines.uid), colors):
                convert(node)
                yield 0
                plane = Drawing(clone, node, scene.size, clone.animationLength()).at(time)
                found += [plane] if plane is not None else []
            return found or [blank(scene.size)]
        finally:
            clone.close()

    def answers(self, scene: Scene) -> Tuple[Tuple[int, ...], ...]:
        lines = scene.lines.uid if scene.lines is not None else ""
        return tuple(map(tuple, read_memory(self._document(scene)).answers.get(lines, [])))

    def remember_answers(self, scene: Scene, time: int, answers: Sequence[Sequence[int]]) -> None:
        document = self._document(scene)
        memory = read_memory(document)
        if scene.lines is not None:
            memory.answer(scene.lines.uid, time, [list(answer) for answer in answers])
            write_memory(document, memory)

    def stage(self, snapshot: KritaSnapshot, is_hatched: bool) -> Generator[int, None, KritaStage]:
        yield 0
        stage = KritaStage(self._application, snapshot, is_hatched)
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
