"""Reads the state of the active document as a scene."""

from dataclasses import replace
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from krita import Document, Krita, Node

from ..client.protocol.layer_names import AIDS
from ..scene import LayerName, Scene, SheetName
from .area import canvas_of
from .document import is_idle, read_memory, write_memory
from .finished import follow_copy
from .layers import all_drawn, drawn_parts, find, get, keys_of, tree, uid
from .memory import Memory
from .offers import frames_offer, multiply_offer
from .placed import Parts, follow_result, newest
from .snapshot import reference_keys
from .timeline import LabelSync, key_times
from .tree import (
    SEVERAL,
    Layer,
    color_candidates,
    frame_layers,
    guess_closings,
    guess_colors,
    guess_hints,
    guess_lines,
    named,
    paint_of_frames,
    still_group,
    walk,
)
from .tree import find as find_layer
from .tree import find_all as find_layers

NONE = ""  # remembered instead of a paint layer's uid where the painter has chosen "none of them"
NO_DOCUMENT = "Open an animation to color."
NO_LINES = "Select the line art: an animated paint layer, or a group of them."
NO_COLORS = "Add a paint layer for the colors below the lines and paint one frame on it."
NOT_CHOSEN = "Choose the layer with your colors in the panel."
NO_PAINT = "Paint one to three frames on “{}”; they show Shiage the colors."
NO_PAINTED_LAYER = (
    "Name the layers in “{}” as the frames that they paint, so that Shiage can tell which is which."
)
ONE_DRAWING = "“{}” has one drawing only; Shiage colors the others of an animation."


class Contents(NamedTuple):
    """What is read once of a document: what Shiage remembers in it, and its layers."""

    document: Document
    is_idle: bool  # asked first, so that the layers are those at the end of a change in progress
    memory: Memory
    layers: Layer


def read_contents(application: Krita) -> Optional[Contents]:
    """The contents of the active document; None where none is open."""
    document = application.activeDocument()
    top = document.rootNode() if document is not None else None
    if document is None or top is None:
        return None
    return Contents(document, is_idle(document), read_memory(document), tree(top))


def read_scene(contents: Optional[Contents], sync: LabelSync) -> Scene:
    """The scene of the active document; `sync` also takes over the labels that the painter set on the timeline."""
    if contents is None:
        return Scene(problem=NO_DOCUMENT)
    document, _, memory, layers = contents
    node = document.activeNode()
    active = uid(node) if node is not None else ""
    follow_result(document, memory, layers, active)
    scene = Scene(
        layers.uid,
        canvas_of(document)[2:],
        time=document.currentTime(),
        sheets=tuple(SheetName(key, name) for key, name in memory.sheets),
        is_gray=document.colorModel().startswith("GRAY"),
    )
    lines, is_still = _lines(memory, layers, active)
    if lines is None:
        return replace(scene, problem=NO_LINES, offer=frames_offer(layers, active))
    group = newest(document, memory, lines.uid)
    follow_copy(document, memory, lines.uid, group)
    area = memory.areas.get(uid(group)) if group is not None else None
    left, upper, width, height = area or canvas_of(document)
    scene = replace(
        scene,
        corner=(left, upper),
        size=(width, height),
        **_layers(memory, layers, lines),
        **_result(group, memory),
        palettes=memory.palettes_of(lines.uid, uid(group) if group is not None else ""),
        character=memory.characters.get(lines.uid, ""),
        is_put_away=lines.uid in memory.put_away,
        said=tuple((int(time), flag) for time, flag in memory.finished.get(lines.uid, {}).items()),
        accepted=tuple(memory.accepted.get(lines.uid, [])),
    )
    still = _still(memory, layers, lines, scene, active) if is_still else None
    scene = still or _with_frames(document, memory, scene, sync)
    return replace(scene, offer=multiply_offer(document, scene))


def _lines(memory: Memory, layers: Layer, active: str) -> Tuple[Optional[Layer], bool]:
    """The line layer, and whether it is a group of still layers that are the frames."""
    group = still_group(layers, active)
    if group is not None and group.uid in memory.frames:
        return group, True
    paint = [layer for uids in memory.colors.values() for layer in find_layers(layers, uids)]
    chosen = [one.uid for layer in paint for one in walk(layer)]
    aids = {*memory.hints.values(), *memory.closings.values(), *(one.uid for one in named(layers, *AIDS))}
    others = {*chosen, *aids}
    lines = guess_lines(layers, active, others, memory.lines)
    if lines is None and memory.lines in memory.frames:
        return find_layer(layers, memory.lines), True
    return lines, False


