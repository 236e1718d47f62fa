"""The layer tree as plain values, and which layers are the lines and the paint. No Krita here."""

import re
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ..client.protocol.layer_names import (
    AIDS,
    CLOSINGS,
    FINISHED_LINES,
    HINTS,
    LINE_NAME,
    RESULT,
    TRACE_NAMES,
    says_lines_or_draft,
    says_paint,
)

SEVERAL = "several"  # kind of what stands for layers side by side that hold the colors together


class Layer(NamedTuple):
    """One layer; `kind` is Krita's node type, `children` go from bottom to top.

    One of kind SEVERAL stands for its children: its uid is theirs, with blanks between.
    """

    uid: str
    name: str
    kind: str = "paintlayer"
    is_animated: bool = False
    children: "Tuple[Layer, ...]" = ()
    is_visible: bool = True

    @property
    def is_paint(self) -> bool:
        return self.kind == "paintlayer"

    @property
    def is_drawn(self) -> bool:
        """Can it have a drawing for each frame?"""
        return self.kind in {"paintlayer", "clonelayer"}

    @property
    def is_group(self) -> bool:
        return self.kind == "grouplayer"


def walk(root: Layer) -> Iterator[Layer]:
    """The layer and all below it, from top to bottom as in Krita's layer list."""
    yield root
    for child in reversed(root.children):
        yield from walk(child)


def find(root: Layer, uid: str) -> Optional[Layer]:
    return next((layer for layer in walk(root) if layer.uid == uid), None)


def find_all(root: Layer, uids: str) -> List[Layer]:
    """The layers of uids with blanks between that are still there."""
    found = [find(root, uid) for uid in uids.split()]
    return [layer for layer in found if layer is not None]


def parent_of(root: Layer, uid: str) -> Optional[Layer]:
    return next((layer for layer in walk(root) if any(child.uid == uid for child in layer.children)), None)


def is_drawing(layer: Layer) -> bool:
    """Can this layer be the line art: an animated paint layer, or a group with one in it?"""
    if layer.is_group:
        return any(is_drawing(child) for child in layer.children)
    return layer.is_drawn and layer.is_animated


def paintings(root: Layer) -> "set[str]":
    """The uids of all layers that hold colors, by their own name or by that of a group around them."""
    found = set()

    def collect(layer: Layer, is_within: bool) -> None:
        is_one = says_paint(layer.name) or (is_within and not says_lines_or_draft(layer.name))
        if is_one:
            found.add(layer.uid)
        for child in layer.children:
            collect(child, is_one)

    collect(root, False)
    return found


def results(root: Layer) -> Tuple[Layer, ...]:
    """Every group in the tree that has the name of a result."""
    return tuple(layer for layer in walk(root) if layer.is_group and layer.name == RESULT)


def _in_results(root: Layer) -> "set[str]":
    """The uids of what Shiage has made for the picture: the results, and copies of lines."""
    made = (*results(root), *named(root, FINISHED_LINES))
    return {layer.uid for top in made for layer in walk(top)}


def guess_lines(root: Layer, active: str, colors: "set[str]", remembered: str = "") -> Optional[Layer]:
    """The line layer: the active layer, or its group where that is a set of trace layers.

    Where the active layer cannot be the line art (it is one of the paint layers `colors`, a part of a result, or
    has no keyframes), it is the `remembered` layer, and without that the one whose name fits best.
    """
    taken = {root.uid} | _in_results(root) | colors
    layer = find(root, active)
    known = find(root, remembered)
    fits = layer is not None and layer.uid not in taken and is_drawing(layer)
    if layer is not None and fits and layer.uid not in paintings(root):
        return _with_traces(root, layer)
    if known is not None and is_drawing(known):
        return known
    likely = [
        other
        for other in walk(root)
        if other.uid not in taken and LINE_NAME.search(other.name) and is_drawing(other)
    ]
    if likely:
        return _with_traces(root, likely[0])
    return layer if fits else None


def _with_traces(root: Layer, layer: Layer) -> Layer:
    """The layer's group, where its siblings are color traces as in Krita's Japanese template."""
    group = parent_of(root, layer.uid)
    if group is None or group.uid == root.uid or layer.is_group:
        return layer
    traces = [child for child in group.children if child.name.strip().lower() in TRACE_NAMES]
    return group if len(traces) >= 2 else layer


def named(root: Layer, *names: str) -> Tuple[Layer, ...]:
    """Every paint layer that has one of these names, from top to bottom."""
    return tuple(layer for layer in walk(root) if layer.is_paint and layer.name in names)


def guess_hints(root: Layer, lines: Layer, remembered: str = "") -> Optional[Layer]:
    """The painter's dabs of color: the remembered layer, else the topmost one with that name."""
    known = next((layer for layer in color_candidates(root, lines) if layer.uid == remembered), None)
    return known or next(iter(named(root, HINTS)), None)


def guess_closings(root: Layer, remembered: str = "") -> Optional[Layer]:
    """The strokes that close regions: the remembered layer, else the topmost one with that name."""
    return find(root, remembered) or next(iter(named(root, CLOSINGS)), None)


def color_candidates(root: Layer, lines: Layer) -> Tuple[Layer, ...]:
    """What may hold the painter's colors: paint layers, groups of some, and several layers together."""
    own = {layer.uid for layer in walk(lines)} - paintings(root) | {lines.uid}
    taken = _in_results(root) | own | {root.uid}
    found = [layer for layer in walk(root) if layer.uid not in taken and _may_hold_colors(layer, lines)]
    together = [layer for layer in found if _is_likely(layer) and _is_beside(root, layer, lines)]
    return (*found, *([_several(together)] if len(together) > 1 else []))


