"""Single drawings, looked at between jobs: thumbnails, close-ups, dabs of color, and lines around a correction."""

from typing import Generator, Optional, Sequence

from krita import Document

from ..guard import Refused
from ..images import thumbnail as picture
from ..result.labels import COLORS, blank
from ..scene import CloseUp, Drawn, Scene, Thumbnail
from .area import bounds, joined
from .document import is_idle, read_memory
from .layers import Drawing, all_drawn, find, is_painted, shown_alone, shown_key
from .pictures import closing_strokes, line_pictures, lines_shown, planes_at
from .placed import made_layers
from .snapshot import paint_rule


def thumbnail(document: Document, scene: Scene, time: int, edge: int) -> Optional[Thumbnail]:
    """As `Host.thumbnail`; layers are shown as they were drawn, since Krita would be blocked by rendering them."""
    if scene.lines is None or scene.colors is None or not is_idle(document):
        return None
    area, last = (*scene.corner, *scene.size), document.animationLength()
    nodes = all_drawn(document, dict(scene.painted).get(time, scene.colors.uid))
    if not all(map(shown_alone, nodes)):
        return Thumbnail(True, None)  # to convert it, as a job does with its clone, would block Krita
    marks = read_memory(document).marks.get(scene.colors.uid, [])
    rule = shown_key if scene.frames else paint_rule(scene.times, marks)
    paint = [
        plane for plane in (Drawing(node, area, last, rule).at(time) for node in nodes) if plane is not None
    ]
    if not any(map(is_painted, paint)):
        return Thumbnail(False, None)
    shown = lines_shown(document, scene, time)
    lines = [Drawing(node, area, last).at(time) for node in shown if shown_alone(node)]
    return Thumbnail(True, picture(scene.size, paint, [plane for plane in lines if plane is not None], edge))


def has_hint(document: Document, scene: Scene, time: int) -> Optional[bool]:
    """As `Host.has_hint`."""
    node = find(document, scene.hints.uid) if scene.hints is not None else None
    if node is None or not is_idle(document) or not shown_alone(node):
        return None
    area, last = (*scene.corner, *scene.size), document.animationLength()
    plane = Drawing(node, area, last, paint_rule(scene.times)).at(time)
    return plane is not None and is_painted(plane)


def close_up(document: Document, scene: Scene, time: int, box: Sequence[int]) -> Optional[CloseUp]:
    """As `Host.close_up`; lines are shown as they were drawn, as in thumbnails."""
    if not is_idle(document):
        return None
    group = find(document, scene.result) if scene.result else None
    colors = made_layers(group, read_memory(document)).get(COLORS) if group is not None else None
    if colors is None or scene.lines is None:
        raise Refused("There is no result under this line layer any more: press Auto-colorize first.")
    left, top, right, bottom = box
    across, down = scene.corner
    area, last = (left + across, top + down, right - left, bottom - top), document.animationLength()
    paint = Drawing(colors, area, last).at(time)
    lines = [
        Drawing(node, area, last).at(time) for node in lines_shown(document, scene, time) if shown_alone(node)
    ]
    shown = [plane for plane in lines if plane is not None]
    return CloseUp(paint if paint is not None else blank(area[2:]), shown)


def drawing(document: Document, scene: Scene, time: int, is_whole: bool) -> Generator[int, None, Drawn]:
    """As `Host.drawing`, of an idle document."""
    if scene.lines is None:
        raise Refused(scene.problem)
    clone = document.clone()
    lines, frames = scene.lines.uid, {time: scene.frames[time].uid} if scene.frames else {}
    try:
        area = (*scene.corner, *scene.size)
        if is_whole:
            area = joined(area, map(bounds, lines_shown(clone, scene, time)))
        pictures = yield from line_pictures(clone, lines, frames, area, scene.no_lines)
        try:
            planes = planes_at(pictures, time, (area[2], area[3]))
        finally:
            for one in pictures:
                one.close()
        strokes = yield from closing_strokes(clone, scene.closings.uid if scene.closings else "", area)
        closing = strokes.at(time) if strokes is not None else None
        is_closed = closing is not None and is_painted(closing)
        return Drawn(planes, closing if is_closed else None, area)
    finally:
        clone.close()
