"""The layer tree as plain values, and which layers are the lines and the paint. No Krita here."""

import re
from typing import Iterator, NamedTuple, Optional, Tuple

RESULT = "Shiage"  # name of the group of a result
HINTS = "Hints"  # name of a layer with dabs of color
LINE_NAME = re.compile(r"line|ink|clean|線|原画|動画", re.IGNORECASE)
DRAFT_NAME = re.compile(r"rough|sketch|draft|guide|layout|ラフ|下描", re.IGNORECASE)
# Krita names new layers "Paint Layer 3".
COLOR_NAME = re.compile(r"colou?r|paint(?! layer)|flat|base|\bfill|彩|色|塗|ペイント", re.IGNORECASE)
TRACE_NAMES = frozenset({"black", "red", "green", "blue", "shadow", "赤", "緑", "青", "影"})


class Layer(NamedTuple):
    """One layer; `kind` is Krita's node type, `children` go from bottom to top."""

    uid: str
    name: str
    kind: str = "paintlayer"
    is_animated: bool = False
    children: "Tuple[Layer, ...]" = ()

    @property
    def is_paint(self) -> bool:
        return self.kind == "paintlayer"

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


def parent_of(root: Layer, uid: str) -> Optional[Layer]:
    return next((layer for layer in walk(root) if any(child.uid == uid for child in layer.children)), None)


def is_drawing(layer: Layer) -> bool:
    """Can this layer be the line art: an animated paint layer, or a group with one in it?"""
    if layer.is_group:
        return any(is_drawing(child) for child in layer.children)
    return layer.is_paint and layer.is_animated


def is_painting(layer: Layer) -> bool:
    """Does its name say that it holds colors?"""
    return bool(COLOR_NAME.search(layer.name)) and not LINE_NAME.search(layer.name)


def is_lines_or_draft(layer: Layer) -> bool:
    """Does its name say that it holds lines: clean, traced or rough?"""
    is_trace = layer.name.strip().lower() in TRACE_NAMES
    return is_trace or bool(LINE_NAME.search(layer.name) or DRAFT_NAME.search(layer.name))


def results(root: Layer) -> Tuple[Layer, ...]:
    """Every group in the tree that has the name of a result."""
    return tuple(layer for layer in walk(root) if layer.is_group and layer.name == RESULT)


def _in_results(root: Layer) -> "set[str]":
    return {layer.uid for result in results(root) for layer in walk(result)}


def guess_lines(root: Layer, active: str, colors: "set[str]", remembered: str = "") -> Optional[Layer]:
    """The line layer: the active layer, or its group where that is a set of trace layers.

    Where the active layer cannot be the line art (it is one of the paint layers `colors`, a part of a result, or
    has no keyframes), it is the `remembered` layer, and without that the one whose name fits best.
    """
    taken = {root.uid} | _in_results(root) | colors
    layer = find(root, active)
    known = find(root, remembered)
    fits = layer is not None and layer.uid not in taken and is_drawing(layer)
    if layer is not None and fits and not is_painting(layer):
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


def hint_layers(root: Layer) -> Tuple[Layer, ...]:
    """Every paint layer that has the name of a hint layer, from top to bottom."""
    return tuple(layer for layer in walk(root) if layer.is_paint and layer.name == HINTS)


def guess_hints(root: Layer, lines: Layer, remembered: str = "") -> Optional[Layer]:
    """The painter's dabs of color: the remembered layer, else the topmost one with that name."""
    known = next((layer for layer in color_candidates(root, lines) if layer.uid == remembered), None)
    return known or next(iter(hint_layers(root)), None)


def color_candidates(root: Layer, lines: Layer) -> Tuple[Layer, ...]:
    """The paint layers that may hold the painter's colors, from top to bottom."""
    taken = _in_results(root)
    own = {layer.uid for layer in walk(lines) if not is_painting(layer)} | {lines.uid}
    return tuple(layer for layer in walk(root) if layer.is_paint and layer.uid not in taken | own)


def guess_colors(root: Layer, lines: Layer, remembered: str = "") -> Optional[Layer]:
    """The painter's colors: the remembered layer, else the best by name, animation and nearness below."""
    candidates = color_candidates(root, lines)
    known = next((layer for layer in candidates if layer.uid == remembered), None)
    if known is not None or not candidates:
        return known
    order = [layer.uid for layer in walk(root)]
    place = order.index(lines.uid)

    def rank(layer: Layer) -> Tuple[int, int]:
        distance = order.index(layer.uid) - place
        return 3 * layer.is_animated + 2 * is_painting(layer) + (distance > 0), -abs(distance)

    likely = [
        layer
        for layer in candidates
        if layer.name != HINTS
        if is_painting(layer) or (layer.is_animated and not is_lines_or_draft(layer))
    ]
    return max(likely, key=rank, default=None)