def _may_hold_colors(layer: Layer, lines: Layer) -> bool:
    """A paint layer, or a group of at least two that are not the lines."""
    if not layer.is_group:
        return layer.is_paint
    held = [one for one in walk(layer) if one.is_paint and one.name not in AIDS]
    return len(held) > 1 and find(layer, lines.uid) is None and not results(layer)


def _is_likely(layer: Layer) -> bool:
    """Is it an animated paint layer that is in view, and whose name does not say that it holds anything else?"""
    is_other = layer.name in AIDS or says_lines_or_draft(layer.name)
    return layer.is_paint and layer.is_animated and layer.is_visible and not is_other


def _is_beside(root: Layer, layer: Layer, lines: Layer) -> bool:
    return parent_of(root, layer.uid) == parent_of(root, lines.uid)


def _several(layers: Sequence[Layer]) -> Layer:
    """What stands for layers, given from top to bottom, that hold the colors together."""
    below = tuple(reversed(layers))
    return Layer(
        " ".join(layer.uid for layer in layers),
        " + ".join(layer.name for layer in layers),
        SEVERAL,
        True,
        below,
    )


def guess_colors(root: Layer, lines: Layer, remembered: str = "") -> Optional[Layer]:
    """The painter's colors: what is remembered, else the best by name, animation and nearness below.

    Layers that lie side by side, and of which each one's name says that it holds colors, hold them together.
    """
    candidates = color_candidates(root, lines)
    known = [layer for uid in remembered.split() for layer in candidates if layer.uid == uid]
    if known:
        return _several(known) if len(known) > 1 else known[0]
    order = [layer.uid for layer in walk(root)]
    place = order.index(lines.uid)

    def rank(layer: Layer) -> Tuple[int, int]:
        distance = order.index(layer.uid) - place
        is_animated = layer.is_animated or (layer.is_group and is_drawing(layer))
        return 3 * is_animated + 2 * says_paint(layer.name) + (distance > 0), -abs(distance)

    grouped = {one.uid for layer in candidates if layer.is_group for one in walk(layer) if one != layer}
    likely = [
        layer
        for layer in candidates
        if layer.name not in AIDS and layer.kind != SEVERAL
        if says_paint(layer.name)
        or (layer.is_paint and layer.is_animated and not says_lines_or_draft(layer.name))
        if not (layer.uid in grouped and layer.uid in paintings(root))
    ]
    best = max(likely, key=rank, default=None)
    if best is None or not (_is_likely(best) and says_paint(best.name)):
        return best
    beside = [
        one for one in likely if _is_likely(one) and says_paint(one.name) and _is_beside(root, one, best)
    ]
    return _several(beside) if len(beside) > 1 else best


def frame_layers(group: Layer) -> Tuple[Layer, ...]:
    """The layers of a group as frames, in order: by the numbers in their names, else from bottom to top."""
    layers = [layer for layer in group.children if not layer.kind.endswith("mask")]
    numbers = [_number(layer) for layer in layers]
    if len(set(numbers)) == len(layers) and None not in numbers:
        layers.sort(key=lambda layer: _number(layer) or 0)
    return tuple(layers)


def _number(layer: Layer) -> Optional[int]:
    """The last number in a layer's name."""
    found = re.findall(r"\d+", layer.name)
    return int(found[-1]) if found else None


def still_group(root: Layer, active: str) -> Optional[Layer]:
    """The group that could be a shot of still layers: the active one, or the one around the active layer."""
    layer = find(root, active)
    if layer is None:
        return None
    group = layer if layer.is_group and layer.uid != root.uid else parent_of(root, active)
    if group is None or group.uid == root.uid or group.uid in paintings(root) | _in_results(root):
        return None
    return group if len(frame_layers(group)) > 1 and not is_drawing(group) else None


def paint_of_frames(lines: Layer, paint: Layer) -> Dict[int, Layer]:
    """Which layer has the paint of which frame: by name or number, else in order where there are as many.

    A single layer whose name says nothing has the paint of the first frame.
    """
    frames = frame_layers(lines)
    layers = frame_layers(paint) if paint.is_group or paint.kind == SEVERAL else (paint,)
    by_name = {frame.name.strip().lower(): time for time, frame in enumerate(frames)}
    by_number = {_number(frame): time for time, frame in enumerate(frames)}
    found: Dict[int, Layer] = {}
    for layer in layers:
        number = _number(layer)
        time = by_name.get(layer.name.strip().lower(), by_number.get(number) if number is not None else None)
        if time is not None:
            found.setdefault(time, layer)
    if found:
        return found
    return dict(enumerate(layers)) if len(layers) in {1, len(frames)} else {}


def colors_of_frames(lines: Layer, result: Layer) -> Dict[int, Layer]:
    """Which layer of a result has the colors of which still layer of the lines.

    A result is made with the names of the lines in their order, which tells more than a name that several have; the
    painter's own layers may lie between.
    """
    times = {frame.uid: time for time, frame in enumerate(frame_layers(lines))}
    drawn = [layer for layer in lines.children if layer.uid in times]
    left = iter(result.children)
    found = [next((one for one in left if one.name == layer.name), None) for layer in drawn]
    if None not in found:
        return {times[layer.uid]: one for layer, one in zip(drawn, found) if one}  # noqa: B905 (Python 3.8)
    return paint_of_frames(lines, result)
