"""Layers of a clone as pictures by time: read as they were drawn, rendered by Krita, or of still layers."""

from typing import Any, Collection, Generator, List, Mapping, Optional, Sequence, Tuple, Union

from krita import Document, Node

from ..result.labels import blank
from ..scene import Scene
from .layers import Area, Drawing, KeyRule, convert, drawn_parts, find, get, shown_key
from .rendering import Rendered, is_plain
from .still_frames import StillFrames, nodes_of

Picture = Union[Drawing, Rendered, StillFrames]


def prepared(nodes: Sequence[Node]) -> Generator[int, None, None]:
    """Have the paint layers among the nodes of a clone hold 8-bit BGRA, one a turn."""
    for node in nodes:
        if node.type() == "paintlayer":
            convert(node)
            yield 0


def line_pictures(
    clone: Document, lines: str, frames: Mapping[int, str], area: Area, without: Collection[str]
) -> Generator[int, None, List[Picture]]:
    """What shows the line layer (a uid) of a clone: its layers from bottom to top, or all of them as one picture.

    `frames`: its still layers by time, where those are the drawings; `without`: uids of layers in its group that hold
    no lines. Raises Refused.
    """
    if frames:
        return [(yield from still_pictures(clone, frames, area))]
    top = get(clone, lines)
    nodes = drawn_parts(top, without)
    yield from prepared(nodes)
    clone.waitForDone()
    if is_plain([top]):
        last = clone.animationLength()
        return [Drawing(node, area, last) for node in nodes]
    return [Rendered(clone, [top], area, shown_key, without=without)]


def lines_shown(document: Document, scene: Scene, time: int) -> List[Node]:
    """The layers that show the lines of the drawing at a time. Raises Refused."""
    layer = scene.frames[time] if scene.frames else scene.lines
    assert layer is not None
    return drawn_parts(get(document, layer.uid), scene.no_lines)


def planes_at(pictures: Sequence[Picture], time: int, size: Tuple[int, int]) -> List[Any]:
    """The planes of a drawing, from bottom to top; a blank one where nothing is drawn."""
    planes = [plane for plane in (picture.at(time) for picture in pictures) if plane is not None]
    return planes or [blank(size)]


def still_pictures(
    clone: Document, layers: Mapping[int, str], area: Area
) -> Generator[int, None, StillFrames]:
    """What shows the still layers of a clone, given by their uids and times. Raises Refused."""
    nodes = nodes_of(clone, layers)
    yield from prepared([part for node in nodes.values() for part in drawn_parts(node)])
    clone.waitForDone()
    return StillFrames(clone, nodes, area)


def paint_picture(
    clone: Document, tops: Sequence[Node], area: Area, rule: KeyRule
) -> Generator[int, None, Picture]:
    """What shows the paint of layers and groups of a clone in one picture."""
    nodes = [node for top in tops for node in drawn_parts(top)]
    yield from prepared(nodes)
    clone.waitForDone()
    if len(nodes) == 1 and is_plain(tops):
        return Drawing(nodes[0], area, clone.animationLength(), rule)
    return Rendered(clone, tops, area, rule)


def closing_strokes(clone: Document, layer: str, area: Area) -> Generator[int, None, Optional[Drawing]]:
    """The strokes that close regions, as they were drawn: their layer may be pale or hidden."""
    node = find(clone, layer) if layer else None
    if node is None:
        return None
    yield from prepared([node])
    return Drawing(node, area, clone.animationLength())
