"""Inserts the finished group into the painter's document; everything else there stays as it was."""

from typing import Callable, Dict, Generator, List, Optional, Tuple

from krita import Document, Krita, Node

from ..guard import Refused
from ..scene import MULTIPLY
from .area import canvas_of
from .document import STROKE_POLL, is_idle, is_open, read_memory, write_memory
from .layers import children, drawn_parts, find, find_all, get, root, uid, walk
from .opaque import is_opaque
from .own_layers import Former, has_own, take_along
from .placed import MADE, made_layers
from .run_steps import RunSteps
from .snapshot import KritaSnapshot

RESTORE_POLL = 40  # milliseconds between two checks of what Krita changes late, after the insertion
RESTORE_ACTIVE = 12  # checks of the active layer
RESTORE_RANGE = 50  # checks where the playback range has to be restored too, which changes later
NORMAL, BEHIND = "normal", "behind"  # Krita's blending modes; the second paints below the layers under it


def insert(
    application: Krita,
    group: Node,
    snapshot: KritaSnapshot,
    run_steps: RunSteps,
    is_read: Callable[[], bool],
) -> Generator[int, None, str]:
    """Insert a copy of `group` below the line layer, and return its uid; then remove an earlier result.

    What the painter has put into the earlier one is in the new one as well. Removing waits until `is_read` says that
    what the painter has painted on the earlier one is known: a stroke may just have ended.

    Each is an undo step: Krita has one for every layer added and every layer removed, also in one turn, and lets no
    plugin join them (`run_steps` undoes and redoes both together). Raises Refused when the document was closed or
    changed so that the result has no place.
    """
    document = snapshot.document
    lines = yield from _when_idle(application, snapshot)
    if any(map(has_own, _earlier(snapshot))):
        lines = yield from _until_read(application, snapshot, is_read)
    before = Position(document)
    earlier = _earlier(snapshot)
    keeps_own, roles = any(map(has_own, earlier)), take_along(earlier, group)
    new = group.duplicate()
    with run_steps.inserting():
        _add(new, lines, document, _mode(earlier[0].group, lines, document) if earlier else NORMAL)
        pairs = zip(children(new), roles)  # noqa: B905 (Python 3.8)
        _remember(document, snapshot, uid(new), {uid(node): role for node, role in pairs if role})
        for old in earlier:
            if not keeps_own:  # else in the same turn, for later strokes on what was copied would be lost
                yield 0
                yield from _until_read(application, snapshot, is_read)
            old.group.remove()
        yield 0
    document.refreshProjection()  # without it the canvas would still show the old image
    yield from before.restored(application, new)
    return uid(new)


