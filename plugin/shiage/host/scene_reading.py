"""Reads the state of the active document as a scene."""

from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence

from krita import Document, Krita

from ..scene import LayerName, Scene
from .document import read_memory, write_memory
from .layers import drawn_parts, find, get, get_all, tree, uid, union
from .memory import Memory
from .placed import Parts, follow_result, newest
from .snapshot import reference_keys
from .timeline import LabelSync, key_times
from .tree import Layer, color_candidates, guess_colors, guess_hints, guess_lines, hint_layers

NONE = ""  # remembered instead of a paint layer's uid where the painter has chosen "none of them"
NO_DOCUMENT = "Open an animation to color."
NO_LINES = "Select the line art: an animated paint layer, or a group of them."
NO_COLORS = "Add a paint layer for the colors below the lines and paint one frame on it."
NOT_CHOSEN = "Choose the layer with your colors in the panel."
NO_PAINT = "Paint one to three frames on “{}”; they show Shiage the colors."
ONE_DRAWING = "“{}” has one drawing only; Shiage colors the others of an animation."


def read_scene(application: Krita, sync: LabelSync) -> Scene:
    """The scene of the active document; `sync` also takes over the labels that the painter set on the timeline."""
    document = application.activeDocument()
    top = document.rootNode() if document is not None else None
    if document is None or top is None:
        return Scene(problem=NO_DOCUMENT)
    memory, layers = read_memory(document), tree(top)
    node = document.activeNode()
    active = uid(node) if node is not None else ""
    follow_result(document, memory, layers, active)
    scene = Scene(
        uid(top),
        (document.width(), document.height()),
        time=document.currentTime(),
        is_gray=document.colorModel().startswith("GRAY"),
    )
    lines = _lines(memory, layers, active)
    if lines is None:
        return replace(scene, problem=NO_LINES)
    scene = replace(
        scene,
        **_layers(memory, layers, lines),
        **_result(document, memory, lines.uid),
        character=memory.characters.get(lines.uid, ""),
        said=tuple((int(time), flag) for time, flag in memory.finished.get(lines.uid, {}).items()),
        accepted=tuple(memory.accepted.get(lines.uid, [])),
    )
    return _with_frames(document, memory, scene, sync)


def _lines(memory: Memory, layers: Layer, active: str) -> Optional[Layer]:
    chosen = [uid for uids in memory.colors.values() for uid in uids.split()]
    others = {*chosen, *memory.hints.values(), *(one.uid for one in hint_layers(layers))}
    return guess_lines(layers, active, others, memory.lines)


def _layers(memory: Memory, layers: Layer, lines: Layer) -> Dict[str, Any]:
    """What a scene says of the layers that the job takes."""
    chosen, declined = memory.colors.get(lines.uid), memory.hints.get(lines.uid) == NONE
    colors = guess_colors(layers, lines, chosen or "") if chosen != NONE else None
    hints = None if declined else guess_hints(layers, lines, memory.hints.get(lines.uid, ""))
    candidates = [
        layer for layer in color_candidates(layers, lines) if hints is None or layer.uid != hints.uid
    ]
    if colors is not None and colors not in candidates:
        candidates.append(colors)  # layers that were chosen together, and are others than would be now
    taken = colors.uid if colors is not None else None
    return {
        "lines": _name(lines),
        "colors": _name(colors) if colors is not None else None,
        "candidates": tuple(map(_name, candidates)),
        "hints": _name(hints) if hints is not None else None,
        "hint_candidates": tuple(
            _name(layer) for layer in color_candidates(layers, lines) if layer.is_paint and layer.uid != taken
        ),
    }


def _name(layer: Layer) -> LayerName:
    return LayerName(layer.uid, layer.name, tuple(one.name for one in reversed(layer.children)))


def _result(document: Document, memory: Memory, lines: str) -> Dict[str, Any]:
    """What a scene says of the newest result."""
    group = newest(document, memory, lines)
    if group is None:
        return {}
    parts = Parts(group)
    return {
        "result": parts.group,
        "withdrawn_shown": parts.is_shown("withdrawn"),
        "confidence_shown": parts.is_shown("confidence"),
        "hatch_shown": parts.is_shown("hatch"),
    }


def _with_frames(document: Document, memory: Memory, scene: Scene, sync: LabelSync) -> Scene:
    """The scene with its times and references, or the sentence that says why there are none."""
    lines, colors = scene.lines, scene.colors
    assert lines is not None
    last = document.animationLength()
    nodes = drawn_parts(get(document, lines.uid), colors.uid.split() if colors is not None else ())
    times = union([key_times(node, last) for node in nodes])
    scene = replace(scene, times=times, **_hinted(document, scene.hints, times))
    if colors is None:
        is_declined = memory.colors.get(lines.uid) == NONE and scene.candidates
        return replace(scene, unpainted=NOT_CHOSEN if is_declined else NO_COLORS)
    keys = color_keys(document, colors.uid)
    marks = _marks(document, memory, sync, colors, keys)
    unpainted = ONE_DRAWING.format(lines.name) if len(times) < 2 else ""
    references = tuple(sorted(reference_keys(times, keys, marks)))
    if not references:
        unpainted = NO_PAINT.format(colors.name)
    active = document.activeNode()
    painted = [*nodes, *(node for top in get_all(document, colors.uid) for node in drawn_parts(top))]
    return replace(
        scene,
        references=references,
        has_marks=bool(set(marks) & set(keys)),
        unpainted=unpainted,
        is_painting=active is not None and uid(active) in set(map(uid, painted)),
    )


def color_keys(document: Document, colors: str) -> List[int]:
    """The keyframes of the paint: of all layers that hold it (uids with blanks between)."""
    nodes = [node for top in get_all(document, colors) for node in drawn_parts(top)]
    return list(union([key_times(node, document.animationLength()) for node in nodes]))


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
    document: Document, memory: Memory, sync: LabelSync, colors: LayerName, keys: List[int]
) -> List[int]:
    """The paint layer's reference marks, updated by the labels that the painter changed on the timeline."""
    before = set(memory.marks.get(colors.uid, []))
    marks = sorted(sync.marks(colors.uid, colors.name, keys, before))
    if set(marks) != before:
        memory.marks[colors.uid] = marks
        write_memory(document, memory)
    return marks