def _layers(memory: Memory, layers: Layer, lines: Layer) -> Dict[str, Any]:
    """What a scene says of the layers that the job takes."""
    chosen, declined = memory.colors.get(lines.uid), memory.hints.get(lines.uid) == NONE
    colors = guess_colors(layers, lines, chosen or "") if chosen != NONE else None
    hints = None if declined else guess_hints(layers, lines, memory.hints.get(lines.uid, ""))
    every = color_candidates(layers, lines)
    candidates = [layer for layer in every if layer != hints]
    if colors is not None and colors not in candidates:
        candidates.append(colors)  # layers that were chosen together, and are others than would be now
    closings = guess_closings(layers, memory.closings.get(lines.uid, ""))
    candidates = [layer for layer in candidates if layer != closings]
    taken = {one.uid for one in (colors, closings) if one is not None}
    return {
        "lines": _name(lines),
        "colors": _name(colors) if colors is not None else None,
        "candidates": tuple(map(_name, candidates)),
        "hints": _name(hints) if hints is not None else None,
        "closings": _name(closings) if closings is not None else None,
        "hint_candidates": tuple(
            _name(layer) for layer in every if layer.is_paint and layer.uid not in taken
        ),
    }


def _name(layer: Layer) -> LayerName:
    return LayerName(layer.uid, layer.name, tuple(one.name for one in reversed(layer.children)))


def _result(group: Optional[Node], memory: Memory) -> Dict[str, Any]:
    """What a scene says of the newest result."""
    if group is None:
        return {}
    parts = Parts(group, memory)
    return {
        "result": parts.group,
        "withdrawn_shown": parts.is_shown("withdrawn"),
        "confidence_shown": parts.is_shown("confidence"),
        "hatch_shown": parts.is_shown("hatch"),
        "gaps_shown": parts.is_shown("gaps"),
    }


def _with_frames(document: Document, memory: Memory, scene: Scene, sync: LabelSync) -> Scene:
    """The scene with its times and references, or the sentence that says why there are none."""
    lines, colors = scene.lines, scene.colors
    assert lines is not None
    last = document.animationLength()
    nodes = drawn_parts(get(document, lines.uid), scene.no_lines)
    times = keys_of(nodes, last)
    scene = replace(scene, times=times, **_hinted(document, scene.hints, times))
    if colors is None:
        is_declined = memory.colors.get(lines.uid) == NONE and scene.candidates
        return replace(scene, unpainted=NOT_CHOSEN if is_declined else NO_COLORS)
    paint = all_drawn(document, colors.uid)
    keys = keys_of(paint, last)
    marks = _marks(document, memory, sync, colors, keys)
    unpainted = ONE_DRAWING.format(lines.name) if len(times) < 2 else ""
    references = tuple(sorted(reference_keys(times, keys, marks)))
    if not references:
        unpainted = NO_PAINT.format(colors.name)
    active = document.activeNode()
    return replace(
        scene,
        references=references,
        has_marks=bool(set(marks) & set(keys)),
        unpainted=unpainted,
        is_painting=active is not None and uid(active) in set(map(uid, [*nodes, *paint])),
    )


def _still(memory: Memory, layers: Layer, lines: Layer, scene: Scene, active: str) -> Scene:
    """The scene of a shot of still layers: its times count them, and where one is active, it is in view."""
    frames = frame_layers(lines)
    here = [time for time, frame in enumerate(frames) if find_layer(frame, active) is not None]
    seen = [time for time, frame in enumerate(frames) if frame.is_visible]
    scene = replace(
        scene,
        times=tuple(range(len(frames))),
        frames=tuple(map(_name, frames)),
        time=next(iter(here or seen), 0),
        hints=None,
        closings=None,
        hint_candidates=(),
    )
    if scene.colors is None:
        return replace(scene, unpainted=NO_COLORS)
    held = find_layers(layers, scene.colors.uid)
    paint = paint_of_frames(lines, held[0] if len(held) == 1 else Layer("", "", SEVERAL, False, tuple(held)))
    marks = set(memory.marks.get(scene.colors.uid, [])) & set(paint)
    references = tuple(sorted(marks or paint))
    return replace(
        scene,
        references=references,
        painted=tuple((time, layer.uid) for time, layer in sorted(paint.items())),
        has_marks=bool(marks),
        unpainted="" if references else NO_PAINTED_LAYER.format(scene.colors.name),
    )


def _hinted(document: Document, hints: Optional[LayerName], times: Sequence[int]) -> Dict[str, Any]:
    """What a scene says of its hint layer."""
    node = find(document, hints.uid) if hints is not None else None
    if node is None:
        return {}
    active = document.activeNode()
    keys = reference_keys(times, key_times(node, document.animationLength()), [])
    is_hinting = active is not None and uid(active) == uid(node)
    return {"hint_times": tuple(sorted(keys)), "is_hinting": is_hinting}


def _marks(
    document: Document, memory: Memory, sync: LabelSync, colors: LayerName, keys: Sequence[int]
) -> List[int]:
    """The paint layer's reference marks, updated by the labels that the painter changed on the timeline."""
    before = set(memory.marks.get(colors.uid, []))
    marks = sorted(sync.marks(colors.uid, colors.name, keys, before))
    if set(marks) != before:
        memory.marks[colors.uid] = marks
        write_memory(document, memory)
    return marks