class Position:
    """The active layer and the playback range, both of which Krita changes when a layer is added.

    A playback range of frames selected on the timeline is lost, some turns after another layer has become the
    active one; a range that is the whole clip stays.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        active = document.activeNode()
        self._active = uid(active) if active is not None else ""
        self._range = (document.playBackStartTime(), document.playBackEndTime())
        self.is_whole_clip = self._range == (
            document.fullClipRangeStartTime(),
            document.fullClipRangeEndTime(),
        )

    def restored(self, application: Krita, made: Node) -> Generator[int, None, None]:
        """Restore both after a layer or a group was added, as soon as Krita has changed them."""
        for _ in range(RESTORE_ACTIVE if self.is_whole_clip else RESTORE_RANGE):
            yield RESTORE_POLL
            if is_open(application, self._document):
                self._restore(application, made)

    def _restore(self, application: Krita, group: Node) -> None:
        """Restore both; not the active layer where the painter has chosen another one meanwhile."""
        document = self._document
        active = document.activeNode()
        was_moved = active is not None and uid(active) in {uid(node) for node in walk(group)}
        if was_moved and application.activeDocument() == document:
            document.setActiveNode(find(document, self._active) or active)
        if self.is_whole_clip:
            return
        first, last = self._range
        for stop in (last + 1, last):  # Krita 5.1 leaves the last frame out
            if (document.playBackStartTime(), document.playBackEndTime()) != self._range:
                document.setPlayBackRange(first, stop)


def _mode(former: Node, lines: Node, document: Document) -> str:
    """The blending mode that the painter gave to a result. Shiage gives one only to those above the lines."""
    order = [uid(node) for node in walk(root(document))]
    is_above = order.index(uid(former)) > order.index(uid(lines))
    mode = str(former.blendingMode())
    is_shiages = mode == BEHIND or (mode == MULTIPLY and is_above)
    return NORMAL if is_shiages else mode


def _add(group: Node, lines: Node, document: Document, mode: str) -> None:
    parent, above, is_bottom = below(lines)
    if is_bottom and mode == NORMAL:
        hides = any(
            is_opaque(node, document.currentTime(), canvas_of(document)) for node in drawn_parts(lines)
        )
        mode = MULTIPLY if hides else BEHIND
    group.setBlendingMode(mode)
    if not parent.addChildNode(group, above):
        raise Refused("Krita did not accept the result below the line layer; is its group locked?")


def _remember(document: Document, snapshot: KritaSnapshot, group: str, roles: Dict[str, str]) -> None:
    """Remember the result and its layers, and hide the paint layer where it would show through the result.

    A paint layer that was hidden for an earlier result is shown again where this result has another one, or none.
    """
    memory = read_memory(document)
    colors = find_all(document, snapshot.colors_uid.split())
    hidden = memory.hidden(snapshot.lines_uid)
    for former in find_all(document, hidden.split()) if hidden != snapshot.colors_uid else []:
        former.setVisible(True)
    is_shown = any(node.visible() for node in colors)
    is_hidden_by_us = bool(colors) and hidden == snapshot.colors_uid and not is_shown
    is_covered = is_hidden_by_us or (is_shown and snapshot.shows_through)
    memory.areas = {one: area for one, area in memory.areas.items() if find(document, one) is not None}
    if snapshot.area != canvas_of(document):
        memory.areas[group] = list(snapshot.area)
    memory.place(snapshot.lines_uid, group, snapshot.colors_uid, is_covered)
    memory.remember_palettes(group, snapshot.palettes)
    memory.remember_roles(group, roles)
    if is_covered:
        for node in colors:
            node.setVisible(False)
    write_memory(document, memory)


def _when_idle(application: Krita, snapshot: KritaSnapshot) -> Generator[int, None, Node]:
    """Wait until the document is idle; returns its line layer. Raises Refused where the result has no place now."""
    document = snapshot.document
    while True:
        if not is_open(application, document):
            raise Refused("The document was closed before its colors were ready; they were dropped.")
        was_idle = is_idle(document)  # asked first, so that the checks see the end of a change in progress
        if canvas_of(document)[2:] != snapshot.canvas:
            raise Refused("The document was resized before its colors were ready; they were dropped.")
        lines = find(document, snapshot.lines_uid)
        if lines is None:
            raise Refused("The line layer was deleted before its colors were ready; they were dropped.")
        if was_idle:
            return lines
        yield STROKE_POLL


def _until_read(
    application: Krita, snapshot: KritaSnapshot, is_read: Callable[[], bool]
) -> Generator[int, None, Node]:
    """As `_when_idle`, and until what the painter has painted on the earlier result is known."""
    lines = yield from _when_idle(application, snapshot)
    while not is_read():
        yield STROKE_POLL
        lines = yield from _when_idle(application, snapshot)
    return lines


def _earlier(snapshot: KritaSnapshot) -> List[Former]:
    """The results of the lines that are in the document, the newest first."""
    document, memory = snapshot.document, read_memory(snapshot.document)
    placed = memory.placed.get(snapshot.lines_uid)
    groups = find_all(document, reversed(placed.groups if placed is not None else []))
    frames = set(snapshot.frames.values())
    drawn = [node for node in children(get(document, snapshot.lines_uid)) if uid(node) in frames]
    names = [node.name() for node in drawn] if frames else MADE
    return [Former(group, made_layers(group, memory, names)) for group in groups]


def below(lines: Node) -> Tuple[Node, Optional[Node], bool]:
    """Where to insert the group: its parent, the sibling below it, and whether that sibling is the lines.

    Krita can add a node above another one or on top, not at the bottom. With nothing below the line layer the
    group goes below the group that holds the line layer; at the very bottom of the document it goes above the
    lines, and has to paint behind them.
    """
    node = lines
    while True:
        parent = node.parentNode()
        if parent is None:
            raise Refused("The line layer was deleted before its colors were ready; they were dropped.")
        siblings = children(parent)
        place = [uid(sibling) for sibling in siblings].index(uid(node))
        if place > 0:
            return parent, siblings[place - 1], False
        if parent.parentNode() is None:
            return parent, node, True
        node = parent
