"""The finished picture: the layers that are no part of it are hidden, and shown again."""

from typing import List, Optional

from krita import Document, Node

from ..client.protocol.layer_names import BLACK, TRACE_NAMES
from ..result.labels import CONFIDENCE, GAPS, SLASHES
from .document import write_memory
from .layers import find, find_all, uid, walk
from .memory import Memory
from .placed import Parts

MARKS = (SLASHES, CONFIDENCE, GAPS)  # layers of a result that say something of it, and are no paint


def put_away(document: Document, memory: Memory, lines: str, group: Optional[Node]) -> None:
    """Hide what marks the result, and the layers of trace lines; which these were is remembered.

    Where a copy of the lines is in their place, all of the lines.
    """
    parts = Parts(group, memory).nodes if group is not None else {}
    top = find(document, lines)
    found = [parts[name] for name in MARKS if name in parts] + trace_layers(top)
    if top is not None and lines in memory.line_copies and memory.line_copies[lines].is_in:
        found.append(top)
    shown = [node for node in found if node.visible()]
    memory.put_away[lines] = [uid(node) for node in shown]
    _show(document, shown, False)
    write_memory(document, memory)


def bring_back(document: Document, memory: Memory, lines: str) -> None:
    """Show again what was hidden."""
    _show(document, find_all(document, memory.put_away.pop(lines, [])), True)
    write_memory(document, memory)


def present_copy(document: Document, memory: Memory, lines: str) -> Optional[Node]:
    """The copy that is in the place of a line layer."""
    copies = memory.line_copies.get(lines)
    return next(iter(find_all(document, copies.uids)), None) if copies is not None else None


def follow_copy(document: Document, memory: Memory, lines: str, group: Optional[Node]) -> None:
    """The picture is finished while the copy is there, which Undo takes out of the document, and Redo brings back."""
    is_in = present_copy(document, memory, lines) is not None
    copies = memory.line_copies.get(lines)
    if copies is not None and copies.is_in != is_in:
        copies.is_in = is_in
        if is_in:
            put_away(document, memory, lines, group)
        else:
            bring_back(document, memory, lines)
    elif group is None and not is_in and lines in memory.put_away:
        bring_back(document, memory, lines)  # the result was undone, or deleted


def trace_layers(lines: Optional[Node]) -> List[Node]:
    """The layers of trace lines in a group of lines; none where all lines are in one layer."""
    below = [node for node in walk(lines) if uid(node) != uid(lines)] if lines is not None else []
    names = TRACE_NAMES - {BLACK}
    return [node for node in below if node.name().strip().lower() in names]


def _show(document: Document, nodes: List[Node], is_shown: bool) -> None:
    for node in nodes:
        node.setVisible(is_shown)
    document.refreshProjection()
